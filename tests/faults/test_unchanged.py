"""A form that is opened and saved as it is changes nothing, however odd; a changed field changes alone."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from models.accounts import Role
from models.audit import AuditEntry
from models.base import Base
from models.clock import today
from models.infrastructures import Confidence, ServiceForm
from models.matches import Match, Stage
from models.meetings import MeetingStatus
from models.organisations import Company
from models.people import PersonRole
from models.readiness_items import ReadinessItem
from tests import factories
from tests.conftest import Browser
from tests.page_rules import parse, posted_forms

# Come and go with every sign-in and every page.
_NOT_COMPARED = (
    "audit_entry",
    "audit_head",
    "user_session",
    "sign_in_attempt",
    "way_back",
    "infrastructure_way_back",
    "call_way_back",
    "batch",
    "double_key",
    "double_pair",
    "used_key",
    "draft",
)
TEXT = "  Rad ett\nRad två \n"


def _rows_of(session: Session, table: sa.Table) -> list[Any]:
    return list(session.execute(sa.select(table).order_by(*table.primary_key.columns)))


def _all_rows(session: Session) -> dict[str, list[Any]]:
    session.expire_all()
    tables = [table for table in Base.metadata.sorted_tables if table.name not in _NOT_COMPARED]
    found: dict[str, list[Any]] = {
        table.name: list(session.execute(sa.select(table).order_by(*table.primary_key.columns))) for table in tables
    }
    changed = AuditEntry.action.in_(("create", "update", "delete"))
    found["audit"] = [session.scalar(sa.select(sa.func.count()).select_from(AuditEntry).where(changed))]
    return found


def _filled(session: Session) -> Match:
    """Save a match whose records hold all that a form may show, some of it older than the rules of today."""
    closed = factories.user(is_active=False, role=Role.CONSULTANT, email="Stor.Bokstav@test.example")
    company = factories.company(
        municipality="Gamla kommunen", field="Diagnostik ", website="www.utan-schema.se", summary=TEXT, owner=closed
    )
    left = factories.person(source=None, phone="växeln")
    role = PersonRole(person=left, company=company, is_contact=True, title="Vd ", ended_on=date(2025, 1, 1))
    concepts = [factories.concept(label_sv="vätska, klar", label_en="liquid, clear"), factories.concept()]
    need = factories.need(company, contact=left, owner=closed, infrastructure_text=TEXT, private_text=TEXT, trl=4)
    need.quality, need.service_form, need.concepts = ["ISO13485", "GMP", "UTGÅTT"], ServiceForm.TRAINING, concepts
    infrastructure = factories.infrastructure(
        kind="gammal sort", description_en="", name_en="", website="x", building="B \n"
    )
    infrastructure.confidence, infrastructure.note, infrastructure.hosts = Confidence.HIGH, TEXT, [factories.host()]
    ready = [ReadinessItem(infrastructure=infrastructure, number=n, level=3, evidence=TEXT) for n in range(1, 14)]
    offered = factories.capability(
        infrastructure, title_en="", text_sv=TEXT, quality=["GMP", "BSL2", "UTGÅTT"], concepts=concepts
    )
    offered.lead_time_days = 14
    match = factories.match(need, offered, stage=Stage.MEETING_HELD, owner=closed, next_step_owner=closed)
    match.next_step, match.next_step_on = "Ringa ", date(1999, 5, 5)
    meeting = factories.meeting(match, status=MeetingStatus.PLANNED, held_on=today() - timedelta(days=9), others="A \n")
    meeting.people, meeting.minutes_used, meeting.notes = [left], 90, TEXT
    use = factories.use(match, hours=12.5, value_sek=1200, description=TEXT, evidence_kind=None)
    use.joint_rd, use.joint_rd_evidence = False, "Avtal"
    session.add_all([role, *ready, meeting, use, factories.note(match=match, text=TEXT)])
    session.commit()
    return match


Path = Callable[[Session, Match], str]


def _of(template: str, find: Callable[[Session, Match], Any]) -> Path:
    return lambda session, match: template.format(find(session, match))


def _id(table: str) -> Callable[[Session, Match], Any]:
    return lambda session, _match: session.scalar(sa.select(sa.func.max(Base.metadata.tables[table].c.id)))


EDITS: dict[str, Path] = {
    "companies.edit": _of("/companies/{}/edit", _id("company")),
    "people.edit": _of("/people/{}/edit", _id("person")),
    "needs.edit": _of("/needs/{}/edit", _id("need")),
    "infrastructures.edit": _of("/infrastructures/{}/edit", _id("infrastructure")),
    "infrastructures.edit_capability": _of("/capabilities/{}/edit", _id("capability")),
    "infrastructures.readiness": _of("/infrastructures/{}/readiness", _id("infrastructure")),
    "matches.next_step": _of("/matches/{}/next-step", _id("match")),
    "matches.assign": _of("/matches/{}/owner", _id("match")),
    "meetings.edit": _of("/meetings/{}/edit", _id("meeting")),
    "notes.edit": _of("/notes/{}/edit", _id("note")),
    "uses.edit": _of("/uses/{}/edit", _id("use")),
    "accounts.settings": lambda _session, _match: "/settings",
    "accounts.edit_user": lambda session, _match: f"/users/{session.scalars(sa.select(Company.owner_id)).one()}/edit",
}


def _form(browser: Browser, path: str) -> dict[str, list[str]]:
    answer = browser.get(path)
    assert answer.status_code == 200, path
    forms = posted_forms(parse(answer.get_data(as_text=True)), path)
    return next(form.data for form in forms if form.action == path and "version" in form.data)


@pytest.mark.parametrize("endpoint", EDITS)
def test_opening_and_saving_changes_no_column_no_version_and_no_line_of_the_trail(
    administrator: Browser, session: Session, endpoint: str
) -> None:
    path = EDITS[endpoint](session, _filled(session))
    data = _form(administrator, path)
    before = _all_rows(session)
    answer = administrator.post(path, data=data)
    assert answer.status_code == 302, answer.get_data(as_text=True)
    assert _all_rows(session) == before


@pytest.mark.parametrize(
    ("endpoint", "table", "column"),
    [
        ("companies.edit", "company", "municipality"),
        ("needs.edit", "need", "desired_result"),
        ("infrastructures.edit", "infrastructure", "campus"),
        ("infrastructures.edit_capability", "capability", "price_note"),
        ("people.edit", "person", "name"),
        ("matches.next_step", "match", "next_step"),
    ],
)
def test_a_changed_field_changes_alone(
    administrator: Browser, session: Session, endpoint: str, table: str, column: str
) -> None:
    path = EDITS[endpoint](session, _filled(session))
    data = _form(administrator, path)
    before = _all_rows(session)
    answer = administrator.post(path, data=data | {column: ["Solna"]})
    assert answer.status_code == 302, answer.get_data(as_text=True)
    after = _all_rows(session)
    changed = {name for name in before if before[name] != after[name] and name != "audit"}
    assert changed <= {table, "catalogue_state"}
    (old,) = (row._mapping for row in before[table] if row not in after[table])
    (new,) = (row._mapping for row in after[table] if row not in before[table])
    differing = {key for key in old if old[key] != new[key]}
    assert differing == {column, "version", "updated_at"} | ({"name_sort"} if column == "name" else set())


def test_whoever_no_longer_may_own_something_is_named_and_cannot_be_chosen_for_another(
    administrator: Browser, session: Session
) -> None:
    match = _filled(session)
    owner = session.scalars(sa.select(Company.owner_id)).one()
    other = factories.company()
    session.add(other)
    session.commit()
    path = EDITS["companies.edit"](session, match)
    mine = session.scalars(sa.select(Company.id).where(Company.owner_id == owner)).one()
    page = administrator.get(f"/companies/{mine}/edit").get_data(as_text=True)
    assert f'<option selected value="{owner}">' in page
    path = f"/companies/{other.id}/edit"
    answer = administrator.post(path, data=_form(administrator, path) | {"owner_id": [str(owner)]})
    assert answer.status_code == 422
