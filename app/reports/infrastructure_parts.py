"""How ready the units are to open to companies, whose facts have grown old, and what the work has taken in hours."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import ngettext

from app.hours.budget import Budget
from app.hours.burn_down import burn_down
from app.labels import ACTIVITY_NAMES
from app.limits import MINUTES_AN_HOUR
from app.reports.blocks import AccountPart, Block, ChartBlock, Remark, grid
from app.reports.content import Report
from app.reports.surrounding_facts import About, InfrastructureStanding, Worked
from app.web.bar_charts import Held, held_chart
from app.web.i18n import iso_date, named, number, short_number
from models.readiness import ITEM_COUNT


def infrastructures_part(report: Report, about: About) -> AccountPart | None:
    """Return the readiness board and the profiles that have grown old, or why they are not told of.

    None in a report that was frozen before reports told of them.
    """
    begun = [standing for standing in report.standings if standing.passed or standing.opened_on]
    blocks: list[Block] = []
    if begun:
        blocks.append(
            ChartBlock(
                "readiness",
                held_chart(
                    _("Readiness to open to companies"),
                    _("How many of the fourteen items are good enough, unit by unit."),
                    [_standing(standing) for standing in begun],
                    heads=[_("Infrastructure"), _("Items in place"), _("Lowest level"), _("Opened"), _("Confirmed")],
                ),
            )
        )
    if report.standings:
        opened = sum(standing.opened_on is not None for standing in report.standings)
        blocks.append(
            Remark(
                _(
                    "%(opened)d of %(all)d infrastructures in Flemingsberg are open to companies, and %(begun)d have "
                    "begun. This is how they stood on %(day)s.",
                    opened=opened,
                    all=len(report.standings),
                    begun=len(begun) - opened,
                    day=iso_date(report.cut_off),
                )
            )
        )
    if report.about and lacks_infrastructures(report):
        blocks.append(Remark(not_of_programme()))
    if stale := report.figures.get("profiles_stale"):
        blocks.append(
            Remark(
                ngettext(
                    "%(num)d profile has not been confirmed by its unit for six months.",
                    "%(num)d profiles have not been confirmed by their units for six months.",
                    stale.value,
                ),
                stale.code,
            )
        )
    elif report.about and report.standings:
        told = _(
            "The profiles were put on record after %(day)s, so how old they were then cannot be told.",
            day=iso_date(report.cut_off),
        )
        blocks.append(Remark(told))
    return AccountPart("units", _("The infrastructures"), blocks) if blocks else None


def lacks_infrastructures(report: Report) -> bool:
    """Tell whether a report's programme is another than the one that the units' readiness is reported in."""
    return not report.standings and "profiles_stale" not in report.figures


def not_of_programme() -> str:
    """Return why a report tells nothing of the units' readiness and profiles."""
    return str(
        _(
            "Opening infrastructures is no target of this programme, so how ready they are and how old their profiles "
            "are is not told here."
        )
    )


def _standing(standing: InfrastructureStanding) -> Held:
    text = (
        _("Open now") if standing.opened_on else _("%(value)s of %(target)s", value=standing.passed, target=ITEM_COUNT)
    )
    cells = (
        str(standing.passed),
        str(standing.level),
        iso_date(standing.opened_on) or "–",
        iso_date(standing.confirmed_on) or "–",
    )
    return Held(named(standing), text, standing.passed, ITEM_COUNT, cells)


def hours_part(report: Report) -> AccountPart | None:
    """Return what the month took and how the budget lasts; None in a report that tells of no hours."""
    worked = report.worked
    if worked is None or (worked.budget is None and not worked.rows):
        return None
    blocks: list[Block] = []
    if worked.budget:
        blocks += [ChartBlock("hours", burn_down(worked.budget)), Remark(_lasts(worked.budget))]
    if worked.rows:
        title = _("Hours in the month, by activity")
        if report.months > 1:
            title = _("Hours in the quarter, by activity")
        blocks.append(grid(title, [_("Activity"), _("Hours")], _by_activity(worked), numbers=[1]))
    return AccountPart("hours", _("Hours"), blocks)


def _by_activity(worked: Worked) -> list[list[str]]:
    minutes: dict[str, int] = {}
    for row in worked.rows:
        minutes[row.activity] = minutes.get(row.activity, 0) + row.minutes
    parts = sorted(minutes.items(), key=lambda part: (-part[1], part[0]))
    told = [[str(name), _hours(minutes[each])] for each, _sum in parts for name in [_activity(each)]]
    return [*told, [_("In all"), _hours(worked.minutes)]]


def _activity(activity: str) -> str:
    return str(next(name for each, name in ACTIVITY_NAMES.items() if each.value == activity))


def _hours(minutes: int) -> str:
    return short_number(minutes / MINUTES_AN_HOUR)


def _lasts(budget: Budget) -> str:
    if budget.ran_out:
        over = number(max(budget.used - budget.hours, 0), 0)
        return str(
            _(
                "The hours ran out in %(month)s; %(over)s more than the budget are used.",
                month=budget.ran_out,
                over=over,
            )
        )
    if budget.lasts_until:
        told = _(
            "Forecast: at the pace of the last three months the hours last until %(day)s.",
            day=iso_date(budget.lasts_until),
        )
        return str(told)
    return str(
        _(
            "Forecast: at the pace of the last three months about %(hours)s hours are left over when the "
            "programme ends.",
            hours=number(budget.left_over, 0),
        )
    )
