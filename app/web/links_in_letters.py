"""The pages that a link in a letter opens without signing in: one reader's, kept nowhere, in the letter's language."""

from __future__ import annotations

from typing import Final

from app.web.access_of_hand_ins import HAND_IN_LINKS
from app.web.access_of_reports import REPORT_LINKS

LINKS_IN_LETTERS: Final = frozenset({"answers.show", "fact_checks.show", "uses.confirm", *HAND_IN_LINKS, *REPORT_LINKS})
