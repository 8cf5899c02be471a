"""What of a company and of a person is compared, read from records or from a form."""

from __future__ import annotations

import enum
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.addresses import host_of
from app.likeness.names import ComparedName, compared, compared_person
from app.storage.search_index.entries import digits_of_phone
from models.base import Base
from models.organisations import Company
from models.people import Person, PersonRole

# Where many have a page; the address says nothing of who they are.
_SHARED_HOSTS: Final = frozenset(
    [
        "linkedin.com",
        "facebook.com",
        "instagram.com",
        "x.com",
        "twitter.com",
        "youtube.com",
        "github.com",
        "github.io",
        "wordpress.com",
        "wixsite.com",
        "sites.google.com",
        "allabolag.se",
        "linktr.ee",
    ]
)
_FEWEST_DIGITS: Final = 6
_READ_AT_ONCE: Final = 2_000


class RecordKind(enum.StrEnum):
    """What may be double; the name is also the table's, and its number's in others with `_id`."""

    COMPANY = "company"
    PERSON = "person"

    @property
    def record(self) -> type[Company] | type[Person]:
        """Return the records of the kind."""
        return Company if self is RecordKind.COMPANY else Person


@dataclass(frozen=True, slots=True)
class ComparedCompany:
    """A company's names, the present one first, and what else may be one company's alone.

    Of what is just being typed nobody asks whether it is demo data: it is None.
    """

    names: tuple[ComparedName, ...]
    number: str | None = None
    host: str | None = None
    is_demo: bool | None = None


@dataclass(frozen=True, slots=True)
class ComparedPerson:
    """A person's name, the ways to reach them, and where they are or were."""

    name: ComparedName
    email: str | None = None
    phone: str | None = None
    places: frozenset[tuple[str, int]] = field(default_factory=frozenset)
    is_demo: bool | None = None


Facts = ComparedCompany | ComparedPerson


def company_facts(
    name: str,
    *,
    earlier: Sequence[str] = (),
    number: str | None = None,
    website: str | None = None,
    is_demo: bool | None = None,
) -> ComparedCompany:
    """Return what is compared of a company."""
    names = tuple(dict.fromkeys(compared(each) for each in (name, *earlier)))
    return ComparedCompany(names, number, own_host(website), is_demo)


def person_facts(
    name: str,
    *,
    email: str | None = None,
    phone: str | None = None,
    places: Iterable[tuple[str, int]] = (),
    is_demo: bool | None = None,
) -> ComparedPerson:
    """Return what is compared of a person."""
    digits = digits_of_phone(phone)
    known = digits if len(digits) >= _FEWEST_DIGITS else None
    return ComparedPerson(
        compared_person(name), email.strip().casefold() if email else None, known, frozenset(places), is_demo
    )


def own_host(website: str | None) -> str | None:
    """Return the domain of a website without "www."; None where many have theirs."""
    host = host_of(website if website and "//" in website else f"//{website}") if website else None
    bare = (host or "").removeprefix("www.")
    is_shared = any(bare == shared or bare.endswith(f".{shared}") for shared in _SHARED_HOSTS)
    return bare if "." in bare and not is_shared else None


def read_facts(session: Session, kind: RecordKind, ids: Sequence[int]) -> dict[int, tuple[int, Facts]]:
    """Return what is compared of the records of these numbers that are there, each with its stamp."""
    found: dict[int, tuple[int, Facts]] = {}
    for start in range(0, len(ids), _READ_AT_ONCE):
        some = ids[start : start + _READ_AT_ONCE]
        found |= _companies(session, some) if kind is RecordKind.COMPANY else _people(session, some)
    return found


def _companies(session: Session, ids: Sequence[int]) -> dict[int, tuple[int, Facts]]:
    columns = (Company.id, stamp_of(RecordKind.COMPANY), Company.name, Company.earlier_names)
    more = (Company.org_number, Company.website, Company.is_demo)
    rows = session.execute(sa.select(*columns, *more).where(Company.id.in_(ids)))
    return {
        number: (stamp, company_facts(name, earlier=earlier or (), number=org, website=website, is_demo=is_demo))
        for number, stamp, name, earlier, org, website, is_demo in rows
    }


def stamp_of(kind: RecordKind) -> sa.ColumnElement[int]:
    """Return what is another whenever anything that is compared of a record is: its version, and which roles it has.

    A role that comes or goes leaves a person's version as it is.
    """
    if kind is RecordKind.COMPANY:
        return sa.cast(Company.version, sa.BigInteger)
    roles = sa.select(sa.func.coalesce(sa.func.sum(PersonRole.id), 0)).where(PersonRole.person_id == Person.id)
    return sa.cast(Person.version, sa.BigInteger) + sa.cast(roles.correlate(Person).scalar_subquery(), sa.BigInteger)


def _people(session: Session, ids: Sequence[int]) -> dict[int, tuple[int, Facts]]:
    places: dict[int, list[tuple[str, int]]] = {}
    where = {name: getattr(PersonRole, name) for name in ("company_id", "host_id", "infrastructure_id")}
    for number, *told in session.execute(
        sa.select(PersonRole.person_id, *where.values()).where(PersonRole.person_id.in_(ids))
    ):
        held = ((name, place) for name, place in zip(where, told, strict=True) if place is not None)
        places.setdefault(number, []).extend(held)
    rows = session.execute(
        sa.select(
            Person.id, stamp_of(RecordKind.PERSON), Person.name, Person.email, Person.phone, Person.is_demo
        ).where(Person.id.in_(ids))
    )
    return {
        number: (
            stamp,
            person_facts(name, email=email, phone=phone, places=places.get(number, ()), is_demo=is_demo),
        )
        for number, stamp, name, email, phone, is_demo in rows
    }


def key_column(table: type[Base], kind: RecordKind, *, other: bool = False) -> sa.ColumnElement[int]:
    """Return the column in which a table names records of a kind; the `other` of a pair."""
    column: sa.ColumnElement[int] = getattr(table, f"{'other_' if other else ''}{kind.value}_id")
    return column
