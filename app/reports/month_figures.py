"""The figures of a month, each the rows that make it; the month before is counted by the same functions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.needs.met import state_of
from app.reports.content import LOST, Parts
from app.reports.dated import Dated
from app.reports.figures import Figure, ReportRow
from app.reports.month import Month
from app.reports.records import Event, MatchRecord, NeedRecord
from app.reports.rows import company_row, match_row, need_row
from app.reports.stages import Steps, furthest, furthest_before_closing
from models.matches import CloseReason, Stage
from models.meetings import MeetingStatus
from models.needs import Need
from models.organisations import Company
from models.programmes import Programme

AHEAD = timedelta(days=30)


class Happenings:
    """What has happened in a programme, ordered once, so that each of many months finds its own."""

    def __init__(
        self, newcomers: Sequence[tuple[Company, date]], needs: Sequence[NeedRecord], matches: Sequence[MatchRecord]
    ) -> None:
        """Take what was read of the programme."""
        self._needs = [(need, need_row(need)) for need in needs]
        self._of_need: dict[int, list[Steps]] = defaultdict(list)
        for match in matches:
            self._of_need[match.need_id].append(match.taken)
        self._new_companies = Dated((on, company_row(company, on)) for company, on in newcomers)
        self._new_needs = Dated((need.opened_on, row) for need, row in self._needs)
        self._introductions = _came_to(Stage.INTRODUCED, matches)
        self._lost = _came_to(Stage.CLOSED, filter(_was_lost, matches))
        self._meetings = _events((match, match.meetings) for match in matches)
        self._uses = _events((match, match.uses) for match in matches)

    def figures(self, month: Month) -> dict[str, Figure]:
        """Return the figures of a month by their codes, in the order in which a report tells them."""
        figures = [
            # A company counts once in a programme: on the day when its first need there came in.
            Figure("new_companies", tuple(self._new_companies.within(month))),
            Figure("new_needs", tuple(self._new_needs.within(month))),
            Figure("introductions", tuple(self._introductions.within(month))),
            *self._of_meetings(month),
            self._uses_started(month),
            Figure("matches_lost", tuple(self._lost.within(month))),
            *self._open_needs(month),
        ]
        return {figure.code: figure for figure in figures}

    def _of_meetings(self, month: Month) -> Iterator[Figure]:
        meetings = self._meetings.within(month)
        for status in (MeetingStatus.HELD, MeetingStatus.PLANNED, MeetingStatus.NOT_HELD):
            own = ((match, meeting) for match, meeting in meetings if meeting.status is status)
            rows = tuple(match_row(match, "meeting", meeting.id, meeting.on) for match, meeting in own)
            yield Figure(f"meetings_{status.value}", rows)

    def _uses_started(self, month: Month) -> Figure:
        rows = (match_row(match, "use", use.id, use.on) for match, use in self._uses.within(month))
        return Figure("uses_started", tuple(rows))

    def _open_needs(self, month: Month) -> list[Figure]:
        """Split the needs that were open at the cut-off: matched + waiting + unmet is always all of them."""
        parts: dict[str, list[ReportRow]] = {"needs_matched": [], "needs_waiting": [], "needs_unmet": []}
        for need, row in self._needs:
            if need.was_open(month.cut_off):
                stages = (furthest(taken, month.cut_off) for taken in self._of_need.get(need.id, ()))
                parts[f"needs_{state_of(stage for stage in stages if stage is not None)}"].append(row)
        return [Figure(code, tuple(rows)) for code, rows in parts.items()]


def next_steps(matches: Iterable[MatchRecord], month: Month, today: date) -> Figure | None:
    """Return the matches whose next step is due within thirty days of the cut-off.

    Next steps are not dated: once those days are over they tell nothing of the month, and None is returned.
    """
    until = month.cut_off + AHEAD
    if today > until:
        return None
    rows = [
        match_row(match, "match", match.id, match.next_step_on)
        for match in matches
        if match.next_step_on is not None and match.next_step_on <= until
    ]
    return Figure("next_steps", tuple(sorted(rows, key=lambda row: (row.on or date.max, row.id))))


def by_reason(lost: Figure) -> Parts:
    """Return the lost matches by why they were closed, the reason of most first."""
    figures = []
    for reason in CloseReason:
        rows = tuple(row for row in lost.rows if (row.reason or CloseReason.OTHER.value) == reason.value)
        figures.append(Figure(f"{LOST}{reason.value}", rows))
    return Parts(tuple(sorted((each for each in figures if each.rows), key=lambda each: -each.value)))


def read_newcomers(session: Session, programme: Programme, since: Month) -> Sequence[tuple[Company, date]]:
    """Return the companies that have come into a programme since a month began, each with its first need's day."""
    first_need = (
        sa.select(Need.company_id, sa.func.min(Need.opened_on).label("opened_on"))
        .where(Need.programme_id == programme.id)
        .group_by(Need.company_id)
        .subquery()
    )
    rows = session.execute(
        sa.select(Company, first_need.c.opened_on)
        .join(first_need, first_need.c.company_id == Company.id)
        .where(
            # A need that is still a draft has opened nothing.
            first_need.c.opened_on.is_not(None),
            first_need.c.opened_on >= since.first,
        )
        .order_by(Company.id)
    )
    return [(company, opened_on) for company, opened_on in rows]


def _came_to(stage: Stage, matches: Iterable[MatchRecord]) -> Dated[ReportRow]:
    """Return the matches that have come to a stage, as rows; a closed one says why."""
    days = ((match, match.taken.get(stage)) for match in matches)
    return Dated(
        (on, match_row(match, "match", match.id, on, reason=match.close_reason if stage is Stage.CLOSED else None))
        for match, on in days
        if on is not None
    )


def _was_lost(match: MatchRecord) -> bool:
    """Tell whether a match had come to a stage and was closed before a use; one that came later changes nothing."""
    closed = match.taken.get(Stage.CLOSED)
    return closed is not None and furthest_before_closing(match.taken, closed) not in (None, Stage.USED)


def _events(of_matches: Iterable[tuple[MatchRecord, Sequence[Event]]]) -> Dated[tuple[MatchRecord, Event]]:
    return Dated((event.on, (match, event)) for match, events in of_matches for event in events)
