"""The table in PostgreSQL that candidates are found in: nearest vectors by HNSW, and text search over our own lexemes.

It is no record but an index outside of the tables: made and filled on demand, one for each encoder, and rebuilt from
the engine at any time. So it is known to no migration.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Final

import numpy as np
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

from app.storage.database import CANDIDATES
from matching.arrays import RealArray
from matching.embeddings.encoders import Encoder
from matching.features.concept_matrix import Knowledge
from matching.features.documents import CapabilityDocument
from matching.scoring.search_words import offered_lexemes
from models.base import Sensitivity, tag

_LOCK: Final = 0x6272_7963  # "bryc": one lock for whoever writes
_WRITTEN_AT_ONCE: Final = 1_000
# What lexemes of the classes D, C, B and A add to a text's rank.
_CLASS_WEIGHTS: Final = "{0.1, 0.25, 0.5, 1.0}"
# pgvector allows no more.
MOST: Final = 1_000


class ExtensionMissingError(RuntimeError):
    """The server has no pgvector."""


class _Vector(sa.types.UserDefinedType[str]):
    """pgvector's type, given and taken as its text "[1,2,3]"."""

    cache_ok = True

    def __init__(self, dimension: int | None = None) -> None:
        self.dimension = dimension

    def get_col_spec(self, **_: Any) -> str:
        return "vector" if self.dimension is None else f"vector({self.dimension})"


@dataclass(frozen=True, slots=True)
class _Row:
    """A capability as it stands in the table; `digest` changes whenever anything else does."""

    capability_id: str
    digest: str
    words: str
    meaning: str

    def values(self) -> dict[str, Any]:
        """Return the columns' values."""
        return asdict(self)


