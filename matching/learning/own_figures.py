"""What is measured on labelled texts in one folder, the project's own, as lines of text for `make eval`."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from matching.engine import Engine
from matching.learning import (
    answer_evaluation,
    everyday_needs,
    pasted_evaluation,
    reason_evaluation,
    refusal_evaluation,
    several_evaluation,
)


def refusals(engine: Engine, folder: Path) -> str:
    """Return how well what needs turn down is read, on the project's own labelled clauses, as a line of text."""
    found = refusal_evaluation.measure(engine.exclusions, refusal_evaluation.read(folder / "refusals.tsv"))
    counts = f"{found.clauses} clauses, {found.refused} of them refusals"
    return f"refusals read as refusals: recall {found.recall:.3f}, precision {found.precision:.3f} ({counts})"


def pasted(engine: Engine, folder: Path, today: date) -> str:
    """Return how often a need pasted as a whole mail finds what its text alone finds first, as a line of text."""
    found = pasted_evaluation.measure(engine, pasted_evaluation.read(folder / "pasted.jsonl"), today)
    return f"pasted mails that find the same first as their clean twins: {found.same:.3f} (of {found.twins})"


def several(engine: Engine, folder: Path, today: date) -> str:
    """Return how well two needs in one text are told from one, on the project's own texts, as a line of text."""
    found = several_evaluation.measure(engine, several_evaluation.read(folder / "several_needs.jsonl"), today)
    recall = f"recall {found.recall_joined:.3f} where words join them, {found.recall_unjoined:.3f} where none do"
    counts = f"{found.doubles} texts with two, {found.singles} with one"
    return f"two needs in one text: {recall}, {found.false:.3f} of single ones taken for two ({counts})"


def reasons(engine: Engine, folder: Path, today: date) -> str:
    """Return how right the first answers' reasons are to everyday needs, of an engine that holds the catalogue."""
    judged = reason_evaluation.read_judged(folder / "judged_reasons.jsonl", folder / "everyday_grades.tsv")
    needs = everyday_needs.read_needs(folder / "everyday_needs.jsonl")
    return reason_evaluation.table(reason_evaluation.measure(engine, needs, judged, today), judged)


def answers(engine: Engine, folder: Path, today: date) -> str:
    """Return how often everyday needs find the unit that was in mind, of an engine that holds the catalogue."""
    needs = everyday_needs.read_needs(folder / "everyday_needs.jsonl")
    return answer_evaluation.table(answer_evaluation.measure(engine, needs, today))
