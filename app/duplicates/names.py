"""The words for what two records have, and for what moves when they become one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from flask_babel import lazy_gettext as _l

from app.likeness.facts import RecordKind

KIND_NAMES: Final = {RecordKind.COMPANY: _l("Companies"), RecordKind.PERSON: _l("People")}
FIELD_NAMES: Final[Mapping[str, Any]] = {
    "name": _l("Name"),
    "org_number": _l("Organisation number"),
    "country": _l("Country"),
    "kind": _l("Form of company"),
    "municipality": _l("Municipality"),
    "field": _l("Business field"),
    "website": _l("Website"),
    "summary": _l("About the company"),
    "secrecy_note": _l("What the company wants kept secret, and why"),
    "owner_id": _l("Responsible"),
    "name_released_on": _l("Name released on"),
    "earlier_names": _l("Earlier names"),
    "email": _l("E-mail"),
    "phone": _l("Phone"),
    "source": _l("Where we have the data from"),
    "role": _l("A role that both had"),
}
# What refers to a record; None is the house's own, and nobody's concern. A test fails on one that has no line here.
REFERENCE_NAMES: Final[Mapping[str, Any]] = {
    "need.company_id": _l("Needs"),
    "need.contact_id": _l("Needs with the person as contact"),
    "person_role.company_id": _l("People"),
    "person_role.person_id": _l("Roles"),
    "smf_declaration.company_id": _l("Sizes of years"),
    "achievement.company_id": _l("Results"),
    "company_groups.company_id": _l("Areas and regions"),
    "participant.company_id": _l("Participants"),
    "aid_grant.company_id": _l("Support and aid"),
    "record_file.company_id": _l("Files"),
    "note.company_id": _l("Notes and tasks"),
    "note.person_id": _l("Notes and tasks"),
    "consent.person_id": _l("Consents to be introduced"),
    "meeting_person.person_id": _l("Meetings"),
    "tagging.company_id": _l("Tags"),
    "tagging.person_id": _l("Tags"),
    "double_pair.company_id": None,
    "double_pair.other_company_id": None,
    "double_pair.person_id": None,
    "double_pair.other_person_id": None,
    "merge.company_id": None,
    "merge.person_id": None,
}
# What comes along with a company's needs.
ALONG_NAMES: Final = {"match": _l("Matches"), "meeting": _l("Meetings"), "use": _l("Uses")}
# What is said where both have one and the same.
CLASH_NAMES: Final[Mapping[str, Any]] = {
    "person_role.company_id": _l("have a role in both; one role is kept, with the longest time"),
    "person_role.person_id": _l("are in the same place; one role is kept, with the longest time"),
    "smf_declaration.company_id": _l("are of the same year in both; choose which stand"),
    "tagging.company_id": _l("stand on both; each is kept once"),
    "company_groups.company_id": _l("are chosen for both; those of the one that stays stand"),
    "tagging.person_id": _l("stand on both; each is kept once"),
    "meeting_person.person_id": _l("had both; the person is named once"),
}
