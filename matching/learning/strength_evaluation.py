"""How far the strength words hold: of the pairs that a page shows with one, how many are worth an introduction."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

from matching.engine import Engine
from matching.learning.judged_sets import JudgedNeed
from matching.learning.metrics import WORTH
from matching.results import Strength

# As many as a page shows before it is asked for more.
FIRST: Final = 10


def measure(engine: Engine, needs: Sequence[JudgedNeed], today: date) -> dict[Strength, tuple[int, float, float]]:
    """Return for each word how many of the first pairs have it, their mean chance, and the share worth an introduction.

    The words are those of the pages: a pair that nothing joins is at most possible.
    """
    found: dict[Strength, list[tuple[float, bool]]] = {}
    for need in needs:
        for each in engine.rank(need.profile, today=today, top=FIRST).candidates:
            is_worth_it = need.grades.get(each.capability_id, 0) >= WORTH
            found.setdefault(each.strength, []).append((each.probability, is_worth_it))
    return {
        word: (len(pairs), sum(chance for chance, _ in pairs) / len(pairs), sum(true for _, true in pairs) / len(pairs))
        for word, pairs in found.items()
    }


def table(engine: Engine, needs: Sequence[JudgedNeed], today: date) -> str:
    """Return a line of text for each word, the strongest first; weak pairs are told too, though shown as no answer."""
    found = measure(engine, needs, today)
    return "\n".join(
        f"called “{word.value}” among the first {FIRST}: {found[word][0]} pairs, "
        f"{found[word][2]:.3f} worth it where {found[word][1]:.3f} was said"
        for word in Strength
        if word in found
    )
