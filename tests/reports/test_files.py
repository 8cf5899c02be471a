"""A report as files: what the page says, tagged for all readers, and the same bytes whenever it is made again."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from flask_babel import force_locale
from openpyxl import load_workbook
from pypdf import PdfReader
from pypdf.generic import IndirectObject
from sqlalchemy.orm import Session

from app.programmes.queries import get_programme
from app.reports.content import Reader, Report
from app.reports.files import write_file, write_files
from app.reports.frozen import check_frozen_reports, find_frozen, seal_report
from app.reports.report_of_month import gather_report
from app.reports.stored import from_json, to_json
from models.achievements import Achievement, AchievementKind
from models.clock import today
from models.matches import CloseReason, Match, Stage, StageChange
from models.needs import Need
from models.programmes import CountingRule, FrozenReport, Indicator, Programme, ReportFile
from models.uses import Use
from tests.conftest import Browser
from tests.reports.test_readers import MONTH, five, programme, run, used

__all__ = ["five", "programme"]
only_sqlite = pytest.mark.only_on("sqlite")


@contextmanager
def speaking(app: Flask, language: str) -> Iterator[None]:
    with app.test_request_context(), force_locale(language):
        yield


def gathered(session: Session) -> tuple[Programme, Report]:
    session.expire_all()
    programme = get_programme(session, "klustermotor")
    return programme, gather_report(session, programme, MONTH, today=today())


def kinds_of(tree: Any, found: dict[str, list[Any]]) -> None:
    """Gather the elements of a document's structure by what they are."""
    tree = tree.get_object() if isinstance(tree, IndirectObject) else tree
    if isinstance(tree, list):
        for part in tree:
            kinds_of(part, found)
    elif isinstance(tree, dict):
        if "/S" in tree:
            found.setdefault(str(tree["/S"]), []).append(tree)
        if "/K" in tree:
            kinds_of(tree["/K"], found)


@only_sqlite
@pytest.mark.usefixtures("five")
@pytest.mark.parametrize(("language", "word"), [("sv", "Rapport för 2026-03"), ("en", "Report for 2026-03")])
def test_the_pdf_has_a_title_a_language_headings_descriptions_and_table_headers(
    app: Flask, session: Session, language: str, word: str
) -> None:
    programme, report = gathered(session)
    shown = report.for_reader(Reader.STEERING, names=False)
    with speaking(app, language):
        data, again = (
            write_file(shown, programme, Reader.STEERING, kind="pdf", frozen_on=date(2026, 4, 2)) for _ in range(2)
        )
    assert data == again
    paper = PdfReader(BytesIO(data))
    root: Any = paper.trailer["/Root"]
    assert paper.metadata is not None
    assert paper.metadata.title == word
    assert root["/Lang"] == language
    assert root["/MarkInfo"]["/Marked"] is True or root["/MarkInfo"]["/Marked"] == True  # noqa: E712
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert b"pdfuaid:part" in root["/Metadata"].get_data()
    found: dict[str, list[Any]] = {}
    kinds_of(root["/StructTreeRoot"], found)
    assert len(found["/H1"]) >= 5
    assert found["/H2"]
    assert found["/TH"]
    assert all(figure.get("/Alt") for figure in found["/Figure"])
    text = "\n".join(page.extract_text() for page in paper.pages)
    assert "HEMLIGT" not in text
    assert "Öppna E" in text


@only_sqlite
@pytest.mark.usefixtures("five")
def test_the_workbook_has_as_many_rows_as_every_figure_says_and_no_formula(app: Flask, session: Session) -> None:
    programme, report = gathered(session)
    with speaking(app, "sv"):
        data = write_file(
            report.for_reader(Reader.OFFICE, names=True), programme, Reader.OFFICE, kind="xlsx", frozen_on=None
        )
    book = load_workbook(BytesIO(data))
    figures = {row[0].value: row[1].value for row in book["Siffror"].iter_rows(min_row=2)}
    rows = [row[0].value for row in book["Rader"].iter_rows(min_row=2)]
    assert {name: rows.count(name) for name in figures} == figures
    assert figures["Mål smf-used"] == 5
    assert sum(row[2].value for row in book["Timmar"].iter_rows(min_row=2)) == (
        report.worked.minutes if report.worked else 0
    )
    cells = [cell for sheet in book for line in sheet.iter_rows() for cell in line]
    assert not any(cell.data_type == "f" for cell in cells)
    with zipfile.ZipFile(BytesIO(data)) as packed:
        assert not any(b"<f>" in packed.read(name) for name in packed.namelist())


