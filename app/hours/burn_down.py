"""The hours left as a line over the months: on the page of hours and in reports."""

from __future__ import annotations

from flask_babel import gettext as _

from app.hours.budget import Budget
from app.web.charts import LineChart, line_chart
from app.web.i18n import short_number


def burn_down(budget: Budget) -> LineChart:
    """Return the hours left at the end of each month, the even pace, and where the last months' pace leads."""
    return line_chart(
        _("Hours left"),
        _("%(left)s of %(all)d hours are left.", left=short_number(budget.hours - budget.used), all=budget.hours),
        budget.months,
        [
            (_("Left"), budget.left),
            (_("Forecast: pace of the last three months"), budget.forecast),
            (_("Plan: even pace to the end"), budget.planned),
        ],
        unit=_("hours"),
        write=short_number,
    )
