"""Loads what a search found, in the order it was found in, for readers in whose scope it was found."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload, load_only

from app.files.places import name_of_place, with_record_names
from app.hand_ins.queries import get_found, list_to_search
from app.matches.queries import office_matches
from app.needs.infrastructure_queries import list_public_layers
from app.people.queries import with_places
from app.search.found import FileHit, Hits, MatchHit, NeedHit, SearchResult
from app.storage.search_index.entries import joined
from app.storage.search_index.finding import matches_reached
from app.storage.search_index.tables import Kind
from app.storage.search_index.terms import Query
from app.timeline.queries import note_read_of_need
from models.accounts import Role, User
from models.base import swedish_sort_key
from models.files import RecordFile
from models.hand_ins import HandIn
from models.infrastructures import Capability, Infrastructure
from models.matches import Match
from models.needs import Need
from models.notes import Note
from models.organisations import Company
from models.people import Person
from models.search_keys import search_key

Numbers = Mapping[Kind, Sequence[int]]


def load_result(
    session: Session, actor: User, query: Query, numbers: Numbers, *, most: int, instead: str | None
) -> SearchResult:
    """Return the first so many of each kind of what was found, given by its numbers, the best first."""
    staff = actor.role is Role.STAFF
    return SearchResult(
        companies=_companies(session, numbers[Kind.COMPANY], most),
        people=_people(session, numbers[Kind.PERSON], most),
        needs=_introduced_needs(session, actor, query, most) if staff else _needs(session, numbers[Kind.NEED], most),
        infrastructures=_infrastructures(session, numbers[Kind.INFRASTRUCTURE], most),
        capabilities=_capabilities(session, numbers[Kind.CAPABILITY], most),
        matches=_matches(session, actor, numbers, query, most),
        notes=_notes(session, numbers[Kind.NOTE], most),
        files=_files(session, numbers[Kind.FILE], most),
        hand_ins=_hand_ins(session, actor, query, most),
        instead=instead,
        any_word=query.any_term,
    )


def _in_order(session: Session, rows: sa.Select[Any], number: Any, ids: Sequence[int], most: int) -> Hits[Any]:
    """Load the first of what was found, in the order it was found in."""
    if not ids:
        return Hits()
    found = {row.id: row for row in session.scalars(rows.where(number.in_(ids[:most]))).unique()}
    return Hits([found[each] for each in ids[:most] if each in found], len(ids) > most)


def _companies(session: Session, ids: Sequence[int], most: int) -> Hits[Company]:
    columns = load_only(
        Company.name,
        Company.org_number,
        Company.kind,
        Company.municipality,
        Company.country,
        Company.is_demo,
        raiseload=True,
    )
    return _in_order(session, sa.select(Company).options(columns), Company.id, ids, most)


def _people(session: Session, ids: Sequence[int], most: int) -> Hits[Person]:
    return _in_order(session, sa.select(Person).options(*with_places()), Person.id, ids, most)


def _needs(session: Session, ids: Sequence[int], most: int) -> Hits[NeedHit]:
    if not ids:
        return Hits()
    rows = sa.select(Need.id, Need.title, Need.teaser, Need.status, Need.is_demo, Company.name).join(Need.company)
    found = {row.id: NeedHit(*row) for row in session.execute(rows.where(Need.id.in_(ids[:most])))}
    return Hits([found[each] for each in ids[:most] if each in found], len(ids) > most)


def _introduced_needs(session: Session, actor: User, query: Query, most: int) -> Hits[NeedHit]:
    """Look in what the reader's units may read: a need whose introduction has ended is found by what it said then."""
    hits = [
        NeedHit(need.id, public.title, public.teaser, need.status, need.is_demo, None)
        for need, public in list_public_layers(session, actor)
        if query.held_by(joined(public.title, public.teaser))
    ]
    hits.sort(key=lambda hit: (not search_key(hit.title).startswith(query.key), swedish_sort_key(hit.title), hit.id))
    return Hits(hits[:most], len(hits) > most)


def _infrastructures(session: Session, ids: Sequence[int], most: int) -> Hits[Infrastructure]:
    columns = load_only(Infrastructure.name_sv, Infrastructure.name_en, Infrastructure.campus, raiseload=True)
    return _in_order(session, sa.select(Infrastructure).options(columns), Infrastructure.id, ids, most)


def _capabilities(session: Session, ids: Sequence[int], most: int) -> Hits[Capability]:
    rows = sa.select(Capability).options(
        load_only(Capability.title_sv, Capability.title_en, Capability.infrastructure_id, raiseload=True),
        joinedload(Capability.infrastructure).load_only(Infrastructure.name_sv, Infrastructure.name_en, raiseload=True),
    )
    return _in_order(session, rows, Capability.id, ids, most)


def _matches(session: Session, actor: User, numbers: Numbers, query: Query, most: int) -> Hits[MatchHit]:
    """Return the matches of what was found, those that have moved last first; else those that each word leads to."""
    if not actor.role.is_office or query.any_term:
        return Hits()
    parties = {
        Kind.NEED: Match.need_id,
        Kind.COMPANY: Need.company_id,
        Kind.CAPABILITY: Match.capability_id,
        Kind.INFRASTRUCTURE: Capability.infrastructure_id,
    }
    of_found = [column.in_(numbers[kind]) for kind, column in parties.items() if numbers[kind]]
    spread = Match.id.in_(matches_reached(query)) if len(query.terms) > 1 else sa.false()
    rows = (
        office_matches(actor)
        .join(Match.need)
        .join(Need.company)
        .join(Match.capability)
        .join(Capability.infrastructure)
        .with_only_columns(
            *(Match.id, Need.title, Company.name, Capability.title_sv, Capability.title_en),
            *(Infrastructure.name_sv, Infrastructure.name_en, Match.stage, Match.stage_since, Match.is_demo),
        )
        .where(sa.or_(*of_found) if of_found else spread)
        .order_by(Match.stage_since.desc(), Match.id.desc())
        .limit(most + 1)
    )
    found = [MatchHit(*tuple(row)) for row in session.execute(rows)]
    return Hits(found[:most], len(found) > most)


def _files(session: Session, ids: Sequence[int], most: int) -> Hits[FileHit]:
    hits = _in_order(session, sa.select(RecordFile).options(*with_record_names()), RecordFile.id, ids, most)
    return Hits([FileHit(file, name_of_place(file)) for file in hits.rows], hits.more)


def _hand_ins(session: Session, actor: User, query: Query, most: int) -> Hits[HandIn]:
    """Look in what waits for an answer, which no index knows: by its title, its company and who handed it in."""
    waiting = list_to_search(session, actor)
    hits = [number for number, *texts in waiting if query.held_by(joined(*texts))]
    return Hits(get_found(session, actor, hits[:most]), len(hits) > most)


def _notes(session: Session, ids: Sequence[int], most: int) -> Hits[Note]:
    rows = sa.select(Note).options(
        *(joinedload(place).load_only(name, raiseload=True) for place, name in _NOTE_PLACES),
        joinedload(Note.match).joinedload(Match.need).load_only(Need.title, raiseload=True),
    )
    hits = _in_order(session, rows, Note.id, ids, most)
    for note in hits.rows:
        note_read_of_need(session, note)
    return hits


_NOTE_PLACES = (
    (Note.company, Company.name),
    (Note.person, Person.name),
    (Note.need, Need.title),
    (Note.infrastructure, Infrastructure.name_sv),
)