@pytest.mark.usefixtures("five")
def test_a_month_is_frozen_once_and_gives_the_same_bytes_ever_after(
    app: Flask, consultant: Browser, steering: Browser, session: Session, tmp_path: Path
) -> None:
    code, said = run(app, "--format", "pdf", "--freeze", "--out", str(tmp_path / "first.pdf"))
    assert code == 0, said
    first = (tmp_path / "first.pdf").read_bytes()
    used(session, "Nytt bolag")
    run(app, "--format", "pdf", "--freeze", "--out", str(tmp_path / "second.pdf"))
    assert (tmp_path / "second.pdf").read_bytes() == first
    assert session.scalar(sa.select(sa.func.count()).select_from(FrozenReport)) == 1
    for browser in (consultant, steering):
        answer = browser.get("/reports/2026-03/files/report.pdf")
        assert answer.data == first
        assert answer.headers["Content-Type"] == "application/pdf"
    kept = find_frozen(session, get_programme(session, "klustermotor"), MONTH)
    assert kept is not None
    assert kept.report is not None
    with speaking(app, "sv"):
        files = write_files(kept.report, get_programme(session, "klustermotor"), frozen_on=today())
    assert files == {each.name: each.data for each in session.scalars(sa.select(ReportFile))}
    assert run(app, "--verify")[0] == 0


@pytest.mark.usefixtures("five")
def test_one_byte_of_a_file_that_was_changed_is_found(app: Flask, steering: Browser, session: Session) -> None:
    programme, report = gathered(session)
    with speaking(app, "sv"):
        files = write_files(report, programme, frozen_on=today())
    seal_report(session, programme, report, actor=None, files=files)
    session.commit()
    assert list(check_frozen_reports(session)) == []
    file = session.scalars(sa.select(ReportFile).where(ReportFile.name == "sv.pdf")).one()
    file.data = file.data[:-1] + bytes([file.data[-1] ^ 1])
    session.commit()
    assert len(list(check_frozen_reports(session))) == 1
    assert run(app, "--verify")[0] == 1
    assert steering.get("/reports/2026-03/files/report.pdf").status_code == 409
    session.delete(file)
    session.commit()
    assert len(list(check_frozen_reports(session))) == 1


@only_sqlite
def test_what_is_lost_is_told_by_why_and_folded_for_the_steering_group(
    steering: Browser, consultant: Browser, session: Session, five: list[Any]
) -> None:
    reasons = [*([CloseReason.TOO_EXPENSIVE] * 3), CloseReason.WRONG_PLACE]
    for company, reason in zip(five, reasons, strict=False):
        match = session.scalars(sa.select(Match).join(Match.need).where(Need.company_id == company.id)).one()
        session.execute(sa.delete(Use).where(Use.match_id == match.id))
        for stage, day in ((Stage.SHORTLISTED, 3), (Stage.CLOSED, 9)):
            session.add(StageChange(match_id=match.id, to_stage=stage, at=datetime(2026, 3, day, 12, tzinfo=UTC)))
        match.stage, match.close_reason = Stage.CLOSED, reason
    session.commit()
    _programme, report = gathered(session)
    assert [(each.code, each.value) for each in report.lost.figures] == [
        ("lost-too_expensive", 3),
        ("lost-wrong_place", 1),
    ]
    office, group = (browser.get("/reports/2026-03").text for browser in (consultant, steering))
    # Three of four told would leave one.
    for page, told in ((office, True), (group, False)):
        assert [reason in page for reason in ("För dyrt", "Fel plats")] == [told, told]
    assert "Varför 4 matchningar förlorades redovisas inte" in group
    for why in ("too_expensive", "wrong_place"):
        assert steering.get(f"/reports/2026-03/lost-{why}").status_code == 404
        assert consultant.get(f"/reports/2026-03/lost-{why}").status_code == 200


