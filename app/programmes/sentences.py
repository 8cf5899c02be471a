"""What each counting rule says, in one sentence; a rule without one stops the application from starting."""

from __future__ import annotations

from typing import Final

from flask_babel import lazy_gettext as _l

from models.programmes import CountingRule

_COMPANY: Final = _l(
    "A company counts once, however often it is helped: from its first use with date and evidence, if it was an SME "
    "that day and its organisation number is known."
)
RULE_SENTENCES: Final = {
    CountingRule.SMF_USED: _COMPANY,
    CountingRule.COMPANY_SUPPORTED: _COMPANY,
    CountingRule.INFRASTRUCTURE_OPENED: _l(
        "An infrastructure in Flemingsberg counts once its readiness gate is passed and an SME has used it, with date "
        "and evidence."
    ),
    CountingRule.JOINT_RD: _l(
        "A company counts once it has done joint research and development with evidence of its own; a service it "
        "bought does not count."
    ),
    CountingRule.NETWORK_STARTED: _l(
        "A network counts once by its name, from the day it started, when there is evidence that it works."
    ),
    CountingRule.SOCIAL_EVENT: _l(
        "Each social event counts once, on the day it was held, with evidence. No other type of event counts."
    ),
    CountingRule.ESTABLISHED: _l(
        "A company counts once, from the day it established itself in Flemingsberg, with evidence. Nothing is asked "
        "of its size."
    ),
    CountingRule.STARTED_UP: _l(
        "A company counts once, from the day it was started, with evidence. Nothing is asked of its size."
    ),
    CountingRule.SUSTAINABILITY_STARTED: _l(
        "A collaboration for sustainability counts once by its name, from the day it started, with evidence."
    ),
    CountingRule.ENTERED_COMPANY: _l(
        "An organisation counts once, from its first entry with evidence. Entries are made by hand; nothing is asked "
        "of its size."
    ),
    CountingRule.ENTERED_SMF: _l(
        "A company counts once, from its first entry with evidence, if it was an SME that day and its organisation "
        "number is known. Entries are made by hand."
    ),
    CountingRule.ENTERED_PART: _l(
        "An organisation counts once, from its first entry with evidence, if it also counts for the indicator that "
        "this one is a part of. Entries are made by hand; nothing else is asked of its size."
    ),
    CountingRule.REPORTED: _l(
        "The sum of the amounts that were entered by hand, each with the day it is for and its evidence."
    ),
}
if missing := set(CountingRule) - RULE_SENTENCES.keys():
    raise LookupError(f"Say in one sentence what these rules count: {sorted(missing)}.")
