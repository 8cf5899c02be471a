"""Vectors kept in the database, so that no text is encoded twice, by no worker and after no restart."""

from __future__ import annotations

import logging
from collections import OrderedDict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import groupby
from threading import get_ident
from typing import Any, Final

import numpy as np
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import DBAPIError

from app.storage.database import short_transaction
from matching.arrays import FloatArray
from models.engine_state import StoredVector

HELD: Final = 20_000  # vectors, about 30 MB
_ASKED_AT_ONCE: Final = 500
_STORED_AS: Final = np.dtype("<f4")
log = logging.getLogger(__name__)


class DatabaseVectors:
    """A VectorStore on `stored_vector`.

    Reading takes a short transaction; what is put is remembered, and written only by `save`, which must be called
    when no transaction of the caller's is open: SQLite has one writer at a time.
    """

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine
        self._held: OrderedDict[str, FloatArray] = OrderedDict()
        self._unsaved: dict[str, FloatArray] = {}
        self._unkept_by: int | None = None

    @contextmanager
    def unkept(self) -> Iterator[None]:
        """Write nothing of what this thread puts within: what visitors ask is held in memory for a while, and lost."""
        self._unkept_by = get_ident()
        try:
            yield
        finally:
            self._unkept_by = None

    @property
    def is_unkept(self) -> bool:
        """Tell whether this thread is within `unkept`."""
        return self._unkept_by == get_ident()

    def get_many(self, keys: Sequence[str]) -> Mapping[str, FloatArray]:
        """Return the vectors that are kept, by key."""
        found = {key: vector for key in keys if (vector := self._in_memory(key)) is not None}
        missing = sorted({key for key in keys if key not in found})
        for start in range(0, len(missing), _ASKED_AT_ONCE):
            for key, vector in self._read(missing[start : start + _ASKED_AT_ONCE]):
                found[key] = vector
                self._hold(key, vector)
        return found

    def put_many(self, vectors: Mapping[str, FloatArray]) -> None:
        """Remember vectors until `save` writes them."""
        if not self.is_unkept:
            self._unsaved.update(vectors)
            return
        for key, vector in vectors.items():
            self._hold(key, vector)

    @property
    def has_unsaved(self) -> bool:
        """Tell whether `save` has something to write."""
        return bool(self._unsaved)

    def save(self) -> None:
        """Write what was put; what another worker has written already is left. A busy database is tried later."""
        unsaved = dict(self._unsaved)
        if not unsaved:
            return
        insert = postgresql.insert if self._engine.dialect.name == "postgresql" else sqlite.insert
        try:
            with short_transaction(self._engine, reads=False) as connection:
                connection.execute(
                    insert(StoredVector).on_conflict_do_nothing(),
                    [{**_columns(key), "data": vector.astype(_STORED_AS).tobytes()} for key, vector in unsaved.items()],
                )
        except DBAPIError as error:
            log.warning("%d vectors could not be stored now and are kept for later: %s", len(unsaved), error.orig)
            return
        for key, vector in unsaved.items():
            self._hold(key, vector)
            self._unsaved.pop(key, None)

    def count(self) -> int:
        """Return how many vectors are stored."""
        with short_transaction(self._engine, reads=True) as connection:
            return connection.scalar(sa.select(sa.func.count()).select_from(StoredVector)) or 0

    def _in_memory(self, key: str) -> FloatArray | None:
        vector = self._unsaved.get(key)
        return vector if vector is not None else self._held.get(key)

    def _hold(self, key: str, vector: FloatArray) -> None:
        self._held[key] = vector
        while len(self._held) > HELD:
            self._held.popitem(last=False)

    def _read(self, keys: Sequence[str]) -> Iterator[tuple[str, FloatArray]]:
        with short_transaction(self._engine, reads=True) as connection:
            for (model, version), group in groupby(keys, key=_model):
                stored = sa.select(StoredVector.text_hash, StoredVector.data).where(
                    StoredVector.model == model,
                    StoredVector.model_version == version,
                    StoredVector.text_hash.in_([_columns(key)["text_hash"] for key in group]),
                )
                for text_hash, data in connection.execute(stored):
                    yield f"{model}/{version}/{text_hash}", np.frombuffer(data, dtype=_STORED_AS)


def _columns(key: str) -> dict[str, Any]:
    """Take a key "model/version/kind/hash" apart."""
    model, version, text_hash = key.split("/", maxsplit=2)
    return {"model": model, "model_version": version, "text_hash": text_hash}


def _model(key: str) -> tuple[str, str]:
    model, version, _text_hash = key.split("/", maxsplit=2)
    return model, version
