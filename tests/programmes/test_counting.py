"""What counts toward the targets, and what does not."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.programmes.counting import count_uses, use_with_parties
from app.programmes.judging import JudgedUse, judge_uses
from app.programmes.progress import needed_pace, planned_by
from models.known_facts import YesNoUnknown
from models.organisations import Company
from models.programmes import CountingRule, Indicator, Programme
from models.smf import SizeClass
from models.uses import Use, Why
from tests import factories

END = date(2027, 10, 31)


@pytest.fixture
def programme(session: Session) -> Programme:
    made = Programme(code="p", name_sv="P", name_en="P", starts_on=date(2025, 2, 3), ends_on=END, indicators=[])
    for position, rule in enumerate(CountingRule):
        made.indicators.append(
            Indicator(
                code=rule.value, name_sv="x", name_en="x", unit="companies", rule=rule, position=position, target=10
            )
        )
    session.add(made)
    session.commit()
    return made


def add_use(session: Session, company: Company | None = None, *, infrastructure: Any = None, **values: Any) -> Use:
    company = company or factories.company()
    infrastructure = infrastructure or factories.ready(factories.infrastructure())
    declared = factories.declaration(company)
    use = factories.use(
        factories.match(
            factories.need(company, programme=session.scalars(sa.select(Programme)).one()),
            factories.capability(infrastructure),
        ),
        **values,
    )
    session.add_all([declared, use])
    session.commit()
    return use


def count(session: Session, programme: Programme, rule: CountingRule, until: date = END) -> int:
    session.expunge_all()
    programme = session.merge(programme, load=False)
    return len(count_uses(session, programme, until=until)[rule])


def judged(session: Session, programme: Programme, until: date = END) -> JudgedUse[Use]:
    return judge_uses(session.scalars(use_with_parties(programme)), programme, until=until)[0]


def test_a_use_by_an_smf_with_evidence_counts_the_company_and_the_infrastructure(
    session: Session, programme: Programme
) -> None:
    add_use(session)
    assert count(session, programme, CountingRule.SMF_USED) == 1
    assert count(session, programme, CountingRule.INFRASTRUCTURE_OPENED) == 1


def test_a_company_counts_once_however_often_it_is_helped(session: Session, programme: Programme) -> None:
    company = factories.company()
    first = add_use(session, company)
    session.add(factories.use(first.match, started_on=date(2026, 5, 1)))
    session.commit()
    assert count(session, programme, CountingRule.SMF_USED) == 1


@pytest.mark.parametrize(
    ("values", "why"),
    [
        ({"evidence": None}, Why.NO_EVIDENCE),
        ({"evidence_kind": None}, Why.NO_EVIDENCE),
        ({"started_on": date(2025, 2, 2)}, Why.OUTSIDE_PERIOD),
        ({"started_on": date(2027, 11, 1)}, Why.OUTSIDE_PERIOD),
    ],
)
def test_without_evidence_or_outside_the_period_nothing_counts(
    session: Session, programme: Programme, values: dict[str, Any], why: Why
) -> None:
    add_use(session, **values)
    assert count(session, programme, CountingRule.SMF_USED) == 0
    assert why in judged(session, programme, date(2028, 1, 1)).company


@pytest.mark.parametrize(("size", "why"), [(SizeClass.LARGE, Why.NOT_SMF), (SizeClass.UNKNOWN, Why.SIZE_UNKNOWN)])
def test_only_an_smf_counts_and_unknown_never_does(
    session: Session, programme: Programme, size: SizeClass, why: Why
) -> None:
    use = add_use(session)
    use.match.need.company.declarations[0].size_class = size
    session.commit()
    assert count(session, programme, CountingRule.SMF_USED) == 0
    assert judged(session, programme).company == (why,)


def test_the_status_on_the_day_of_the_first_use_decides(session: Session, programme: Programme) -> None:
    use = add_use(session)
    company = use.match.need.company
    session.add(
        factories.declaration(company, period_end=date(2026, 6, 30), size_class=SizeClass.LARGE, owner_changed=True)
    )
    session.add(factories.use(use.match, started_on=date(2026, 9, 1)))
    session.commit()
    assert count(session, programme, CountingRule.SMF_USED) == 1


def test_a_company_without_a_number_does_not_count(session: Session, programme: Programme) -> None:
    add_use(session, factories.company(org_number=None))
    assert count(session, programme, CountingRule.SMF_USED) == 0


def test_removing_the_evidence_uncounts_at_once(session: Session, programme: Programme) -> None:
    use = add_use(session)
    use.evidence = None
    session.commit()
    assert count(session, programme, CountingRule.SMF_USED) == 0


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"in_flemingsberg": YesNoUnknown.NO}, Why.NOT_FLEMINGSBERG),
        ({"in_flemingsberg": YesNoUnknown.UNKNOWN}, Why.NOT_FLEMINGSBERG),
        ({"opened_on": None}, Why.GATE_NOT_PASSED),
        ({"opened_on": date(2027, 12, 1)}, Why.GATE_NOT_PASSED),
    ],
)
def test_an_infrastructure_counts_only_in_flemingsberg_and_through_its_gate(
    session: Session, programme: Programme, change: dict[str, Any], why: Why
) -> None:
    infrastructure = factories.ready(factories.infrastructure())
    for name, value in change.items():
        setattr(infrastructure, name, value)
    add_use(session, infrastructure=infrastructure)
    assert count(session, programme, CountingRule.SMF_USED) == 1
    assert count(session, programme, CountingRule.INFRASTRUCTURE_OPENED) == 0
    assert judged(session, programme).infrastructure == (why,)


def test_joint_research_needs_evidence_of_its_own(session: Session, programme: Programme) -> None:
    use = add_use(session, joint_rd=True)
    assert count(session, programme, CountingRule.JOINT_RD) == 0
    session.get_one(Use, use.id).joint_rd_evidence = "Avtal 3"
    session.commit()
    assert count(session, programme, CountingRule.JOINT_RD) == 1


def test_a_figure_for_a_past_day_leaves_out_what_came_after(session: Session, programme: Programme) -> None:
    add_use(session, started_on=date(2026, 3, 1))
    assert count(session, programme, CountingRule.SMF_USED, until=date(2026, 2, 28)) == 0
    assert count(session, programme, CountingRule.SMF_USED, until=date(2026, 3, 1)) == 1


def test_the_plan_is_an_even_pace_and_the_need_is_what_is_left(session: Session, programme: Programme) -> None:
    target = programme.indicators[0].target
    assert target is not None
    assert planned_by(programme, target, date(2025, 2, 2)) == 0
    assert planned_by(programme, target, END) == 10
    # 5.005, rounded up: five would be behind.
    assert planned_by(programme, target, date(2026, 6, 18)) == 5.1
    # Nothing is rounded in anybody's favour: six where the pace asks for 6.7 is behind it.
    assert planned_by(programme, target, date(2026, 12, 1)) == 6.7
    assert planned_by(programme, Decimal(4_000_000), date(2026, 12, 1)) == 2_665_335
    pace = needed_pace(programme, target, 0, date(2027, 9, 30))
    assert pace == pytest.approx(10 / (31 / (365.25 / 12)))
    assert needed_pace(programme, target, 0, END) is None
