"""What is done with doubles: two records become one, and a pair is said not to be one."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapper, Session, selectinload

from app.duplicates.fields import Choices, merged_values
from app.duplicates.moving import Mover
from app.duplicates.references import references_to
from app.likeness.facts import RecordKind, key_column
from app.storage.audit import note_event
from app.storage.kept_rows import read_rows
from app.storage.locks import lock_rows
from app.storage.versions import owners
from app.timeline.last_contact import following_contacts
from models.accounts import User
from models.base import require_version
from models.clock import now
from models.doubles import DoublePair, Merge
from models.errors import NotMergeableError, StaleRecordError
from models.organisations import Company
from models.people import Person, PersonRole


def merge(
    session: Session,
    *,
    actor: User,
    kind: RecordKind,
    stays_id: int,
    goes_id: int,
    versions: tuple[int | None, int | None],
    choices: Choices,
    years_of_goer: bool = False,
) -> Merge:
    """Make one record of two, in the session's transaction; all that refers to the one that goes comes along.

    The one recorded last keeps its number, so that the number that goes is never given to another record: SQLite gives
    the highest one again. `versions` are those of the pair as it was shown; raises StaleRecordError when either has
    changed since or is gone, and NotMergeableError for a demo record and another one.
    """
    companies, people = _concerned(session, kind, stays_id, goes_id)
    lock_rows(session, Company, companies)
    lock_rows(session, Person, people)
    stays, goes = (_get(session, kind, number) for number in (stays_id, goes_id))
    # Before the last contacts are looked at: a day that somebody has typed is noted there, and raises the version.
    for record, version in zip((stays, goes), versions, strict=True):
        require_version(record, version)
    if stays.is_demo != goes.is_demo:
        raise NotMergeableError
    with following_contacts(session, companies=companies, people=people):
        before = _row(session, kind, stays_id)
        gone = _row(session, kind, goes_id)
    concerned = {RecordKind.COMPANY: companies, RecordKind.PERSON: people}
    concerned[kind].discard(goes_id)
    with following_contacts(session, companies=companies, people=people):
        stays, goes = (_get(session, kind, number) for number in (stays_id, goes_id))
        values = merged_values(stays, goes, choices)
        _raise_versions(session, kind, goes_id)
        own = _numbers_of(session, kind, stays_id)
        mover = Mover(session, kind, stays=stays_id, goes=goes_id)
        mover.move_all(years_of_goer=years_of_goer)
        spare = _spare_number(stays, goes)
        _delete(session, kind, goes_id)
        stays = _get(session, kind, stays_id)
        for name, value in values.items():
            setattr(stays, name, value)
        if isinstance(stays, Company):
            # The name tells of itself what it was; both had names before.
            stays.earlier_names = values["earlier_names"]
    after = _row(session, kind, stays_id)
    kept = {
        "stays": stays_id,
        "gone": gone,
        "fields": {name: [value, after[name]] for name, value in before.items() if after[name] != value},
        "moved": mover.moved,
        "aside": mover.aside,
        "changed": mover.changed,
        "own": own,
    }
    made = Merge(**{f"{kind}_id": stays_id}, gone_id=goes_id, report_number=spare, kept=kept, at=now(), by_id=actor.id)
    session.add(made)
    session.flush()
    told = {"gone": goes_id, "moved": {name: len(keys) for name, keys in mover.moved.items()}}
    note_event(session, "merged", subject=kind.value, subject_id=stays_id, changes=told)
    return made


def decide(session: Session, *, actor: User, pair: DoublePair, is_double: bool) -> None:
    """Say that a pair is not one and the same, or that it has to be looked at again."""
    pair.decided_at = None if is_double else now()
    pair.decided_by_id = None if is_double else actor.id
    session.flush()


def _concerned(session: Session, kind: RecordKind, *ids: int) -> tuple[set[int], set[int]]:
    """Return the companies and the people whose last contact may follow: who has a role, and where."""
    roles = sa.select(PersonRole.company_id, PersonRole.person_id).where(key_column(PersonRole, kind).in_(ids))
    held = session.execute(roles).all()
    companies = {company for company, _ in held if company is not None}
    return (
        (companies | set(ids), {person for _, person in held}) if kind is RecordKind.COMPANY else (companies, set(ids))
    )


def _get(session: Session, kind: RecordKind, number: int) -> Company | Person:
    found: Any = session.get(kind.record, number)
    if found is None:
        raise StaleRecordError
    record: Company | Person = found
    return record


def _row(session: Session, kind: RecordKind, number: int) -> dict[str, Any]:
    session.flush()
    return read_rows(session, kind.record, kind.record.id == number)[str(number)]


def _numbers_of(session: Session, kind: RecordKind, number: int) -> dict[str, list[dict[str, Any]]]:
    """Return the keys of what refers to a record, by reference."""
    return {each.name: each.keys(session, each.is_of(number)) for each in references_to(kind)}


def _raise_versions(session: Session, kind: RecordKind, goes_id: int) -> None:
    """Let the wholes whose parts move have another version: what was shown of them is not as it was."""
    for mapper in Person.registry.mappers:
        for whole in owners(mapper):
            column = mapper.local_table.c.get(f"{kind}_id")
            if column is None or whole.mapper.class_ is kind.record or not column.foreign_keys:
                continue
            (own,) = whole.local_columns
            ids = set(session.scalars(sa.select(own).where(column == goes_id)))
            record: Any = whole.mapper.class_
            lock_rows(session, record, ids)
            session.execute(sa.update(record).where(record.id.in_(ids)).values(version=record.version + 1))


def _spare_number(stays: Company | Person, goes: Company | Person) -> int | None:
    """Return the number in reports that no company has once the two are one."""
    if not (isinstance(stays, Company) and isinstance(goes, Company)):
        return None
    numbers = [each for each in (stays.report_number, goes.report_number) if each is not None]
    return max(numbers) if len(numbers) > 1 else None


def _delete(session: Session, kind: RecordKind, number: int) -> None:
    session.expire_all()
    mapper: Mapper[Any] = sa.inspect(kind.record)
    parts = [selectinload(getattr(kind.record, each.key)) for each in mapper.relationships if each.uselist]
    session.delete(session.get_one(kind.record, number, options=parts))
    session.flush()
    session.expire_all()
