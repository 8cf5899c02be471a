"""What may be searched of each kind of record, and how it stands in the index: nothing that is not named here.

The office searches all kinds, staff the two public ones, infrastructures and capabilities, and those files that are
for them; so no column stands here
that a reader of its kind may not read, and of a need neither what is for units nor what is for the consultant. Each
entry is made of one record (a concept's of its words too), so a change of one record changes one entry.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, Final

import sqlalchemy as sa

from app.storage.search_index.tables import KIND, Kind
from models.base import swedish_sort_key
from models.files import RecordFile
from models.infrastructures import Capability, Infrastructure
from models.needs import Need
from models.notes import Note
from models.organisations import Company, CompanyKind
from models.people import Person
from models.search_keys import search_key
from models.vocabulary import Concept, Term, TermKind

Row = dict[str, Any]
# What stands between two texts of an entry, so that none is found across them.
BAR: Final = "|"
_WORD: Final = re.compile(r"[^\W_]+")
_NAME_OF_NOTE: Final = 80
_LONGEST: Final = 20_000
_AT_ONCE: Final = 400


def words_of(text: str | None) -> list[str]:
    """Return the words of a text, folded: "Södra Ålands–RNA" gives sodra, alands, rna."""
    return _WORD.findall(search_key(text))


def joined(*texts: str | None) -> str:
    """Return texts as an entry has them: their words with a space about each, and a bar between two texts."""
    said = [" ".join(words) for text in texts if (words := words_of((text or "")[:_LONGEST]))]
    return f" {f' {BAR} '.join(said)} "


def digits_of_phone(text: str | None) -> str:
    """Return a telephone number's digits as they are dialled here: "+46 (0)70-174 06 05" gives 0701740605."""
    plain = (text or "").replace("(0)", "").strip()
    digits = re.sub(r"\D", "", plain)
    if plain.startswith("+"):
        digits = f"00{digits}"
    return f"0{digits[4:]}" if digits.startswith("0046") else digits


def _company(row: Any) -> Row:
    # A sole trader's number is a personal identity number, which nobody searches for.
    number = None if row.kind is CompanyKind.SOLE_TRADER else row.org_number
    more = (*(row.earlier_names or ()), number, row.municipality, row.field, row.website, row.summary)
    return {"name": joined(row.name), "sort": row.name_sort, "words": joined(row.name, *more)}


def _person(row: Any) -> Row:
    words = joined(row.name, row.email, digits_of_phone(row.phone))
    return {"name": joined(row.name), "sort": row.name_sort, "words": words}


def _need(row: Any) -> Row:
    return {"name": joined(row.title), "sort": row.title_sort, "words": joined(row.title, row.teaser)}


def _infrastructure(row: Any) -> Row:
    name = joined(row.name_sv, row.name_en)
    more = (row.campus, row.building, row.description_sv, row.description_en)
    return {"name": name, "sort": row.name_sort, "words": joined(row.name_sv, row.name_en, *more)}


def _capability(row: Any) -> Row:
    words = joined(row.title_sv, row.title_en, row.text_sv, row.text_en)
    return {"name": joined(row.title_sv, row.title_en), "sort": swedish_sort_key(row.title_sv), "words": words}


def _note(row: Any) -> Row:
    # The latest first.
    sort = f"{99_999_999 - row.happened_on.toordinal():08d}"
    return {"name": joined(row.text[:_NAME_OF_NOTE]), "sort": sort, "words": joined(row.text)}


def _file(row: Any) -> Row:
    # By what it is called and said to be, never by what it holds; the latest first.
    sort = f"{99_999_999 - row.created_at.toordinal():08d}"
    return {"name": joined(row.name), "sort": sort, "words": joined(row.name, row.about)}


_MADE: Final[Mapping[Kind, tuple[Any, Any, Callable[[Any], Row]]]] = {
    Kind.COMPANY: (
        sa.select(
            *(Company.id, Company.name, Company.name_sort, Company.kind, Company.org_number, Company.municipality),
            *(Company.field, Company.website, Company.summary, Company.earlier_names),
        ),
        Company.id,
        _company,
    ),
    Kind.PERSON: (
        sa.select(Person.id, Person.name, Person.name_sort, Person.email, Person.phone),
        Person.id,
        _person,
    ),
    Kind.NEED: (sa.select(Need.id, Need.title, Need.title_sort, Need.teaser), Need.id, _need),
    Kind.INFRASTRUCTURE: (
        sa.select(
            *(Infrastructure.id, Infrastructure.name_sv, Infrastructure.name_en, Infrastructure.name_sort),
            *(Infrastructure.campus, Infrastructure.building),
            *(Infrastructure.description_sv, Infrastructure.description_en),
        ),
        Infrastructure.id,
        _infrastructure,
    ),
    Kind.CAPABILITY: (
        sa.select(
            *(Capability.id, Capability.title_sv, Capability.title_en, Capability.text_sv, Capability.text_en),
        ).where(Capability.is_active),
        Capability.id,
        _capability,
    ),
    Kind.NOTE: (
        sa.select(Note.id, Note.text, Note.happened_on).where(Note.taken_back_at.is_(None)),
        Note.id,
        _note,
    ),
    Kind.FILE: (
        sa.select(RecordFile.id, RecordFile.name, RecordFile.about, RecordFile.created_at).where(
            RecordFile.taken_back_at.is_(None)
        ),
        RecordFile.id,
        _file,
    ),
}


def make_entries(connection: sa.Connection, numbers: Iterable[int]) -> Iterator[Row]:
    """Yield the entries of the records that are there, of those that the numbers of entries name."""
    wanted: dict[Kind, list[int]] = defaultdict(list)
    for number in numbers:
        wanted[Kind(number // KIND)].append(number % KIND)
    for kind, ids in wanted.items():
        for start in range(0, len(ids), _AT_ONCE):
            for record_id, made in _make(connection, kind, ids[start : start + _AT_ONCE]):
                yield {"rowid": kind.first + record_id, **made}


def _make(connection: sa.Connection, kind: Kind, ids: list[int]) -> Iterator[tuple[int, Row]]:
    if kind is Kind.CONCEPT:
        yield from _concepts(connection, ids)
        return
    rows, column, make = _MADE[kind]
    for row in connection.execute(rows.where(column.in_(ids))):
        yield row.id, make(row)


def _concepts(connection: sa.Connection, ids: list[int]) -> Iterator[tuple[int, Row]]:
    """Yield a concept with all that it is called, each of them between bars, so that it is known as a whole."""
    called: dict[int, list[str]] = defaultdict(list)
    said = sa.select(Term.concept_id, Term.text).where(Term.concept_id.in_(ids), Term.kind == TermKind.SYNONYM)
    for concept_id, text in connection.execute(said.order_by(Term.id)):
        called[concept_id].append(text)
    rows = sa.select(Concept.id, Concept.label_sv, Concept.label_en).where(Concept.id.in_(ids))
    for row in connection.execute(rows):
        name = joined(row.label_sv, row.label_en)
        words = joined(row.label_sv, row.label_en, *called[row.id])
        yield row.id, {"name": name, "sort": swedish_sort_key(row.label_sv), "words": f" {BAR}{words}{BAR} "}
