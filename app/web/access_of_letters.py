"""Who may call what of introductions' letters: whether a company agrees to them, and how they are worded."""

from __future__ import annotations

from collections.abc import Mapping

from app.web.rules import OFFICE, Rule, shown_and_sent

OF_LETTERS: Mapping[tuple[str, str], Rule] = {
    **shown_and_sent("matches.consent", OFFICE),
    ("letters.index", "GET"): OFFICE,
    **shown_and_sent("letters.edit", OFFICE),
    ("letters.use_original", "POST"): OFFICE,
    ("letters.use_own", "POST"): OFFICE,
    ("matches.take_back_consent", "POST"): OFFICE,
    ("matches.put_back_consent", "POST"): OFFICE,
}
