"""Who may call what of supports that may be de minimis aid, and of the rates they are reckoned by."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from app.web.rules import OFFICE, OFFICE_AND_STEERING, Rule, shown_and_sent

OF_AID: Final[Mapping[tuple[str, str], Rule]] = {
    ("aid.index", "GET"): OFFICE,
    ("aid.export", "GET"): OFFICE,
    **shown_and_sent("aid.new", OFFICE),
    **shown_and_sent("aid.new_for_match", OFFICE),
    ("aid.show", "GET"): OFFICE,
    ("aid.paper", "GET"): OFFICE,
    ("aid.register", "GET"): OFFICE,
    ("aid.sums", "GET"): OFFICE_AND_STEERING,
    ("aid.of_company", "GET"): OFFICE,
    **shown_and_sent("aid.edit", OFFICE),
    **shown_and_sent("aid.step", OFFICE),
    ("aid.take_step_back", "POST"): OFFICE,
    ("aid.take_back", "POST"): OFFICE,
    ("aid.put_back", "POST"): OFFICE,
    ("rates.index", "GET"): OFFICE,
    **shown_and_sent("rates.new", OFFICE),
    **shown_and_sent("rates.edit", OFFICE),
}
