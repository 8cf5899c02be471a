"""Candidates from the database, for catalogues that are too large to score every capability for every need.

The engine ranks what is found here by its own signals, so that a pair scores as it always does; what can be missed is a
capability, and how seldom that happens `python -m benchmarks --only candidates` tells.
"""

from __future__ import annotations

import enum
import logging
from collections.abc import Mapping, Sequence
from datetime import date
from threading import Thread
from typing import Final

import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from app.matchmaking.candidate_table import MOST, CandidateTable, ExtensionMissingError
from app.storage.database import short_transaction
from matching.embeddings.encoders import Encoder
from matching.engine import Engine
from matching.features.documents import CapabilityDocument
from matching.profiles import CapabilityProfile, NeedProfile
from matching.scoring.search_words import asked_lexemes, direction

# A catalogue that is larger than this has its candidates found in the database.
CANDIDATES_FROM: Final = 50_000
# So many are found by meaning, and as many by text; more where hard limits leave few of them.
FOUND: Final = 200
# So many are ranked in about the time of a search: where hard limits leave no more, they are the candidates.
FEW: Final = 5_000
# So many rows are written while somebody waits; more are written beside the answers.
_WRITTEN_AT_ONCE: Final = 500
_NO_PRIVILEGE: Final = "42501"
log = logging.getLogger(__name__)

Capabilities = Mapping[str, CapabilityProfile]


class Retrieval(enum.StrEnum):
    """How candidates are found; IN_DATABASE is the only way in which not every capability is scored."""

    IN_DATABASE = "in_database"
    SMALL = "small"
    FILLING = "filling"
    NO_POSTGRESQL = "no_postgresql"
    NO_ENCODER = "no_encoder"
    NO_EXTENSION = "no_extension"
    NOT_ALLOWED = "not_allowed"
    FAILED = "failed"


class Candidates:
    """Follows an engine's catalogue in the database and finds candidates there; whatever hinders it, `find` has none.

    Not for several threads at once: whoever has the engine's turn asks.
    """

    def __init__(
        self, database: sa.Engine, *, more_than: int = CANDIDATES_FROM, found: int = FOUND, few: int = FEW
    ) -> None:
        self._database = database
        self._found, self._few = found, few
        self.more_than = more_than
        self.retrieval = Retrieval.SMALL
        self._engine: Engine | None = None
        self._table: CandidateTable | None = None
        self._known: Capabilities = {}
        self._is_behind = False
        self._filler: Thread | None = None

    def follow(self, engine: Engine, capabilities: Capabilities) -> None:
        """Bring the table in step with the engine, which holds these capabilities; the same ones again cost nothing."""
        if self._filler is not None and self._filler.is_alive():
            return
        # A filler that died with its process, as in one that was forked off, has left it at FILLING.
        if engine is self._engine and capabilities is self._known and self.retrieval is not Retrieval.FILLING:
            return
        if len(capabilities) <= self.more_than:
            self._forget(Retrieval.SMALL)
        elif self._database.dialect.name != "postgresql":
            self._forget(Retrieval.NO_POSTGRESQL)
        elif engine.encoder is None:
            # By words alone a search misses a fifth of the best ten.
            self._forget(Retrieval.NO_ENCODER)
        elif engine is self._engine and self._table is not None and self.retrieval is Retrieval.IN_DATABASE:
            self._edit(engine, self._table, capabilities)
        else:
            self._fill(engine, engine.encoder, capabilities)

    def find(self, engine: Engine, need: NeedProfile, *, today: date, top: int | None) -> Sequence[str] | None:
        """Return the ids to rank for a need's first `top`; None when all are to be ranked."""
        if self.retrieval is not Retrieval.IN_DATABASE or self._table is None or engine is not self._engine:
            return None
        if self._is_behind or top is None or top > self._found:
            return None
        # Limits are the engine's to judge: where few pass, so many more are looked at that as many pass.
        passing = engine.how_many_pass(need, today=today)
        if passing <= self._few:
            return engine.passing(need, today=today) if passing >= top else None
        count = min(MOST, self._found * len(engine) // passing)
        document, weights = engine.extractor.need(need), engine.fusion.weights
        towards = direction(document, weights)
        if towards is None:
            return None
        knowledge, breadth = engine.extractor.knowledge, count // self._found
        try:
            with short_transaction(self._database, reads=True) as connection:
                found = self._table.search(
                    connection,
                    lexemes=asked_lexemes(document, knowledge, weights, breadth=breadth),
                    towards=towards,
                    count=count,
                )
        except DBAPIError as error:
            self._give_up(error)
            return None
        known = [each for each in found if each in engine]
        # A need that says so little that fewer are found than were looked for is ranked as in a small catalogue.
        return known if len(known) >= count else None

    def wait(self) -> None:
        """Wait until the table is filled, if it is being filled."""
        if self._filler is not None:
            self._filler.join()

    def _forget(self, retrieval: Retrieval) -> None:
        self.retrieval, self._engine, self._table, self._known = retrieval, None, None, {}

    def _edit(self, engine: Engine, table: CandidateTable, capabilities: Capabilities) -> None:
        changed = [each for each, profile in capabilities.items() if self._known.get(each) != profile]
        if len(changed) > _WRITTEN_AT_ONCE:
            self._fill(engine, table.encoder, capabilities)
            return
        documents = [engine.document(each) for each in changed]
        gone = self._known.keys() - capabilities.keys()
        try:
            with short_transaction(self._database, reads=False) as connection:
                written = table.edit(connection, documents, gone, engine.extractor.knowledge)
        except DBAPIError as error:
            self._give_up(error)
            written = True
        # While another process writes, questions are answered exactly, and each tries again.
        self._is_behind = not written
        if written:
            self._known = capabilities

    def _fill(self, engine: Engine, encoder: Encoder, capabilities: Capabilities) -> None:
        """Make and fill the table beside the answers, unless there is little to write."""
        self._engine, self._table, self._known = engine, CandidateTable(encoder), capabilities
        self._is_behind = False
        self.retrieval = Retrieval.FILLING
        documents = [engine.document(each) for each in capabilities]
        work = (engine, self._table, documents)
        if len(documents) <= _WRITTEN_AT_ONCE:
            self._work(*work)
        else:
            self._filler = Thread(target=self._work, args=work, name="fill the candidates", daemon=True)
            self._filler.start()

    def _work(self, engine: Engine, table: CandidateTable, documents: Sequence[CapabilityDocument]) -> None:
        try:
            with short_transaction(self._database, reads=False) as connection:
                table.fill(connection, documents, engine.extractor.knowledge)
        except ExtensionMissingError:
            self.retrieval = Retrieval.NO_EXTENSION
        except SQLAlchemyError as error:
            self._give_up(error)
        else:
            self.retrieval = Retrieval.IN_DATABASE

    def _give_up(self, error: SQLAlchemyError) -> None:
        """Rank all, until the catalogue changes next."""
        refused = getattr(getattr(error, "orig", None), "sqlstate", None) == _NO_PRIVILEGE
        self.retrieval = Retrieval.NOT_ALLOWED if refused else Retrieval.FAILED
        log.warning("Every capability is scored, since candidates cannot be found in the database: %s", error)
