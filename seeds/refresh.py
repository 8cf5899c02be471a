"""Brings what was seeded before up to what the files say today, as long as nobody has edited it.

A row that people edit carries a version, and every edit raises it; what stands here writes past it. So version 1 means
that the row is as it was seeded, and may follow the files once more at the next upgrade.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from matching.vocabulary.concepts import Vocabulary
from models.engine_state import CatalogueState
from models.infrastructures import Capability, Infrastructure
from models.search_keys import ENDING, search_key
from models.vocabulary import Concept, Term
from seeds.files import SeedRow
from seeds.report import SeedReport

_UNTOUCHED = 1
_AT_ONCE = 500
Refreshed = type[Concept] | type[Infrastructure] | type[Capability]


def refresh(session: Session, table: Refreshed, rows: Iterable[SeedRow], report: SeedReport, kind: str) -> None:
    """Write the rows' texts, known by "key", where they differ from what is stored and nobody has edited the row.

    What a unit has confirmed is its own from then on, its capabilities too.
    """
    wanted = {row["key"]: row for row in rows}
    names = list(next(iter(wanted.values()), {}))
    columns = [getattr(table, name) for name in names]
    changed = 0
    for stored in session.execute(_untouched(table, columns)).mappings().all():
        row = wanted.get(stored["key"])
        new = {name: text for name, text in (row or {}).items() if stored[name] != text}
        if new:
            session.execute(sa.update(table).where(table.key == stored["key"]).values(_with_keys(table, new)))
            changed += 1
    report.note_change(kind, changed)
    if changed:
        tell_workers(session)


def _untouched(table: Refreshed, columns: Sequence[Any]) -> sa.Select[Any]:
    chosen = sa.select(*columns).where(table.version == _UNTOUCHED)
    if table is Infrastructure:
        chosen = chosen.where(Infrastructure.confirmed_on.is_(None))
    if table is Capability:
        chosen = chosen.join(Infrastructure).where(Infrastructure.confirmed_on.is_(None))
    return chosen


def _with_keys(table: Refreshed, texts: Mapping[str, Any]) -> dict[str, Any]:
    # Session events, which keep the search keys, do not see what is written in bulk.
    found = {name + ENDING: search_key(text) for name, text in texts.items() if hasattr(table, name + ENDING)}
    return {**texts, **found}


def remove_old_terms(session: Session, vocabulary: Vocabulary, terms: Iterable[SeedRow], report: SeedReport) -> None:
    """Take away seeded terms of the files' concepts that the files no longer have; nobody can edit a seeded term."""
    kept = {(row["concept_id"], row["language"], row["kind"], row["text"]) for row in terms}
    seeded = (
        sa.select(Term.id, Term.concept_id, Term.language, Term.kind, Term.text)
        .join(Concept)
        .where(Term.added_by_id.is_(None), Concept.key.in_(list(vocabulary.concepts)))
    )
    old = [number for number, *said in session.execute(seeded) if tuple(said) not in kept]
    for start in range(0, len(old), _AT_ONCE):
        session.execute(sa.delete(Term).where(Term.id.in_(old[start : start + _AT_ONCE])))
    report.note_change("terms", len(old))
    if old:
        tell_workers(session)


def tell_workers(session: Session) -> None:
    """Raise the catalogue's revision: session events do not see rows in bulk, and running workers watch this number."""
    session.execute(sa.update(CatalogueState).values(revision=CatalogueState.revision + 1))
