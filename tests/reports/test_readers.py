"""Whom a report is made for: who the counted companies are, told without naming any that has not agreed to it."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

from app.programmes.queries import get_programme
from app.reports.frozen import find_frozen, seal_report
from app.reports.report_of_month import gather_report
from app.reports.stored import from_json, to_json
from models.clock import today
from models.matches import Match
from models.organisations import Company
from models.programmes import CountingRule, FrozenReport, Indicator, Programme
from models.smf import SizeClass
from models.uses import EvidenceKind
from tests import factories
from tests.conftest import Browser

MONTH = date(2026, 3, 1)
PAGES = ("/reports/2026-03/smf-used", "/reports/2026-03/opened", "/programmes/klustermotor/smf-used")


@pytest.fixture(autouse=True)
def programme(session: Session) -> Programme:
    made = Programme(
        code="klustermotor", name_sv="K", name_en="C", starts_on=date(2025, 2, 3), ends_on=date(2027, 10, 31)
    )
    rules = (("smf-used", CountingRule.SMF_USED), ("opened", CountingRule.INFRASTRUCTURE_OPENED))
    made.indicators = [
        Indicator(
            code=code, name_sv=f"Mål {code}", name_en=code, unit="companies", rule=rule, position=place, target=10
        )
        for place, (code, rule) in enumerate(rules)
    ]
    session.add(made)
    session.commit()
    return made


def used(session: Session, name: str, **values: Any) -> Company:
    """Let a company use a unit in March."""
    company = factories.company(name=name, **values)
    need = factories.need(company, programme=session.scalars(sa.select(Programme)).one(), title=f"Behov {name[-1]}")
    infrastructure = factories.ready(factories.infrastructure(name_sv=f"Enhet {name[-1]}"))
    match = factories.match(need, factories.capability(infrastructure), next_step="Ring", next_step_on=date(2026, 4, 2))
    kind = EvidenceKind.BOTH_CONFIRMED
    session.add(factories.use(match, started_on=date(2026, 3, 10), evidence="HEMLIGT BEVIS", evidence_kind=kind))
    session.add(factories.declaration(company, size_class=SizeClass.SMALL))
    session.commit()
    return company


@pytest.fixture
def five(session: Session) -> list[Company]:
    """Three companies in Huddinge, one in Solna, and one there that has agreed to be named."""
    hidden = [used(session, f"HEMLIGT {letter}", municipality="Huddinge", field="Diagnostik") for letter in "ABC"]
    return [
        *hidden,
        used(session, "HEMLIGT D", municipality="Solna"),
        used(session, "Öppna E", municipality="Botkyrka", name_released_on=date(2026, 3, 1)),
    ]


@pytest.mark.parametrize("frozen", [False, True])
def test_the_steering_group_is_told_who_the_five_are(
    steering: Browser, session: Session, five: list[Company], *, frozen: bool
) -> None:
    if frozen:
        freeze(session)
    for path in PAGES:
        page = steering.get(path).text
        assert "HEMLIGT" not in page
        assert [f"Företag {number}" in page for number in range(1, 6)] == [True] * 5
        assert page.count(">Huddinge<") == 3
        assert "Solna" not in page
        assert "Botkyrka" not in page
        assert page.count("Annan kommun") == 2
        assert page.count("Öppna E") == 1
        assert "Litet företag" in page
        assert "Diagnostik" not in page  # the fields of the other two are not known, and alone they would be
        assert "Enhet A" in page
        assert "2026-03-10" in page
        assert page.count("Bekräftat av båda parter") == 5


@pytest.mark.parametrize("frozen", [False, True])
def test_the_office_reads_names_and_places_beside_the_same_labels(
    consultant: Browser, session: Session, five: list[Company], *, frozen: bool
) -> None:
    if frozen:
        freeze(session)
    for path in PAGES:
        page = consultant.get(path).text
        assert "HEMLIGT A" in page
        assert "Företag 1" in page
        assert [place in page for place in (">Huddinge<", ">Solna<", ">Botkyrka<", "Annan kommun")] == [True] * 3 + [
            False
        ]


def test_the_report_divides_the_counted_ones_and_folds_small_groups_outside(
    consultant: Browser, steering: Browser, session: Session, five: list[Company]
) -> None:
    # A programme is divided by the areas that it has; a field that is called so is in one.
    session.add(factories.programme_group(get_programme(session, "klustermotor"), name_sv="Diagnostik"))
    session.commit()
    office, group = (
        browser.get("/reports/2026-03").text.split('id="of-which"')[1].split("</section>")[0]
        for browser in (consultant, steering)
    )
    for page, fields in ((office, True), (group, False)):
        assert [part in page for part in ("Små företag", "Stockholm", "Diagnostik")] == [True, True, fields]


def test_a_companys_label_stays_when_others_come_before_it_or_go(
    steering: Browser, session: Session, five: list[Company]
) -> None:
    assert session.scalars(sa.select(Company.report_number).order_by(Company.id)).all() == [1, 2, 3, 4, 5]
    first = session.scalars(sa.select(Match).where(Match.need.has(company_id=five[0].id))).one()
    session.refresh(first, ["uses"])
    session.delete(first.uses[0])
    session.commit()
    earlier = used(session, "HEMLIGT F")
    session.refresh(earlier)
    assert earlier.report_number == 6
    page = steering.get(PAGES[0]).text
    assert "Företag 1\n" not in page
    assert "Företag 2" in page


def test_a_name_is_released_from_its_day_on_and_can_be_taken_back(
    steering: Browser, consultant: Browser, session: Session, five: list[Company]
) -> None:
    company = session.get_one(Company, five[3].id)
    company.name_released_on = today() + timedelta(days=1)
    session.commit()
    assert "HEMLIGT D" not in steering.get(PAGES[0]).text
    company.name_released_on = today()
    session.commit()
    assert "HEMLIGT D" in steering.get(PAGES[0]).text
    assert "HEMLIGT D" in steering.get(PAGES[2]).text


def freeze(session: Session) -> FrozenReport:
    programme = get_programme(session, "klustermotor")
    report = gather_report(session, programme, MONTH, today=today())
    return seal_report(session, programme, report, actor=None)


def run(app: Flask, *words: str, month: str = "2026-03") -> tuple[int, str]:
    with app.app_context():
        result = app.test_cli_runner().invoke(args=["report", month, *words])
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result.exit_code, result.output


@pytest.mark.parametrize("kind", ["html", "json"])
@pytest.mark.parametrize("frozen", [False, True])
def test_a_document_names_nobody_unless_the_office_asks(
    app: Flask, session: Session, five: list[Company], kind: str, *, frozen: bool
) -> None:
    if frozen:
        freeze(session)
    for reader in ([], ["--for", "steering"], ["--for", "funder"], ["--for", "office"]):
        code, text = run(app, "--format", kind, *reader)
        assert code == 0, text
        assert "HEMLIGT" not in text
        assert "Öppna E" in text
    assert "HEMLIGT A" in run(app, "--format", kind, "--for", "office", "--names")[1]
    for reader in ([], ["--for", "steering"], ["--for", "funder"]):
        assert run(app, "--format", kind, "--names", *reader)[0] == 1


def test_next_steps_are_for_the_office(app: Flask, session: Session, five: list[Company]) -> None:
    # They are not dated, so of a month that is long over nobody is told any.
    for month, told in ((f"{today():%Y-%m}", {"next_steps"}), ("2026-03", set())):
        read = (run(app, "--format", "json", "--for", reader, month=month)[1] for reader in ("office", "funder"))
        office, funder = ({figure["code"] for figure in json.loads(text)["figures"]} for text in read)
        assert office - funder == told


def test_a_document_says_whom_it_is_made_for_and_carries_its_seal(
    app: Flask, session: Session, five: list[Company]
) -> None:
    said = run(app)[1]
    assert "Gjord för styrgruppen" in said
    parts = ("Så långt mot målen", "Månaden", "Vägen till ett nyttjande", "Infrastrukturerna", "<svg role")
    assert [part for part in parts if part not in said] == []
    assert "Mål smf-used: 5 av 10" in said
    frozen = freeze(session)
    text = run(app, "--for", "funder")[1]
    assert "Gjord för finansiären" in text
    assert frozen.digest in text
    assert f"{frozen.audit_entries}:{frozen.audit_digest}" in text


def test_what_was_frozen_before_reports_had_a_format_is_read_as_it_was(
    consultant: Browser, session: Session, five: list[Company]
) -> None:
    report = gather_report(session, get_programme(session, "klustermotor"), MONTH, today=today())
    content = to_json(report)
    del content["format"]
    for figure in (*content["targets"], *content["figures"]):
        for row in figure["rows"]:
            row.pop("counted")
    old = from_json(content)
    assert [replace(row, counted=None) for row in report.targets[0].rows] == list(old.targets[0].rows)
    seal_report(session, get_programme(session, "klustermotor"), old, actor=None)
    kept = find_frozen(session, get_programme(session, "klustermotor"), MONTH)
    assert kept is not None
    assert kept.report == old
    assert consultant.get(PAGES[0]).status_code == 200


def test_freezing_asks_first_and_says_that_it_is_for_good(consultant: Browser, steering: Browser) -> None:
    assert "/reports/2026-03/freeze" in consultant.get("/reports/2026-03").text
    page = consultant.get("/reports/2026-03/freeze").text
    assert "Det går inte att ångra" in page
    assert "Fastställ för gott" in page
    assert steering.get("/reports/2026-03/freeze").status_code == 403
    assert consultant.send("/reports/2026-03/freeze").status_code == 302
    assert consultant.get("/reports/2026-03/freeze").status_code == 409
    assert consultant.get("/reports/2099-01/freeze").status_code == 404
    month = f"{today():%Y-%m}"
    assert consultant.get(f"/reports/{month}/freeze").status_code == 409


@pytest.mark.parametrize("production", [False, True])
def test_demo_data_is_frozen_in_a_demo_installation_only(
    app: Flask, consultant: Browser, session: Session, five: list[Company], *, production: bool
) -> None:
    session.execute(sa.text('UPDATE "use" SET is_demo = true'))
    app.extensions["brygga"] = replace(app.extensions["brygga"], production=production)
    page = consultant.get("/reports/2026-03/freeze").text
    assert ("Fastställ för gott" in page) is not production
    assert "demodata" in page
    answer = consultant.send("/reports/2026-03/freeze")
    assert answer.status_code == (409 if production else 302)
    assert (session.scalar(sa.select(sa.func.count()).select_from(FrozenReport)) == 0) is production


def test_corrections_say_the_figure_in_words_and_the_figure_points_to_them(
    consultant: Browser, session: Session, five: list[Company]
) -> None:
    freeze(session)
    session.execute(sa.text('UPDATE "use" SET evidence = NULL WHERE id = (SELECT min(id) FROM "use")'))
    page = consultant.get("/reports/2026-03").text
    table = page.split('id="corrections"')[1].split("</section>")[0]
    assert "Mål smf-used" in table
    assert ">smf-used<" not in page
    assert "räknas inte längre" in table
    assert page.count('href="#corrections"') == 2  # one for each of the two targets
    assert "Rapporten" not in table
    assert '/reports/2026-03/smf-used">Mål smf-used' in table
