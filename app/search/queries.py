"""What a search finds for a reader: what the index has of the kinds that the reader may search, within their scope.

Consultants and administrators search everything. Staff find infrastructures and capabilities, and of the needs those
that their own units have been introduced to, by title and teaser.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import Any, TypeVar

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.companies.queries import visible_companies
from app.files.queries import standing_files
from app.infrastructures.queries import visible_infrastructures
from app.limits import SEARCH_HITS
from app.needs.queries import visible_needs
from app.notes.queries import visible_notes
from app.people.queries import visible_people
from app.search.found import SearchResult
from app.search.loading import load_result
from app.storage.search_index.correcting import correct, loosen
from app.storage.search_index.finding import entries_found
from app.storage.search_index.keeping import catch_up
from app.storage.search_index.tables import Kind
from app.storage.search_index.terms import Query, read_query
from models.accounts import Role, User
from models.files import RecordFile
from models.infrastructures import Capability, Infrastructure
from models.needs import Need
from models.notes import Note
from models.organisations import Company
from models.people import Person

T = TypeVar("T")


def search(session: Session, actor: User, text: str, *, most: int = SEARCH_HITS) -> SearchResult:
    """Return what the actor may find by a text, at most so many of a kind.

    Where nothing has all words, those that nothing has are read as what was meant; where nothing has all of these
    either, what has any of them is found.
    """
    catch_up(session)
    query = read_query(session, text)
    scopes = _scopes(actor)
    if not query.terms or not scopes:
        return SearchResult()
    found = _find(session, actor, scopes, query, most)
    if not found.is_empty:
        return found
    meant = correct(session, query, scopes)
    if meant is not None:
        found = _find(session, actor, scopes, meant, most, instead=meant.key)
    if found.is_empty and (loose := loosen(session, meant or query, scopes)) is not None:
        found = _find(session, actor, scopes, loose, most, instead=meant.key if meant else None)
    return found


def _scopes(actor: User) -> dict[Kind, sa.Select[Any]]:
    """Return the kinds that the actor may search, each with the numbers of the records that they may find."""
    infrastructures = visible_infrastructures(actor).with_only_columns(Infrastructure.id)
    public = {
        Kind.INFRASTRUCTURE: infrastructures,
        Kind.CAPABILITY: sa.select(Capability.id).where(
            Capability.is_active, Capability.infrastructure_id.in_(infrastructures)
        ),
    }
    files = {Kind.FILE: standing_files(actor).with_only_columns(RecordFile.id)}
    if actor.role is Role.STAFF:
        return {**public, **files}
    if not actor.role.is_office:
        return {}
    return {
        Kind.COMPANY: visible_companies(actor).with_only_columns(Company.id),
        Kind.PERSON: visible_people(actor).with_only_columns(Person.id),
        Kind.NEED: visible_needs(actor).with_only_columns(Need.id),
        **public,
        Kind.NOTE: visible_notes(actor).where(Note.taken_back_at.is_(None)).with_only_columns(Note.id),
        **files,
    }


def _find(
    session: Session,
    actor: User,
    scopes: Mapping[Kind, sa.Select[Any]],
    query: Query,
    most: int,
    *,
    instead: str | None = None,
) -> SearchResult:
    numbers: dict[Kind, list[int]] = defaultdict(list)
    for kind, number in session.execute(entries_found(query, scopes, most + 1)):
        numbers[Kind(kind)].append(number)
    return load_result(session, actor, query, numbers, most=most, instead=instead)
