"""Who may call what of the needs that companies hand in: anybody hands one in, letters lead on, the office answers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from app.web.rules import EVERYONE, OFFICE, Rule, shown_and_sent

# What letters lead to: each address holds a token, and is a secret.
HAND_IN_LINKS: Final = frozenset(
    f"hand_ins.{page}"
    for page in (
        *("confirm", "own", "correct", "withdraw", "restore"),
        *("agree", "decline_wording", "readings", "add_file"),
    )
)

OF_HAND_INS: Mapping[tuple[str, str], Rule] = {
    **shown_and_sent("hand_ins.new", EVERYONE),
    ("hand_ins.sent", "GET"): EVERYONE,
    **shown_and_sent("hand_ins.confirm", EVERYONE),
    **shown_and_sent("hand_ins.own", EVERYONE),
    **shown_and_sent("hand_ins.correct", EVERYONE),
    ("hand_ins.agree", "POST"): EVERYONE,
    ("hand_ins.decline_wording", "POST"): EVERYONE,
    **shown_and_sent("hand_ins.add_file", EVERYONE),
    ("hand_ins.readings", "GET"): EVERYONE,
    **shown_and_sent("hand_ins.withdraw", EVERYONE),
    **shown_and_sent("hand_ins.restore", EVERYONE),
    ("hand_ins.index", "GET"): OFFICE,
    ("hand_ins.show", "GET"): OFFICE,
    ("hand_ins.office_readings", "GET"): OFFICE,
    ("hand_ins.take_up", "POST"): OFFICE,
    **shown_and_sent("hand_ins.ask", OFFICE),
    **shown_and_sent("hand_ins.accept", OFFICE),
    **shown_and_sent("hand_ins.decline", OFFICE),
    ("hand_ins.undo", "POST"): OFFICE,
    ("hand_ins.propose", "POST"): OFFICE,
    ("hand_ins.ask_about_wording", "POST"): OFFICE,
    ("hand_ins.take_back_wording", "POST"): OFFICE,
}
