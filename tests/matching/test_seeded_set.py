"""The judged needs of the seeded catalogue: they name what is seeded, and the ranking answers them."""

from __future__ import annotations

import re

import pytest

from seeds import judged
from seeds.files import shipped_vocabulary


def test_grades_are_of_capabilities_that_are_seeded() -> None:
    seeded = {each.id for each in judged.seeded_capabilities(shipped_vocabulary())}
    graded = {each for need in judged.judged_needs() for each in need.grades}
    assert graded <= seeded, graded - seeded


def test_the_ranking_and_the_strength_words_are_printed(capsys: pytest.CaptureFixture[str]) -> None:
    assert judged.main(["--encoder", "none"]) == 0
    printed = capsys.readouterr().out
    figure = re.search(r"all signals +([\d.]+)", printed)
    assert figure is not None
    # A fall that somebody would notice; small ones come and go with the texts.
    assert float(figure[1]) > 0.7
    shares = {word: float(share) for word, share in re.findall(r"called “(\w+)”.* pairs, ([\d.]+) worth", printed)}
    assert shares["strong"] > shares["possible"] > shares["weak"]


def test_a_missing_encoder_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert judged.main(["--encoder", "/no/such/folder"]) == 2
    assert "/no/such/folder" in capsys.readouterr().err
