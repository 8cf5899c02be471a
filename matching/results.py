"""What the engine answers: candidates with one score, the contributions that make it, limits and reasons."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Strength(StrEnum):
    """How likely a pair is to be worth an introduction, as a word; the bounds stand in the parameters."""

    STRONG = "strong"
    GOOD = "good"
    POSSIBLE = "possible"
    WEAK = "weak"


class Outcome(StrEnum):
    """What is known about a hard limit."""

    PASS = "pass"  # noqa: S105 - an outcome, no password
    FAIL = "fail"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Contribution:
    """One signal's part of the score: `value` in [0, 1], and `amount`, what it adds to the score or takes from it.

    The amounts of a candidate add up to its score.
    """

    signal: str
    value: float
    amount: float


@dataclass(frozen=True, slots=True)
class Limit:
    """A hard limit of the need, held against the capability.

    `kind` is "quality", "place", "service_form", "open_to_companies", "deadline", "exclusion" or "denial" (a clause
    with a "no" whose meaning must be asked); `sentence` is a message id of the form "limit.<kind>.<outcome>"
    and `values` what goes into it. The reader's language is not the engine's business.
    """

    kind: str
    outcome: Outcome
    values: Mapping[str, str]

    @property
    def sentence(self) -> str:
        """Return the message id of the sentence that says this outcome."""
        return f"limit.{self.kind}.{self.outcome}"


@dataclass(frozen=True, slots=True)
class Quote:
    """Words that stand verbatim in a passage: `passage.text[start:end] == text`, offsets in code points."""

    field: str
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a need and a capability meet, or why they do not.

    `kind` is "words" (both say the same), "concept" (both name the same concept in different words), "problem" (the
    need puts a problem that the concept answers and the capability names the method), "tag", "freshness" or
    "readiness"; "not_for" speaks against: the need asks for what the concept is not for, and `denial` holds (language,
    phrase), as the vocabulary says it. `concept` is the concept id that joins them, where there is one. `weight` orders
    reasons.
    """

    kind: str
    weight: float
    concept: str | None = None
    need: Quote | None = None
    capability: Quote | None = None
    denial: tuple[tuple[str, str], ...] = ()

    @property
    def joins(self) -> bool:
        """Tell whether it says what joins the two, rather than something about the unit alone."""
        return self.kind not in ("not_for", "readiness", "freshness")

    @property
    def speaks_against(self) -> bool:
        """Tell whether this is a reason why the two do not meet."""
        return self.kind == "not_for"


@dataclass(frozen=True, slots=True)
class Candidate:
    """One ranked capability (or need, the other way round).

    `probability` is the calibrated chance that the pair is worth an introduction. `has_old_facts` is why it may stand
    lower than its score.
    """

    need_id: str
    capability_id: str
    score: float
    probability: float
    strength: Strength
    contributions: tuple[Contribution, ...]
    limits: tuple[Limit, ...]
    reasons: tuple[Reason, ...]
    has_old_facts: bool = False

    @property
    def fails(self) -> bool:
        """Tell whether any hard limit fails; such a candidate is ranked after all that do not."""
        return any(limit.outcome is Outcome.FAIL for limit in self.limits)


@dataclass(frozen=True, slots=True)
class Ranking:
    """Candidates, best first; `suitable` is False when the answer is "nothing suitable yet"."""

    candidates: tuple[Candidate, ...]
    suitable: bool


@dataclass(frozen=True, slots=True)
class RankedPlace:
    """A capability's place in an order, without limits and reasons; `suitable` tells that it is worth showing."""

    id: str
    score: float
    suitable: bool
