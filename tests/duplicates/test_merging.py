"""Two records become one: everything comes along, figures follow, and it can be undone exactly."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.duplicates import parting, use_cases
from app.duplicates.fields import FIELDS, Choices, MergeSide
from app.duplicates.names import REFERENCE_NAMES
from app.duplicates.references import references_to
from app.likeness.facts import RecordKind
from app.likeness.merged import forget_old
from app.limits import MERGE_KEPT
from app.programmes.counting import count_uses
from app.storage.audit_check import check_trail
from app.timeline.last_contact import following_contacts
from models.accounts import User
from models.base import Base
from models.clock import now, today
from models.doubles import Merge
from models.errors import MergedAgainError, NotMergeableError, StaleRecordError
from models.infrastructures import Capability
from models.meetings import meeting_person
from models.needs import Need
from models.notes import Note, NoteKind
from models.organisations import Company, SmfDeclaration
from models.people import Person, PersonRole
from models.programmes import CountingRule, Indicator, Programme
from tests import factories
from tests.conftest import Browser

# Made anew as records change, and the trail itself.
_FOLLOWS = (
    "double_key",
    "double_pair",
    "merge",
    "audit_entry",
    "audit_head",
    "user_session",
    "used_key",
    "user_account",
)
_MOVES_ON = ("version", "updated_at")


def everything(session: Session) -> dict[str, list[dict[str, Any]]]:
    """Return every row of every table, but for versions."""
    session.expire_all()
    rows = {}
    for table in Base.metadata.sorted_tables:
        if table.name not in _FOLLOWS:
            columns = [column for column in table.columns if column.name not in _MOVES_ON]
            found = session.execute(sa.select(*columns).order_by(*table.primary_key.columns))
            rows[table.name] = [dict(row._mapping) for row in found]
    return rows


def choices(kind: RecordKind, side: MergeSide = MergeSide.STAYS) -> Choices:
    return {field.name: side for field in FIELDS[kind]}


def merge(session: Session, one: Any, other: Any, side: MergeSide = MergeSide.STAYS, **more: Any) -> Merge:
    """Merge two records and commit; the one recorded last stays."""
    kind = RecordKind(one.__tablename__)
    goes, stays = sorted((one, other), key=lambda record: record.id)
    actor = session.scalars(sa.select(User)).first() or factories.user()
    session.add(actor)
    session.flush()
    session.expire_all()
    done = use_cases.merge(
        session,
        actor=actor,
        kind=kind,
        stays_id=stays.id,
        goes_id=goes.id,
        versions=(stays.version, goes.version),
        choices=choices(kind, side),
        **more,
    )
    session.commit()
    return done


def _follow(session: Session) -> None:
    """Let the last contacts be as the application has them: they follow from meetings and notes."""
    companies, people = session.scalars(sa.select(Company.id)).all(), session.scalars(sa.select(Person.id)).all()
    with following_contacts(session, companies=companies, people=people):
        pass
    session.commit()


def two_companies(session: Session) -> tuple[Company, Company]:
    """Make two companies with everything that may refer to one, and one person who has a role in both."""
    programme = factories.programme(code="klustermotor")
    programme.indicators = [
        Indicator(
            code="smf", name_sv="SMF", name_en="SMEs", unit="st", target=10, rule=CountingRule.SMF_USED, position=1
        )
    ]
    unit = factories.infrastructure()
    capability = factories.capability(unit)
    made = []
    shared = factories.person(name="Bo Al")
    session.add(shared)
    for number, name in enumerate(("Fjällglimt AB", "Fjällglimt Analys AB")):
        company = factories.company(
            name=name,
            summary=f"Text {number}",
            org_number=factories.org_number(700) if number == 0 else factories.org_number(701),
        )
        declared = factories.declaration(company)
        declared.headcount = 10 + number
        session.add_all([company, declared, programme, factories.contact(company)])
        need = factories.need(company, programme=programme)
        match = factories.match(need, capability)
        session.add_all([need, match, factories.use(match), factories.meeting(match)])
        shared.roles.append(PersonRole(company=company, title=f"Roll {number}", started_on=date(2026, 1 + number, 1)))
        session.flush()
        session.add(factories.note(company_id=company.id, kind=NoteKind.CALL, happened_on=date(2026, 5 + number, 1)))
        made.append(company)
    session.commit()
    _follow(session)
    return made[0], made[1]


def test_everything_comes_along_and_parting_gives_all_of_it_back(session: Session) -> None:
    older, newer = two_companies(session)
    before = everything(session)
    done = merge(session, older, newer, MergeSide.GOES)
    session.expire_all()
    assert session.scalars(sa.select(Company.id)).all() == [newer.id]
    stays = session.get_one(Company, newer.id)
    assert (stays.name, stays.summary, stays.org_number) == ("Fjällglimt AB", "Text 0", factories.org_number(700))
    assert stays.earlier_names == ["Fjällglimt Analys AB"]
    assert stays.last_contact_on == date(2026, 6, 1)
    for reference in references_to(RecordKind.COMPANY):
        assert reference.keys(session, reference.is_of(older.id)) == []
    assert session.scalar(sa.select(sa.func.count(Need.id)).where(Need.company_id == newer.id)) == 2
    # One person had a role in both, and both had the same year: one of each stands.
    roles = session.scalars(sa.select(PersonRole).where(PersonRole.company_id == newer.id)).all()
    assert len(roles) == 3
    assert [role.started_on for role in roles if role.title == "Roll 1"] == [date(2026, 1, 1)]
    assert session.scalars(sa.select(SmfDeclaration.headcount)).all() == [11]
    parting.part(session, merge=session.get_one(Merge, done.id), seen=None)
    session.commit()
    assert everything(session) == before
    assert check_trail(session).broken == []


def test_the_years_of_the_one_that_goes_can_stand(session: Session) -> None:
    older, newer = two_companies(session)
    before = everything(session)
    done = merge(session, older, newer, years_of_goer=True)
    assert session.scalars(sa.select(SmfDeclaration.headcount)).all() == [10]
    parting.part(session, merge=session.get_one(Merge, done.id), seen=None)
    session.commit()
    assert everything(session) == before


def test_two_counted_companies_become_one_and_are_two_again(session: Session) -> None:
    older, newer = two_companies(session)
    programme = session.get_one(Need, 1).programme_id

    def counted() -> set[int]:
        session.expire_all()
        rows = count_uses(session, session.get_one(Programme, programme), until=date(2026, 12, 1))
        return {each.counted_id for each in rows[CountingRule.SMF_USED]}

    assert counted() == {older.id, newer.id}
    session.refresh(older)
    session.refresh(newer)
    numbers = sorted([older.report_number or 0, newer.report_number or 0])
    done = merge(session, older, newer)
    assert counted() == {newer.id}
    assert session.get_one(Company, newer.id).report_number == numbers[0]
    third = factories.company()
    match = factories.match(factories.need(third), session.scalars(sa.select(Capability)).one())
    session.add_all([third, match, factories.use(match)])
    session.commit()
    session.refresh(third)
    # The number that went is no other company's.
    assert third.report_number == numbers[1] + 1
    parting.part(session, merge=session.get_one(Merge, done.id), seen=None)
    session.commit()
    assert counted() == {older.id, newer.id}


def test_people_become_one_and_are_two_again(session: Session) -> None:
    company = factories.company()
    other = factories.company()
    one, two = factories.contact(company, name="Anna Ek"), factories.contact(company, name="Anna E", phone="070-1")
    two.roles.append(PersonRole(company=other))
    need = factories.need(company, contact=one)
    match = factories.match(need, factories.capability(factories.infrastructure()))
    meeting = factories.meeting(match, people=[one, two])
    alone = factories.meeting(match, people=[one])
    session.add_all([one, two, need, meeting, alone])
    session.flush()
    session.add(factories.note(person_id=one.id))
    session.commit()
    _follow(session)
    before = everything(session)
    done = merge(session, one, two)
    session.expire_all()
    assert session.scalars(sa.select(Person.name)).all() == ["Anna E"]
    assert session.get_one(Need, need.id).contact_id == two.id
    assert len(session.execute(sa.select(meeting_person)).all()) == 2
    assert session.scalar(sa.select(sa.func.count(PersonRole.id))) == 2
    parting.part(session, merge=session.get_one(Merge, done.id), seen=None)
    session.commit()
    assert everything(session) == before


def test_what_was_changed_since_stays_and_is_told(session: Session, consultant: Browser) -> None:
    older, newer = two_companies(session)
    done = merge(session, older, newer, MergeSide.GOES)
    stays = session.get_one(Company, newer.id)
    stays.summary = "Skriven efteråt"
    session.add(factories.note(company_id=stays.id, text="Efteråt"))
    moved = session.scalars(sa.select(Note).where(Note.company_id == newer.id).order_by(Note.id)).first()
    assert moved is not None
    session.delete(moved)
    session.commit()
    conflicts = parting.find_conflicts(session, session.get_one(Merge, done.id))
    assert conflicts.fields == ("summary",)
    assert conflicts.gone == (("note.company_id", 1),)
    assert conflicts.added == (("note.company_id", 1),)
    of = {"of": done.mark}
    answer = consultant.send(f"/merges/{done.id}/undo", of)
    assert answer.status_code == 409
    assert "Om företaget" in answer.text
    page = consultant.get(f"/merges/{done.id}").text
    seen = page.split('name="seen" value="')[1].split('"')[0]
    assert consultant.send(f"/merges/{done.id}/undo", {**of, "seen": seen}).status_code == 302
    session.expire_all()
    assert session.get_one(Company, newer.id).summary == "Skriven efteråt"
    assert session.get_one(Company, newer.id).name == "Fjällglimt Analys AB"
    assert session.get_one(Company, older.id).summary == "Text 0"


def test_an_old_button_parts_no_other_two_whose_merge_has_got_its_number(session: Session, consultant: Browser) -> None:
    older, newer = two_companies(session)
    done = merge(session, older, newer)
    number, old = done.id, done.mark
    parting.part(session, merge=session.get_one(Merge, number), seen=None)
    session.commit()
    people = [factories.person(name=name) for name in ("Anna Ek", "Anna E")]
    session.add_all(people)
    session.commit()
    other = merge(session, people[0], people[1])
    if session.get_bind().dialect.name == "sqlite":
        assert other.id == number
    answer = consultant.send(f"/merges/{other.id}/undo", {"of": old})
    assert answer.status_code == 409
    assert session.scalar(sa.select(sa.func.count(Person.id)).where(Person.name.like("Anna E%"))) == 1


@pytest.mark.parametrize("kind", list(RecordKind))
def test_two_whose_last_contact_somebody_has_typed_become_one_and_two_again(
    session: Session, consultant: Browser, kind: RecordKind
) -> None:
    days = (date(2026, 5, 4), date(2026, 6, 7))
    if kind is RecordKind.COMPANY:
        both: list[Any] = [factories.company(name=f"Fjällglimt {n}", org_number=None) for n in (1, 2)]
    else:
        both = [factories.person(name=name) for name in ("Anna Ek", "Anna E")]
    for record, day in zip(both, days, strict=True):
        record.last_contact_on = day
    session.add_all(both)
    session.commit()
    one, other = both
    room = "companies" if kind is RecordKind.COMPANY else "people"
    path = f"/{room}/{one.id}/merge/{other.id}"
    page = consultant.get(path).text
    sent = {
        name: page.split(f'name="{name}"')[1].split('value="')[1].split('"')[0]
        for name in ("stays_version", "goes_version", "seen")
    }
    assert consultant.send(path, sent).status_code == 302
    session.expire_all()
    last: Any = kind.record.last_contact_on
    assert session.scalars(sa.select(last)).all() == [days[1]]
    done = session.scalars(sa.select(Merge)).one()
    assert consultant.send(f"/merges/{done.id}/undo", {"of": done.mark}).status_code == 302
    session.expire_all()
    assert session.scalars(sa.select(last).order_by(kind.record.id)).all() == list(days)


def test_every_reference_has_a_line(session: Session) -> None:
    """A foreign key that comes later must say what it is called where it is counted, or that it is nobody's concern."""
    found = {reference.name for kind in RecordKind for reference in references_to(kind)}
    assert found == set(REFERENCE_NAMES)


