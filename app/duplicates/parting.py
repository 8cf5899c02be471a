"""Parts two records that became one: everything goes back to where it was, but for what was changed since."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.duplicates.moving import move_back, put_aside_back
from app.duplicates.references import RowKey, references_to
from app.likeness.facts import RecordKind
from app.likeness.merged import parted_since
from app.storage.audit import note_event
from app.storage.kept_rows import plain_value, read_rows, values_from
from app.storage.locks import lock_rows
from app.timeline.last_contact import following_contacts
from models.doubles import Merge
from models.errors import MergedAgainError, NotFoundError, StaleRecordError
from models.organisations import Company
from models.people import Person, PersonRole

# Follow from meetings, uses and merges: nobody has typed them.
_FOLLOWING: Final = frozenset({"last_contact_on", "contact_said_on", "created_at", "report_number", "name_sort"})


@dataclass(frozen=True, slots=True)
class Conflicts:
    """What is not as the merge left it, and so stays as it is now.

    `fields` are the facts that were edited since, `gone` how many rows of a reference are elsewhere by now, `added`
    how many came since and stay where they are; `number_taken` tells that another company has the number that goes
    back.
    """

    fields: tuple[str, ...] = ()
    gone: tuple[tuple[str, int], ...] = ()
    added: tuple[tuple[str, int], ...] = ()
    number_taken: bool = False

    def __bool__(self) -> bool:
        """Tell whether there is any."""
        return bool(self.fields or self.gone or self.added or self.number_taken)

    @property
    def digest(self) -> str:
        """Return what tells that somebody was shown just these."""
        told = json.dumps([self.fields, self.gone, self.added, self.number_taken])
        return hashlib.sha256(told.encode()).hexdigest()[:16]


def kind_of(merge: Merge) -> RecordKind:
    """Return what was merged."""
    return RecordKind.COMPANY if merge.company_id is not None else RecordKind.PERSON


def into_id(merge: Merge) -> int:
    """Return the number of the record that the two became."""
    return int(getattr(merge, f"{kind_of(merge)}_id"))


def kept_of(merge: Merge) -> Mapping[str, Any]:
    """Return the way back; raises NotFoundError where the days for it are over."""
    if merge.kept is None or merge.at < parted_since():
        raise NotFoundError
    return merge.kept


def find_conflicts(session: Session, merge: Merge) -> Conflicts:
    """Return what parting would leave as it is now; changes nothing."""
    kept, kind, number = kept_of(merge), kind_of(merge), into_id(merge)
    current = read_rows(session, kind.record, kind.record.id == number)[str(number)]
    edited = (name for name, (_, after) in kept["fields"].items() if current[name] != after and name not in _FOLLOWING)
    fields = dict.fromkeys([*edited, *("role" for each in kept["changed"] if not _is_as_left(session, each))])
    gone, added = [], []
    for reference in references_to(kind):
        if reference.table.name in ("double_pair", "merge"):
            continue
        there = {_text(key) for key in reference.keys(session, reference.is_of(number))}
        moved = {_text(key) for key in kept["moved"].get(reference.name, [])}
        own = {_text(key) for key in kept["own"].get(reference.name, [])}
        gone += [(reference.name, len(moved - there))] if moved - there else []
        added += [(reference.name, len(there - moved - own))] if there - moved - own else []
    taken = kind is RecordKind.COMPANY and _is_taken(session, "org_number", kept, number)
    return Conflicts(tuple(fields), tuple(gone), tuple(added), taken)


def part(session: Session, *, merge: Merge, seen: str | None) -> Conflicts:
    """Make two records of one again; `seen` is the digest of the conflicts that were shown.

    Raises StaleRecordError where there are conflicts that nobody was shown, and MergedAgainError where the record has
    gone on into another since.
    """
    kept, kind, number = kept_of(merge), kind_of(merge), into_id(merge)
    if kept["stays"] != number:
        raise MergedAgainError
    moved_people = [key["id"] for key in kept["moved"].get("person_role.company_id", [])]
    roles = sa.select(PersonRole.company_id, PersonRole.person_id)
    where = PersonRole.id.in_(moved_people) if kind is RecordKind.COMPANY else PersonRole.person_id == number
    held = session.execute(roles.where(where)).all()
    companies = {company for company, _ in held if company is not None}
    people = {person for _, person in held}
    ids = {RecordKind.COMPANY: companies, RecordKind.PERSON: people}
    ids[kind].add(number)
    lock_rows(session, Company, companies)
    lock_rows(session, Person, people)
    conflicts = find_conflicts(session, merge)
    if conflicts and conflicts.digest != seen:
        raise StaleRecordError
    followed = _followed_since(session, kind, number, kept)
    _restore(session, kind, number, merge, kept)
    if kind is RecordKind.COMPANY:
        session.execute(sa.update(Person).where(Person.id.in_(people)).values(version=Person.version + 1))
    if followed:
        with following_contacts(session, companies=companies, people=people):
            pass
    note_event(session, "unmerged", subject=kind.value, subject_id=number, changes={"back": merge.gone_id})
    session.delete(merge)
    session.flush()
    session.expire_all()
    return conflicts


def _restore(session: Session, kind: RecordKind, number: int, merge: Merge, kept: Mapping[str, Any]) -> None:
    stays: Any = session.get_one(kind.record, number)
    current = read_rows(session, kind.record, kind.record.id == number)[str(number)]
    back = {name: before for name, (before, after) in kept["fields"].items() if current[name] == after}
    for name, value in values_from(kind.record, back).items():
        setattr(stays, name, value)
    if "earlier_names" in back:
        stays.earlier_names = back["earlier_names"]
    session.flush()
    gone = dict(kept["gone"])
    if kind is RecordKind.COMPANY:
        gone |= {name: None for name in ("org_number", "report_number") if _is_taken(session, name, kept, None)}
    session.add(kind.record(**values_from(kind.record, gone)))
    session.flush()
    move_back(session, kind, kept["moved"], stays=number, goes=merge.gone_id)
    for each in kept["changed"]:
        if _is_as_left(session, each):
            role = session.get_one(PersonRole, each["id"])
            values = values_from(PersonRole, each["before"])
            session.execute(sa.update(PersonRole).where(PersonRole.id == role.id).values(values))
    put_aside_back(session, kept["aside"])
    session.expire_all()


def _followed_since(session: Session, kind: RecordKind, number: int, kept: Mapping[str, Any]) -> bool:
    """Tell whether somebody was spoken with since: the last contact is then found anew."""
    record: Any = kind.record
    last = plain_value(session.scalar(sa.select(record.last_contact_on).where(record.id == number)))
    before = kept["fields"].get("last_contact_on")
    return before is not None and last != before[1]


def _is_taken(session: Session, column: str, kept: Mapping[str, Any], but: int | None) -> bool:
    """Tell whether another company has a number that goes back; `but` has it from the merge."""
    value = kept["gone"][column]
    others = sa.exists().where(getattr(Company, column) == value, Company.id != (but or 0))
    return value is not None and bool(session.scalar(sa.select(others)))


def _is_as_left(session: Session, changed: Mapping[str, Any]) -> bool:
    row = read_rows(session, PersonRole, PersonRole.id == changed["id"]).get(str(changed["id"]))
    return row is not None and all(row[name] == value for name, value in changed["after"].items())


def _text(key: RowKey) -> str:
    return json.dumps(key, sort_keys=True)
