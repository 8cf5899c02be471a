"""A text of twice the length takes at most twice the steps and a little, whatever stands in it; counted, not timed."""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import partial
from types import FrameType
from typing import Any

import pytest

from matching.embeddings.encoders import LONGEST_ENCODED, _safe, cost
from matching.engine import Engine
from matching.evaluation import TODAY
from matching.profiles import CapabilityProfile, NeedProfile, Passage
from matching.scoring import parameters
from seeds.files import shipped_vocabulary

PATTERNS = {
    "hyphens": "a-",
    "one long word": "abcdefgh",
    "a compound without end": "proteinmassspektrometri",
    "commas": "a,",
    "items": "a, ",
    "digits": "7",
    "numbers": "12 ",
    "lines": "a\n",
    "empty lines": "\n",
    "a name again and again": "masspektrometri ",
    "a name with commas": "masspektrometri, ",
    "refusals": "no animal, ",
    "refusals in Swedish": "inte djurförsök; ",
    "refusals of names": "utan masspektrometri, ",
    "not": "inte ",
    "softened": "helst utan ",
    "afterwards": "djur är uteslutet. ",
    "headings": "utesluts: ",
    "accents": "a\u0301",
    "apostrophes": "a'",
    "full stops": "a.",
    "spaces": " ",
    "brackets": "(",
}
# Twice this is the longest text a form takes.
_SHORT = 5_000
OFFER = CapabilityProfile("offer", (Passage("text", "Vi mäter proteiner i plasma med masspektrometri, utan djur."),))
WISH = NeedProfile("wish", (Passage("text", "Vi behöver mäta proteiner i plasma."),))


@pytest.fixture(scope="module")
def engine() -> Engine:
    engine = Engine(shipped_vocabulary(), None, parameters.load())
    engine.put(OFFER)
    # What is read once for all is read.
    engine.rank(WISH, today=TODAY)
    return engine


def steps(work: Callable[[], object]) -> int:
    """Return how many functions are called and left meanwhile, those written in C included."""
    count = 0

    def note(_frame: FrameType, _event: str, _argument: Any) -> None:
        nonlocal count
        count += 1

    sys.setprofile(note)
    try:
        work()
    finally:
        sys.setprofile(None)
    return count


def repeated(pattern: str, length: int) -> str:
    return (pattern * length)[:length]


@pytest.mark.parametrize("pattern", PATTERNS.values(), ids=PATTERNS)
def test_a_text_of_twice_the_length_takes_at_most_twice_the_steps(engine: Engine, pattern: str) -> None:
    def offered(length: int) -> None:
        engine.put(CapabilityProfile("nasty", (Passage("text", repeated(pattern, length)),)))
        engine.rank(WISH, today=TODAY)

    def asked(length: int) -> None:
        engine.rank(NeedProfile(str(length), (Passage("text", repeated(pattern, length)),)), today=TODAY)

    for reads in (offered, asked):
        # The words themselves are known, and what is left is the work with their number.
        reads(_SHORT - 1)
        assert steps(partial(reads, 2 * _SHORT)) <= 2.5 * steps(partial(reads, _SHORT))


@pytest.mark.parametrize("pattern", PATTERNS.values(), ids=PATTERNS)
def test_no_text_costs_the_encoder_more_than_prose(pattern: str) -> None:
    prose = "Vi vill veta vilka proteiner som binder till vår substans i plasma från patienter. "
    dearest = cost(repeated(prose, 2 * LONGEST_ENCODED))
    assert cost(repeated(pattern, 2 * LONGEST_ENCODED)) <= 1.2 * dearest
    assert len(_safe(repeated(prose, LONGEST_ENCODED - 100))) == len(repeated(prose, LONGEST_ENCODED - 100).strip())