def test_a_merge_and_an_edit_at_once_lose_nothing(session: Session, consultant: Browser) -> None:
    older, newer = two_companies(session)
    path = f"/companies/{older.id}/merge/{newer.id}"
    page = consultant.get(path).text
    sent = {
        name: page.split(f'name="{name}"')[1].split('value="')[1].split('"')[0]
        for name in ("stays_version", "goes_version", "seen")
    }
    older.summary = "Kollegans text"
    session.commit()
    answer = consultant.send(path, {**sent, "name": "goes", "summary": "stays"})
    assert answer.status_code == 409
    assert "Kollegans text" in answer.text
    assert "Ändrad" in answer.text
    assert 'name="name" value="goes" checked' in " ".join(answer.text.split())
    assert session.scalar(sa.select(sa.func.count(Company.id))) == 2
    # The other way round: the merge comes first, and the edit sees both texts, whichever page it was written on.
    merge(session, older, newer)
    for number in (older.id, newer.id):
        typed = {"name": "Mitt namn", "kind": "limited_company", "summary": "Min text", "version": "1"}
        answer = consultant.send(f"/companies/{number}/edit", typed)
        if number == older.id:
            # A browser sends the same once more, to where it is led.
            assert (answer.status_code, answer.location) == (307, f"/companies/{newer.id}/edit")
            answer = consultant.send(answer.location, typed)
        assert answer.status_code == 409
        assert "Min text" in answer.text
        assert "Text 1" in answer.text


