"""The judged reasons: counted by hand on a small case, and whole on the project's own files."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from matching.learning import answer_evaluation as answers
from matching.learning import everyday_needs as everyday
from matching.learning import reason_evaluation as reasons
from seeds.files import shipped_vocabulary
from seeds.judged import seeded_capabilities
from tests.matching.worlds import DATA, an_engine

TODAY = date(2026, 1, 1)


def judged(folder: Path, *rows: dict[str, str]) -> reasons.JudgedReasons:
    """Write and read judgements of the need n and the capability spr, graded 3."""
    base = {"need": "n", "capability": "spr", "need_quote": "", "capability_quote": ""}
    lines = "\n".join(json.dumps({**base, **row}) for row in rows)
    (folder / "reasons.jsonl").write_text(lines, "utf-8")
    (folder / "grades.tsv").write_text("n\tspr\t3\n", "utf-8")
    return reasons.read_judged(folder / "reasons.jsonl", folder / "grades.tsv")


def said(first: str, second: str) -> dict[str, str]:
    return {"first": first, "second": second, "settled": second}


def test_agreement_and_kappa_are_those_worked_out_by_hand(tmp_path: Path) -> None:
    found = judged(
        tmp_path, said("right", "right"), said("right", "weak"), said("weak", "weak"), said("wrong", "wrong")
    )
    assert found.agreement == pytest.approx(3 / 4)
    by_chance = (2 * 1 + 1 * 2 + 1 * 1) / 16
    assert found.kappa == pytest.approx((3 / 4 - by_chance) / (1 - by_chance))


def test_readers_who_say_one_thing_only_agree_wholly(tmp_path: Path) -> None:
    assert judged(tmp_path, said("right", "right")).kappa == 1.0


def test_a_shown_reason_takes_its_own_judgement_and_no_other(tmp_path: Path) -> None:
    (tmp_path / "needs.jsonl").write_text(
        json.dumps({"id": "n", "use": "unseen", "title": "SPR", "text": "Vi vill köra Biacore."}), "utf-8"
    )
    needs, engine = everyday.read_needs(tmp_path / "needs.jsonl"), an_engine()
    unread = reasons.measure(engine, needs, judged(tmp_path, said("right", "right")), TODAY)["unseen"]
    assert unread.verdicts.total() == 0
    assert unread.unjudged >= 1
    assert (unread.worth, unread.explained) == (1, 0)
    shown = [
        each
        for candidate in reasons.first_answers(engine, needs[0].profile, TODAY)
        if candidate.capability_id == "spr"
        for each in candidate.reasons
        if each.joins
    ]
    rows = []
    for each in shown:
        _need, _capability, need_quote, capability_quote = reasons.key_of(("n", "spr"), each)
        rows.append({**said("weak", "right"), "need_quote": need_quote, "capability_quote": capability_quote})
    one_reader = {key: value for key, value in rows[-1].items() if key not in ("first", "second")}
    read = reasons.measure(engine, needs, judged(tmp_path, *rows[:-1], {**one_reader, "alone": "right"}), TODAY)[
        "unseen"
    ]
    assert (read.alone, read.carried) == (1, 0)
    carried = reasons.measure(engine, needs, judged(tmp_path, *rows[:-1], {**one_reader, "carried": "right"}), TODAY)
    assert (carried["unseen"].alone, carried["unseen"].carried) == (0, 1)
    assert read.share("right") == 1.0
    assert read.coverage == 1.0


def test_the_kept_judgements_belong_to_needs_and_capabilities_that_exist() -> None:
    needs = {each.profile.id: each for each in everyday.read_needs(DATA / "everyday_needs.jsonl")}
    offered = {each.id for each in seeded_capabilities(shipped_vocabulary())}
    kept = reasons.read_judged(DATA / "judged_reasons.jsonl", DATA / "everyday_grades.tsv")
    assert len(needs) >= 290
    assert len(kept.readers) >= 780
    assert {each.use for each in needs.values()} == {"tuning", "unseen"}
    assert {key[0] for key in kept.settled} <= set(needs)
    assert {key[1] for key in kept.settled} <= offered
    assert {each for pair in kept.readers for each in pair} <= set(reasons.VERDICTS)
    texts = {each: " ".join(passage.text for passage in need.profile.passages) for each, need in needs.items()}
    assert [key for key in kept.settled if key[2] not in texts[key[0]]] == []


def test_the_unit_in_mind_is_looked_for_among_the_first(tmp_path: Path) -> None:
    rows = (
        {"id": "a", "title": "SPR", "text": "Vi vill köra Biacore.", "answers": ["spr"], "use": "unseen"},
        {"id": "b", "title": "Lunch", "text": "Vi vill äta.", "answers": [], "use": "unseen"},
        {"id": "c", "title": "SPR", "text": "Utan svar i åtanke.", "use": "unseen"},
    )
    (tmp_path / "needs.jsonl").write_text("\n".join(json.dumps(row) for row in rows), "utf-8")
    found = answers.measure(an_engine(), everyday.read_needs(tmp_path / "needs.jsonl"), TODAY)
    assert (found.answered, found.first, found.among, found.shown) == (1, 1, 1, 1)
    assert (found.unmet, found.unmet_shown) == (1, 0)
