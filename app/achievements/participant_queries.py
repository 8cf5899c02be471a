"""Reads of those who came to an event: the rows, who on record they may be, and how many organisations and SMFs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload, load_only, selectinload

from app.achievements.sign_ups import NO_ORGANISATION
from models.accounts import User
from models.achievements import Achievement
from models.base import swedish_sort_key
from models.errors import NotFoundError
from models.infrastructures import Infrastructure
from models.organisations import Company, HostOrganisation
from models.participants import Participant
from models.smf import class_on

_KINDS: Final = ("company", "infrastructure", "host")


@dataclass(frozen=True, slots=True)
class OnRecord:
    """A company, a unit or a host organisation that is recorded."""

    kind: str
    id: int
    name_sv: str
    name_en: str

    @property
    def column(self) -> str:
        """Return the column of a participant that names it."""
        return f"{self.kind}_id"

    @property
    def key(self) -> str:
        """Return what forms call it."""
        return f"{self.kind}-{self.id}"


@dataclass(frozen=True, slots=True)
class CameFrom:
    """How many organisations those who came are from, and how many SMFs on record are among them."""

    organisations: int
    smf: int


@dataclass(frozen=True, slots=True)
class WhoCame:
    """Those who came to an event: the rows, who each is on record or may be, and from where they are."""

    rows: Sequence[Participant]
    records: Mapping[int, OnRecord | None]
    proposed: Mapping[int, Sequence[OnRecord]]
    counts: CameFrom


def came_to(session: Session, actor: User, event: Achievement) -> WhoCame:
    """Return those who came to an event; of those who were forgotten, from how many organisations they were."""
    rows = list_participants(session, actor, event)
    counts = count_came(session, event, rows)
    known = CameFrom(counts.organisations + (event.organisation_count or 0), counts.smf + (event.smf_count or 0))
    return WhoCame(rows, {row.id: on_record_of(row) for row in rows}, proposals(session, actor, rows), known)


def visible_participants(actor: User) -> sa.Select[Participant]:
    """Return the selection of what an actor may see: the office all, others none."""
    return sa.select(Participant).where(sa.true() if actor.role.is_office else sa.false())


def list_participants(session: Session, actor: User, event: Achievement) -> Sequence[Participant]:
    """Return those who came to an event, in the order in which they were written, with who they are on record."""
    rows = visible_participants(actor).where(Participant.achievement_id == event.id).order_by(Participant.id)
    return session.scalars(rows.options(*_records())).all()


def get_participant(session: Session, actor: User, participant_id: int) -> Participant:
    """Return somebody who came to an event; raises NotFoundError outside the actor's scope."""
    found = session.scalar(visible_participants(actor).where(Participant.id == participant_id).options(*_records()))
    if found is None:
        raise NotFoundError
    return found


def _records() -> tuple[sa.orm.interfaces.ORMOption, ...]:
    return (
        joinedload(Participant.company).load_only(Company.name),
        joinedload(Participant.infrastructure).load_only(Infrastructure.name_sv, Infrastructure.name_en),
        joinedload(Participant.host).load_only(HostOrganisation.name_sv, HostOrganisation.name_en),
    )


def on_record_of(participant: Participant) -> OnRecord | None:
    """Return who on record somebody was confirmed to come from; None where nobody has said."""
    if participant.company is not None:
        name = participant.company.name
        return OnRecord("company", participant.company.id, name, name)
    infrastructure = participant.infrastructure
    if infrastructure is not None:
        return OnRecord("infrastructure", infrastructure.id, infrastructure.name_sv, infrastructure.name_en)
    host = participant.host
    return OnRecord("host", host.id, host.name_sv, host.name_en) if host is not None else None


def proposals(session: Session, actor: User, rows: Sequence[Participant]) -> Mapping[int, Sequence[OnRecord]]:
    """Return whom on record each row that is not confirmed may be: those of exactly its name, by the row's number."""
    open_rows = {row.id: swedish_sort_key(row.organisation) for row in rows if on_record_of(row) is None}
    named: dict[str, dict[str, OnRecord]] = defaultdict(dict)
    if open_rows and actor.role.is_office:
        for name, record in _named(session, frozenset(open_rows.values())):
            named[name][record.key] = record
    return {number: tuple(named[key].values()) for number, key in open_rows.items() if key in named}


def _named(session: Session, keys: frozenset[str]) -> Iterator[tuple[str, OnRecord]]:
    companies = sa.select(Company).where(Company.name_sort.in_(keys)).options(load_only(Company.name))
    for company in session.scalars(companies.order_by(Company.id)):
        yield swedish_sort_key(company.name), OnRecord("company", company.id, company.name, company.name)
    # A few dozen of each, by what they are called in either language.
    for kind, record in (("infrastructure", Infrastructure), ("host", HostOrganisation)):
        for number, swedish, english in session.execute(sa.select(record.id, record.name_sv, record.name_en)):
            for name in {swedish_sort_key(swedish), swedish_sort_key(english)} & keys:
                yield name, OnRecord(kind, number, swedish, english)


def count_came(session: Session, event: Achievement, rows: Sequence[Participant]) -> CameFrom:
    """Return from how many organisations rows are, and how many SMFs of that day, on record, are among them."""
    places = {
        next((f"{kind} {number}" for kind in _KINDS if (number := getattr(row, f"{kind}_id"))), None)
        or swedish_sort_key(row.organisation)
        for row in rows
        if row.organisation != NO_ORGANISATION
    }
    numbers = {row.company_id for row in rows if row.company_id}
    companies = sa.select(Company).where(Company.id.in_(numbers)).options(selectinload(Company.declarations))
    found = session.scalars(companies).all() if numbers else ()
    return CameFrom(len(places), sum(class_on(each.declarations, event.happened_on).is_smf for each in found))
