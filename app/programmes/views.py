"""Pages about programmes: every indicator with its target, and the rows behind a figure."""

from __future__ import annotations

from collections.abc import Sequence

from flask import render_template
from flask_babel import gettext as _

from app.programmes import achievement_names, group_views, queries
from app.programmes.achieved_things import achieved_things
from app.programmes.achievement_counting import (
    achievements_with,
    count_events,
    count_levels,
    load_achievements,
)
from app.programmes.achievement_rules import ACHIEVEMENT_RULES, OF_COMPANIES
from app.programmes.blueprint import bp
from app.programmes.counted_things import counted_things
from app.programmes.counting import load_rows
from app.programmes.current import current_code
from app.programmes.grouping import read_grouping
from app.programmes.progress import IndicatorProgress, measure, told_outside
from app.programmes.sentences import RULE_SENTENCES
from app.programmes.splits import Part, folded, splits_of
from app.storage.database import db_session
from app.web.sign_in import current_actor
from models.achievements import EVENTS, LADDER_LEVELS, AchievementKind
from models.clock import today
from models.errors import NotFoundError
from models.programmes import Programme

__all__ = ["bp", "group_views"]


@bp.get("/programmes")
def index() -> str:
    """List the programmes that are known here, with the period and the number of indicators."""
    programmes = queries.list_programmes(db_session())
    return render_template("programmes/index.html", programmes=programmes, current=current_code())


@bp.get("/programmes/<code>")
def show(code: str) -> str:
    """Show a programme's indicators with their targets, what was held and where cooperation stands."""
    session = db_session()
    programme = queries.get_programme(session, code)
    levels = _levels(programme)
    return render_template(
        "programmes/show.html",
        programme=programme,
        progress=_progress(programme),
        events=[(kind, len(ids)) for kind, ids in count_events(session, programme, until=today()).items()],
        levels=levels,
        names=achievement_names,
    )


@bp.get("/programmes/<code>/events/<kind>")
def events(code: str, kind: str) -> str:
    """Show exactly the events of a type that were held up to today with evidence, each once."""
    programme = queries.get_programme(db_session(), code)
    if kind not in EVENTS:
        raise NotFoundError
    held = AchievementKind(kind)
    numbers = count_events(db_session(), programme, until=today()).get(held, ())
    return _held(programme, achievement_names.KIND_NAMES[held], numbers)


@bp.get("/programmes/<code>/ladder/<int:level>")
def ladder(code: str, level: int) -> str:
    """Show the companies and networks on a level of the ladder; nobody where they are too few to be told."""
    programme = queries.get_programme(db_session(), code)
    if level not in LADDER_LEVELS:
        raise NotFoundError
    is_told = str(level) in dict(_levels(programme))
    numbers = count_levels(db_session(), programme, until=today()).get(level, ()) if is_told else ()
    return _held(programme, _("Level %(level)s of the cooperation ladder", level=level), numbers)


def _held(programme: Programme, title: str, numbers: Sequence[int]) -> str:
    found = achievements_with(db_session(), numbers)
    things = achieved_things(found, current_actor(), today=today())
    return render_template(
        "programmes/held.html", programme=programme, title=title, things=things, names=achievement_names
    )


def _levels(programme: Programme) -> Sequence[tuple[Part, int]]:
    """Return how many stand on each level of the ladder, small groups folded for those who may know nobody by name."""
    steps = count_levels(db_session(), programme, until=today())
    levels: list[tuple[Part, int]] = [(str(level), len(numbers)) for level, numbers in steps.items()]
    return levels if current_actor().role.is_office else folded(levels)


@bp.get("/programmes/<code>/<indicator_code>")
def rows(code: str, indicator_code: str) -> str:
    """Show exactly the rows that make up a figure today, each with the evidence that made it count."""
    programme = queries.get_programme(db_session(), code)
    for entry in _progress(programme):
        if entry.indicator.code == indicator_code:
            return _rows(programme, entry)
    raise NotFoundError


def _progress(programme: Programme) -> Sequence[IndicatorProgress]:
    """Return how far a programme's indicators have come, as the reader is told it."""
    progress = measure(db_session(), programme, on=today())
    if current_actor().role.is_office:
        return progress
    return [told_outside(entry, programme, on=today()) for entry in progress]


def _rows(programme: Programme, entry: IndicatorProgress) -> str:
    session, actor, rule = db_session(), current_actor(), entry.indicator.rule
    counted = load_rows(session, rule, entry.counted)
    achieved = load_achievements(session, entry.achieved)
    grouping = read_grouping(session, programme)
    parts = [grouping.parts_of(row.company, row.first_use_on) for row in counted if row.company]
    if rule in OF_COMPANIES:
        parts = [grouping.parts_of(each.company, each.happened_on, each) for each in achieved]
    return render_template(
        "programmes/rows.html",
        programme=programme,
        entry=entry,
        things=counted_things(counted, actor, today=today()),
        achieved=achieved_things(achieved, actor, today=today()),
        splits=splits_of(parts, outside=not actor.role.is_office),
        sentence=RULE_SENTENCES[rule],
        kind=ACHIEVEMENT_RULES[rule].kind if rule in ACHIEVEMENT_RULES else None,
        names=achievement_names,
    )
