"""Measures the reasons of a need's first answers, on everyday needs and the seeded catalogue, by kept judgements.

A reason is judged by its need, capability and quotes: "right" (whoever wrote the need would nod), "weak" (true,
but it says nothing or points at the wrong words) or "wrong".
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from matching.engine import Engine
from matching.learning.everyday_needs import FIRST, EverydayNeed, best_of_first
from matching.learning.metrics import WORTH
from matching.profiles import NeedProfile
from matching.results import Candidate, Quote, Reason, Strength

RIGHT, WEAK, WRONG = VERDICTS = ("right", "weak", "wrong")

Key = tuple[str, str, str, str]


@dataclass(frozen=True, slots=True)
class JudgedReasons:
    """What two readers said of each reason, and what was settled; the grades (0 to 3) of pairs.

    `alone` holds the reasons that one reader judged alone, who also changed the rules: such a reader judges kindly.
    `carried` holds those whose verdict was given when more or fewer words of the same sentences were quoted.
    """

    readers: Sequence[tuple[str, str]]
    settled: Mapping[Key, str]
    alone: frozenset[Key]
    carried: frozenset[Key]
    grades: Mapping[tuple[str, str], int]

    @property
    def agreement(self) -> float:
        """Return the share of reasons that both readers judged alike."""
        return sum(one == other for one, other in self.readers) / max(1, len(self.readers))

    @property
    def kappa(self) -> float:
        """Return Cohen's kappa, agreement beyond chance."""
        firsts, seconds = (Counter(said) for said in zip(*self.readers, strict=True))
        chance = sum(firsts[each] * seconds[each] for each in VERDICTS) / max(1, len(self.readers)) ** 2
        return 1.0 if chance == 1.0 else (self.agreement - chance) / (1.0 - chance)


@dataclass
class ReasonFigures:
    """How many of the reasons shown have each verdict, and how many pairs worth an introduction have a right one."""

    needs: int = 0
    verdicts: Counter[str] = field(default_factory=Counter)
    alone: int = 0
    carried: int = 0
    unjudged: int = 0
    worth: int = 0
    explained: int = 0
    ungraded: int = 0

    def share(self, verdict: str) -> float:
        """Return a verdict's share of the judged reasons that are shown."""
        return self.verdicts[verdict] / max(1, self.verdicts.total())

    @property
    def coverage(self) -> float:
        """Return the share of the shown pairs worth an introduction that have a right reason."""
        return self.explained / max(1, self.worth)


def read_judged(reasons: Path, grades: Path) -> JudgedReasons:
    """Read reasons as JSON lines, and tab-separated grades.

    Each reason has the verdict `settled` and those of two readers, `first` and `second`, or that of one, `alone`, or
    one `carried` over from a longer or shorter quote of the same sentences.
    """
    # Of the same quotes told twice, as words and as a concept, the harsher verdict holds.
    rows = sorted(_rows(reasons), key=lambda row: VERDICTS.index(row["settled"]))
    pairs = (line.split("\t") for line in grades.read_text("utf-8").splitlines() if line.strip())
    return JudgedReasons(
        [(row["first"], row["second"]) for row in rows if "first" in row],
        {_key_of_row(row): row["settled"] for row in rows},
        frozenset(_key_of_row(row) for row in rows if "alone" in row),
        frozenset(_key_of_row(row) for row in rows if "carried" in row),
        {(need, capability): int(grade) for need, capability, grade in pairs},
    )


def _key_of_row(row: Mapping[str, str]) -> Key:
    return row["need"], row["capability"], row["need_quote"], row["capability_quote"]


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    return (json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip())


def first_answers(engine: Engine, need: NeedProfile, today: date) -> list[Candidate]:
    """Return the best capability of each of a need's first units, as its page shows them; weak ones are no answer."""
    best = [each.id for each in best_of_first(engine, need, today)]
    found = {each.capability_id: each for each in engine.rank(need, today=today, among=best).candidates}
    return [found[each] for each in best if found[each].strength is not Strength.WEAK]


def measure(
    engine: Engine, needs: Sequence[EverydayNeed], judged: JudgedReasons, today: date
) -> dict[str, ReasonFigures]:
    """Return the figures by use of the needs, for an engine that holds the seeded catalogue."""
    found: dict[str, ReasonFigures] = {}
    for need in needs:
        figures = found.setdefault(need.use, ReasonFigures())
        figures.needs += 1
        for candidate in first_answers(engine, need.profile, today):
            _count(figures, candidate, judged)
    return found


def _count(figures: ReasonFigures, candidate: Candidate, judged: JudgedReasons) -> None:
    pair = (candidate.need_id, candidate.capability_id)
    keys = [key_of(pair, reason) for reason in candidate.reasons if reason.joins]
    said = [judged.settled.get(key) for key in keys]
    figures.alone += sum(key in judged.alone for key in keys)
    figures.carried += sum(key in judged.carried for key in keys)
    figures.verdicts.update(each for each in said if each is not None)
    figures.unjudged += said.count(None)
    grade = judged.grades.get(pair)
    figures.ungraded += grade is None
    if grade is not None and grade >= WORTH:
        figures.worth += 1
        figures.explained += RIGHT in said


def key_of(pair: tuple[str, str], reason: Reason) -> Key:
    """Return what a reason's judgement is found by."""
    return (*pair, _text(reason.need), _text(reason.capability))


def _text(quote: Quote | None) -> str:
    return quote.text if quote else ""


def table(found: Mapping[str, ReasonFigures], judged: JudgedReasons) -> str:
    """Return the figures as lines of text."""
    lines = [
        f"reasons of the first {FIRST}, {use} ({each.needs} needs): right {each.share(RIGHT):.3f}, "
        f"weak {each.share(WEAK):.3f}, wrong {each.share(WRONG):.3f} of {each.verdicts.total()} judged "
        f"({each.alone} by one reader alone, {each.carried} carried over), {each.unjudged} unjudged; "
        f"of {each.worth} pairs worth an introduction {each.coverage:.3f} have a right one, "
        f"{each.ungraded} pairs ungraded"
        for use, each in sorted(found.items())
    ]
    alike = f"two readings of {len(judged.readers)} reasons agree in {judged.agreement:.3f}, kappa {judged.kappa:.3f}"
    return "\n".join((*lines, alike))
