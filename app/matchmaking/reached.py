"""The best of a unit's capabilities for each of very many needs, kept until the catalogue or the need changes."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from app.matchmaking.encoding_queue import encode_needs
from app.matchmaking.matchmaker import Matchmaker
from matching.profiles import NeedProfile
from matching.results import RankedPlace, Strength

# So many needs are scored in one turn of the engine, some tenths of a second; then others are let in.
_IN_A_TURN: Final = 128
# So many needs are read from the database at once.
_LOADED_AT_ONCE: Final = 1_000
# So many questions are remembered: a unit for its staff is one, the same unit for the office another.
_REMEMBERED: Final = 200
# Gives the profiles of needs by their ids, as the question's readers may know them.
Load = Callable[[Sequence[int]], Sequence[NeedProfile]]


@dataclass(frozen=True, slots=True)
class ReachQuestion:
    """A unit's offered capabilities, on a day; `layer` tells apart those who read different parts of the needs."""

    offered: frozenset[str]
    layer: str
    today: date


@dataclass(frozen=True, slots=True)
class ReachedPlace:
    """A need, the best of the unit's capabilities for it, and in a word how well that answers it."""

    need_id: int
    capability_id: int
    strength: Strength


@dataclass(slots=True)
class _Answers:
    """What is known for a question: the version in which each need was scored, and the places worth showing."""

    generation: int
    versions: dict[int, int] = field(default_factory=dict)
    places: dict[int, RankedPlace] = field(default_factory=dict)
    strengths: dict[int, Strength] = field(default_factory=dict)


class ReachedNeeds:
    """Answers a unit's "whom could we help?", one matchmaker's; a need is scored again only when it has changed."""

    def __init__(self, maker: Matchmaker) -> None:
        self._maker = maker
        self._answers: OrderedDict[ReachQuestion, _Answers] = OrderedDict()

    def best(
        self,
        question: ReachQuestion,
        versions: Mapping[int, int],
        load: Load,
        *,
        top: int,
    ) -> list[ReachedPlace]:
        """Return the `top` of the needs (id → version) that a capability answers well enough, best first."""
        while True:
            answers = self._known(question)
            pending = [each for each, version in versions.items() if answers.versions.get(each) != version]
            if not pending:
                break
            for start in range(0, len(pending), _LOADED_AT_ONCE):
                if not self._score_all(question, answers, versions, pending[start : start + _LOADED_AT_ONCE], load):
                    break
        # A copy, since another thread may be answering the same question.
        places = answers.places.copy()
        best = sorted((-place.score, each) for each, place in places.items() if each in versions)[:top]
        shown = {each: places[each] for _score, each in best}
        strengths = {each: answers.strengths[each] for each in shown if each in answers.strengths}
        missing = [each for each in shown if each not in strengths]
        unread = load(missing) if missing else []
        with self._maker.engine() if unread else nullcontext():
            for profile in unread:
                number = int(profile.id)
                pair = self._maker.pair(profile, int(shown[number].id), today=question.today)
                strengths[number] = pair.strength if pair else Strength.WEAK
        answers.strengths.update(strengths)
        return [
            ReachedPlace(each, int(place.id), strengths[each]) for each, place in shown.items() if each in strengths
        ]

    def _known(self, question: ReachQuestion) -> _Answers:
        with self._maker.engine():
            generation = self._maker.generation
            answers = self._answers.get(question)
            if answers is None or answers.generation != generation:
                answers = self._answers[question] = _Answers(generation)
            self._answers.move_to_end(question)
            while len(self._answers) > _REMEMBERED:
                self._answers.popitem(last=False)
            return answers

    def _score_all(
        self, question: ReachQuestion, answers: _Answers, versions: Mapping[int, int], ids: Sequence[int], load: Load
    ) -> bool:
        # Read before the engine's turns, so that nobody waits for the database.
        profiles = {int(profile.id): profile for profile in load(ids)}
        turns = (ids[start : start + _IN_A_TURN] for start in range(0, len(ids), _IN_A_TURN))
        return all(
            self._score(
                question,
                answers,
                {each: versions[each] for each in few},
                [profiles[each] for each in few if each in profiles],
            )
            for few in turns
        )

    def _score(
        self, question: ReachQuestion, answers: _Answers, versions: Mapping[int, int], profiles: Sequence[NeedProfile]
    ) -> bool:
        """Score some needs in one turn of the engine; False when the catalogue has changed, so that all begins anew."""
        with self._maker.engine() as engine:
            if self._maker.generation != answers.generation:
                return False
            offered = sorted(each for each in question.offered if each in engine)
            encode_needs(engine, self._maker.vectors, profiles)
            places = engine.best_among(offered, profiles, today=question.today) if offered else []
            answers.versions.update(versions)
            for each in versions:
                answers.places.pop(each, None)
                answers.strengths.pop(each, None)
            answers.places.update(
                (int(need.id), place) for need, place in zip(profiles, places, strict=False) if place.suitable
            )
            return True
