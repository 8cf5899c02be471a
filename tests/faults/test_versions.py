"""Any accepted change raises the version, also one of a part in a table of its own; stale forms are refused."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session, selectinload

from app.storage.versions import linking, owners
from models import Base
from models.accounts import Role, User
from models.base import Versioned
from models.infrastructures import Capability, Infrastructure
from models.meetings import Meeting
from models.needs import Need
from models.people import Person, PersonRole
from tests import factories
from tests.conftest import Browser
from tests.page_rules import parse, posted_forms


@dataclass(frozen=True, slots=True)
class Linked:
    """A record with two things to be tied to, the page on which that is done, and what its field then holds."""

    record: type[Any]
    relationship: str
    field: str
    make: Callable[[Session], tuple[Any, tuple[list[str], list[str]]]]
    path: str


def _user(session: Session) -> tuple[Any, tuple[list[str], list[str]]]:
    infrastructures = [factories.infrastructure() for _ in range(3)]
    user = factories.user(role=Role.STAFF, infrastructures=[infrastructures[0]])
    session.add_all([user, *infrastructures])
    session.commit()
    return user, (
        [str(infrastructures[0].id), str(infrastructures[1].id)],
        [str(infrastructures[0].id), str(infrastructures[2].id)],
    )


def _need(session: Session) -> tuple[Any, tuple[list[str], list[str]]]:
    concepts = [factories.concept() for _ in range(2)]
    need = factories.need(factories.company())
    session.add_all([need, *concepts])
    session.commit()
    return need, ([concepts[0].label_sv], [concepts[1].label_sv])


def _capability(session: Session) -> tuple[Any, tuple[list[str], list[str]]]:
    concepts = [factories.concept() for _ in range(2)]
    capability = factories.capability(factories.infrastructure())
    session.add_all([capability, *concepts])
    session.commit()
    return capability, ([concepts[0].label_sv], [concepts[1].label_sv])


def _infrastructure(session: Session) -> tuple[Any, tuple[list[str], list[str]]]:
    hosts = [factories.host() for _ in range(2)]
    infrastructure = factories.infrastructure()
    session.add_all([infrastructure, *hosts])
    session.commit()
    return infrastructure, ([str(hosts[0].id)], [str(hosts[1].id)])


def _meeting(session: Session) -> tuple[Any, tuple[list[str], list[str]]]:
    company = factories.company()
    people = [factories.contact(company) for _ in range(2)]
    match = factories.match(factories.need(company), factories.capability(factories.infrastructure()))
    meeting = factories.meeting(match)
    session.add_all([meeting, *people])
    session.commit()
    return meeting, ([str(people[0].id)], [str(people[1].id)])


LINKED = (
    Linked(User, "infrastructures", "infrastructure_ids", _user, "/users/{}/edit"),
    Linked(Need, "concepts", "concepts", _need, "/needs/{}/edit"),
    Linked(Capability, "concepts", "concepts", _capability, "/capabilities/{}/edit"),
    Linked(Infrastructure, "hosts", "host_ids", _infrastructure, "/infrastructures/{}/edit"),
    Linked(Meeting, "people", "person_ids", _meeting, "/meetings/{}/edit"),
)


def test_every_relationship_with_a_table_of_its_own_is_tried_below() -> None:
    found = {
        (mapper.class_, each.key)
        for mapper in Base.registry.mappers
        if issubclass(mapper.class_, Versioned)
        for each in linking(mapper)
    }
    assert found == {(each.record, each.relationship) for each in LINKED}


@pytest.mark.parametrize("linked", LINKED, ids=lambda linked: f"{linked.record.__name__}.{linked.relationship}")
def test_of_two_stale_forms_that_change_only_what_is_tied_the_second_is_refused(
    administrator: Browser, session: Session, linked: Linked
) -> None:
    record, (mine, theirs) = linked.make(session)
    before, path = record.version, linked.path.format(record.id)
    page = parse(administrator.get(path).get_data(as_text=True))
    form = next(form for form in posted_forms(page, path) if linked.field in {each.name for each in form.fields})
    first = administrator.post(path, data=form.data | {linked.field: theirs})
    assert first.status_code == 302, first.get_data(as_text=True)
    second = administrator.post(path, data=form.data | {linked.field: mine})
    assert second.status_code == 409
    session.expire_all()
    saved = session.scalars(
        sa.select(linked.record)
        .where(linked.record.id == record.id)
        .options(selectinload(getattr(linked.record, linked.relationship)))
    ).one()
    assert saved.version == before + 1
    kept = getattr(saved, linked.relationship)
    names = {str(each.id) for each in kept} | {getattr(each, "label_sv", "") for each in kept}
    assert names >= set(theirs)
    assert not names & (set(mine) - set(theirs))


def test_a_part_without_a_version_is_guarded_by_the_whole_it_belongs_to(
    administrator: Browser, session: Session
) -> None:
    company = factories.company()
    person = factories.contact(company)
    session.add_all([company, person])
    session.commit()
    path = f"/people/{person.id}/edit"
    page = parse(administrator.get(path).get_data(as_text=True))
    form = next(form for form in posted_forms(page, path) if "title" in form.data).data | {"source": ["Möte"]}
    assert administrator.post(path, data=form | {"title": ["Chef"]}).status_code == 302
    assert administrator.post(path, data=form | {"title": ["Vd"]}).status_code == 409
    session.expire_all()
    assert session.scalars(sa.select(PersonRole.title)).all() == ["Chef"]


def test_a_part_that_lives_and_dies_with_a_versioned_record_is_found_in_the_models() -> None:
    assert [each.mapper.class_ for each in owners(sa.inspect(PersonRole))] == [Person]
