"""The command that shows which concepts texts of infrastructures are read as: what it prints and what it counts."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from matching.learning import found_concepts

TEXTS = [
    {"id": "a", "name": "Kryo-EM", "lang": "sv", "text": "Vi tar bilder med kryo-elektronmikroskopi."},
    {"id": "b", "name": "Mass spectrometry", "lang": "en", "text": "Proteins are identified by mass spectrometry."},
]


@pytest.fixture
def texts(tmp_path: Path) -> Path:
    path = tmp_path / "texts.jsonl"
    path.write_text("\n".join(json.dumps(row) for row in TEXTS), "utf-8")
    return path


def test_five_concepts_are_shown_for_each_text_and_unjudged_ones_marked(
    texts: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert found_concepts.main([str(texts), "--encoder", "none"]) == 0
    first, second, *_ = capsys.readouterr().out.splitlines()
    assert first.split("\t")[:2] == ["a", "Kryo-EM"]
    assert "?cryo-em" in first.split("\t")[2:]
    assert "?mass-spectrometry" in second.split("\t")[2:]
    assert len(first.split("\t")) == len(second.split("\t")) == 2 + found_concepts.FIRST


def test_judgements_give_the_share_that_is_right_and_what_is_wrong_most_often(
    texts: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    judged = tmp_path / "judged.tsv"
    judged.write_text("a\tcryo-em\tright\nb\tmass-spectrometry\twrong\n", "utf-8")
    found_concepts.main([str(texts), "--encoder", "none", "--judged", str(judged)])
    printed = capsys.readouterr().out
    assert "+cryo-em" in printed
    assert "-mass-spectrometry" in printed
    assert "right: 0.500 of 2 judged pairs of 2 texts" in printed
    assert "not judged: 8" in printed
    assert "wrong most often: mass-spectrometry 1" in printed