class CandidateTable:
    """The table of one encoder.

    Every method works in the connection's transaction and may raise SQLAlchemy's DBAPIError.
    """

    def __init__(self, encoder: Encoder) -> None:
        model = f"{encoder.name} {encoder.version} {encoder.dimension}"
        self.encoder = encoder
        name = CANDIDATES + hashlib.sha256(model.encode()).hexdigest()[:10]
        self._table = sa.Table(
            name,
            sa.MetaData(),
            sa.Column("capability_id", sa.String(40), primary_key=True),
            sa.Column("digest", sa.String(64), nullable=False),
            sa.Column("words", postgresql.TSVECTOR, nullable=False),
            sa.Column("meaning", _Vector(encoder.dimension), nullable=False),
            comment=f"Rebuilt by Brygga when it is dropped. Encoder: {model}",
            info=tag(Sensitivity.INTERNAL),
        )
        self._columns = self._table.c
        nearest = {"meaning": "vector_ip_ops"}
        self._indexes = (
            sa.Index(f"ix_{name}_words", self._columns.words, postgresql_using="gin"),
            sa.Index(f"ix_{name}_meaning", self._columns.meaning, postgresql_using="hnsw", postgresql_ops=nearest),
        )

    def fill(self, connection: sa.Connection, documents: Iterable[CapabilityDocument], knowledge: Knowledge) -> None:
        """Make the table where it is missing and bring all of it in step; waits for others who write.

        Raises ExtensionMissingError without pgvector.
        """
        connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_LOCK)))
        _require_extension(connection)
        self._table.create(connection, checkfirst=True)
        stored = connection.execute(sa.select(self._columns.capability_id, self._columns.digest))
        there = {row.capability_id: row.digest for row in stored}
        rows = [_row(document, knowledge) for document in documents]
        self._write(connection, [row for row in rows if there.get(row.capability_id) != row.digest])
        self._remove(connection, there.keys() - {row.capability_id for row in rows})
        # Into an index that is there every row is sorted by itself; made after the rows it takes a fraction.
        connection.execute(sa.text("SET LOCAL maintenance_work_mem = '256MB'"))
        for index in self._indexes:
            index.create(connection, checkfirst=True)

    def edit(
        self,
        connection: sa.Connection,
        changed: Iterable[CapabilityDocument],
        gone: Iterable[str],
        knowledge: Knowledge,
    ) -> bool:
        """Write what has changed and remove what is gone; False, with nothing done, when somebody else is writing."""
        if not connection.scalar(sa.select(sa.func.pg_try_advisory_xact_lock(_LOCK))):
            return False
        self._write(connection, [_row(document, knowledge) for document in changed])
        self._remove(connection, gone)
        return True

    def search(self, connection: sa.Connection, *, lexemes: Sequence[str], towards: RealArray, count: int) -> list[str]:
        """Return the ids of the `count` nearest in meaning and of the `count` best by text, at most twice as many.

        `count` is at most MOST.
        """
        settings = {"hnsw.ef_search": str(count), "enable_seqscan": "off"}
        local = (sa.func.set_config(name, value, True) for name, value in settings.items())  # noqa: FBT003 - SQL's
        connection.execute(sa.select(*local))
        ways = [self._by_meaning(towards, count)]
        if lexemes:
            ways.append(self._by_text(lexemes, count))
        return list(connection.scalars(sa.union(*(sa.select(way.subquery()) for way in ways))))

    def _by_text(self, lexemes: Sequence[str], count: int) -> sa.Select[str]:
        query = sa.cast(sa.literal(" | ".join(map(_quoted, lexemes))), postgresql.TSQUERY)
        classes = sa.cast(sa.literal(_CLASS_WEIGHTS), postgresql.ARRAY(sa.REAL))
        rank = sa.func.ts_rank(classes, self._columns.words, query)
        found = sa.select(self._columns.capability_id).where(self._columns.words.bool_op("@@")(query))
        return found.order_by(rank.desc(), self._columns.capability_id).limit(count)

    def _by_meaning(self, towards: RealArray, count: int) -> sa.Select[str]:
        distance = self._columns.meaning.op("<#>")(sa.cast(sa.literal(_vector_text(towards)), _Vector()))
        return sa.select(self._columns.capability_id).order_by(distance).limit(count)

    def _write(self, connection: sa.Connection, rows: Sequence[_Row]) -> None:
        insert = postgresql.insert(self._table)
        new = {column.name: column for column in insert.excluded if not column.primary_key}
        upsert = insert.on_conflict_do_update(index_elements=[self._columns.capability_id], set_=new)
        for start in range(0, len(rows), _WRITTEN_AT_ONCE):
            connection.execute(upsert, [row.values() for row in rows[start : start + _WRITTEN_AT_ONCE]])

    def _remove(self, connection: sa.Connection, gone: Iterable[str]) -> None:
        ids = sa.literal(sorted(gone), postgresql.ARRAY(sa.String))
        connection.execute(sa.delete(self._table).where(self._columns.capability_id == sa.any_(ids)))


def _require_extension(connection: sa.Connection) -> None:
    """Add pgvector to the database where it is not yet; raises ExtensionMissingError when the server has none."""
    has = sa.text("SELECT installed_version FROM pg_available_extensions WHERE name = 'vector'")
    available = connection.execute(has).one_or_none()
    if available is None:
        raise ExtensionMissingError
    if available.installed_version is None:
        connection.execute(sa.text("CREATE EXTENSION vector"))


def _row(document: CapabilityDocument, knowledge: Knowledge) -> _Row:
    words = _tsvector(offered_lexemes(document, knowledge))
    assert document.vector is not None  # noqa: S101 - an engine with an encoder has read it
    # Half precision: what differs by less on another machine is not worth writing anew.
    meaning = document.vector.astype(np.float16).tobytes()
    digest = hashlib.sha256(words.encode() + b"\0" + meaning).hexdigest()
    return _Row(document.profile.id, digest, words, _vector_text(document.vector))


def _tsvector(lexemes: Mapping[str, str]) -> str:
    """Return lexemes and their classes in the form in which PostgreSQL reads a tsvector."""
    return " ".join(f"{_quoted(lexeme)}:1{group}" for lexeme, group in sorted(lexemes.items()))


def _quoted(lexeme: str) -> str:
    """Return a lexeme in which no sign is an operator of a tsvector or a tsquery."""
    inside = lexeme.replace("\\", "\\\\").replace("'", "''")
    return f"'{inside}'"


def _vector_text(vector: RealArray) -> str:
    return f"[{','.join(f'{value:.6g}' for value in vector.tolist())}]"
