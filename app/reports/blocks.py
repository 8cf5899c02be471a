"""What an account of a report is made of: the page, the document and the workbook say the same in their own forms."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from app.web.bar_charts import HeldChart
from app.web.charts import FunnelChart, LineChart
from app.web.list_files import Column

Chart = FunnelChart | HeldChart | LineChart
# Where the rows of a figure are read, by its code; None where an account has no links.
Link = Callable[[str], str | None]


@dataclass(frozen=True, slots=True)
class GridCell:
    """What stands in a table; `figure` is the code of the figure whose rows it opens."""

    text: str
    figure: str | None = None


@dataclass(frozen=True, slots=True)
class Tile:
    """One of the few numbers that matter most, with what to hold it against."""

    label: str
    value: str
    note: str = ""
    figure: str | None = None


@dataclass(frozen=True, slots=True)
class Remark:
    """A sentence or two; `figure` is the code of the figure whose rows they lead to."""

    text: str
    figure: str | None = None
    kind: str = "remark"


@dataclass(frozen=True, slots=True)
class Grid:
    """A table; the first column names the row, and the columns in `numbers` are set right."""

    title: str
    heads: tuple[str, ...]
    rows: tuple[tuple[GridCell, ...], ...]
    numbers: frozenset[int] = frozenset()
    kind: str = "grid"

    @property
    def columns(self) -> list[Column]:
        """Return the columns as tables on pages know them."""
        return [
            {"label": head, "key": head, "number": True} if place in self.numbers else {"label": head, "key": head}
            for place, head in enumerate(self.heads)
        ]


@dataclass(frozen=True, slots=True)
class ChartBlock:
    """A chart, by a key that is unique in the account."""

    key: str
    chart: Chart
    kind: str = "chart"


Block = Remark | Grid | ChartBlock


@dataclass(frozen=True, slots=True)
class AccountPart:
    """A part of the account under its heading."""

    key: str
    title: str
    blocks: Sequence[Block]


def grid(
    title: str, heads: Sequence[str], rows: Sequence[Sequence[GridCell | str]], numbers: Sequence[int] = ()
) -> Grid:
    """Return a table of cells, some of which may be written as plain text."""
    cells = tuple(tuple(GridCell(cell) if isinstance(cell, str) else cell for cell in row) for row in rows)
    return Grid(title, tuple(heads), cells, frozenset(numbers))
