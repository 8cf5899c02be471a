"""A frozen month holds what was said of it, and tells each reader what has changed since as far as they may know."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from threading import Event, Thread
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

from app.programmes.queries import get_programme
from app.reports import files
from app.reports.commands import CommentCommand
from app.reports.content import Report
from app.reports.corrections import corrections
from app.reports.figures import ReportRow
from app.reports.frozen import seal_report
from app.reports.report_of_month import gather_report
from app.reports.stored import from_json, to_json
from app.reports.use_cases import keep_report, make_report, write_comment
from models.clock import today
from models.errors import CommentChangedError, ReportFrozenError
from models.matches import CloseReason, Match, Stage, StageChange
from models.needs import Need
from models.organisations import Company
from models.programmes import FrozenReport
from models.uses import Use
from tests import factories
from tests.conftest import Browser
from tests.jobs.working import work_off
from tests.reports.test_readers import MONTH, five, freeze, programme, used

__all__ = ["five", "programme"]
pytestmark = pytest.mark.only_on("sqlite")


def close(session: Session, company_id: int, reason: CloseReason) -> None:
    """Let the match of a company be lost in the month."""
    match = session.scalars(sa.select(Match).join(Match.need).where(Need.company_id == company_id)).one()
    session.execute(sa.delete(Use).where(Use.match_id == match.id))
    for stage, day in ((Stage.SHORTLISTED, 3), (Stage.CLOSED, 9)):
        session.add(StageChange(match_id=match.id, to_stage=stage, at=datetime(2026, 3, day, 12, tzinfo=UTC)))
    match.stage, match.close_reason = Stage.CLOSED, reason
    session.commit()


def test_a_correction_of_what_is_folded_is_folded_too(
    steering: Browser, consultant: Browser, session: Session, five: list[Any]
) -> None:
    close(session, five[0].id, CloseReason.WRONG_PLACE)
    freeze(session)
    close(session, five[1].id, CloseReason.WRONG_PLACE)
    group, office = (browser.get("/reports/2026-03") for browser in (steering, consultant))
    assert group.status_code == office.status_code == 200
    assert "Fel plats" in office.text
    assert "Fel plats" not in group.text
    assert "1 rättelse gäller ett skäl eller område med för få företag" in group.text


def write(session: Session, text: str, version: int | None) -> None:
    programme, command = get_programme(session, "klustermotor"), CommentCommand(text)
    write_comment(session, programme=programme, month=MONTH, command=command, version=version)
    session.commit()


def freeze_while(session: Session, then: Callable[[], None]) -> FrozenReport:
    def files(_report: Report) -> Mapping[str, bytes]:
        then()
        return {}

    programme = get_programme(session, "klustermotor")
    made = make_report(session, programme=programme, month=MONTH, today=today(), demo=True, write_files=files)
    return keep_report(session, actor=None, programme=programme, made=made)


def test_a_comment_written_while_the_month_freezes_is_not_lost(session: Session) -> None:
    write(session, "Först", None)
    with pytest.raises(CommentChangedError):
        freeze_while(session, lambda: write(session, "Sedan", 1))
    session.rollback()
    assert session.scalars(sa.select(FrozenReport)).all() == []
    assert freeze_while(session, lambda: None).content["comment"] == "Sedan"
    with pytest.raises(ReportFrozenError):
        write(session, "För sent", 2)


def test_hours_and_reasons_that_came_later_are_corrections(
    consultant: Browser, session: Session, five: list[Any]
) -> None:
    freeze(session)
    assert "Inga: i dag skulle siffrorna" in consultant.get("/reports/2026-03").text
    programme = get_programme(session, "klustermotor")
    session.add(factories.time_entry(programme=programme, worked_on=date(2026, 3, 9), minutes=120))
    close(session, five[0].id, CloseReason.WRONG_PLACE)
    page = consultant.get("/reports/2026-03").text.partition('id="corrections"')[2]
    assert "0 timmar när rapporten fastställdes, 2 om" in page
    assert "Fel plats" in page


def test_a_merge_is_no_correction_where_the_count_stays(session: Session, five: list[Any]) -> None:
    report = gather_report(session, get_programme(session, "klustermotor"), MONTH, today=today())
    target = report.targets[0]
    first, second = (row.id for row in target.rows[:2])

    def with_rows(rows: tuple[ReportRow, ...]) -> Report:
        return replace(report, targets=(replace(target, rows=rows),))

    moved = with_rows((replace(target.rows[0], id=99), *target.rows[1:]))
    assert corrections(with_rows(target.rows), moved, {first: 99}) == []
    assert {each.added for each in corrections(with_rows(target.rows), moved, {})} == {False, True}
    fewer = with_rows(target.rows[1:])
    assert [each.added for each in corrections(with_rows(target.rows), fewer, {first: second})] == [False]


def test_a_comment_that_names_a_company_is_refused_and_the_freeze_page_shows_both(
    consultant: Browser, session: Session, five: list[Any]
) -> None:
    answer = consultant.send("/reports/2026-03/comment", {"text": "Hemligt A och Öppna E är i gång."})
    assert answer.status_code == 422
    assert "HEMLIGT A" in answer.text
    assert "Öppna E." not in answer.text
    page = consultant.get("/reports/2026-03/freeze").text
    assert "Ingen har skrivit någon kommentar" in page
    assert "har inte gått med på att namnges" not in page
    session.execute(sa.update(Need).values(title="Mätning åt Hemligt B"))
    assert consultant.send("/reports/2026-03/comment", {"text": "Öppna E är i gång."}).status_code == 302
    page = consultant.get("/reports/2026-03/freeze").text
    assert "Öppna E är i gång." in page
    assert "HEMLIGT B" in page


def test_the_steering_group_reads_no_place_of_a_lone_company(
    steering: Browser, consultant: Browser, session: Session, five: list[Any]
) -> None:
    session.execute(sa.update(Need).values(opened_on=MONTH))
    session.execute(sa.update(Company).values(created_at=datetime(2026, 2, 3, tzinfo=UTC)))
    session.commit()
    group, office = (browser.get("/reports/2026-03/new_companies").text for browser in (steering, consultant))
    assert "Huddinge" in group
    assert "Solna" in office
    assert "Solna" not in group


def test_what_became_of_frozen_months_is_told_once_by_the_next_report_and_by_the_quarter(
    steering: Browser, session: Session, five: list[Any]
) -> None:
    def of(month: int, months: int = 1) -> Report:
        session.commit()
        programme = get_programme(session, "klustermotor")
        report = gather_report(session, programme, date(2026, month, 1), today=today(), months=months)
        assert from_json(to_json(report)) == report
        return report

    def told(report: Report) -> dict[str, tuple[str, float, float]]:
        return {each.code: (each.span, each.before, each.now) for each in report.changes}

    assert of(4).held_against == ()
    freeze(session)
    assert (of(4).held_against, of(4).changes) == (("2026-03",), ())
    late = used(session, "HEMLIGT F", municipality="Nacka")
    april, quarter = of(4), of(1, 3)
    assert april.before["uses_started"] == 5
    assert quarter.figures["uses_started"].value == 6
    for report in (april, quarter):
        assert told(report)["uses_started"] == told(report)["smf-used"] == ("2026-03", 5, 6)
        assert told(report)["stage-used"] == ("2026-03", 5, 6)
    page = steering.get("/reports/2026-04").text.partition('id="changes"')[2]
    assert "Behov F – Enhet F" in page
    assert "HEMLIGT" not in page
    assert "Nacka" not in page
    seal_report(session, get_programme(session, "klustermotor"), april, actor=None)
    assert "uses_started" not in told(of(5))
    assert told(of(1, 3))["uses_started"] == ("2026-03", 5, 6)
    session.delete(session.scalars(sa.select(Use).where(Use.match.has(Match.need.has(company_id=late.id)))).one())
    assert told(of(5))["uses_started"] == ("2026-03", 6, 5)
    assert [len(each.removed) for each in of(5).changes if each.code == "uses_started"] == [1]


def test_a_large_report_is_frozen_beside_the_answers_and_says_how_far_it_is(
    app: Flask, consultant: Browser, session: Session, five: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.reports.freezing.FROZEN_AT_ONCE", 0)
    go_on, write = Event(), files.write_files

    def write_slowly(report: Report, *given: Any, **named: Any) -> Mapping[str, bytes]:
        assert go_on.wait(30)
        return write(report, *given, **named)

    monkeypatch.setattr("app.reports.freezing.write_files", write_slowly)
    answer = consultant.send("/reports/2026-03/freeze")
    assert (answer.status_code, answer.location) == (302, "/reports/2026-03/freeze?begun=1")
    assert "väntar" in consultant.get(answer.location).text
    runner = Thread(target=work_off, args=(app,))
    runner.start()
    while "0 av 6 steg" not in consultant.get(answer.location).text:
        assert runner.is_alive()
    # Who has begun it watches it, without script as well, and can stop that.
    for address, watches in ((answer.location, True), ("/reports/2026-03/freeze", False)):
        page = consultant.get(address).text
        assert "0 av 6 steg" in page
        assert [each in page for each in ('http-equiv="refresh"', "data-go-on", "Sluta uppdatera")] == [watches] * 3
    assert session.scalars(sa.select(FrozenReport)).all() == []
    go_on.set()
    runner.join()
    done = consultant.get(answer.location)
    assert (done.status_code, done.location) == (302, "/reports/2026-03")
    assert len(session.scalars(sa.select(FrozenReport)).one().content["files"]) == 4
