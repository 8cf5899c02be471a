"""Whatever is done, past months are what a naive recount of the audit trail says, and frozen ones never move.

BRYGGA_WALKS says how many walks are taken (few, unless it is set) and BRYGGA_WALK which seed is the first; a walk that
fails is made as short as it can be and printed with its seed.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable
from datetime import date, datetime, timedelta
from decimal import Decimal
from random import Random
from time import monotonic
from typing import Any, Final

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

from app.likeness.merged import merged_companies
from app.programmes.queries import get_programme
from app.reports.content import STAGE, Report
from app.reports.corrections import corrections, stage_corrections
from app.reports.figures import EarlierChange
from app.reports.frozen import check_frozen_reports, find_frozen
from app.reports.month import Month, months_before
from app.reports.report_of_month import gather_report, recount
from app.reports.use_cases import keep_report, make_report
from app.storage.audit_check import check_trail
from app.storage.database import BryggaSession, engine_of
from models.clock import last_of_month, quarter_of, today
from models.programmes import FrozenReport, Programme
from tests.reports.naive_recount import Recount
from tests.reports.random_walk import START, Office, Step, draw_walk

WALKS: Final = int(os.environ.get("BRYGGA_WALKS", "2"))
FIRST: Final = int(os.environ.get("BRYGGA_WALK", "0"))
STEPS: Final = 70
FREEZES: Final = 0.25
# So long is spent on making a walk that fails short.
SECONDS: Final = 60


def said(report: Report) -> dict[str, Any]:
    """Return what a report says, as the recount says it: the numbers behind each figure, and the funnel."""
    figures = {code: sorted(row.id for row in figure.rows) for code, figure in report.all_figures().items()}
    return figures | {f"{STAGE}{step.stage}": (step.reached, step.median_days) for step in report.funnel}


def counted(recounted: Recount, programme: int, first: date, end: date) -> dict[str, Any]:
    figures = {code: sorted(numbers) for code, numbers in recounted.figures(programme, first, end).items()}
    return figures | {f"{STAGE}{stage}": told for stage, told in recounted.funnel(programme, end).items()}


def differing(report: Report, told: dict[str, Any]) -> dict[str, Any]:
    """Return what a report says otherwise than the recount; what it does not tell of is nothing."""
    found = said(report)
    return {code: (found.get(code, []), numbers) for code, numbers in told.items() if found.get(code, []) != numbers}


class Watch:
    """Looks at reports while an office works: freezes some, and holds all against the trail."""

    def __init__(self, session: Session, office: Office) -> None:
        self.session, self.office = session, office
        self.since = office.begun_after
        self.frozen: dict[tuple[date, int], tuple[str, str]] = {}

    @property
    def programme(self) -> Programme:
        code = self.office.programme.code
        return get_programme(self.session, code)

    def after(self, step: Step) -> None:
        """Freeze the last month or quarter now and then, and find it as the trail has it then."""
        random = Random(step.seed + 1)
        if random.random() > FREEZES:
            return
        months = 3 if random.random() < 0.2 else 1
        first = months_before(today().replace(day=1), random.choice((1, 1, 2)))
        first = first if months == 1 else quarter_of(months_before(first, 2))
        if first < START.replace(day=1) or (first, months) in self.frozen:
            return
        if Month.of(first, today(), months).last >= today() or first > self.programme.ends_on:
            return
        what: dict[str, Any] = {"programme": self.programme, "month": first, "months": months, "today": today()}
        made = make_report(self.session, demo=False, write_files=lambda _report: {}, **what)
        frozen = keep_report(self.session, actor=None, programme=self.programme, made=made)
        self.session.commit()
        self.frozen[first, months] = self._stored(frozen.id)
        kept = find_frozen(self.session, self.programme, first, months)
        assert kept is not None
        assert kept.report is not None, kept.frozen.content
        end = Month.of(first, today(), months).last
        assert not differing(kept.report, counted(Recount(self.session, self.since), self.programme.id, first, end))

    def at_last(self) -> None:
        """Hold every month and every quarter against the trail, and every frozen one against what was frozen."""
        recounted, programme = Recount(self.session, self.since), self.programme
        first = latest = START.replace(day=1)
        changes: dict[tuple[str, str], EarlierChange] = {}
        while first <= min(today(), programme.ends_on):
            end = min(last_of_month(first), today())
            report = gather_report(self.session, programme, first, today=today())
            wrong = differing(report, counted(recounted, programme.id, first, end))
            assert not wrong, (first, wrong)
            self._same_amounts(report, recounted)
            latest, changes = first, {(each.span, each.code): each for each in report.changes}
            first = last_of_month(first) + timedelta(days=1)
        for (month, months), was in self.frozen.items():
            kept = find_frozen(self.session, programme, month, months)
            assert kept is not None
            assert kept.is_intact
            assert kept.report is not None
            assert self._stored(kept.frozen.id) == was
            now = counted(recounted, programme.id, month, Month.of(month, today(), months).last)
            self._corrected(kept.report, recounted, now)
            if months == 1 and month < latest:
                self._told(kept.report, now, changes, latest)

    def _same_amounts(self, report: Report, recounted: Recount) -> None:
        for figure in report.targets:
            if figure.code == "reported":
                amount = recounted.amount([row.id for row in figure.rows])
                assert Decimal(str(round(figure.value, 2))) == amount, figure

    def _corrected(self, frozen: Report, recounted: Recount, now: dict[str, Any]) -> None:
        """What was frozen and what its own page tells of as corrections make what the trail says today."""
        current = recount(self.session, self.programme, frozen.month, today=today(), months=frozen.months)
        rows: dict[str, Counter[int]] = {code: Counter() for code in now if not code.startswith(STAGE)}
        for code, numbers in rows.items():
            figure = frozen.all_figures().get(code)
            for row in figure.rows if figure else ():
                numbers[recounted.company_now(row.id) if row.kind == "company" else row.id] += 1
        for each in corrections(frozen, current, merged_companies(self.session)):
            number = recounted.company_now(each.row.id) if each.row.kind == "company" else each.row.id
            if each.figure in rows:
                rows[each.figure][number] += 1 if each.added else -1
        assert {code: sorted(numbers.elements()) for code, numbers in rows.items()} == {
            code: now[code] for code in rows
        }
        stages = {step.stage: step.reached for step in frozen.funnel}
        stages |= {each.stage: each.after for each in stage_corrections(frozen, current)}
        assert {f"{STAGE}{stage}": reached for stage, reached in stages.items()} == {
            code: told[0] for code, told in now.items() if code.startswith(STAGE)
        }

    def _told(
        self, frozen: Report, now: dict[str, Any], changes: dict[tuple[str, str], EarlierChange], latest: date
    ) -> None:
        """What the latest report tells, after what frozen ones have told, makes what the trail says today."""
        rows = self.session.scalars(
            sa.select(FrozenReport)
            .where(
                FrozenReport.programme_id == self.programme.id,
                FrozenReport.months == 1,
                FrozenReport.month != latest,
            )
            .order_by(FrozenReport.frozen_at, FrozenReport.id)
        ).all()
        told = {code: self._value(frozen, code) for code in now}
        for row in rows:
            kept = find_frozen(self.session, self.programme, row.month)
            assert kept is not None
            assert kept.report is not None
            for change in kept.report.changes:
                if change.span == frozen.month_text:
                    told[change.code] = change.now
        told |= {code: changes[frozen.month_text, code].now for code in now if (frozen.month_text, code) in changes}
        for code, value in now.items():
            if code != "reported":
                assert told[code] == (value[0] if isinstance(value, tuple) else len(value)), (frozen.month, code)

    @staticmethod
    def _value(report: Report, code: str) -> int | float:
        if code.startswith(STAGE):
            return next(step.reached for step in report.funnel if step.stage == code.removeprefix(STAGE))
        figure = report.all_figures().get(code)
        return figure.value if figure else 0

    def _stored(self, number: int) -> tuple[str, str]:
        text = sa.cast(FrozenReport.content, sa.Text)
        content, digest = self.session.execute(
            sa.select(text, FrozenReport.digest).where(FrozenReport.id == number)
        ).one()
        return content, digest


def walk(engine: sa.Engine, set_clock: Callable[[datetime], None], steps: list[Step]) -> None:
    with BryggaSession(engine) as session:
        office = Office(session, set_clock)
        watch = Watch(session, office)
        for step in steps:
            office.take(step)
            watch.after(step)
        watch.at_last()


def fault_of(engine: sa.Engine, set_clock: Callable[[datetime], None], steps: list[Step]) -> Exception | None:
    try:
        walk(engine, set_clock, steps)
    except Exception as fault:
        return fault
    return None


def shortened(
    engine: sa.Engine, set_clock: Callable[[datetime], None], steps: list[Step], fault: Exception
) -> list[Step]:
    """Return fewer steps that fail in the same way: without half of them, a quarter, and at last any single one."""
    size, until = len(steps) // 2, monotonic() + SECONDS
    while size:
        place = 0
        while place < len(steps) and monotonic() < until:
            fewer = steps[:place] + steps[place + size :]
            if type(fault_of(engine, set_clock, fewer)) is type(fault):
                steps = fewer
            else:
                place += size
        size //= 2
    return steps


@pytest.mark.parametrize("seed", range(FIRST, FIRST + WALKS))
def test_past_months_are_what_the_trail_says_and_frozen_ones_never_move(
    app: Flask, set_clock: Callable[[datetime], None], seed: int
) -> None:
    steps = draw_walk(Random(seed), STEPS)
    engine = engine_of(app)
    fault = fault_of(engine, set_clock, steps)
    if fault is None:
        with BryggaSession(engine) as session:
            assert not list(check_frozen_reports(session))
            assert check_trail(session).holds
    else:
        steps = shortened(engine, set_clock, steps, fault)
        pytest.fail(f"Walk {seed}, made short: {steps}\n{fault_of(engine, set_clock, steps)!r}\nfirst: {fault!r}")
