"""Encoding many texts as a job of its own: seen by everyone, done by one process, stopped and gone on with anywhere."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from app.matchmaking.database_vectors import DatabaseVectors
from app.storage.database import short_transaction
from matching.embeddings.batches import Text, encode_in_steps
from matching.embeddings.encoders import Encoder
from matching.embeddings.vector_store import VectorStore, vectors_of
from matching.engine import Engine
from matching.features.sentences import texts_of_need
from matching.profiles import NeedProfile
from models.clock import now
from models.engine_state import CatalogueState, EncodingJob

# A job that nobody has moved on for so long was left by a process that is gone.
LEFT_AFTER: Final = timedelta(minutes=1)
_THE_ONE: Final = 1
Told = Callable[[int, int], object]


@dataclass(frozen=True, slots=True)
class EncodingProgress:
    """How far the job has come, in texts; `is_waiting` when nobody works at it."""

    done: int
    total: int
    is_paused: bool
    is_waiting: bool


def pause_encoding(session: Session, *, paused: bool) -> None:
    """Stop the job after the step at hand, or let it go on; nothing happens when there is none."""
    # Free at once: whoever had it stops, and the next process that sees it unpaused goes on.
    session.execute(sa.update(EncodingJob).values(is_paused=paused, heartbeat_at=_long_ago()))


def _long_ago() -> datetime:
    return now() - 2 * LEFT_AFTER


class EncodingQueue:
    """The one job of an installation. All that is done is kept, so that stopping loses at most one step."""

    def __init__(self, database: sa.Engine, vectors: DatabaseVectors) -> None:
        self._database = database
        self._vectors = vectors

    def progress(self) -> EncodingProgress | None:
        """Return how far the job has come, or None when there is nothing to do."""
        with short_transaction(self._database, reads=True) as connection:
            row = connection.execute(sa.select(EncodingJob.__table__)).one_or_none()
        if row is None:
            return None
        return EncodingProgress(row.done, row.total, row.is_paused, row.heartbeat_at < now() - LEFT_AFTER)

    @property
    def is_free(self) -> bool:
        """Tell whether somebody may begin or take over the job."""
        progress = self.progress()
        return progress is None or (progress.is_waiting and not progress.is_paused)

    def work(self, texts: Sequence[Text], encoder: Encoder, told: Told | None = None) -> bool:
        """Encode texts step by step, telling (done, total) after each; returns whether all are done.

        Returns False at once when another process is at it or the job is paused. When all is done, the catalogue's
        revision grows, so that every process takes the vectors into use.
        """
        before = self._claim(len(texts))
        if before is None:
            return False
        try:
            for done in encode_in_steps(texts, encoder, self._vectors):
                self._vectors.save()
                if told is not None:
                    told(before + done, before + len(texts))
                if not self._move_on(before + done):
                    return False
        except BaseException:
            # Broken off, by Ctrl+C too: the next one need not wait until it looks left.
            with short_transaction(self._database, reads=False) as connection:
                connection.execute(sa.update(EncodingJob).values(heartbeat_at=_long_ago()))
            raise
        self._finish()
        return True

    def _claim(self, left: int) -> int | None:
        """Take the job, of which so many texts are left; returns how many were done before, None when it is taken."""
        insert = postgresql.insert if self._database.dialect.name == "postgresql" else sqlite.insert
        moment = now()
        new = {"id": _THE_ONE, "total": left, "done": 0, "is_paused": False, "started_at": moment}
        mine = {"total": EncodingJob.done + left, "heartbeat_at": moment}
        stands_still = (EncodingJob.heartbeat_at < moment - LEFT_AFTER, EncodingJob.is_paused.is_(False))
        with short_transaction(self._database, reads=False) as connection:
            made = insert(EncodingJob).values(**new, heartbeat_at=moment).on_conflict_do_nothing()
            is_new = connection.scalar(made.returning(EncodingJob.id)) is not None
            if is_new or connection.execute(sa.update(EncodingJob).where(*stands_still).values(mine)).rowcount:
                return connection.scalar(sa.select(EncodingJob.done))
            return None

    def _move_on(self, done: int) -> bool:
        """Write how far it has come; returns False when the job has been paused."""
        with short_transaction(self._database, reads=False) as connection:
            going = sa.update(EncodingJob).where(EncodingJob.is_paused.is_(False))
            return bool(connection.execute(going.values(done=done, heartbeat_at=now())).rowcount)

    def _finish(self) -> None:
        with short_transaction(self._database, reads=False) as connection:
            connection.execute(sa.delete(EncodingJob))
            connection.execute(sa.update(CatalogueState).values(revision=CatalogueState.revision + 1))


def encode_needs(engine: Engine, vectors: VectorStore, needs: Sequence[NeedProfile]) -> None:
    """Have all vectors at hand: one read from the database, and one turn of the encoder for what is missing."""
    if engine.encoder is not None and needs:
        vectors_of([text for need in needs for text in texts_of_need(need.passages)], "query", engine.encoder, vectors)
