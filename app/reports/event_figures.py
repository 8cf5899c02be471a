"""The events that were held, by type, and who stands where on the cooperation ladder: figures with their rows."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session

from app.programmes.achievement_counting import achievements_with, count_events, count_levels
from app.programmes.achievement_names import KIND_NAMES
from app.reports.content import EVENT, HELD, LADDER, Parts
from app.reports.figures import Figure, ReportRow
from app.reports.month import Month
from app.reports.names import in_both
from app.reports.target_rows import achieved_row
from models.achievements import AchievementKind
from models.programmes import Programme

_TO_DATE = _l("to date")
_STEP = AchievementKind.LADDER


def events_of(session: Session, programme: Programme, months: Sequence[Month]) -> list[tuple[Parts, Parts]]:
    """Return of each month the events held, in it and to date, and who stands on which level of the ladder by then."""
    held = [count_events(session, programme, until=month.cut_off) for month in months]
    levels = [count_levels(session, programme, until=month.cut_off) for month in months]
    numbers = {number for each in held for ids in each.values() for number in ids}
    numbers |= {number for each in levels for ids in each.values() for number in ids}
    words = {kind: in_both(KIND_NAMES[kind]) for kind in (*(kind for each in held for kind in each), _STEP)}
    rows = {each.id: achieved_row(each, words[each.kind]) for each in achievements_with(session, numbers)}
    to_date = in_both(_TO_DATE)
    found = []
    for month, events, steps in zip(months, held, levels, strict=True):
        figures: list[Figure] = []
        for kind, ids in events.items():
            all_of = tuple(sorted((rows[number] for number in ids), key=_order))
            swedish, english = words[kind]
            in_month = tuple(row for row in all_of if month.holds(row.on))
            figures.append(Figure(f"{EVENT}{kind.value}", in_month, swedish, english))
            names = (f"{swedish}, {to_date[0]}", f"{english}, {to_date[1]}")
            figures.append(Figure(f"{HELD}{kind.value}", all_of, *names))
        standing = [
            _level(level, tuple(sorted((rows[number] for number in ids), key=_order))) for level, ids in steps.items()
        ]
        found.append((Parts(tuple(figures)), Parts(tuple(standing))))
    return found


def _order(row: ReportRow) -> tuple[str, int]:
    return (row.on.isoformat() if row.on else "", row.id)


def _level(level: int, rows: tuple[ReportRow, ...]) -> Figure:
    swedish, english = f"Nivå {level} på samverkanstrappan", f"Level {level} of the cooperation ladder"
    # A network is somebody, too, though it is no company.
    return Figure(f"{LADDER}{level}", rows, swedish, english, company_count=len(rows))
