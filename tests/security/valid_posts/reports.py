"""The success cases of reports."""

from __future__ import annotations

from datetime import date

import sqlalchemy as sa

from app.programmes.queries import get_programme
from app.reports.frozen import seal_report
from app.reports.report_of_month import gather_report
from models.clock import now, today
from models.programmes import FrozenReport, ReportComment
from models.report_letters import ReportLetter, ReportReceiver
from tests import factories
from tests.security.scene import PROGRAMME
from tests.security.valid_posts.setting import Attempt, Setting, Typed, case


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
    number = stage.number
    said = f"Det här säger inte siffrorna {number}."
    # Before the months that are frozen above: what is frozen takes no comment.
    month = date(2026, 1 + number % 5, 1)
    return Attempt(
        f"/reports/{month:%Y-%m}/comment",
        lambda: (found := stage.one(ReportComment, ReportComment.month == month)) is not None and found.text == said,
        {"text": said},
        shown=said,
    )


@case("reports.tell")
def _(stage: Setting) -> Attempt:
    programme = get_programme(stage.session, PROGRAMME)
    frozen = _frozen(stage)
    receiver = stage.add(factories.report_receiver(programme))
    month = f"{frozen.month:%Y-%m}"
    return Attempt(
        f"/reports/{month}",
        lambda: stage.one(ReportLetter, ReportLetter.receiver_id == receiver.id) is not None,
        action=f"/reports/{month}/tell",
    )


@case("reports.new_receiver")
def _(stage: Setting) -> Attempt:
    email = f"ny{stage.number}@example.org"
    typed: Typed = {"name": "Ny Mottagare", "email": email, "language": "en"}
    return Attempt(
        "/reports/receivers/new",
        lambda: stage.one(ReportReceiver, ReportReceiver.email == email) is not None,
        typed,
        shown=email,
    )


@case("reports.edit_receiver")
def _(stage: Setting) -> Attempt:
    receiver = _receiver(stage)
    path = f"/reports/receivers/{receiver.id}/edit"
    return Attempt(path, lambda: stage.fresh(receiver).name == "Annat namn", {"name": "Annat namn"}, shown="Annat namn")


@case("reports.stop_receiver")
def _(stage: Setting) -> Attempt:
    receiver = _receiver(stage)
    action = f"/reports/receivers/{receiver.id}/stop"
    return Attempt("/reports/receivers", lambda: stage.fresh(receiver).stopped_at is not None, action=action)


@case("reports.start_receiver")
def _(stage: Setting) -> Attempt:
    receiver = _receiver(stage, stopped_at=now())
    action = f"/reports/receivers/{receiver.id}/start"
    return Attempt("/reports/receivers", lambda: stage.fresh(receiver).stopped_at is None, action=action)


@case("reports.remove_receiver")
def _(stage: Setting) -> Attempt:
    receiver = _receiver(stage)
    number = receiver.id
    return Attempt(
        "/reports/receivers",
        lambda: stage.one(ReportReceiver, ReportReceiver.id == number) is None,
        action=f"/reports/receivers/{number}/remove",
    )


@case("reports.stop")
def _(stage: Setting) -> Attempt:
    token = f"the token {stage.number} of a report"
    receiver = _receiver(stage)
    stage.add(factories.report_letter(receiver, _frozen(stage), token))
    return Attempt(
        f"/reports/letters/{token}",
        lambda: stage.fresh(receiver).stopped_at is not None,
        shown="inga fler brev om rapporter",
    )


def _receiver(stage: Setting, **values: object) -> ReportReceiver:
    return stage.add(factories.report_receiver(get_programme(stage.session, PROGRAMME), **values))


def _frozen(stage: Setting) -> FrozenReport:
    """Return a frozen report, the one that there is or a new one."""
    found = stage.session.scalars(sa.select(FrozenReport).order_by(FrozenReport.id)).first()
    if found is not None:
        return found
    programme = get_programme(stage.session, PROGRAMME)
    report = gather_report(stage.session, programme, date(2026, 4, 1), today=today())
    frozen = seal_report(stage.session, programme, report, actor=None)
    stage.session.commit()
    return frozen
