"""The success cases of supports and of the rates they are reckoned by."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import sqlalchemy as sa

from models.aid import AidGrant
from models.aid_rules import AidStep
from models.clock import now, today
from models.euro_rates import EuroRate
from models.programmes import Programme
from tests import factories
from tests.security.valid_posts.setting import Attempt, Setting, Typed, case


def _programme(stage: Setting) -> Programme:
    found = stage.session.scalars(sa.select(Programme)).first()
    return found or stage.add(factories.programme())


def _value(stage: Setting, what: str) -> Typed:
    number = str(_programme(stage).id)
    typed: Typed = {"kind": "other", "what": what, "programme_id": number, "basis": "quote", "market_sek": "1 000,50"}
    return {**typed, "valued_on": str(today())}


def _grant(stage: Setting, until: AidStep, **values: Any) -> AidGrant:
    return stage.add(factories.aid_grant(factories.company(), _programme(stage), until, **values))


@case("aid.new")
def _(stage: Setting) -> Attempt:
    company, what = stage.add(factories.company()), f"Prov {stage.number}"
    return Attempt(
        f"/companies/{company.id}/aid/new",
        lambda: stage.one(AidGrant, AidGrant.what == what) is not None,
        _value(stage, what),
        shown=what,
    )


@case("aid.new_for_match")
def _(stage: Setting) -> Attempt:
    match, what = stage.match(), f"Prov {stage.number}"
    return Attempt(
        f"/matches/{match.id}/aid/new",
        lambda: (found := stage.one(AidGrant, AidGrant.what == what)) is not None and found.match_id == match.id,
        _value(stage, what),
        shown=what,
    )


@case("aid.edit")
def _(stage: Setting) -> Attempt:
    found = _grant(stage, AidStep.VALUED)
    there = f"/aid/{found.id}/edit"
    return Attempt(there, lambda: stage.fresh(found).market_sek == Decimal("7.25"), {"market_sek": "7,25"})


@case("aid.step")
def _(stage: Setting) -> Attempt:
    found = _grant(stage, AidStep.VALUED)
    there = f"/aid/{found.id}/steps/informed"
    return Attempt(there, lambda: stage.fresh(found).step is AidStep.INFORMED, {"who": "Vera Vem"}, shown="Vera Vem")


@case("aid.take_step_back")
def _(stage: Setting) -> Attempt:
    found = _grant(stage, AidStep.INFORMED)
    there, version = f"/aid/{found.id}", {"version": str(found.version)}
    act = f"{there}/steps/informed/take-back"
    return Attempt(there, lambda: stage.fresh(found).step is AidStep.VALUED, {**version}, action=act)


@case("aid.take_back")
def _(stage: Setting) -> Attempt:
    found = _grant(stage, AidStep.VALUED)
    return Attempt(
        f"/aid/{found.id}/edit",
        lambda: stage.fresh(found).taken_back_at is not None,
        {"version": str(found.version)},
        action=f"/aid/{found.id}/take-back",
    )


@case("aid.put_back")
def _(stage: Setting) -> Attempt:
    found = _grant(stage, AidStep.VALUED, what="Prov igen", taken_back_at=now())
    return Attempt(
        "/rates/new",
        lambda: stage.fresh(found).taken_back_at is None,
        {"version": str(found.version)},
        action=f"/aid/{found.id}/put-back",
        shown="Prov igen",
    )


def _month(stage: Setting) -> date:
    years, month = divmod(stage.number, 12)
    return date(2000 + years, month + 1, 1)


@case("rates.new")
def _(stage: Setting) -> Attempt:
    month = _month(stage)
    return Attempt(
        "/rates/new",
        lambda: stage.one(EuroRate, EuroRate.month == month) is not None,
        {"month": f"{month:%Y-%m}", "rate": "11,4865", "source": "InforEuro"},
        shown="11,4865",
    )


@case("rates.edit")
def _(stage: Setting) -> Attempt:
    rate = stage.add(factories.euro_rate(_month(stage)))
    there = f"/rates/{rate.id}/edit"
    return Attempt(
        there, lambda: stage.fresh(rate).source == "Riksbanken", {"source": "Riksbanken"}, shown="Riksbanken"
    )