@only_sqlite
@pytest.mark.usefixtures("five")
def test_the_comment_stands_on_the_page_until_the_month_is_frozen_and_with_it(
    consultant: Browser, steering: Browser, session: Session
) -> None:
    assert consultant.send("/reports/2026-03/comment", {"text": "En stark månad."}).status_code == 302
    assert "En stark månad." in steering.get("/reports/2026-03").text
    assert steering.get("/reports/2026-03/comment").status_code == 403
    assert consultant.send("/reports/2026-03/freeze").status_code == 302
    assert consultant.get("/reports/2026-03/comment").status_code == 409
    assert "En stark månad." in steering.get("/reports/2026-03").text


@only_sqlite
@pytest.mark.usefixtures("five")
def test_achievements_make_up_their_targets_with_their_rows_and_name_nobody(
    app: Flask, steering: Browser, consultant: Browser, session: Session
) -> None:
    programme = get_programme(session, "klustermotor")
    events = Indicator(code="events", name_sv="Träffar", name_en="Events", unit="events", target=40)
    settled = Indicator(code="settled", name_sv="Etableringar", name_en="Settled", unit="companies", target=5)
    posts = Indicator(code="fte", name_sv="Tjänster", name_en="Posts", unit="fte", target=3)
    events.rule, settled.rule, posts.rule = (
        CountingRule.SOCIAL_EVENT,
        CountingRule.ESTABLISHED,
        CountingRule.REPORTED,
    )
    session.add(programme)
    programme.indicators += [events, settled, posts]
    session.commit()
    common = {"programme": programme, "happened_on": date(2026, 3, 5), "evidence": "Protokoll"}
    session.add(Achievement(kind=AchievementKind.SOCIAL_EVENT, title="Vårmingel", **common))
    session.add(Achievement(kind=AchievementKind.ESTABLISHMENT, organisation="HEMLIGT H", **common))
    for amount in ("0.50", "1.25"):
        session.add(Achievement(kind=AchievementKind.FIGURE, indicator_id=posts.id, amount=Decimal(amount), **common))
    session.commit()
    _programme, report = gathered(session)
    assert {figure.code: figure.value for figure in report.targets} == {
        "smf-used": 5,
        "opened": 5,
        "events": 1,
        "settled": 1,
        "fte": 1.75,
    }
    assert from_json(to_json(report)) == report
    shown = report.for_reader(Reader.STEERING, names=False)
    assert {figure.code: figure.value for figure in shown.targets} == {
        figure.code: figure.value for figure in report.targets
    }
    for path in ("", "/events", "/settled", "/fte"):
        assert "HEMLIGT" not in steering.get(f"/reports/2026-03{path}").text
    assert "Vårmingel" in steering.get("/reports/2026-03/events").text
    assert "HEMLIGT H" in consultant.get("/reports/2026-03/settled").text
    assert "1,75 av 3 årsarbetskrafter" in steering.get("/reports/2026-03").text
    for browser, evidence in ((consultant, "Protokoll"), (steering, "Det finns underlag.")):
        page = browser.get("/reports/2026-03/fte").text.partition("<main")[2]
        assert "1,75 årsarbetskrafter i rapporten" in page
        assert [page.count(text) for text in (">0,5<", ">1,25<", evidence, ">Tjänster</a>", "Summan av")] == [
            *(1, 1, 2, 2 if browser is consultant else 0, 1)
        ]
    for reader, names in ((Reader.OFFICE, True), (Reader.STEERING, False)):
        with speaking(app, "sv"):
            data = write_file(report.for_reader(reader, names=names), programme, reader, kind="xlsx", frozen_on=None)
        book = load_workbook(BytesIO(data))
        sums = dict[str, float]()
        for row in book["Rader"].iter_rows(min_row=2, values_only=True):
            sums[row[0]] = sums.get(row[0], 0) + (1 if row[10] is None else row[10])
        numbers = [row for sheet in ("Siffror", "Steg") for row in book[sheet].iter_rows(min_row=2, values_only=True)]
        figures = {row[0]: row[1] for row in numbers}
        assert sums == {name: value for name, value in figures.items() if value}
