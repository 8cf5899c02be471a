"""A report told in words, tables and charts in the reader's language: what matters most first, then the parts."""

from __future__ import annotations

from dataclasses import dataclass, replace

from flask_babel import gettext as _

from app.hours.budget import Budget
from app.limits import MINUTES_AN_HOUR
from app.reports.blocks import AccountPart, Block, Grid, GridCell, Link, Remark, Tile
from app.reports.change_parts import changes_part
from app.reports.content import Report
from app.reports.event_parts import events_part
from app.reports.figures import Figure
from app.reports.infrastructure_parts import hours_part, infrastructures_part
from app.reports.matching_parts import month_part, needs_part, way_part
from app.reports.names import FIGURE_NAMES
from app.reports.of_which_parts import of_which_part
from app.reports.surrounding_facts import About
from app.reports.target_parts import goal_text, targets_part
from app.reports.who_parts import rules_part, who_part
from app.web.i18n import amount_in, iso_date, named, number
from models.programmes import Programme

# The two targets that the work is measured by stand on top; the others follow among the parts.
TOP_TARGETS = 2


@dataclass(frozen=True, slots=True)
class Account:
    """A report as it is read: its title, the numbers that matter most, and its parts."""

    title: str
    programme: str
    tiles: tuple[Tile, ...]
    comment: str
    sections: tuple[AccountPart, ...]


def no_link(_code: str) -> None:
    """Return no address: the account stands by itself."""


def about_today(programme: Programme, report: Report) -> About:
    """Return what a programme is called and lasts today; older reports tell nothing of it."""
    return About(programme.name_sv, programme.name_en, programme.starts_on, programme.ends_on, report.cut_off)


def make_account(report: Report, otherwise: About, *, link: Link = no_link, with_rows: bool = False) -> Account:
    """Return the account of a report that was made for its reader; `with_rows` tells also who is counted, and how."""
    about = report.about or otherwise
    sections = [
        targets_part(report, about, link),
        *([who_part(report)] if with_rows else []),
        of_which_part(report),
        month_part(report),
        needs_part(report),
        way_part(report, link),
        events_part(report),
        infrastructures_part(report, about),
        hours_part(report),
        changes_part(report),
        *([rules_part(report)] if with_rows else []),
    ]
    return Account(
        title=_("Report for %(month)s", month=report.month_text),
        programme=named(about),
        tiles=tuple(_tiles(report, about)),
        comment=report.comment,
        sections=tuple(section for section in sections if section is not None),
    )


def unlinked(account: Account) -> Account:
    """Return the account without what leads to rows, for who may not open them."""
    sections = [replace(part, blocks=[_unlinked(block) for block in part.blocks]) for part in account.sections]
    tiles = tuple(replace(tile, figure=None) for tile in account.tiles)
    return replace(account, tiles=tiles, sections=tuple(sections))


def _unlinked(block: Block) -> Block:
    if isinstance(block, Grid):
        return replace(block, rows=tuple(tuple(GridCell(cell.text) for cell in row) for row in block.rows))
    return replace(block, figure=None) if isinstance(block, Remark) else block


def _tiles(report: Report, about: About) -> list[Tile]:
    aimed = [figure for figure in report.targets if figure.target]
    tiles = [_target_tile(figure, report, about) for figure in aimed[:TOP_TARGETS]]
    for code in ("introductions", "meetings_held", "uses_started"):
        figure = report.figures[code]
        tiles.append(Tile(str(FIGURE_NAMES[code]), str(figure.value), _change(report, figure), code))
    if report.worked and report.worked.budget:
        budget = report.worked.budget
        used = number(budget.used_minutes / MINUTES_AN_HOUR, 0)
        told = _("%(value)s of %(target)s", value=used, target=number(budget.hours, 0))
        tiles.append(Tile(_("Hours used"), told, _lasting(budget)))
    return tiles


def _target_tile(figure: Figure, report: Report, about: About) -> Tile:
    value = goal_text(figure)
    if figure.withheld:
        return Tile(named(figure), value, "", figure.code)
    if figure.target is not None and figure.value >= figure.target:
        return Tile(named(figure), value, _("Reached"), figure.code)
    notes = []
    if report.cut_off >= about.ends_on:
        notes.append(_("Not reached when the programme ended"))
    elif figure.planned is not None:
        notes.append(_("Behind the plan") if figure.value < figure.planned else _("On plan"))
    if figure.forecast is not None:
        notes.append(
            _(
                "Forecast: %(value)s by %(day)s",
                value=amount_in(figure.forecast, figure.measure),
                day=iso_date(about.ends_on),
            )
        )
    return Tile(named(figure), value, ". ".join(notes), figure.code)


def _lasting(budget: Budget) -> str:
    """Return what the last months' pace says of the hours."""
    if budget.ran_out:
        return str(_("Ran out in %(month)s", month=budget.ran_out))
    if budget.lasts_until:
        return str(_("Lasts until %(day)s at this pace", day=iso_date(budget.lasts_until)))
    return str(_("About %(hours)s left over at this pace", hours=number(budget.left_over, 0)))


def _change(report: Report, figure: Figure) -> str:
    """Return how a figure differs from the month before, in words; nothing where that is not known."""
    if figure.code not in report.before:
        return ""
    more = figure.value - report.before[figure.code]
    if report.months > 1:
        if not more:
            return str(_("As many as the quarter before"))
        return str(
            _("%(count)d more than the quarter before", count=more)
            if more > 0
            else _("%(count)d fewer than the quarter before", count=-more)
        )
    if not more:
        return str(_("As many as the month before"))
    if more > 0:
        return str(_("%(count)d more than the month before", count=more))
    return str(_("%(count)d fewer than the month before", count=-more))
