"""Side by side: what is asked, what is answered, and what must be asked about."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from matching.profiles import CapabilityProfile, NeedProfile
from matching.results import Outcome
from matching.scoring.side_by_side import ComparedFact, compare

TODAY = date(2026, 3, 1)
NEED = NeedProfile("N", ())
KNOWN = CapabilityProfile(
    "known",
    (),
    quality=frozenset({"GLP", "ISO 13485"}),
    in_flemingsberg=True,
    service_form="full_service",
    open_to_companies=True,
    lead_time_days=20,
    confirmed_on=date(2026, 2, 1),
    ready=True,
)
UNKNOWN = CapabilityProfile("unknown", ())


def row(rows: tuple[ComparedFact, ...], kind: str) -> ComparedFact:
    (found,) = (each for each in rows if each.kind == kind)
    return found


def outcomes(line: ComparedFact) -> list[Outcome | None]:
    return [cell.outcome for cell in line.cells]


def test_every_missing_fact_is_to_be_asked() -> None:
    rows = compare(NEED, [UNKNOWN], today=TODAY, asked_concepts=["elisa"], further={"price": {}})
    kinds = "method quality place service_form lead_time open_to_companies ready confirmed_on price"
    assert [line.kind for line in rows] == kinds.split()
    assert all(cell.must_be_asked for line in rows for cell in line.cells)


def test_what_the_need_leaves_open_is_told_and_not_judged() -> None:
    rows = compare(NEED, [KNOWN], today=TODAY, further={"price": {"known": "from 900"}})
    assert [(line.kind, line.cells[0].value, line.cells[0].outcome) for line in rows] == [
        ("quality", "GLP, ISO 13485", None),
        ("place", "Flemingsberg", None),
        ("service_form", "full_service", None),
        ("lead_time", "20", None),
        ("open_to_companies", "yes", None),
        ("ready", "yes", None),
        ("confirmed_on", "2026-02-01", None),
        ("price", "from 900", None),
    ]


def test_each_required_level_is_a_line_of_its_own() -> None:
    need = replace(NEED, quality=frozenset({"ISO13485", "GMP"}))
    lines = [line for line in compare(need, [KNOWN, UNKNOWN], today=TODAY) if line.kind == "quality"]
    assert [(line.asked, outcomes(line)) for line in lines] == [
        ("GMP", [Outcome.FAIL, Outcome.UNKNOWN]),
        ("ISO13485", [Outcome.PASS, Outcome.UNKNOWN]),
    ]


def test_no_level_held_is_an_answer() -> None:
    none_held = replace(KNOWN, quality=frozenset())
    assert row(compare(NEED, [none_held], today=TODAY), "quality").cells[0].value == "none"


def test_place_fails_only_where_it_is_asked_for() -> None:
    elsewhere = replace(KNOWN, id="elsewhere", in_flemingsberg=False)
    asked = row(compare(replace(NEED, in_flemingsberg=True), [KNOWN, elsewhere, UNKNOWN], today=TODAY), "place")
    assert outcomes(asked) == [Outcome.PASS, Outcome.FAIL, Outcome.UNKNOWN]
    assert outcomes(row(compare(NEED, [elsewhere], today=TODAY), "place")) == [None]


def test_another_service_form_is_to_be_talked_over_but_is_no_missing_fact() -> None:
    need = replace(NEED, service_form="assisted_use")
    (cell,) = row(compare(need, [KNOWN], today=TODAY), "service_form").cells
    assert (cell.outcome, cell.value, cell.must_be_asked) == (Outcome.UNKNOWN, "full_service", False)


@pytest.mark.parametrize(
    ("deadline", "expected"),
    [(date(2026, 3, 21), Outcome.PASS), (date(2026, 3, 20), Outcome.FAIL), (date(2026, 2, 1), None), (None, None)],
)
def test_lead_time_is_held_against_a_deadline_still_to_come(deadline: date | None, expected: Outcome | None) -> None:
    line = row(compare(replace(NEED, deadline=deadline), [KNOWN], today=TODAY), "lead_time")
    assert (line.cells[0].outcome, line.cells[0].value) == (expected, "20")


def test_a_method_that_is_not_named_is_a_question_and_not_a_no() -> None:
    held = {"known": {"elisa"}}
    rows = compare(NEED, [KNOWN, UNKNOWN], today=TODAY, asked_concepts=["elisa"], held_concepts=held)
    line = row(rows, "method")
    assert outcomes(line) == [Outcome.PASS, Outcome.UNKNOWN]
    assert line.differs


def test_lines_where_all_are_alike_do_not_differ() -> None:
    twin = replace(KNOWN, id="twin", lead_time_days=90)
    rows = compare(NEED, [KNOWN, twin], today=TODAY)
    assert [line.kind for line in rows if line.differs] == ["lead_time"]


@pytest.mark.parametrize("capabilities", [[], [KNOWN, KNOWN], [replace(KNOWN, id=str(number)) for number in range(5)]])
def test_only_one_to_four_different_capabilities_are_compared(capabilities: list[CapabilityProfile]) -> None:
    with pytest.raises(ValueError, match="one to 4"):
        compare(NEED, capabilities, today=TODAY)
