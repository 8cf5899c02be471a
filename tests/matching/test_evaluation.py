"""The figures: measured by hand on small cases, printed in the agreed form, learned again from the shipped table."""

from __future__ import annotations

import gzip
import json
import re
from math import log2
from pathlib import Path

import pytest

from matching import evaluation
from matching.embeddings.vector_store import MemoryStore
from matching.learning import judged_pairs, weights
from matching.learning.judged_sets import JudgedSetError, read
from matching.learning.metrics import measures
from matching.scoring import parameters
from seeds.files import shipped_vocabulary
from tests.matching.worlds import DATA, own_set

ARGUMENTS = [f"--{name}={DATA / file}" for name, file in (
    ("capabilities", "capabilities.jsonl"), ("needs", "needs.jsonl"), ("qrels", "qrels.tsv"),
)]  # fmt: skip


def test_measures_are_those_worked_out_by_hand() -> None:
    found = measures(["x", "b", "a", "y", "z", "c"], {"a": 3, "b": 1, "c": 2})
    ideal = 7 + 3 / log2(3) + 1 / 2
    assert found["ndcg@5"] == pytest.approx((1 / log2(3) + 7 / 2) / ideal)
    assert found["ndcg@10"] == pytest.approx((1 / log2(3) + 7 / 2 + 3 / log2(7)) / ideal)
    assert (found["hit@1"], found["recall@5"]) == (0.0, 0.5)
    assert found["mrr"] == pytest.approx(1 / 3)


def test_measures_of_nothing_are_zero() -> None:
    assert set(measures([], {}).values()) == {0.0}


def test_the_command_prints_json_of_the_agreed_form_and_nothing_else(capsys: pytest.CaptureFixture[str]) -> None:
    assert evaluation.main([*ARGUMENTS, "--encoder", "none", "--json"]) == 0
    printed = json.loads(capsys.readouterr().out)
    assert set(printed) == {"encoder", "needs", "all", "lang", "style", "unmet", "shown_grade3"}
    assert printed["encoder"] == "none"
    assert printed["needs"] == 26
    assert set(printed["all"]) == {"ndcg@5", "ndcg@10", "hit@1", "recall@5", "mrr"}
    assert printed["unmet"]["needs"] == 3


def test_the_engine_without_an_encoder_keeps_its_level_on_the_own_set() -> None:
    judged = own_set()
    engine = evaluation.engine_for(shipped_vocabulary(), judged, None, MemoryStore())
    found = evaluation.figures(evaluation.answers(engine, judged.needs, evaluation.TODAY), None)
    assert found["all"]["ndcg@5"] >= 0.9
    assert found["unmet"]["nothing_suitable"] >= 2
    assert found["shown_grade3"] >= 0.85


def test_every_signal_is_measured_alone_in_the_table(capsys: pytest.CaptureFixture[str]) -> None:
    assert evaluation.main([*ARGUMENTS, "--encoder", "none", "--ids", "odd"]) == 0
    printed = capsys.readouterr().out
    for signal in ("wording", "spelling", "problems", "concepts", "fuzzy_terms", "tags"):
        assert f"signal: {signal}" in printed


def test_each_strength_word_is_told_with_the_share_that_is_worth_it_and_the_day(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert evaluation.main([*ARGUMENTS, "--encoder", "none", "--ids", "odd"]) == 0
    printed = capsys.readouterr().out
    shares = {word: float(share) for word, share in re.findall(r"called “(\w+)”.* pairs, ([\d.]+) worth", printed)}
    assert shares["strong"] > shares["possible"]


def test_sets_may_lack_nearly_everything_and_be_gzipped(tmp_path: Path) -> None:
    capabilities, needs, qrels = (tmp_path / name for name in ("c.jsonl.gz", "n.jsonl", "q.tsv"))
    row = {"id": "c1", "name": "SPR", "text": "Surface plasmon resonance", "unknown": [1], "open_to_companies": "no"}
    capabilities.write_bytes(gzip.compress(json.dumps(row).encode()))
    needs.write_text('{"id": 7, "text": "How tightly does it bind?"}\n\n', "utf-8")
    qrels.write_text("need\tcapability\tgrade\n7\tc1\t3\n", "utf-8")
    judged = read(capabilities, needs, qrels)
    assert judged.capabilities[0].open_to_companies is False
    assert judged.needs[0].grades == {"c1": 3}
    assert not judged.needs[0].unmet
    assert judged.needs[0].language == "unknown"


@pytest.mark.parametrize("line", ["{", "[]", '{"text": "no id"}'])
def test_a_line_that_cannot_be_read_is_named(tmp_path: Path, line: str) -> None:
    bad = tmp_path / "bad.jsonl"
    bad.write_text(f'{{"id": 1}}\n{line}\n', "utf-8")
    with pytest.raises(JudgedSetError, match=r"bad\.jsonl, line 2"):
        read(bad, DATA / "needs.jsonl", DATA / "qrels.tsv")


def test_a_missing_file_is_an_answer_and_no_exception(capsys: pytest.CaptureFixture[str]) -> None:
    assert evaluation.main([*ARGUMENTS[:2], "--qrels=/nowhere/q.tsv"]) == 2
    assert "/nowhere/q.tsv" in capsys.readouterr().err


def test_a_missing_encoder_is_an_answer_and_no_exception(capsys: pytest.CaptureFixture[str]) -> None:
    assert evaluation.main([*ARGUMENTS, "--encoder", "/nowhere/model"]) == 2
    assert "does not exist" in capsys.readouterr().err


def test_the_shipped_weights_are_learned_again_from_the_shipped_table() -> None:
    for name, pairs in judged_pairs.load().items():
        learned = weights.learn(pairs.where(pairs.odd()))
        shipped = getattr(parameters.load(), name)
        assert dict(learned.weights) == pytest.approx(dict(shipped.weights), abs=0.01)
        assert learned.cut_off == pytest.approx(shipped.cut_off, abs=0.01)


def test_the_goals_hold_on_the_shipped_table() -> None:
    pairs = judged_pairs.load()["with_encoder"]
    way = parameters.load().with_encoder
    assert weights.held(pairs.where(~pairs.odd()), way)["ndcg@5"] >= 0.88
    whole = weights.held(pairs, way)
    assert whole["nothing_suitable"] >= 7
    assert whole["shown_grade3"] >= 0.9


def test_weights_of_what_speaks_for_a_pair_add_up_to_one() -> None:
    for way in (parameters.load().with_encoder, parameters.load().without_encoder):
        speaking = [weight for weight in way.weights.values() if weight > 0]
        assert sum(speaking) == pytest.approx(1.0, abs=0.001)
        assert [name for name, weight in way.weights.items() if weight < 0] == list(weights.FIXED)
