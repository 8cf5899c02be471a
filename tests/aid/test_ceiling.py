"""The ceiling: of one undertaking over three years, own and declared aid, to the cent and at the same moment."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from decimal import Decimal
from threading import Barrier
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

from app.aid.undertaking import find_recorded
from app.duplicates.moving import Mover
from app.likeness.facts import RecordKind
from models.aid import AidGrant, EarlierAid
from models.aid_rules import AidStep, counts_until
from models.clock import now, today
from models.doubles import Merge
from models.organisations import Ownership
from tests import factories
from tests.aid.conftest import Support, approve, take
from tests.conftest import Browser, sign_in

FULL = Decimal(3_000_000)  # in kronor at ten for a euro: what fills the ceiling


@pytest.mark.parametrize(("before", "kronor"), [("2999999.80", "0.10"), ("2999999.90", "0.10"), ("2999999.90", "0.20")])
def test_check_and_approval_hold_to_the_same_ceiling(
    consultant: Browser, support: Support, before: str, kronor: str
) -> None:
    support.grant(AidStep.REGISTERED, market_sek=Decimal(before))
    grant = support.grant(AidStep.DECLARED, market_sek=Decimal(kronor))
    is_above = Decimal(before) + Decimal(kronor) > FULL
    for step in (AidStep.CHECKED, AidStep.APPROVED):
        answer = take(consultant, grant, step)
        assert answer.status_code == (422 if is_above else 302), step
        if is_above:
            assert "300\u00a0000,01 euro" in answer.get_data(as_text=True)
            assert "Över taket" in consultant.get(f"/aid/{grant.id}/steps/{step}").get_data(as_text=True)
            assert take(consultant, grant, step, **_decided("Annan grund")).status_code == 302, step
        assert step in support.fresh(grant).taken
    assert (grant.override_by is not None) is is_above
    assert grant.aid_eur == Decimal(kronor) / 10


def _decided(reason: str) -> dict[str, Any]:
    return {"override_by": "Beslut Beslutsson", "override_reason": reason, "override_on": str(today())}


def test_above_the_ceiling_somebody_decides_by_name_and_that_is_shown(consultant: Browser, support: Support) -> None:
    support.grant(AidStep.REGISTERED, market_sek=FULL)
    grant = support.grant()
    before = support.grant(AidStep.CHECKED, on=today() - timedelta(days=2))
    late = approve(consultant, before, on=today() - timedelta(days=1), **_decided("Annan grund"))
    assert "kan inte vara senare" in late.get_data(as_text=True)
    half = approve(consultant, grant, override_reason="Annan grund")
    assert half.status_code == 422
    assert "Fyll i alla tre" in half.get_data(as_text=True)
    assert approve(consultant, grant, **_decided("Annan grund")).status_code == 302
    page = consultant.get(f"/aid/{grant.id}").get_data(as_text=True)
    assert "Beslut Beslutsson" in page
    assert "Annan grund" in page
    assert "Över taket" in page


@pytest.mark.only_on("sqlite")
def test_a_decision_that_is_not_needed_is_not_kept(consultant: Browser, support: Support) -> None:
    grant = support.grant()
    answer = approve(consultant, grant, **_decided("För säkerhets skull"))
    assert answer.status_code == 422
    assert "Töm beslutet" in answer.get_data(as_text=True)


@pytest.mark.parametrize(("days", "status"), [(1, 422), (0, 422), (-1, 302)])
def test_a_grant_counts_on_the_same_date_three_years_on_and_not_the_day_after(
    consultant: Browser, support: Support, days: int, status: int
) -> None:
    same_date = next(day for back in range(3) if counts_until(day := _three_years_before(back)) == today())
    support.grant(AidStep.REGISTERED, market_sek=FULL, on=same_date + timedelta(days=days))
    assert approve(consultant, support.grant()).status_code == status


def _three_years_before(back: int) -> date:
    return date(today().year - 3, today().month, 1) + timedelta(days=today().day - 1 - back)


def test_a_month_without_a_rate_is_a_refusal_that_says_what_to_do(consultant: Browser, support: Support) -> None:
    support.session.execute(sa.text("DELETE FROM euro_rate"))
    grant = support.grant()
    answer = approve(consultant, grant)
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert f"ingen eurokurs för {today():%Y-%m}" in page
    assert "/rates" in page
    form = {"month": f"{today():%Y-%m}", "rate": "0,087", "source": "InforEuro, månadens"}
    for absurd in ("0", "0,087", "4,99", "20,01", "114,865"):
        answer = consultant.send("/rates/new", form | {"rate": absurd})
        assert "mellan 5 och 20" in answer.get_data(as_text=True), absurd
    form["rate"] = "11,4865"
    assert consultant.send("/rates/new", form).status_code == 302
    assert approve(consultant, grant).status_code == 302
    assert support.fresh(grant).rate == Decimal("11.4865")


def test_a_rate_that_is_corrected_changes_nothing_that_was_granted(consultant: Browser, support: Support) -> None:
    grant = support.grant(AidStep.APPROVED)
    (rate,) = support.session.scalars(sa.text("SELECT id FROM euro_rate")).all()
    form = {"month": f"{today():%Y-%m}", "rate": "20", "source": "Rättad", "version": 1}
    assert consultant.send(f"/rates/{rate}/edit", form).status_code == 302
    assert support.fresh(grant).aid_eur == 10_000
    assert "10\u00a0000,00" in consultant.get(f"/aid/{grant.id}").get_data(as_text=True)


def test_linked_companies_share_the_ceiling_and_declared_aid_counts_once(consultant: Browser, support: Support) -> None:
    sister = support.linked("Systern AB")
    earlier = {"granted_on": date(today().year, 1, 2), "giver": "Fonden", "aid_eur": Decimal(100_000)}
    for company in (support.company, sister):
        declared = [EarlierAid(**earlier)]
        support.grant(AidStep.APPROVED, company=company, market_sek=Decimal(1_000_000), earlier=declared)
    for company, other in ((support.company, "Systern AB"), (sister, "Stödda AB")):
        page = consultant.get(f"/companies/{company.id}/aid").get_data(as_text=True)
        # Twice 100 000 of ours, and 100 000 that both have declared.
        assert "300\u00a0000,00" in page
        assert other in page
        assert "Okänd AB" in page
    grant = support.grant(company=sister, market_sek=Decimal("0.10"))
    assert approve(consultant, grant).status_code == 422


def test_what_a_declaration_said_counts_no_more_once_it_is_taken_back(consultant: Browser, support: Support) -> None:
    declared = [EarlierAid(granted_on=today(), giver="Fonden", aid_eur=Decimal(300_000))]
    grant = support.grant()
    told = support.grant(AidStep.DECLARED, earlier=declared)
    assert approve(consultant, grant).status_code == 422
    back = {"version": support.fresh(told).version}
    assert consultant.send(f"/aid/{told.id}/steps/declared/take-back", back).status_code == 302
    assert approve(consultant, grant).status_code == 302


def test_a_later_declaration_replaces_the_earlier_which_is_kept(consultant: Browser, support: Support) -> None:
    first, second = support.grant(AidStep.INFORMED), support.grant(AidStep.INFORMED)
    told = "2026-01-02; Fonden; 200 000 EUR"
    assert take(consultant, first, AidStep.DECLARED, earlier=told).status_code == 302
    assert take(consultant, second, AidStep.DECLARED, earlier=told).status_code == 302
    corrected = support.grant(AidStep.INFORMED)
    for less in ("", "2026-01-02; Fonden; 90 000 EUR"):
        asked = take(consultant, corrected, AidStep.DECLARED, earlier=less)
        assert asked.status_code == 422
        assert "2026-01-02; Fonden; 200000.00 EUR" in asked.get_data(as_text=True)
    reason = {"earlier": less, "left_out_reason": "Beslutet ändrades"}
    assert take(consultant, corrected, AidStep.DECLARED, **reason).status_code == 302
    assert "Beslutet ändrades" in consultant.get(f"/aid/{corrected.id}").get_data(as_text=True)
    ledger = f"/companies/{support.company.id}/aid"
    page = consultant.get(ledger).get_data(as_text=True)
    assert "210\u00a0000,00" in page
    assert "200\u00a0000,00" not in page
    kept = consultant.get(f"/aid/{first.id}").get_data(as_text=True)
    assert "200\u00a0000,00" in kept
    assert f"intyg från {today()} har ersatt" in kept
    back = {"version": support.fresh(corrected).version}
    assert consultant.send(f"/aid/{corrected.id}/steps/declared/take-back", back).status_code == 302
    assert "200\u00a0000,00" in consultant.get(ledger).get_data(as_text=True)


def test_two_approvals_at_once_never_pass_the_ceiling_together(app: Flask, session: Session, support: Support) -> None:
    sister = support.linked("Systern AB")
    companies = [support.company, sister] * 2
    grants = [support.grant(company=each, market_sek=Decimal(2_000_000)) for each in companies]
    users = [factories.user() for _ in grants]
    session.add_all(users)
    session.commit()
    browsers = [sign_in(app, user) for user in users]
    tokens = [browser.token() for browser in browsers]
    start = Barrier(len(grants))

    def press(browser: Browser, token: str, grant: AidGrant) -> int:
        form = {"version": grant.version, "done_on": str(today()), "who": "Vera Vem", "csrf_token": token}
        start.wait()
        return int(browser.post(f"/aid/{grant.id}/steps/approved", data=form).status_code)

    with ThreadPoolExecutor(len(grants)) as pool:
        answers = list(pool.map(press, browsers, tokens, grants))
    assert sorted(answers) == [302, 422, 422, 422]
    assert session.scalar(sa.select(sa.func.sum(AidGrant.aid_eur))) == 200_000


@pytest.mark.only_on("sqlite")
def test_what_two_companies_have_received_is_one_companys_once_they_are_merged(
    consultant: Browser, session: Session, support: Support
) -> None:
    double = factories.company(name="Stodda AB")
    session.add(double)
    session.commit()
    support.grant(AidStep.APPROVED, company=double, market_sek=FULL)
    grant = support.grant()
    for company, line in ((double, f"{today()}; Fonden; 250 000 EUR"), (support.company, "")):
        told = support.grant(AidStep.INFORMED, company=company)
        assert take(consultant, told, AidStep.DECLARED, earlier=line).status_code == 302
    Mover(session, RecordKind.COMPANY, stays=support.company.id, goes=double.id).move_all(years_of_goer=False)
    session.add(Merge(company_id=support.company.id, gone_id=double.id, at=now()))
    session.commit()
    assert approve(consultant, grant).status_code == 422
    # What either declared before they were one counts on; what the one declares after that replaces both.
    ledger = f"/companies/{support.company.id}/aid"
    assert "550\u00a0000,00" in consultant.get(ledger).get_data(as_text=True)
    later = support.grant(AidStep.INFORMED)
    assert take(consultant, later, AidStep.DECLARED, left_out_reason="Återbetalat").status_code == 302
    assert "300\u00a0000,00" in consultant.get(ledger).get_data(as_text=True)


@pytest.mark.only_on("sqlite")
def test_an_estimate_of_a_year_to_come_parts_no_undertaking(consultant: Browser, support: Support) -> None:
    sister = support.linked("Systern AB")
    support.grant(AidStep.REGISTERED, company=sister, market_sek=FULL)
    later = {"period_end": date(today().year + 4, 12, 30), "ownership": Ownership.AUTONOMOUS, "is_estimate": True}
    support.session.add(factories.declaration(support.company, **later))
    support.session.commit()
    assert approve(consultant, support.grant()).status_code == 422
    page = consultant.get(f"/companies/{support.company.id}/size").get_data(as_text=True)
    assert "2020-01-01 – 2020-12-31." in page


@pytest.mark.only_on("sqlite")
@pytest.mark.parametrize(
    ("number", "line"),
    [
        ("DK99999918", "DK99999918; Nord A/S"),
        ("5599990073", "SE559999007301 Nya"),
        ("5599990073", "Nya AB; 16559999-0073"),
        ("5599990073", "559999 0073 Nya"),
        (None, "Systern AB"),
    ],
)
def test_a_link_holds_by_any_form_of_number_and_by_a_former_name(
    support: Support, number: str | None, line: str
) -> None:
    sister = factories.company(name="Systern AB", org_number=number)
    support.session.add(sister)
    support.session.flush()
    sister.name = "Helt Annat Namn AB"
    support.session.commit()
    assert find_recorded(support.session, [line]) == {line: {sister.id}}


@pytest.mark.only_on("sqlite")
def test_a_link_that_nearly_names_a_company_is_asked_about(consultant: Browser, support: Support) -> None:
    support.linked("Systern Mätteknik AB").name = "Systern Mättekniks AB"
    support.session.commit()
    grant = support.grant(AidStep.DECLARED)
    for step in (AidStep.CHECKED, AidStep.APPROVED):
        asked = take(consultant, grant, step)
        assert asked.status_code == 422
        assert "Systern Mättekniks AB" in asked.get_data(as_text=True)
        assert take(consultant, grant, step, are_others="y").status_code == 302
        support.fresh(grant)


@pytest.mark.only_on("sqlite")
def test_aid_that_comes_to_no_cent_is_refused_in_words(consultant: Browser, support: Support) -> None:
    assert "0,00 euro" in approve(consultant, support.grant(market_sek=Decimal("0.01"))).get_data(as_text=True)
    told = take(consultant, support.grant(AidStep.INFORMED), AidStep.DECLARED, earlier=f"{today()}; Fonden; 0,01 kr")
    assert told.status_code == 422
    assert "0,00 euro" in told.get_data(as_text=True)
