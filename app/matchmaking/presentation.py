"""What a ranked pair looks like to a reader: sentences and quotes in place of codes and offsets."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import floor
from typing import Final, Protocol

from app.matchmaking.message_texts import FIELD_NAMES, limit_sentence, objection_sentence, signal_name
from matching.profiles import CapabilityProfile, NeedProfile, Passage
from matching.results import Candidate, Quote, Reason, Strength

REASONS_SHOWN: Final = 3
_AROUND: Final = 40  # characters of text shown on each side of a quote
_ABOUT_INFRASTRUCTURE: Final = ("freshness", "readiness")
THOUSAND: Final = 1000

Passages = tuple[Passage, ...]


@dataclass(frozen=True, slots=True)
class ShownQuote:
    """Words that meet, verbatim, with a little of the text around them."""

    before: str
    text: str
    after: str


@dataclass(frozen=True, slots=True)
class ShownReason:
    """A reason as the jetty shows it; a side that has no words is None.

    `objection` is the sentence of a reason that speaks against the pair, else None.
    """

    kind: str
    concept: str | None
    need: ShownQuote | None
    capability: ShownQuote | None
    need_source: str | None
    capability_source: str | None
    objection: str | None = None


@dataclass(frozen=True, slots=True)
class ShownLimit:
    """A hard limit: "pass", "fail" or "unknown", and its sentence."""

    outcome: str
    sentence: str


@dataclass(frozen=True, slots=True)
class ShownContribution:
    """One part of the score, below zero for what speaks against the pair.

    `shown` is in thousandths, and the shown parts add up to the shown score.
    """

    name: str
    value: float
    amount: float
    shown: float


@dataclass(frozen=True, slots=True)
class ShownCandidate:
    """A ranked pair. `score` is exact; `shown_score` has the three decimals that its parts add up to."""

    capability_id: int
    score: float
    shown_score: float
    strength: Strength
    fails: bool
    reasons: tuple[ShownReason, ...]
    limits: tuple[ShownLimit, ...]
    parts: tuple[ShownContribution, ...]


class KnowsCatalogue(Protocol):
    """What is asked of the matchmaker to put a pair in words."""

    def capability(self, capability_id: int) -> CapabilityProfile | None:
        """Return what the engine knows of a capability."""
        ...

    def concept_label(self, concept_id: str, language: str) -> str:
        """Return a concept's name; a word that is no concept stands for itself."""
        ...


def show(candidate: Candidate, need: NeedProfile, catalogue: KnowsCatalogue, *, language: str) -> ShownCandidate:
    """Return a candidate in the reader's language."""
    capability = catalogue.capability(int(candidate.capability_id))
    offered = capability.passages if capability else ()
    speaking = [
        each for each in candidate.reasons if not each.speaks_against and each.kind not in _ABOUT_INFRASTRUCTURE
    ]
    content = speaking[:REASONS_SHOWN] + [each for each in candidate.reasons if each.speaks_against]
    return ShownCandidate(
        capability_id=int(candidate.capability_id),
        score=candidate.score,
        shown_score=rounded(candidate.score),
        strength=candidate.strength,
        fails=candidate.fails,
        reasons=tuple(_reason(reason, need.passages, offered, catalogue, language) for reason in content),
        limits=tuple(ShownLimit(limit.outcome.value, limit_sentence(limit)) for limit in candidate.limits),
        parts=tuple(_parts(candidate)),
    )


def rounded(score: float) -> float:
    """Return a score with three decimals; pages show them where the parts stand, and two elsewhere."""
    return round(score * THOUSAND) / THOUSAND


def _parts(candidate: Candidate) -> list[ShownContribution]:
    """Round the parts so that they add up to the rounded score: the largest remainders are rounded up."""
    exact = [part.amount * THOUSAND for part in candidate.contributions]
    whole = [floor(amount) for amount in exact]
    short = round(candidate.score * THOUSAND) - sum(whole)
    by_remainder = sorted(range(len(exact)), key=lambda at: (whole[at] - exact[at], at))
    for at in by_remainder[: max(0, short)]:
        whole[at] += 1
    return [
        ShownContribution(signal_name(part.signal), part.value, part.amount, shown / THOUSAND)
        for part, shown in zip(candidate.contributions, whole, strict=True)
    ]


def _reason(
    reason: Reason, asked: Passages, offered: Passages, catalogue: KnowsCatalogue, language: str
) -> ShownReason:
    concept = catalogue.concept_label(reason.concept, language) if reason.concept else None
    return ShownReason(
        kind=reason.kind,
        concept=concept,
        need=_quote(reason.need, asked),
        capability=_quote(reason.capability, offered),
        need_source=_source(reason.need),
        capability_source=_source(reason.capability),
        objection=objection(reason, concept, language),
    )


def objection(reason: Reason, concept: str | None, language: str) -> str | None:
    """Return what a reason that speaks against a pair says of its concept; None for any other reason."""
    said = dict(reason.denial)
    if concept is None or not said:
        return None
    return objection_sentence(concept, said.get(language) or next(iter(said.values())))


def _source(quote: Quote | None) -> str | None:
    return None if quote is None else str(FIELD_NAMES.get(quote.field, quote.field))


def _quote(quote: Quote | None, passages: Passages) -> ShownQuote | None:
    """Return a quote with the words around it, cut between words."""
    if quote is None:
        return None
    texts: Mapping[str, str] = {each.field: each.stored or each.text for each in passages}
    text = texts.get(quote.field, "")
    if text[quote.start : quote.end] != quote.text:
        return ShownQuote("", quote.text, "")
    return ShownQuote(_before(text[: quote.start]), quote.text, _after(text[quote.end :]))


def _before(text: str) -> str:
    if len(text) <= _AROUND:
        return text
    return "… " + text[-_AROUND:].partition(" ")[2]


def _after(text: str) -> str:
    if len(text) <= _AROUND:
        return text
    return text[:_AROUND].rpartition(" ")[0] + " …"
