"""What the page of an import shows: what was found, what waits for a decision, how far the work is, what was kept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from sqlalchemy.orm import Session

from app.imports.checking import CheckedFile, PlannedRow
from app.imports.columns import COLUMNS
from app.imports.deciding import Settled, settle
from app.imports.kept_files import KeptFiles
from app.imports.limits import IMPORT_SHOWN
from app.imports.outcomes import ASK, CREATE, ERROR, UPDATE
from app.imports.queries import KeptRecord, list_kept_records
from app.imports.work import PLAN
from app.storage.work_folder import Progress
from models.imports import Import, ImportState

NO_PROGRESS: Final = Progress(0, 0)
# In which order outcomes are told.
_ORDER: Final = (CREATE, UPDATE, "same", "known", "unknown", "skip", ASK, ERROR)


@dataclass(frozen=True, slots=True)
class ImportResult:
    """What there is to show of an import; `counts` are (outcome, rows) in order, `asked` rows that may be doubles."""

    counts: Sequence[tuple[str, int]] = ()
    faulty: Sequence[PlannedRow] = ()
    asked: Sequence[PlannedRow] = ()
    still_open: int = 0
    clashes: Sequence[tuple[str, Sequence[int]]] = ()
    is_ready: bool = False
    is_lost: bool = False
    progress: Progress = NO_PROGRESS
    kept: Sequence[KeptRecord] = ()
    labels: Mapping[str, object] = field(default_factory=dict)

    def count(self, outcome: str) -> int:
        """Return how many rows have an outcome."""
        return dict(self.counts).get(outcome, 0)


def result_of(session: Session, record: Import, folder: Path) -> ImportResult:
    """Return what there is to show of an import."""
    kept_files = KeptFiles(folder, record.place)
    counts = [(name, record.told[name]) for name in _ORDER if record.told.get(name)]
    if record.state.is_at_work:
        return ImportResult(counts, progress=kept_files.progress())
    if record.state is ImportState.UNDONE:
        return ImportResult(counts, kept=list_kept_records(session, record, at_most=IMPORT_SHOWN))
    if record.state is not ImportState.CHECKED:
        return ImportResult(counts)
    plan = kept_files.read(PLAN)
    if plan is None:
        return ImportResult(counts, is_lost=True)
    return _checked(record, CheckedFile.from_json(plan))


def _checked(record: Import, plan: CheckedFile) -> ImportResult:
    settled: Settled = settle(plan.rows, record)
    counts = settled.counts()
    return ImportResult(
        [(name, counts[name]) for name in _ORDER if counts.get(name)],
        faulty=settled.of(ERROR),
        asked=[row for row in plan.rows if row.do == ASK],
        still_open=counts.get(ASK, 0),
        clashes=[(rows[0].name, [row.row for row in rows]) for rows in settled.clashes.values()],
        is_ready=settled.is_ready,
        labels={each.key: each.label for each in COLUMNS[record.kind]},
    )
