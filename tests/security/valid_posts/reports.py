"""The success cases of reports."""

from __future__ import annotations

from datetime import date

import sqlalchemy as sa

from models.programmes import FrozenReport, ReportComment
from tests.security.valid_posts.setting import Attempt, Setting, case


@case("reports.freeze")
def _(stage: Setting) -> Attempt:
    frozen = stage.session.scalar(sa.select(sa.func.count()).select_from(FrozenReport)) or 0
    month = date(2026, 9 - frozen, 1)
    path = f"/reports/{month:%Y-%m}"
    return Attempt(
        f"{path}/freeze",
        lambda: stage.one(FrozenReport, FrozenReport.month == month) is not None,
        action=f"{path}/freeze",
    )


@case("reports.comment")
def _(stage: Setting) -> Attempt:
    said = f"Det här säger inte siffrorna {stage.number}."
    month = date(2026, 5, 1)
    return Attempt(
        "/reports/2026-05/comment",
        lambda: (found := stage.one(ReportComment, ReportComment.month == month)) is not None and found.text == said,
        {"text": said},
        shown=said,
    )
