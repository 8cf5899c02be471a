"""What the matching engine stands on: its encoder, its words, its vectors, and the figures it was shipped with."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.matchmaking import Matchmaker
from app.matchmaking.candidates import Retrieval
from app.matchmaking.encoding_queue import EncodingProgress
from matching.scoring.parameters import shipped_figures
from models.accounts import User
from models.engine_state import CatalogueState, StoredVector
from models.errors import NotFoundError
from models.infrastructures import Capability
from models.vocabulary import Concept, Language, Term, TermKind

WAYS = ("with_encoder", "without_encoder")


@dataclass(frozen=True, slots=True)
class WordCount:
    """How many terms of a kind there are in a language, and how many of them people have added here."""

    kind: TermKind
    language: Language
    terms: int
    added: int


@dataclass(frozen=True, slots=True)
class VectorCount:
    """How many texts are kept as vectors of one model."""

    model: str
    version: str
    vectors: int
    in_use: bool


@dataclass(frozen=True, slots=True)
class ShippedFigure:
    """How well one way of ranking did on one half of the judged needs, before Brygga was sent out."""

    way: str
    half: str
    needs: int
    ndcg: float
    best_shown: float
    unmet: int
    said_so: int


@dataclass(frozen=True, slots=True)
class EngineStatus:
    """The engine as it is now; `encoder` is None when it ranks by words and concepts alone.

    `problem` is what hinders the encoder that the setting names, as the machine tells it.
    `encoding` tells how far the job of encoding texts has come, None when there is none; `retrieval` whether every
    capability is scored, and why, in a catalogue of more than `large_from`.
    """

    encoder: str | None
    setting: str
    problem: str | None
    waits_for_texts: bool
    encoding: EncodingProgress | None
    retrieval: Retrieval
    large_from: int
    weights: str
    ranked_capabilities: int
    known_concepts: int
    revision: int
    concepts: int
    capabilities: int
    words: Sequence[WordCount]
    vectors: Sequence[VectorCount]
    figures: Sequence[ShippedFigure]


def get_status(session: Session, actor: User, maker: Matchmaker) -> EngineStatus:
    """Return the engine's status; raises NotFoundError for whoever is not of the office."""
    if not actor.role.is_office:
        raise NotFoundError
    with maker.engine() as engine:
        encoder = (engine.encoder.name, engine.encoder.version) if engine.encoder else None
        weights, ranked, known = engine.parameters.version, len(engine), len(engine.vocabulary)
    concepts = session.scalar(sa.select(sa.func.count(Concept.id)).where(Concept.broader_key.is_not(None)))
    return EngineStatus(
        encoder=" ".join(encoder) if encoder else None,
        setting=maker.encoder_setting,
        problem=maker.problem,
        waits_for_texts=maker.waits_for_texts,
        encoding=maker.queue.progress(),
        retrieval=maker.candidates.retrieval,
        large_from=maker.candidates.more_than,
        weights=weights,
        ranked_capabilities=ranked,
        known_concepts=known,
        revision=session.scalar(sa.select(CatalogueState.revision)) or 0,
        concepts=concepts or 0,
        capabilities=session.scalar(sa.select(sa.func.count(Capability.id)).where(Capability.is_active)) or 0,
        words=_count_words(session),
        vectors=_count_vectors(session, encoder),
        figures=_figures(),
    )


def _count_words(session: Session) -> list[WordCount]:
    counted = sa.select(Term.kind, Term.language, sa.func.count(), sa.func.count(Term.added_by_id))
    rows = session.execute(counted.group_by(Term.kind, Term.language)).all()
    found = {(kind, language): WordCount(kind, language, terms, added) for kind, language, terms, added in rows}
    return [found.get((kind, language), WordCount(kind, language, 0, 0)) for kind in TermKind for language in Language]


def _count_vectors(session: Session, encoder: tuple[str, str] | None) -> list[VectorCount]:
    names = (StoredVector.model, StoredVector.model_version)
    rows = session.execute(sa.select(*names, sa.func.count()).group_by(*names).order_by(*names))
    # An encoder's settings may follow its version, so that vectors made another way are not mixed in.
    return [
        VectorCount(model, version, vectors, bool(encoder) and (model, version) == encoder)
        for model, version, vectors in rows
    ]


def _figures() -> tuple[ShippedFigure, ...]:
    """Return the figures that stand beside the shipped weights; none when there are none."""
    content = shipped_figures()
    return tuple(
        ShippedFigure(
            way=way,
            half=half,
            needs=int(row["needs"]),
            ndcg=float(row["ndcg@5"]),
            best_shown=float(row["shown_grade3"]),
            unmet=int(row["unmet"]),
            said_so=int(row["nothing_suitable"]),
        )
        for way in WAYS
        for half, row in content.get(way, {}).items()
    )
