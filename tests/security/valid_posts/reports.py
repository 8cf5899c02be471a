"""The success cases of reports."""

from __future__ import annotations

from datetime import date

import sqlalchemy as sa

from models.programmes import FrozenReport
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