def test_the_old_address_leads_on_for_the_office_only(session: Session, consultant: Browser, steering: Browser) -> None:
    older, newer = two_companies(session)
    merge(session, older, newer)
    answer = consultant.get(f"/companies/{older.id}")
    assert (answer.status_code, answer.location) == (302, f"/companies/{newer.id}")
    assert consultant.get(f"/needs/by-phone?company={older.id}").location == f"/needs/by-phone?company={newer.id}"
    note = consultant.send(
        f"/companies/{older.id}/notes/new",
        {"kind": "note", "happened_on": "2026-05-05", "text": "Ny"},
    )
    assert (note.status_code, note.location) == (307, f"/companies/{newer.id}/notes/new")
    assert steering.get(f"/companies/{older.id}").status_code == 403
    assert consultant.get(f"/companies/{older.id}/merge/{newer.id}").status_code == 302


def test_a_merge_that_went_on_is_undone_in_turn(session: Session) -> None:
    older, newer = two_companies(session)
    before = everything(session)
    first = merge(session, older, newer)
    third = factories.company()
    session.add(third)
    session.commit()
    between = everything(session)
    second = merge(session, session.get_one(Company, newer.id), third)
    with pytest.raises(MergedAgainError):
        parting.part(session, merge=session.get_one(Merge, first.id), seen=None)
    session.rollback()
    parting.part(session, merge=session.get_one(Merge, second.id), seen=None)
    session.commit()
    assert everything(session) == between
    parting.part(session, merge=session.get_one(Merge, first.id), seen=None)
    session.commit()
    after = everything(session)
    assert [row["name"] for row in after["company"]] == [*(row["name"] for row in before["company"]), third.name]


