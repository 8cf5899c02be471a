"""The demo uses and readiness give the meters something to show, whatever day the demo is loaded."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session, selectinload

import seeds
from app.programmes.progress import measure
from models.infrastructures import Capability, Infrastructure
from models.judgements import Judgement, Verdict
from models.known_facts import YesNoUnknown
from models.matches import Match, Stage
from models.needs import Need
from models.organisations import Company
from models.programmes import Programme
from models.readiness import gate_passed
from models.smf import SizeClass, class_on
from models.uses import Use


def all_uses(session: Session) -> Sequence[Use]:
    to_match = selectinload(Use.match)
    statement = sa.select(Use).options(
        to_match.selectinload(Match.need).selectinload(Need.company).selectinload(Company.declarations),
        to_match.selectinload(Match.capability).selectinload(Capability.infrastructure),
    )
    return session.scalars(statement).all()


def counts(use: Use, programme: Programme) -> bool:
    company = use.match.need.company
    in_period = programme.starts_on <= use.started_on <= programme.ends_on
    is_smf = class_on(company.declarations, use.started_on).is_smf
    is_own = use.match.need.programme_id == programme.id
    return bool(is_own and use.has_evidence and in_period and is_smf and company.org_number)


@pytest.mark.parametrize("day", [date(2026, 1, 3), date(2026, 11, 21), date(2027, 7, 1)])
def test_five_companies_and_two_infrastructures_count(stocked: Session, day: date) -> None:
    seeds.load(stocked, demo=True, today=day)
    programme = stocked.scalars(sa.select(Programme).where(Programme.code == "klustermotor")).one()
    counted = [use for use in all_uses(stocked) if counts(use, programme)]
    assert len(counted) == 6
    assert len({use.match.need.company.org_number for use in counted}) == 5
    infrastructures = {use.match.capability.infrastructure for use in counted}
    opened = {
        infrastructure
        for infrastructure in infrastructures
        if infrastructure.opened_on and infrastructure.in_flemingsberg is YesNoUnknown.YES
    }
    assert {infrastructure.key for infrastructure in opened} == {"pre-gmp-ki", "pkl"}


def test_a_use_without_evidence_by_a_large_and_by_an_unknown_company_do_not_count(seeded: Session) -> None:
    programme = seeded.scalars(sa.select(Programme).where(Programme.code == "klustermotor")).one()
    own = (use for use in all_uses(seeded) if use.match.need.programme_id == programme.id)
    left_out = [use for use in own if not counts(use, programme)]
    assert sorted(use.has_evidence for use in left_out) == [False, True, True]
    sizes = {class_on(use.match.need.company.declarations, use.started_on) for use in left_out if use.has_evidence}
    assert sizes == {SizeClass.LARGE, SizeClass.UNKNOWN}


def test_joint_research_has_evidence(seeded: Session) -> None:
    joint = [use for use in all_uses(seeded) if use.joint_rd]
    assert len(joint) == 4
    assert all(use.joint_rd_evidence for use in joint)


def test_an_opened_infrastructure_has_passed_its_gate_and_no_other_has(seeded: Session) -> None:
    infrastructures = seeded.scalars(sa.select(Infrastructure).options(selectinload(Infrastructure.readiness))).all()
    assessed = [infrastructure for infrastructure in infrastructures if infrastructure.readiness]
    assert len(assessed) >= 8
    assert sum(infrastructure.opened_on is not None for infrastructure in infrastructures) == 3
    for infrastructure in infrastructures:
        assert (infrastructure.opened_on is not None) is gate_passed(infrastructure.readiness), infrastructure.key


def test_invented_readiness_says_that_it_is_and_gives_its_reasons(seeded: Session) -> None:
    infrastructures = seeded.scalars(sa.select(Infrastructure).options(selectinload(Infrastructure.readiness))).all()
    for item in (item for infrastructure in infrastructures for item in infrastructure.readiness):
        assert item.is_demo
        assert item.evidence == "Demo: påhittad bedömning"
        assert item.level is not None or item.reason


def test_what_the_matches_say_of_their_pairs_is_kept(seeded: Session) -> None:
    judgements = seeded.scalars(sa.select(Judgement)).all()
    all_of_it = sa.select(Match).options(selectinload(Match.changes), selectinload(Match.uses))
    matches = {(match.need_id, match.capability_id): match for match in seeded.scalars(all_of_it)}
    used = {(each.need_id, each.capability_id) for each in judgements if each.verdict is Verdict.USE}
    assert used == {pair for pair, match in matches.items() if match.uses}
    closed = [match for match in matches.values() if match.stage is Stage.CLOSED]
    dismissed = [each for each in judgements if each.verdict is Verdict.DISMISS]
    assert Counter(each.reason for each in dismissed) == Counter(match.close_reason for match in closed)
    moments = {pair: {change.at for change in match.changes} for pair, match in matches.items()}
    assert all(each.at in moments[each.need_id, each.capability_id] for each in judgements)


@pytest.mark.parametrize("code", ["klustermotor", "atmp-path2patient", "ecs-smart-region", "medtech-stockholm"])
def test_every_indicator_with_a_target_has_a_plausible_figure(seeded: Session, today: date, code: str) -> None:
    programme = seeded.scalars(
        sa.select(Programme).where(Programme.code == code).options(selectinload(Programme.indicators))
    ).one()
    progress = measure(seeded, programme, on=today)
    figures = {entry.indicator.code: entry.value for entry in progress if entry.target != 0}
    assert all(value > 0 for value in figures.values()), figures
    if programme.ends_on < today:
        shares = [float(entry.value) / entry.target for entry in progress if entry.target]
        assert all(0.8 < share < 1.2 for share in shares), figures
    if code == "klustermotor":
        expected = {"networks": 2, "social-events": 8, "establishments": 2, "start-ups": 3, "sustainability": 1}
        assert {name: figures[name] for name in expected} == expected
