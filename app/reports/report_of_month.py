"""Gathers a month's report from the records, as they were on its last day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy.orm import Session

from app.programmes.achievement_counting import load_achievements
from app.programmes.achievement_rules import ACHIEVEMENT_RULES
from app.programmes.counting import load_uses, rows_of
from app.programmes.progress import MAIN_RULES, IndicatorProgress, measure
from app.reports.comments import comments_on
from app.reports.content import Figure, Report
from app.reports.month import Month
from app.reports.month_figures import by_reason, month_figures, next_steps, read_newcomers
from app.reports.records import read_matches, read_needs
from app.reports.stages import funnel
from app.reports.surrounding_facts import About
from app.reports.surroundings import gaps_of, read_standings, stale_profiles, worked_in
from app.reports.target_rows import achieved_figure, plain, target_figure
from app.storage.kept_answers import kept
from models.programmes import Programme


def gather_report(session: Session, programme: Programme, first: date, *, today: date, months: int = 1) -> Report:
    """Return the report for the month, or the quarter, that begins on `first`; one that lasts is told up to today.

    It is kept until a record changes.
    """
    month = Month.of(first, today, months)
    return kept(
        session, ("report", programme.id, first, months, today), lambda: _gather(session, programme, month, today=today)
    )


def _gather(session: Session, programme: Programme, month: Month, *, today: date) -> Report:
    earlier = month.before(today)
    matches = read_matches(session, programme)
    needs = read_needs(session, programme, earlier.first, month)
    newcomers = read_newcomers(session, programme, earlier)
    figures = month_figures(newcomers, needs, matches, month)
    standings, stale = read_standings(session, month.cut_off), stale_profiles(session, month.cut_off)
    before: dict[str, int | float] = {
        entry.indicator.code: plain(entry.value) for entry in _targets(session, programme, earlier.cut_off)
    }
    for code, figure in month_figures(newcomers, needs, matches, earlier).items():
        before[code] = figure.value
    return Report(
        programme=programme.code,
        month=month.first,
        months=month.months,
        cut_off=month.cut_off,
        is_over=month.last < today,
        targets=_target_figures(session, programme, month, today),
        figures={**figures, "next_steps": next_steps(matches, month), "profiles_stale": stale},
        funnel=funnel([match.taken_by(month.cut_off) for match in matches]),
        about=About(programme.name_sv, programme.name_en, programme.starts_on, programme.ends_on, today),
        lost=by_reason(figures["matches_lost"]),
        gaps=gaps_of(session, figures["needs_unmet"]),
        before=before,
        standings=standings,
        worked=worked_in(session, programme, month),
        comment=comments_on(session, programme, month.firsts),
    )


def _targets(session: Session, programme: Programme, on: date) -> Sequence[IndicatorProgress]:
    """Return how far each target had come by a day, the two main ones first."""
    with_target = [entry for entry in measure(session, programme, on=on) if entry.target is not None]
    return sorted(with_target, key=lambda entry: entry.indicator.rule not in MAIN_RULES)


def _target_figures(session: Session, programme: Programme, month: Month, today: date) -> tuple[Figure, ...]:
    """Return each target's figure with the rows behind it, be they uses or achievements."""
    targets = _targets(session, programme, month.cut_off)
    loaded = {row.id: row for row in load_achievements(session, [each for entry in targets for each in entry.achieved])}
    uses = load_uses(session, [each for entry in targets for each in entry.counted])
    figures = []
    for entry in targets:
        if entry.indicator.rule in ACHIEVEMENT_RULES:
            achieved = [loaded[each.achievement_id] for each in entry.achieved]
            figures.append(achieved_figure(entry, achieved, programme, month.cut_off))
        else:
            rows = rows_of(entry.indicator.rule, entry.counted, uses)
            figures.append(target_figure(entry, rows, programme, month.cut_off, on=today))
    return tuple(figures)
