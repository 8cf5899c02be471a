"""Measures how well refusals are read, on clauses labelled "refused" where their subject is turned down."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from matching.hard_limits.exclusions import ExclusionReader
from matching.hard_limits.negation_words import Force
from matching.profiles import NeedProfile, Passage

_REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class LabelledClause:
    """A clause with a subject in it, and whether it turns the subject down."""

    refused: bool
    subject: str
    text: str


@dataclass(frozen=True, slots=True)
class RefusalFigures:
    """How many clauses there are and turn something down, and which ones were missed or read as what they are not."""

    clauses: int
    refused: int
    missed: tuple[LabelledClause, ...]
    mistaken: tuple[LabelledClause, ...]

    @property
    def recall(self) -> float:
        """Of what is turned down, the share that is read so."""
        return 1.0 - len(self.missed) / max(1, self.refused)

    @property
    def precision(self) -> float:
        """Of what is read as turned down, the share that is."""
        found = self.refused - len(self.missed)
        return found / max(1, found + len(self.mistaken))


def read(path: Path) -> list[LabelledClause]:
    """Read a file of lines: label, subject, text, with tabs between; a backslash and n stand for a line break."""
    rows = (line.split("\t") for line in path.read_text("utf-8").splitlines() if line.strip())
    return [LabelledClause(label == _REFUSED, subject, text.replace("\\n", "\n")) for label, subject, text in rows]


def measure(reader: ExclusionReader, clauses: Sequence[LabelledClause]) -> RefusalFigures:
    """Return how well a reader of exclusions tells them apart."""
    found = [(clause, _is_turned_down(reader, clause)) for clause in clauses]
    return RefusalFigures(
        clauses=len(clauses),
        refused=sum(clause.refused for clause in clauses),
        missed=tuple(clause for clause, read_so in found if clause.refused and not read_so),
        mistaken=tuple(clause for clause, read_so in found if read_so and not clause.refused),
    )


def _is_turned_down(reader: ExclusionReader, clause: LabelledClause) -> bool:
    start = clause.text.casefold().index(clause.subject.casefold())
    end = start + len(clause.subject)
    exclusions = reader.of_need(NeedProfile("", (Passage("text", clause.text),)))
    return any(
        each.force is not Force.UNCLEAR and each.quote.start < end and start < each.quote.end for each in exclusions
    )
