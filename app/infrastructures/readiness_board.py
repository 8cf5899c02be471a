"""What the board of readiness shows: a cell for each unit and item, as a word, a number and a shape beside a colour."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from flask_babel import gettext as _

from app.infrastructures.readiness_ladder import LEVEL_NAMES, RUNGS, Rung
from app.infrastructures.readiness_queries import BoardRow
from app.web.i18n import iso_date
from models.readiness import is_overdue, item_passes, lacks_review
from models.readiness_items import ReadinessItem

# How a cell is marked.
GOOD, MISSING, LATE, UNREVIEWED = "good", "missing", "late", "unreviewed"


@dataclass(frozen=True, slots=True)
class ItemCell:
    """An item of a unit: its number, what stands in the cell, what it means in words, and how it is marked."""

    number: int
    sign: str
    words: str
    state: str


@dataclass(frozen=True, slots=True)
class LadderRow:
    """A unit with its cells; none where nobody has assessed it."""

    row: BoardRow
    cells: Sequence[ItemCell]

    @property
    def is_demo(self) -> bool:
        """Tell whether the ladder is demo data."""
        return any(item.is_demo for item in self.row.items.values())


@dataclass(frozen=True, slots=True)
class ItemHead:
    """An item as the head of its column, and how many of the assessed units it holds back."""

    rung: Rung
    holds_back: int


@dataclass(frozen=True, slots=True)
class ReadinessBoard:
    """Every unit with its ladder, and the fourteen items."""

    heads: Sequence[ItemHead]
    assessed: Sequence[LadderRow]
    others: Sequence[BoardRow]
    open_now: int
    overdue: int


def made_of(rows: Sequence[BoardRow], *, with_days: bool, today: date) -> ReadinessBoard:
    """Return the board of units; days are told to those who see to them."""
    assessed = [LadderRow(row, _cells(row, with_days=with_days, today=today)) for row in rows if row.items]
    cells = [cell for row in assessed for cell in row.cells]
    held = [cell.number for cell in cells if cell.state in (MISSING, LATE)]
    return ReadinessBoard(
        [ItemHead(rung, held.count(rung.number)) for rung in RUNGS],
        assessed,
        [row for row in rows if not row.items],
        open_now=sum(row.infrastructure.opened_on is not None for row in rows),
        overdue=sum(cell.state == LATE for cell in cells),
    )


def _cells(row: BoardRow, *, with_days: bool, today: date) -> list[ItemCell]:
    return [_cell(rung.number, row.items.get(rung.number), today if with_days else None) for rung in RUNGS]


def _cell(number: int, item: ReadinessItem | None, today: date | None) -> ItemCell:
    if item is None:
        return ItemCell(number, "0", _("Not assessed"), MISSING)
    is_good = item_passes(number, item.level)
    name = str(LEVEL_NAMES[item.level][1]) if item.level is not None else _("– Does not concern the unit")
    sign = "–" if item.level is None else str(item.level)
    if today is not None and is_overdue(item, today):
        words = _("%(level)s, was to be ready by %(day)s", level=name, day=iso_date(item.due_on))
        return ItemCell(number, sign, words, LATE)
    if today is not None and lacks_review(item, today):
        return ItemCell(number, sign, _("%(level)s, but not reviewed within a year", level=name), UNREVIEWED)
    if is_good:
        return ItemCell(number, sign, _("%(level)s, good enough", level=name), GOOD)
    return ItemCell(number, sign, _("%(level)s, missing", level=name), MISSING)
