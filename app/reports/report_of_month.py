"""Gathers a month's report from the records, as they were on its last day; several months are read at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from sqlalchemy.orm import Session

from app.likeness.merged import merged_companies
from app.programmes.achievement_counting import load_achievements
from app.programmes.achievement_rules import ACHIEVEMENT_RULES
from app.programmes.counting import load_uses, rows_of
from app.programmes.grouping import read_grouping
from app.programmes.progress import MAIN_RULES, IndicatorProgress, measure
from app.reports.comments import comments_on
from app.reports.content import NEXT, Report
from app.reports.earlier_months import changes_of, told_of
from app.reports.event_figures import events_of
from app.reports.figures import Figure
from app.reports.frozen import intact_reports
from app.reports.funnel import funnel
from app.reports.month import QUARTER, Month
from app.reports.month_figures import Happenings, by_reason, next_steps, read_newcomers
from app.reports.records import read_matches, read_needs
from app.reports.surrounding_facts import About
from app.reports.surroundings import gaps_of, read_standings, stale_profiles, worked_in
from app.reports.target_rows import achieved_figure, target_figure
from app.storage.kept_answers import kept
from models.programmes import Programme


def gather_report(session: Session, programme: Programme, first: date, *, today: date, months: int = 1) -> Report:
    """Return the report for the month, or the quarter, that begins on `first`; one that lasts is told up to today.

    It is kept until a record changes.
    """
    month = Month.of(first, today, months)
    return kept(
        session, ("report", programme.id, first, months, today), lambda: _gather(session, programme, month, today)
    )


def recount(session: Session, programme: Programme, first: date, *, today: date, months: int = 1) -> Report:
    """Return what a month's or a quarter's report would count today, for holding against what was frozen.

    It tells nothing of other months. It is kept until a record changes.
    """
    month = Month.of(first, today, months)
    key = ("recount", programme.id, first, months, today)
    return kept(session, key, lambda: _count(session, programme, [month], today)[0])


def _gather(session: Session, programme: Programme, month: Month, today: date) -> Report:
    """Return a report with the month before, as it was frozen if it was, and what became of frozen months since.

    A quarter is held against its own months as well, so that it says where it differs from them.
    """
    earlier = month.before(today)
    frozen = intact_reports(session, programme)
    same = [each for each in frozen if each.months == month.months]
    past = sorted((each for each in same if each.month < month.first), key=lambda each: each.month)
    # What a quarter differs by from its months, it says in full.
    own = [each for each in frozen if month.months == QUARTER and each.months == 1 and each.month in month.firsts]
    told = told_of(each for each in same if each.month != month.first)
    held = [*((each, told) for each in past), *((each, {}) for each in own)]
    spans = [month, earlier, *(Month.of(each.month, today, each.months) for each, _told in held)]
    report, before, *now = _count(session, programme, spans, today)
    merged = merged_companies(session)
    changes = [
        change
        for (then, known), counted in zip(held, now, strict=True)
        for change in changes_of(then, counted, known, merged)
    ]
    known = {**_values(before), **next((_values(each) for each in past if each.month == earlier.first), {})}
    return replace(
        report,
        # Before its first day a programme has held nothing that could be more or less.
        before=known if earlier.last >= programme.starts_on else {},
        comment=comments_on(session, programme, month.firsts),
        standings=read_standings(session, programme, month.cut_off),
        held_against=tuple(each.month_text for each, _told in held),
        changes=tuple(changes),
    )


def _values(report: Report) -> Mapping[str, int | float]:
    told = [*report.targets, *(figure for code, figure in report.figures.items() if code not in NEXT)]
    told += report.events.figures if report.events else ()
    return {figure.code: figure.value for figure in told}


def _count(session: Session, programme: Programme, months: Sequence[Month], today: date) -> list[Report]:
    """Return what each of several months or quarters holds, from one reading of the records."""
    since, until = min(months, key=lambda each: each.first), max(months, key=lambda each: each.cut_off)
    matches = read_matches(session, programme)
    needs = read_needs(session, programme, since.first, until)
    newcomers = read_newcomers(session, programme, since)
    happenings = Happenings(newcomers, needs, matches)
    figures = [happenings.figures(month) for month in months]
    read = zip(
        months,
        figures,
        _target_figures(session, programme, months, today),
        stale_profiles(session, programme, [month.cut_off for month in months]),
        gaps_of(session, [each["needs_unmet"] for each in figures]),
        worked_in(session, programme, months),
        events_of(session, programme, months),
        strict=True,
    )
    about = About(programme.name_sv, programme.name_en, programme.starts_on, programme.ends_on, today)
    return [
        Report(
            programme=programme.code,
            month=month.first,
            months=month.months,
            cut_off=month.cut_off,
            is_over=month.last < today,
            targets=targets,
            figures={each.code: each for each in (*counted.values(), next_steps(matches, month, today), stale) if each},
            # Only the report itself opens them; of others no more than the numbers is asked.
            funnel=funnel(matches, month.cut_off, with_rows=month is months[0]),
            about=about,
            lost=by_reason(counted["matches_lost"]),
            gaps=gaps,
            worked=worked,
            events=events,
            ladder=ladder,
        )
        for month, counted, targets, stale, gaps, worked, (events, ladder) in read
    ]


def _targets(session: Session, programme: Programme, on: date) -> Sequence[IndicatorProgress]:
    """Return how far each indicator had come by a day: the main ones first, those without a target to reach last."""
    found = measure(session, programme, on=on)
    return sorted(found, key=lambda entry: (not entry.target, entry.indicator.rule not in MAIN_RULES))


def _target_figures(
    session: Session, programme: Programme, months: Sequence[Month], today: date
) -> list[tuple[Figure, ...]]:
    """Return each target's figure with the rows behind it, be they uses or achievements, month by month."""
    by_month = [_targets(session, programme, month.cut_off) for month in months]
    entries = [entry for targets in by_month for entry in targets]
    loaded = load_achievements(session, list({each: None for entry in entries for each in entry.achieved}))
    uses = load_uses(session, list({each: None for entry in entries for each in entry.counted}))

    grouping = read_grouping(session, programme)

    def figure_of(entry: IndicatorProgress, month: Month) -> Figure:
        if entry.indicator.rule in ACHIEVEMENT_RULES:
            own = {each.achievement_id for each in entry.achieved}
            rows_of_entry = [row for row in loaded if row.id in own]
            return achieved_figure(entry, rows_of_entry, programme, month.cut_off, grouping=grouping)
        rows = rows_of(entry.indicator.rule, entry.counted, uses)
        return target_figure(entry, rows, programme, month.cut_off, on=today, grouping=grouping)

    return [
        tuple(figure_of(entry, month) for entry in targets) for targets, month in zip(by_month, months, strict=True)
    ]
