"""Building the engine and encoding texts beside the answers, so that nobody waits for either."""

from __future__ import annotations

import logging
from collections.abc import Callable
from threading import Lock, Thread
from typing import Final

from sqlalchemy.exc import SQLAlchemyError

from app.matchmaking.matchmaker import Matchmaker


def nothing() -> None:
    """Do nothing."""


log = logging.getLogger(__name__)
_NOT_BUILT: Final = "The engine could not be built ahead: %s"


class Background:
    """One thread at most in a process, which ends when nothing is left to do."""

    def __init__(self, maker: Matchmaker) -> None:
        self._maker = maker
        self._starting = Lock()
        self._thread: Thread | None = None

    def build_for_copies(self) -> None:
        """Build the engine in a process that copies are going to be made of, from what is encoded already.

        In a copy of a process that has encoded, encoding waits for ever: the threads for it are not copied.
        """
        try:
            self._maker.state(encoding=False)
            if self._maker.built_engine is not None:
                # What the first ranking makes is shared too, and the first reader does not wait for it.
                self._maker.built_engine.get_ready()
        except SQLAlchemyError as error:
            log.warning(_NOT_BUILT, error)

    @property
    def has_built(self) -> bool:
        """Tell whether there is an engine, be it this process's own or a copy."""
        return self._maker.built_engine is not None

    def start(self, then: Callable[[], None] = nothing) -> None:
        """Build the engine, do `then`, and encode what waits; nothing happens while that is going on already."""
        with self._starting:
            if self._thread is None or not self._thread.is_alive():
                self._thread = Thread(target=self._work, args=(then,), name="brygga-engine", daemon=True)
                self._thread.start()

    def wait(self) -> None:
        """Return when nothing is going on."""
        if self._thread is not None:
            self._thread.join()

    def _work(self, then: Callable[[], None]) -> None:
        """Do it; what hinders it is logged, and met again by whoever asks next."""
        try:
            self._maker.state()
            then()
            self._maker.vectors.save()
            if self._maker.waits_for_texts and self._maker.queue.is_free:
                self._encode_what_waits()
        except SQLAlchemyError as error:
            log.warning(_NOT_BUILT, error)

    def _encode_what_waits(self) -> None:
        """Encode what needs are ranked by; from then on a need is encoded when it is shown, or here in its turn."""
        ranks = self._maker.encode(self._maker.missing_texts(needs=False))
        texts = self._maker.missing_texts() if ranks else []
        if texts:
            self._maker.encode(texts)
