"""Nobody outside learns of fewer than three companies by taking what is told from what else is told."""

from __future__ import annotations

from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from app.limits import FOLDED_UNDER
from app.reports.content import Parts, Reader, Report
from app.reports.figures import Figure, ReportRow
from app.reports.month_figures import by_reason
from models.clock import last_of_month

_FIRSTS = (date(2026, 7, 1), date(2026, 8, 1), date(2026, 9, 1))
# A month of the quarter, a company, why a match was lost, and an amount.
_EVENTS = st.lists(st.tuples(st.integers(0, 2), st.integers(1, 9), st.sampled_from(["too_late", "other"])), max_size=14)


def _row(number: int, month: int, company: int, reason: str) -> ReportRow:
    return ReportRow(
        *("match", number, "B", "N", _FIRSTS[month].replace(day=3)),
        company_id=company,
        company=f"Bolag {company}",
        reason=reason,
        amount=100**company,
    )


def _told(rows: tuple[ReportRow, ...], first: date, months: int = 1) -> Report:
    """Return the report of a month or of the quarter for the steering group, with a sum of all amounts until then."""
    last = last_of_month(_FIRSTS[-1] if months > 1 else first)
    lost = Figure("matches_lost", tuple(row for row in rows if row.on and first <= row.on <= last))
    sums = Figure("sek", tuple(sorted((row for row in rows if row.on and row.on <= last), key=lambda row: str(row.on))))
    return Report(
        *("k", first, last, True, (sums,), {"matches_lost": lost}, ()),
        lost=by_reason(lost),
        gaps=Parts((Figure("gap-a", lost.rows[::2]), Figure("gap-b", lost.rows[1::2]))),
        before={"sek": sum(row.amount or 0 for row in sums.rows if row.on and row.on < first)},
        months=months,
    ).for_reader(Reader.STEERING, names=True)


@settings(max_examples=150, deadline=None)
@given(events=_EVENTS)
def test_no_difference_is_a_few_companies(events: list[tuple[int, int, str]]) -> None:
    rows = tuple(_row(number, *event) for number, event in enumerate(events))
    whose = {row.id: row.company_id for row in rows}
    quarter, months = _told(rows, _FIRSTS[0], 3), [_told(rows, first) for first in _FIRSTS]
    for report in (quarter, *months):
        for parts in (report.lost, report.gaps):
            told = [{row.id for row in figure.rows} for figure in parts.figures]
            rest = {row.id for row in report.figures["matches_lost"].rows}.difference(*told)
            for group in (*told, *([rest] if told else [])):
                # In a quarter a reason is told as its months tell it.
                assert not group or len({whose[number] for number in group}) >= FOLDED_UNDER
    for figure in quarter.lost.figures:
        of_month = [each for month in months for each in month.lost.figures if each.code == figure.code]
        assert figure.value == sum(each.value for each in of_month)
    # The amounts are powers of a hundred, so that a difference says whose it is.
    sums = [0, *(month.targets[0].value for month in months), quarter.targets[0].value]
    sums += [month.before["sek"] for month in months]
    for more in sums:
        for less in sums:
            concerned = sum((more - less) // 100**company % 100 > 0 for company in range(1, 10))
            assert more <= less or concerned >= FOLDED_UNDER
