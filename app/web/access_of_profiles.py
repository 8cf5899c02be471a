"""Who may call what about drafts of a unit's profile and what was published of it: a part of the table."""

from __future__ import annotations

from collections.abc import Mapping

from app.web.rules import OFFICE, OFFICE_AND_INFRASTRUCTURE, Rule, shown_and_sent

OF_PROFILES: Mapping[tuple[str, str], Rule] = {
    ("profile_changes.show", "GET"): OFFICE_AND_INFRASTRUCTURE,
    ("profile_changes.preview", "GET"): OFFICE_AND_INFRASTRUCTURE,
    **{(f"profile_changes.{name}", "POST"): OFFICE_AND_INFRASTRUCTURE for name in ("publish", "discard", "put_back")},
    **shown_and_sent("profile_changes.ask_back", OFFICE),
}
