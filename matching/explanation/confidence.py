"""The chance that a reader would nod at a reason, learned on judged reasons; what is below a bound is not told."""

from __future__ import annotations

from dataclasses import dataclass
from math import exp
from typing import Final

# From this chance on the best reason of a pair is told, and from a higher one on others beside it.
FIRST: Final = 0.55
BESIDE: Final = 0.80


@dataclass(frozen=True, slots=True)
class Facts:
    """What tells how sure a reason is.

    Of the pair: `behind`, how far its score lies under the need's best one (0 to 1), `about`, how far the need names,
    or as a whole means, what the capability is about (0 to 1), and `overlap`, how far both are about the same concepts
    (0 to 1; None without an encoder). Of the reason: `share`, what its concept brings of the weighted sum of signals,
    and `words`, how alike shared words are (0 where there are none).
    """

    behind: float
    about: float
    overlap: float | None
    share: float = 0.0
    words: float = 0.0


@dataclass(frozen=True, slots=True)
class _Weights:
    intercept: float
    behind: float
    about: float
    overlap: float
    share: float
    words: float


# Logistic regressions (C = 0.3 on standardised facts) on the reasons of half of the judged needs, the odd ids, see
# docs/decisions/0018: 556 with an encoder, and 113 of them that are found without one.
_READ: Final = _Weights(-4.08, -19.10, 2.08, 5.68, 10.25, 0.89)
_UNREAD: Final = _Weights(-2.38, -16.11, 1.67, 0.0, 17.68, 1.08)
# Beyond this share a concept says no more.
_MOST_SHARE: Final = 0.25


def confidence(facts: Facts) -> float:
    """Return the chance, 0 to 1, that a reason with these facts is right."""
    weights = _UNREAD if facts.overlap is None else _READ
    told = (
        weights.intercept
        + weights.behind * facts.behind
        + weights.about * facts.about
        + weights.overlap * (facts.overlap or 0.0)
        + weights.share * min(_MOST_SHARE, facts.share)
        + weights.words * (facts.words > 0.0)
    )
    return 1.0 / (1.0 + exp(-told))
