"""One rule counts and explains: what a figure holds is exactly what nothing is to be said against."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from app.programmes.counting import _firsts, count_uses, judge_programmes, use_with_parties
from app.programmes.judging import judge_uses
from models.infrastructures import Infrastructure
from models.known_facts import YesNoUnknown
from models.organisations import Company, SmfDeclaration
from models.programmes import CountingRule, Indicator, Programme
from models.smf import SizeClass
from models.uses import EvidenceKind, Use
from tests import factories
from tests.conftest import Browser

_COUNTED = [rule for rule in CountingRule if rule is not CountingRule.REPORTED]
_DAYS = st.dates(date(2024, 12, 1), date(2028, 2, 1))
PROGRAMME = Programme(code="p", name_sv="P", name_en="P", starts_on=date(2025, 2, 3), ends_on=date(2027, 10, 31))


@st.composite
def companies(draw: st.DrawFn) -> Company:
    """A company with or without a number, and any declarations."""
    company = Company(id=draw(st.integers(1, 10**6)), org_number=draw(st.sampled_from(["5566778899", None])))
    for ends in draw(st.lists(st.dates(date(2023, 1, 1), date(2027, 12, 31)), max_size=4, unique=True)):
        company.declarations.append(
            SmfDeclaration(
                period_end=ends,
                size_class=draw(st.sampled_from(SizeClass)),
                owner_changed=draw(st.booleans()),
                is_estimate=draw(st.booleans()),
            )
        )
    return company


@st.composite
def all_uses(draw: st.DrawFn) -> list[Use]:
    """Uses of a few companies at a few units, of every kind."""
    known = draw(st.lists(companies(), min_size=1, max_size=3, unique_by=lambda company: company.id))
    infrastructures = [
        Infrastructure(
            id=number,
            in_flemingsberg=draw(st.sampled_from(YesNoUnknown)),
            opened_on=draw(st.none() | _DAYS),
        )
        for number in (1, 2)
    ]
    uses = []
    for number in range(1, draw(st.integers(1, 6)) + 1):
        company = draw(st.sampled_from(known))
        need = factories.need(company, company_id=company.id)
        match = factories.match(need, factories.capability(draw(st.sampled_from(infrastructures))))
        uses.append(
            Use(
                id=number,
                match=match,
                started_on=draw(_DAYS),
                evidence_kind=draw(st.sampled_from([EvidenceKind.DOCUMENT, None])),
                evidence=draw(st.sampled_from(["Order 1", None])),
                is_disputed=draw(st.sampled_from([None, True])),
                joint_rd=draw(st.booleans()),
                joint_rd_evidence=draw(st.sampled_from(["Avtal 1", None])),
            )
        )
    return uses


@given(uses=all_uses(), until=_DAYS)
@settings(max_examples=300)
def test_what_is_counted_is_exactly_what_has_no_objection(uses: list[Use], until: date) -> None:
    judged = judge_uses(uses, PROGRAMME, until=until)
    assert {entry.use.id for entry in judged} == {use.id for use in uses}
    for rule in _COUNTED:
        free = {_counted_as(entry.use, rule) for entry in judged if not entry.objections(rule)}
        assert {counted.counted_id for counted in _firsts(judged, rule)} == free


@given(uses=all_uses(), until=_DAYS)
@settings(max_examples=200)
def test_all_uses_of_a_company_are_sized_on_one_day(uses: list[Use], until: date) -> None:
    """Two uses that could count never disagree about what their company is."""
    asked: dict[int, set[date]] = {}
    for entry in judge_uses(uses, PROGRAMME, until=until):
        is_shown = entry.use.has_evidence and not entry.use.is_disputed
        if is_shown and PROGRAMME.starts_on <= entry.use.started_on <= min(until, PROGRAMME.ends_on):
            asked.setdefault(entry.use.match.need.company_id, set()).add(entry.size_asked_on)
    for company_id, days in asked.items():
        has_number = any(use.match.need.company.org_number for use in uses if use.match.need.company_id == company_id)
        assert len(days) == 1 or not has_number


def _counted_as(use: Use, rule: CountingRule) -> int:
    if rule is CountingRule.INFRASTRUCTURE_OPENED:
        return use.match.capability.infrastructure.id
    return use.match.need.company_id


@pytest.fixture
def programme(session: Session) -> Programme:
    """The programme that runs here, with its first target."""
    made = Programme(
        code="klustermotor", name_sv="K", name_en="K", starts_on=date(2025, 2, 3), ends_on=date(2027, 10, 31)
    )
    rules = enumerate((CountingRule.SMF_USED, CountingRule.INFRASTRUCTURE_OPENED))
    made.indicators = [
        Indicator(code=rule, name_sv="x", name_en="x", unit="companies", rule=rule, position=place, target=10)
        for place, rule in rules
    ]
    session.add(made)
    session.commit()
    return made


def two_uses(session: Session, programme: Programme, size: SizeClass, then: SizeClass | None = None) -> Company:
    """A use before and a use after the end of 2025, the year of the first declaration."""
    company, infrastructure = factories.company(), factories.ready(factories.infrastructure())
    match = factories.match(factories.need(company, programme=programme), factories.capability(infrastructure))
    session.add(factories.use(match, started_on=date(2025, 11, 1)))
    session.add(factories.use(match, started_on=date(2026, 6, 1)))
    session.add(factories.declaration(company, period_end=date(2025, 12, 31), size_class=then or size))
    if then is not None:
        session.add(factories.declaration(company, period_end=date(2024, 12, 31), size_class=size))
        session.add(
            factories.declaration(company, period_end=date(2026, 1, 31), size_class=then, period_start=date(2026, 1, 1))
        )
    session.commit()
    return company


@pytest.mark.parametrize(
    ("then", "counts"),
    [
        (None, False),  # unknown on the first use, small on the second
        (SizeClass.LARGE, True),  # small on the first use, large on the second
    ],
)
def test_figure_and_pages_say_the_same_of_a_company_whose_size_changed(
    consultant: Browser, session: Session, programme: Programme, then: SizeClass | None, *, counts: bool
) -> None:
    company = two_uses(session, programme, SizeClass.SMALL, then)
    judged = judge_uses(session.scalars(use_with_parties(programme)), programme, until=date(2026, 12, 1))
    assert [not entry.company for entry in judged] == [counts, counts]
    assert ("Företaget räknas en gång" in consultant.get(f"/companies/{company.id}").text) is counts
    assert ("Inget räknas än" not in consultant.get("/programmes/klustermotor/smf_used").text) is counts
    for entry in judged:
        told = consultant.get(f"/uses/{entry.use.id}/edit").text.split('id="company-counts"')[1].split("</section>")[0]
        assert ("Räknas inte ännu" not in told) is counts
        assert ("2025-11-01" in told) is True
    match_page = consultant.get(f"/matches/{judged[0].use.match_id}").text
    assert ("vid det första nyttjandet" not in match_page) is counts


def test_uses_in_one_programme_do_not_count_in_another(session: Session, programme: Programme) -> None:
    lund = Programme(code="lund", name_sv="L", name_en="L", starts_on=date(2025, 1, 1), ends_on=date(2028, 1, 1))
    lund.indicators = [
        Indicator(
            code="rco01", name_sv="x", name_en="x", unit="companies", rule=CountingRule.COMPANY_SUPPORTED, target=30
        )
    ]
    session.add(lund)
    session.add(factories.declaration(two_uses(session, programme, SizeClass.SMALL)))
    session.commit()
    counted = [
        len(count_uses(session, of, until=date(2026, 12, 1))[indicator.rule])
        for of in (programme, lund)
        for indicator in of.indicators
    ]
    assert counted == [1, 1, 0]


def test_a_company_helped_in_two_programmes_is_judged_in_each_by_its_own_first_use(
    session: Session, programme: Programme
) -> None:
    lund = Programme(code="lund", name_sv="L", name_en="L", starts_on=date(2026, 1, 1), ends_on=date(2028, 1, 1))
    company = two_uses(session, programme, SizeClass.SMALL)
    need = factories.need(company, programme=lund)
    session.add(
        factories.use(
            factories.match(need, factories.capability(factories.infrastructure())), started_on=date(2026, 7, 1)
        )
    )
    session.commit()
    judged = judge_programmes(session, session.scalars(use_with_parties()).all(), until=date(2026, 12, 1))
    by_day = {entry.use.started_on: not entry.company for entry in judged.values()}
    assert by_day == {date(2025, 11, 1): False, date(2026, 6, 1): False, date(2026, 7, 1): True}