def test_the_way_back_is_emptied_after_thirty_days_and_the_old_address_still_leads_on(
    session: Session, consultant: Browser
) -> None:
    older, newer = two_companies(session)
    done = merge(session, older, newer)
    session.execute(sa.update(Merge).values(at=now() - MERGE_KEPT - timedelta(minutes=1)))
    session.commit()
    assert consultant.get(f"/merges/{done.id}").status_code == 404
    forget_old(session.connection())
    session.commit()
    session.expire_all()
    assert session.get_one(Merge, done.id).kept is None
    assert consultant.get(f"/companies/{older.id}").location == f"/companies/{newer.id}"


def test_demo_data_is_not_merged_with_what_is_real_and_a_stale_pair_not_at_all(session: Session) -> None:
    real, demo = factories.company(), factories.company(is_demo=True)
    session.add_all([real, demo])
    session.commit()
    with pytest.raises(NotMergeableError):
        merge(session, real, demo)
    session.rollback()
    one, two = two_companies(session)
    with pytest.raises(StaleRecordError):
        use_cases.merge(
            session,
            actor=factories.user(),
            kind=RecordKind.COMPANY,
            stays_id=two.id,
            goes_id=one.id,
            versions=(two.version, 99),
            choices=choices(RecordKind.COMPANY),
        )
    session.rollback()
    assert today() >= date(2026, 1, 1)
