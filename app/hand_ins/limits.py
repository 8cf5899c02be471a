"""What is promised to companies that hand in a need, and how often anybody may."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

# The office answers within so many working days.
ANSWER_WORKING_DAYS: Final = 5
# How long a letter that asks whether it was they who wrote can be answered; what nobody confirms is then forgotten.
CONFIRM_LIFE: Final = timedelta(days=7)
# How long the page that a letter leads to can be opened, and for how long a withdrawal can be taken back.
OWN_LIFE: Final = timedelta(days=365)
RESTORE_LIFE: Final = timedelta(days=14)
# What was declined is kept as long as what is known of companies that nobody is in touch with.
DECLINED_LIFE: Final = timedelta(days=730)
# How many times one address on the network may hand in something, and how many letters one mailbox gets unasked.
FROM_ONE_ADDRESS: Final = ((10, timedelta(hours=1)),)
TO_ONE_MAILBOX: Final = ((3, timedelta(days=1)),)
# How often something may be changed by one link.
BY_ONE_LINK: Final = ((120, timedelta(hours=1)),)
# How many files a company puts with its need itself.
OWN_FILES: Final = 10
# What the public and the units may read, and what is asked and answered, in characters.
LAYER_TEXT: Final = 4_000
QUESTION_TEXT: Final = 2_000
# How many units are proposed, and how many concepts are named, for a text.
PROPOSED: Final = 3
CONCEPTS_NAMED: Final = 6
