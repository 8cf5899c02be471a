"""Who may call what about reports, their receivers, programmes, achievements and unmet needs: a part of the table."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from app.web.rules import ADMINISTRATOR, EVERYONE, OFFICE, OFFICE_AND_STEERING, Rule, shown_and_sent

# What is opened by the link in a letter, by whoever holds it.
REPORT_LINKS: Final = frozenset({"reports.shared", "reports.shared_file", "reports.stop"})

OF_REPORTS: Mapping[tuple[str, str], Rule] = {
    # reports
    ("reports.index", "GET"): OFFICE_AND_STEERING,
    ("reports.show", "GET"): OFFICE_AND_STEERING,
    ("reports.rows", "GET"): OFFICE_AND_STEERING,
    ("reports.file", "GET"): OFFICE_AND_STEERING,
    **shown_and_sent("reports.comment", OFFICE),
    ("reports.ask_to_freeze", "GET"): OFFICE,
    ("reports.freeze", "POST"): OFFICE,
    ("reports.tell", "POST"): OFFICE,
    ("reports.receivers", "GET"): OFFICE,
    **shown_and_sent("reports.new_receiver", OFFICE),
    **shown_and_sent("reports.edit_receiver", OFFICE),
    **{(f"reports.{act}_receiver", "POST"): OFFICE for act in ("stop", "start", "remove")},
    # by the link in a letter
    ("reports.shared", "GET"): EVERYONE,
    ("reports.shared_file", "GET"): EVERYONE,
    **shown_and_sent("reports.stop", EVERYONE),
    # programmes
    ("programmes.index", "GET"): OFFICE_AND_STEERING,
    ("programmes.show", "GET"): OFFICE_AND_STEERING,
    ("programmes.rows", "GET"): OFFICE_AND_STEERING,
    ("programmes.events", "GET"): OFFICE_AND_STEERING,
    ("programmes.ladder", "GET"): OFFICE_AND_STEERING,
    # their areas and regions
    ("programmes.groups", "GET"): OFFICE,
    **shown_and_sent("programmes.new_group", ADMINISTRATOR),
    **shown_and_sent("programmes.edit_group", ADMINISTRATOR),
    **{(f"programmes.{act}_group", "POST"): ADMINISTRATOR for act in ("retire", "take_up")},
    **shown_and_sent("programmes.choose_groups", OFFICE),
    # what a programme has achieved, and who came to it
    ("achievements.index", "GET"): OFFICE,
    ("achievements.export", "GET"): OFFICE,
    ("achievements.choose", "GET"): OFFICE,
    **shown_and_sent("achievements.new", OFFICE),
    **shown_and_sent("achievements.enter", OFFICE),
    ("achievements.show", "GET"): OFFICE,
    **shown_and_sent("achievements.edit", OFFICE),
    **shown_and_sent("achievements.add_participants", OFFICE),
    **shown_and_sent("achievements.edit_participant", OFFICE),
    ("achievements.confirm_participant", "POST"): OFFICE,
    ("achievements.remove_participant", "POST"): OFFICE,
    ("achievements.export_participants", "GET"): OFFICE,
    ("achievements.take_back", "POST"): OFFICE,
    ("achievements.put_back", "POST"): OFFICE,
    # unmet needs by concept
    ("gaps.index", "GET"): OFFICE_AND_STEERING,
    ("gaps.show", "GET"): OFFICE_AND_STEERING,
    ("gaps.unnamed", "GET"): OFFICE,
}
