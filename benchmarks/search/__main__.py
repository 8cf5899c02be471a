"""Measures the search of everything on demo data: `python -m benchmarks.search [--database sqlite|postgresql|both]`.

Each labelled query names what its reader wants to see; recall@5 is the share of these that stand among the first five
of their kind, as a process consultant is shown them, and is printed by kind with every query that misses something.
"""

from __future__ import annotations

import argparse
import sys
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import sqlalchemy as sa

from app import create_app
from app.search.found import SearchResult
from app.search.queries import search
from app.storage.database import alembic, db, db_session
from benchmarks.web.__main__ import SECRET, databases
from config import Settings
from models.accounts import Role, User
from models.clock import today
from seeds.loader import load

QUERIES: Final = Path(__file__).with_name("queries.tsv")
FIRST: Final = 5
GOAL: Final = 0.95
_GROUPS: Final = {
    "company": ("companies", "name"),
    "person": ("people", "name"),
    "need": ("needs", "title"),
    "infrastructure": ("infrastructures", "name_sv"),
    "capability": ("capabilities", "title_sv"),
    "note": ("notes", "text"),
}


@dataclass(frozen=True, slots=True)
class LabelledQuery:
    """What somebody types, and the beginnings of the names that they want to see."""

    text: str
    kind: str
    wanted: tuple[str, ...]


def read_queries() -> list[LabelledQuery]:
    """Return the labelled queries."""
    rows = (line.split("\t") for line in QUERIES.read_text("utf-8").splitlines() if line and not line.startswith("#"))
    return [LabelledQuery(text, kind, tuple(name.strip() for name in names.split(";"))) for text, kind, names in rows]


def missed(query: LabelledQuery, found: SearchResult) -> list[str]:
    """Return the wanted names that are not among the first hits."""
    group, name = _GROUPS[query.kind]
    first = [str(getattr(row, name)) for row in getattr(found, group).rows[:FIRST]]
    return [wanted for wanted in query.wanted if not any(each.startswith(wanted) for each in first)]


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print; fails where recall is lower than it may be."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.search", description=__doc__)
    parser.add_argument("--database", choices=("sqlite", "postgresql", "both"), default="both")
    chosen = parser.parse_args(arguments).database
    recalls = []
    for kind in ("sqlite", "postgresql") if chosen == "both" else (chosen,):
        with databases(kind) as (url, _other):
            recalls.append(_measure(kind, url))
    return 0 if min(recalls) >= GOAL else 1


def _measure(database: str, url: str) -> float:
    app = create_app(Settings(SECRET, url, encoder="none", testing=True))
    with app.app_context():
        alembic.upgrade()
        load(db_session(), demo=True, today=today())
        db_session().commit()
        found = dict(_answers())
        db.engine.dispose()
    wanted: dict[str, int] = defaultdict(int)
    misses: dict[str, int] = defaultdict(int)
    for query, names in found.items():
        wanted[query.kind] += len(query.wanted)
        misses[query.kind] += len(names)
        for name in names:
            print(f"  missed by “{query.text}”: {name}")
    recall = 1 - sum(misses.values()) / sum(wanted.values())
    by_kind = ", ".join(f"{kind} {1 - misses[kind] / wanted[kind]:.3f}" for kind in wanted)
    print(f"{database}: recall@{FIRST} {recall:.3f} over {len(found)} queries ({by_kind})", flush=True)
    return recall


def _answers() -> Iterator[tuple[LabelledQuery, list[str]]]:
    session: Any = db_session()
    reader = session.scalars(sa.select(User).where(User.role == Role.CONSULTANT).order_by(User.id)).first()
    for query in read_queries():
        yield query, missed(query, search(session, reader, query.text))


if __name__ == "__main__":
    sys.exit(main())
