"""Words nearly the same are found among many, none missed and none made up."""

from __future__ import annotations

import random

from rapidfuzz import fuzz

from matching.storage.word_index import WordIndex

LEAST = 85.0


def words(count: int, seed: int) -> list[str]:
    """Return made-up words of a few letters, so that many are alike."""
    draw = random.Random(seed)
    return ["".join(draw.choices("abcdeåäö3", k=draw.randint(1, 14))) for _ in range(count)]


def slips(known: list[str], seed: int) -> list[str]:
    """Return words with one letter put in or taken out."""
    draw = random.Random(seed)
    places = [(word, draw.randrange(len(word) + 1)) for word in known]
    return [word[:at] + draw.choice(("", "x", "é")) + word[at + draw.randrange(2) :] for word, at in places]


def test_what_is_alike_is_what_a_comparison_with_every_word_finds() -> None:
    known = list(dict.fromkeys(words(1_500, 1)))
    index = WordIndex()
    for word in known:
        index.put(word)
    asked = [*slips(known[:150], 2), *known[:20], *words(50, 3)]
    found = 0
    for word in asked:
        # Compared in single precision, as the signal does.
        alike = {each: round(fuzz.ratio(word, each), 4) for each in known if fuzz.ratio(word, each) >= LEAST}
        assert {each: round(ratio, 4) for each, ratio in index.alike(word, LEAST)} == alike
        found += len(alike)
    assert found > 100


def test_a_word_that_is_taken_out_is_found_no_more_and_its_place_is_used_again() -> None:
    index = WordIndex()
    for word in ("cytiva", "biacore"):
        index.put(word)
    index.put("cytiva")
    assert len(index) == 2
    index.remove("cytiva")
    index.remove("cytiva")
    assert index.alike("cytiva", LEAST) == []
    index.put("cytivas")
    assert [word for word, _ in index.alike("cytiva", LEAST)] == ["cytivas"]
    assert index.alike("biacor", LEAST)
    assert WordIndex().alike("biacore", LEAST) == []
