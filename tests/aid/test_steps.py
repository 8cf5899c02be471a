"""A support is valued, goes through its steps in order, and each can be taken back while nothing rests on it."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
import sqlalchemy as sa

from models.aid import AidGrant, EarlierAid
from models.aid_rules import ORDER, AidStep
from models.clock import today
from tests.aid.conftest import Support, approve, take
from tests.conftest import Browser

pytestmark = pytest.mark.only_on("sqlite")


def value(support: Support, **typed: str) -> dict[str, str]:
    usual = {
        "kind": "infrastructure_use",
        "what": "Tio prov",
        "basis": "quote",
        "market_sek": "12 000",
        "paid_sek": "0",
    }
    return {**usual, "valued_on": str(today()), "programme_id": str(support.programme.id), **typed}


def test_a_support_goes_from_its_value_to_the_register(consultant: Browser, support: Support) -> None:
    sent = consultant.send(f"/companies/{support.company.id}/aid/new", value(support, paid_sek="2000"))
    assert sent.status_code == 302
    (grant,) = support.session.scalars(sa.select(AidGrant)).all()
    assert support.fresh(grant).aid_sek == 10_000
    for step in ORDER[1:]:
        page = consultant.get(f"/aid/{grant.id}").get_data(as_text=True)
        assert f"/steps/{step.value}" in page, step
        typed = {"earlier": "2025-05-02; Fonden; 12 500,50 EUR\n2026-11-02; Kommunen; 1 000 kr"}
        extra = typed if step is AidStep.DECLARED else {}
        month = {"earlier": typed["earlier"].replace("2026-11-02", str(today()))} if extra else {}
        assert take(consultant, grant, step, **month).status_code == 302, step
        support.fresh(grant)
    assert grant.step is AidStep.REGISTERED
    assert [(each.giver, each.aid_eur, each.aid_sek) for each in grant.earlier] == [
        ("Fonden", Decimal("12500.50"), None),
        ("Kommunen", Decimal("100.00"), Decimal("1000.00")),
    ]
    assert (grant.aid_eur, grant.rate, grant.rate_source) == (Decimal("1000.00"), Decimal(10), "InforEuro")
    page = consultant.get(f"/companies/{support.company.id}/aid").get_data(as_text=True)
    assert "13\u00a0600,50" in page
    assert "286\u00a0399,50" in page


@pytest.mark.parametrize(("until", "step"), [("checked", "started"), ("valued", "declared"), ("valued", "approved")])
def test_a_step_out_of_turn_is_refused(consultant: Browser, support: Support, until: str, step: str) -> None:
    grant = support.grant(AidStep(until))
    answer = take(consultant, grant, AidStep(step))
    assert answer.status_code == 409
    assert "i ordning" in answer.get_data(as_text=True)
    assert support.fresh(grant).step == until


def test_a_step_cannot_be_earlier_than_the_one_before_nor_lie_ahead(consultant: Browser, support: Support) -> None:
    grant = support.grant(AidStep.CHECKED)
    for days, said in ((-1, "kan inte vara tidigare"), (1, "har inte varit än")):
        answer = approve(consultant, grant, on=today() + timedelta(days=days))
        assert answer.status_code == 422
        assert said in answer.get_data(as_text=True)


def test_a_step_is_taken_back_and_what_was_written_stands_in_its_form(consultant: Browser, support: Support) -> None:
    grant = support.grant(AidStep.CHECKED)
    assert approve(consultant, grant, who="Finansiär Fin").status_code == 302
    support.fresh(grant)
    back = {"version": grant.version}
    assert consultant.send(f"/aid/{grant.id}/steps/checked/take-back", back).status_code == 409
    assert consultant.send(f"/aid/{grant.id}/steps/approved/take-back", back).status_code == 302
    support.fresh(grant)
    assert (grant.step, grant.granted_on, grant.aid_eur, grant.rate) == (AidStep.CHECKED, None, None, None)
    form = consultant.get(f"/aid/{grant.id}/steps/approved").get_data(as_text=True)
    assert "Finansiär Fin" in form
    assert approve(consultant, grant).status_code == 302


def test_two_who_take_a_step_do_not_overwrite_each_other(consultant: Browser, support: Support) -> None:
    grant = support.grant(AidStep.CHECKED)
    assert approve(consultant, grant).status_code == 302
    again = approve(consultant, grant, who="Någon annan")
    assert again.status_code == 409
    assert "Någon annan" in again.get_data(as_text=True)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"paid_sek": "12000"}, "Skriv nedan varför"),
        ({"paid_sek": "12000,01"}, "mer än insatsen är värd"),
        ({"not_aid_reason": "Nej"}, "så det är stöd"),
        ({"basis": "hour_rate", "market_sek": ""}, "Skriv timmarna"),
        ({"market_sek": ""}, "värd i kronor"),
        ({"hours": "6,5"}, "Timmar räknas bara vid timpris"),
        ({"basis": "hour_rate", "hours": "6,5"}, "Timmarna är värda 7"),
        ({"valued_on": str(today() + timedelta(days=1))}, "har inte varit än"),
        ({"nace": "forskning"}, "branschkod"),
    ],
)
def test_a_value_that_does_not_add_up_is_refused(
    consultant: Browser, support: Support, typed: dict[str, str], said: str
) -> None:
    answer = consultant.send(f"/companies/{support.company.id}/aid/new", value(support, **typed))
    assert answer.status_code == 422
    assert said in answer.get_data(as_text=True)


def test_zero_aid_is_kept_with_its_reason_and_has_no_steps(consultant: Browser, support: Support) -> None:
    typed = value(support, paid_sek="12000", not_aid_reason="Fullt pris")
    assert consultant.send(f"/companies/{support.company.id}/aid/new", typed).status_code == 302
    (grant,) = support.session.scalars(sa.select(AidGrant)).all()
    page = consultant.get(f"/aid/{grant.id}").get_data(as_text=True)
    assert "Fullt pris" in page
    assert "/steps/" not in page
    assert take(consultant, grant, AidStep.INFORMED).status_code == 409
    assert "Inte stöd" in consultant.get("/aid?step=not_aid").get_data(as_text=True)


def test_hours_are_worth_the_projects_rate(consultant: Browser, support: Support) -> None:
    typed = value(support, basis="hour_rate", hours="6,5", market_sek="")
    assert consultant.send(f"/companies/{support.company.id}/aid/new", typed).status_code == 302
    (grant,) = support.session.scalars(sa.select(AidGrant)).all()
    assert (grant.market_sek, grant.hours, grant.hour_rate) == (Decimal(7800), Decimal("6.5"), Decimal(1200))


def test_the_day_of_the_application_is_typed_and_the_steps_go_on_from_it(consultant: Browser, support: Support) -> None:
    day = today() - timedelta(days=40)
    sent = consultant.send(f"/companies/{support.company.id}/aid/new", value(support, valued_on=str(day)))
    (grant,) = support.session.scalars(sa.select(AidGrant)).all()
    assert sent.location == f"/aid/{grant.id}"
    before = take(consultant, grant, AidStep.INFORMED, done_on=str(day - timedelta(days=1)))
    assert "kan inte vara tidigare" in before.get_data(as_text=True)
    moved = value(support, valued_on=str(day - timedelta(days=1)), version=str(support.fresh(grant).version))
    assert consultant.send(f"/aid/{grant.id}/edit", moved).status_code == 302
    support.fresh(grant)
    assert take(consultant, grant, AidStep.INFORMED, done_on=str(day - timedelta(days=1))).status_code == 302


def test_the_same_support_twice_is_asked_about(consultant: Browser, support: Support) -> None:
    new = f"/companies/{support.company.id}/aid/new"
    assert consultant.send(new, value(support)).status_code == 302
    for change in ({"what": "TIO PROV", "market_sek": "9"}, {"what": "Något annat"}):
        asked = consultant.send(new, value(support, **change))
        assert asked.status_code == 422
        assert "Öppna den som det är" in asked.get_data(as_text=True)
    assert consultant.send(new, value(support, kind="matching")).status_code == 302
    assert consultant.send(new, value(support, is_another="y")).status_code == 302
    assert support.session.scalar(sa.select(sa.func.count()).select_from(AidGrant)) == 3


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("2025-01-01; Fonden", "med semikolon"),
        ("i fjol; Fonden; 100 EUR", "skriv dagen"),
        ("2099-01-01; Fonden; 100 EUR", "inte kommit"),
        ("2025-01-01; Fonden; 100", "med valuta"),
        ("2001-01-01; Fonden; 100 kr", "ingen eurokurs för 2001-01"),
    ],
)
def test_a_declared_line_that_cannot_be_read_says_why(
    consultant: Browser, support: Support, line: str, said: str
) -> None:
    grant = support.grant(AidStep.INFORMED)
    answer = take(consultant, grant, AidStep.DECLARED, earlier=line)
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert said in page
    assert line in page
    assert support.session.scalars(sa.select(EarlierAid)).all() == []


def test_a_value_is_edited_and_taken_back_until_the_company_is_informed(consultant: Browser, support: Support) -> None:
    grant = support.grant(AidStep.VALUED)
    typed = value(support, market_sek="500", version=str(grant.version))
    assert consultant.send(f"/aid/{grant.id}/edit", typed).status_code == 302
    assert support.fresh(grant).market_sek == 500
    assert consultant.send(f"/aid/{grant.id}/take-back", {"version": grant.version}).status_code == 302
    assert consultant.get(f"/aid/{grant.id}").status_code == 404
    assert consultant.send(f"/aid/{grant.id}/put-back", {"version": support.fresh(grant).version}).status_code == 302
    informed = support.grant(AidStep.INFORMED)
    assert consultant.send(f"/aid/{informed.id}/take-back", {"version": informed.version}).status_code == 409
    assert consultant.get(f"/aid/{informed.id}/edit").status_code == 409
