"""The programmes carry the targets they promised."""

from __future__ import annotations

from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Session, selectinload

import seeds
from models.programmes import CountingRule, Indicator, Programme


def programmes(session: Session) -> dict[str, Programme]:
    statement = sa.select(Programme).options(selectinload(Programme.indicators))
    return {programme.code: programme for programme in session.scalars(statement)}


def test_the_cluster_engine_has_its_period_hours_and_a_rule_for_each_target(seeded: Session) -> None:
    programme = programmes(seeded)["klustermotor"]
    assert (programme.starts_on, programme.ends_on) == (date(2025, 2, 3), date(2027, 10, 31))
    assert programme.budget_hours == 750
    assert {indicator.rule: indicator.target for indicator in programme.indicators} == {
        CountingRule.SMF_USED: 10,
        CountingRule.INFRASTRUCTURE_OPENED: 5,
        CountingRule.NETWORK_STARTED: 4,
        CountingRule.SOCIAL_EVENT: 40,
        CountingRule.ESTABLISHED: 5,
        CountingRule.STARTED_UP: 10,
        CountingRule.SUSTAINABILITY_STARTED: 5,
    }
    assert [indicator.position for indicator in programme.indicators] == list(range(7))


def test_the_probable_slip_is_kept_and_flagged(seeded: Session) -> None:
    indicators = {i.code: i for i in programmes(seeded)["atmp-path2patient"].indicators}
    assert indicators["RCR03"].target == 560
    assert "skrivfel" in (indicators["RCR03"].note or "")


def test_a_programme_without_numbers_has_no_target(seeded: Session) -> None:
    assert all(indicator.target is None for indicator in programmes(seeded)["medtech-stockholm"].indicators)


def test_four_programmes_are_known(seeded: Session) -> None:
    assert len(programmes(seeded)) == 4


def test_a_target_changed_by_people_is_not_set_back(stocked: Session, today: date) -> None:
    indicator = stocked.scalars(sa.select(Indicator).where(Indicator.code == "smf-used")).one()
    indicator.target = None
    stocked.flush()
    assert seeds.load(stocked, demo=False, today=today).total == 0
    assert indicator.target is None
