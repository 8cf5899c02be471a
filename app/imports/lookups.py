"""What the cells of several kinds of rows are looked up in: infrastructures, programmes, hosts, and who is where."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.imports.faults import Fault
from app.imports.rules import RowRead, by_name
from models.base import folded, swedish_sort_key
from models.clock import today
from models.infrastructures import Infrastructure
from models.organisations import HostOrganisation
from models.people import Person, PersonRole, held_on
from models.programmes import Programme


def infrastructures_by_name(session: Session) -> dict[str, list[int]]:
    """Return the infrastructures' numbers by their names in either language."""
    return _by_both_names(session, Infrastructure)


def hosts_by_name(session: Session) -> dict[str, list[int]]:
    """Return the host organisations' numbers by their names in either language."""
    return _by_both_names(session, HostOrganisation)


def programmes_by_name(session: Session) -> dict[str, list[int]]:
    """Return the programmes' numbers by their names in either language, and by their codes."""
    codes = session.execute(sa.select(Programme.id, Programme.code)).all()
    return {**_by_both_names(session, Programme), **by_name((number, code) for number, code in codes)}


def contacts_by_company(session: Session) -> dict[tuple[int, str], list[int]]:
    """Return who holds a role in a company today, by the company's number with their name or their address."""
    held = sa.select(PersonRole.company_id, Person.id, Person.name, Person.email).join(PersonRole.person)
    found: dict[tuple[int, str], list[int]] = {}
    for company_id, number, *known_by in session.execute(
        held.where(PersonRole.company_id.is_not(None), held_on(today()))
    ):
        for word in filter(None, known_by):
            numbers = found.setdefault((int(company_id or 0), swedish_sort_key(word)), [])
            if number not in numbers:
                numbers.append(number)
    return found


def take_one(row: RowRead, key: str, into: str, known: Mapping[str, Sequence[int]], fault: Fault) -> None:
    """Look up the one record that a cell names."""
    if (name := row.values.pop(key, None)) is None:
        return
    found = known.get(folded(name), ())
    if len(found) == 1:
        row.values[into] = found[0]
    else:
        row.refuse(key, fault)


def take_several(row: RowRead, key: str, known: Mapping[str, Sequence[int]], fault: Fault) -> None:
    """Look up the records that a cell names, with semicolons, line breaks, or where no name has one commas between."""
    if (text := row.values.pop(key, None)) is None:
        return
    parts = [part.strip() for part in re.split(r"[;\n]", text) if part.strip()]
    if any(folded(part) not in known for part in parts):
        parts = [part.strip() for part in re.split(r"[;,\n]", text) if part.strip()]
    found = [known.get(folded(part), ()) for part in parts]
    if all(len(each) == 1 for each in found):
        row.values[key] = sorted({each[0] for each in found})
    else:
        row.refuse(key, fault)


def linked_numbers(session: Session, between: sa.Table, of: str, other: str) -> dict[int, list[int]]:
    """Return for each record the numbers of those it is linked with in a table between, in their order."""
    found: dict[int, list[int]] = {}
    for number, linked in session.execute(sa.select(between.c[of], between.c[other]).order_by(between.c[other])):
        found.setdefault(number, []).append(linked)
    return found


def _by_both_names(session: Session, record: type[Any]) -> dict[str, list[int]]:
    rows = session.execute(sa.select(record.id, record.name_sv, record.name_en)).all()
    return dict(by_name((number, name) for number, *names in rows for name in names))
