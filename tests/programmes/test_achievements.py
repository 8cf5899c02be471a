"""Each rule of achievements: counted once, doubles, evidence, period, size, kind and programme; figures open rows."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session, selectinload

from app.programmes.achieved_things import achieved_things
from app.programmes.achievement_counting import count_levels
from app.programmes.achievement_facts import AchievementFacts
from app.programmes.achievement_rules import ACHIEVEMENT_RULES, OF_COMPANIES, Whole, judge_achievements
from app.programmes.grouping import Grouping
from app.programmes.progress import measure, told_outside
from app.programmes.splits import FOLDED, NOT_STATED, folded, splits_of
from app.programmes.use_facts import CompanyFacts
from models.accounts import Role
from models.achievements import EVENTS, AchievementKind
from models.clock import now, today
from models.dimensions import Dimension
from models.programmes import CountingRule, Indicator, Programme
from models.smf import SizeClass
from models.uses import Why
from seeds.programmes import load_programmes
from seeds.report import SeedReport
from tests import factories
from tests.conftest import Browser

PROGRAMME = Programme(code="p", name_sv="P", name_en="P", starts_on=date(2025, 2, 3), ends_on=date(2027, 10, 31))
END = date(2027, 10, 31)
DAY = date(2026, 4, 2)
RULES = list(ACHIEVEMENT_RULES)
SMALL = factories.declaration(factories.company())
LARGE = factories.declaration(factories.company(), size_class=SizeClass.LARGE)


def indicator(rule: CountingRule) -> Indicator:
    return Indicator(id=7, code="x", name_sv="x", name_en="x", unit="x", rule=rule)


def facts(rule: CountingRule, number: int = 1, **values: Any) -> AchievementFacts:
    defaults = {
        "id": number,
        "kind": ACHIEVEMENT_RULES[rule].kind,
        "indicator_id": 7,
        "happened_on": DAY,
        "has_evidence": True,
        "amount": Decimal(2) if rule is CountingRule.REPORTED else None,
        "name": f"namn {values.get('company_id', 3)}",
        "company_id": 3,
        "company": CompanyFacts("5599000012", [SMALL]),
    }
    return AchievementFacts(**{**defaults, **values})


def judge(
    rule: CountingRule, *rows: AchievementFacts, until: date = END, whole: Whole | None = None
) -> list[tuple[Why, ...]]:
    judged = judge_achievements(rows, indicator(rule), PROGRAMME, until=until, whole=whole)
    return [objections for _facts, objections in judged]


@pytest.mark.parametrize("rule", RULES)
def test_what_has_evidence_within_the_period_counts(rule: CountingRule) -> None:
    assert judge(rule, facts(rule)) == [()]


@pytest.mark.parametrize("rule", [rule for rule in RULES if rule is not CountingRule.REPORTED])
def test_the_same_counts_once_however_often_it_is_written_down(rule: CountingRule) -> None:
    later = {} if rule is CountingRule.SOCIAL_EVENT else {"happened_on": date(2026, 9, 9)}
    assert judge(rule, facts(rule), facts(rule, 2, **later)) == [(), (Why.COUNTED_BEFORE,)]
    other = {"company_id": 4, "name": "annat"}
    assert judge(rule, facts(rule), facts(rule, 2, **other)) == [(), ()]


def test_an_establishment_elsewhere_is_none_in_flemingsberg() -> None:
    rule = CountingRule.ESTABLISHED
    assert [judge(rule, facts(rule, place=place)) for place in (None, "Novum, Flemingsberg", "Lund")] == [
        [()],
        [()],
        [(Why.NOT_FLEMINGSBERG,)],
    ]


WRITTEN = {"company_id": None, "company": CompanyFacts(None, [])}


@pytest.mark.parametrize(
    ("whole", "of", "counts"),
    [
        (None, {}, True),
        (Whole(frozenset({3})), {}, True),
        (Whole(frozenset({4})), {}, False),
        # One that is only written by name is the recorded one of that name, in the part as in the whole.
        (Whole(frozenset(), frozenset({"namn 3"})), {}, True),
        (Whole(frozenset(), frozenset({"namn 4"})), {}, False),
        (Whole(frozenset({4}), known_as=frozenset({"namn 3"})), {}, False),
        (Whole(frozenset({4}), known_as=frozenset({"namn 3"})), {**WRITTEN, "name": "namn 3"}, True),
        (Whole(frozenset({4})), {**WRITTEN, "name": "namn 3"}, False),
    ],
)
def test_what_counts_in_a_part_counts_in_the_whole(whole: Whole | None, of: dict[str, Any], *, counts: bool) -> None:
    rule = CountingRule.ENTERED_PART
    assert judge(rule, facts(rule, **of), whole=whole) == [() if counts else (Why.NOT_IN_WHOLE,)]
    # No other rule asks for it.
    assert judge(CountingRule.ENTERED_COMPANY, facts(CountingRule.ENTERED_COMPANY), whole=whole) == [()]


def test_amounts_are_all_added() -> None:
    rule = CountingRule.REPORTED
    assert judge(rule, facts(rule), facts(rule, 2)) == [(), ()]


@pytest.mark.parametrize("rule", RULES)
def test_without_evidence_nothing_counts_and_the_next_takes_its_place(rule: CountingRule) -> None:
    rows = facts(rule, has_evidence=False), facts(rule, 2)
    assert judge(rule, *rows) == [(Why.NO_EVIDENCE,), ()]


@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize(
    ("day", "counts"), [("2025-02-02", 0), ("2025-02-03", 1), ("2027-10-31", 1), ("2027-11-01", 0)]
)
def test_both_ends_of_the_period_count_and_no_day_outside(rule: CountingRule, day: str, *, counts: bool) -> None:
    said = judge(rule, facts(rule, happened_on=date.fromisoformat(day)), until=date(2028, 1, 1))
    assert said == [() if counts else (Why.OUTSIDE_PERIOD,)]


@pytest.mark.parametrize("rule", RULES)
def test_what_comes_later_does_not_count_yet(rule: CountingRule) -> None:
    assert judge(rule, facts(rule), until=date(2026, 4, 1)) == [(Why.OUTSIDE_PERIOD,)]
    assert judge(rule, facts(rule), until=DAY) == [()]


@pytest.mark.parametrize("rule", RULES)
def test_only_the_target_s_own_kind_counts(rule: CountingRule) -> None:
    own = ACHIEVEMENT_RULES[rule].kind
    others = [facts(rule, number, kind=kind) for number, kind in enumerate(AchievementKind) if kind is not own]
    assert judge(rule, *others) == []
    for_another = facts(rule, indicator_id=8)
    assert judge(rule, for_another) == ([] if own is AchievementKind.FIGURE else [()])


@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize(
    ("company", "why"),
    [
        (CompanyFacts("5599000012", []), Why.SIZE_UNKNOWN),
        (CompanyFacts(None, [SMALL]), Why.NO_ORG_NUMBER),
        (
            CompanyFacts("5599000012", [factories.declaration(factories.company(), size_class=SizeClass.LARGE)]),
            Why.NOT_SMF,
        ),
    ],
)
def test_only_one_rule_asks_for_the_size_and_unknown_never_counts(
    rule: CountingRule, company: CompanyFacts, why: Why
) -> None:
    asks = rule is CountingRule.ENTERED_SMF
    assert judge(rule, facts(rule, company=company)) == [(why,) if asks else ()]


def test_an_smf_is_sized_on_the_day_of_its_first_entry_that_could_count() -> None:
    rule = CountingRule.ENTERED_SMF
    grew = factories.declaration(factories.company(), period_end=date(2026, 6, 30), size_class=SizeClass.LARGE)
    grew.owner_changed = True
    company = CompanyFacts("5599000012", [SMALL, grew])
    rows = [facts(rule, company=company), facts(rule, 2, company=company, happened_on=date(2026, 9, 1))]
    assert judge(rule, *rows) == [(), (Why.COUNTED_BEFORE,)]
    assert judge(rule, facts(rule, 1, company=company, has_evidence=False), rows[1])[1] == (Why.NOT_SMF,)


@pytest.mark.parametrize("rule", sorted(OF_COMPANIES - {CountingRule.ENTERED_SMF}))
def test_a_company_written_by_name_is_the_recorded_one_of_that_name(rule: CountingRule) -> None:
    written = facts(rule, company_id=None, name="namn 3", company=CompanyFacts(None, []))
    assert judge(rule, written, facts(rule, 2)) == [(), (Why.COUNTED_BEFORE,)]


@pytest.fixture
def programmes(session: Session) -> list[Programme]:
    """The four programmes as they are seeded."""
    load_programmes(session, SeedReport())
    session.commit()
    return list(
        session.scalars(sa.select(Programme).options(selectinload(Programme.indicators)).order_by(Programme.id))
    )


def test_merged_doubles_and_other_programmes_lower_the_number(session: Session) -> None:
    one, other = factories.programme(), factories.programme()
    one.indicators = [Indicator(code="a", name_sv="a", name_en="a", unit="companies", rule=CountingRule.STARTED_UP)]
    companies = [factories.company(), factories.company()]
    made = [
        factories.achievement(one, kind=AchievementKind.START_UP, title=None, company=company) for company in companies
    ]
    session.add_all(
        [*made, factories.achievement(other, kind=AchievementKind.START_UP, title=None, organisation="Tre")]
    )
    session.commit()
    assert measure(session, one, on=today())[0].value == 2
    made[1].company_id = companies[0].id
    session.commit()
    assert measure(session, one, on=today())[0].value == 1
    made[0].taken_back_at = made[1].taken_back_at = now()
    session.commit()
    assert measure(session, one, on=today())[0].value == 0


def fill(session: Session, programme: Programme) -> None:
    """Let every indicator of a programme count something: uses of two companies, and achievements of each kind."""
    day, infrastructure = programme.ends_on, factories.ready(factories.infrastructure(), since=programme.starts_on)
    day = min(day, date(2026, 6, 1))
    for _turn in range(2):
        company = factories.company(municipality="Huddinge", field="Läkemedel")
        need = factories.need(company, programme=programme)
        use = factories.use(
            factories.match(need, factories.capability(infrastructure)),
            started_on=day,
            joint_rd=True,
            joint_rd_evidence="Avtal",
        )
        session.add_all([use, factories.declaration(company, period_end=programme.starts_on.replace(month=1, day=1))])
        for each in programme.indicators:
            if each.rule in ACHIEVEMENT_RULES:
                made = factories.achievement(programme, kind=ACHIEVEMENT_RULES[each.rule].kind, happened_on=day)
                if made.kind is AchievementKind.FIGURE:
                    made.indicator_id, made.company, made.title = each.id, company, None
                    made.amount = Decimal("1.5") if each.rule is CountingRule.REPORTED else None
                elif each.rule in OF_COMPANIES:
                    made.company, made.title = company, None
                session.add(made)
    session.commit()


def addresses(programmes: list[Programme]) -> Iterator[tuple[Programme, Indicator]]:
    for programme in programmes:
        for each in programme.indicators:
            yield programme, each


def test_every_figure_of_every_programme_opens_exactly_so_many_rows(
    consultant: Browser, steering: Browser, session: Session, programmes: list[Programme]
) -> None:
    for programme in programmes:
        fill(session, programme)
    for programme, each in addresses(programmes):
        figure = next(found for found in measure(session, programme, on=today()) if found.indicator.code == each.code)
        expected = {CountingRule.REPORTED: 3, CountingRule.INFRASTRUCTURE_OPENED: 1}.get(each.rule, 2)
        assert figure.value == expected, each.code
        counts_companies = each.rule in OF_COMPANIES or len(figure.counted) == 2
        for reader, told in ((consultant, figure), (steering, told_outside(figure, programme, on=today()))):
            rows = len(told.counted) + len(told.achieved)
            page = reader.get(f"/programmes/{programme.code}/{each.code}").get_data(as_text=True)
            assert page.count("<tr data-item>") == rows, each.code
            assert ("Varav" in page) is bool(counts_companies), each.code


def test_the_steering_group_is_told_no_company(
    consultant: Browser, steering: Browser, session: Session, programmes: list[Programme]
) -> None:
    programme = programmes[0]
    company = factories.company(name="Hemliga Bolaget AB", municipality="Salem")
    for kind in (AchievementKind.START_UP, AchievementKind.ESTABLISHMENT):
        session.add(factories.achievement(programme, kind=kind, title=None, company=company, place="Salem torg"))
    session.commit()
    page = f"/programmes/{programme.code}/start-ups"
    assert "Hemliga Bolaget" in consultant.get(page).get_data(as_text=True)
    told = steering.get(page).get_data(as_text=True)
    assert not any(word in told for word in ("Hemliga", "Salem", "Inbjudan"))


def test_every_split_adds_up_and_small_groups_are_folded() -> None:
    companies, grouping = [], Grouping({1: ("Mat", "Food")}, {Dimension.AREA: {"f0": 1}}, {})
    for number in range(8):
        company = factories.company(municipality="Lund" if number < 5 else "Huddinge", field=f"f{number}")
        size = SizeClass.SMALL if number < 4 else SizeClass.MICRO
        company.declarations = [factories.declaration(company, size_class=size)]
        companies.append(grouping.parts_of(company, DAY))
    told = [splits_of([*companies, grouping.parts_of(None, DAY)], outside=outside) for outside in (False, True)]
    assert told[0][1].parts == ((("Mat", "Food"), 1), (NOT_STATED, 8))
    for splits in told:
        assert [sum(number for _name, number in split.parts) for split in splits] == [9, 9, 9]
    found = told[1]
    assert found[0].parts == (("small", 4), (FOLDED, 5))
    assert found[1].parts == ((FOLDED, 9),)


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        ([("a", 3), ("b", 4)], (("a", 3), ("b", 4))),
        ([("a", 1), ("b", 4), ("c", 5)], (("c", 5), (FOLDED, 5))),
        ([("a", 2), ("b", 1), ("c", 5)], (("c", 5), (FOLDED, 3))),
        ([("a", 1)], ((FOLDED, 1),)),
        ([], ()),
    ],
)
def test_what_is_folded_is_never_a_small_group_beside_others(
    parts: list[tuple[str, int]], expected: tuple[tuple[str, int], ...]
) -> None:
    assert folded(parts) == expected


def test_where_one_stands_on_the_ladder_is_the_latest_step(session: Session) -> None:
    programme, company = factories.programme(), factories.company()
    for day, level in ((date(2026, 1, 5), 1), (date(2026, 3, 5), 3), (date(2026, 2, 5), 2)):
        step = factories.achievement(programme, kind=AchievementKind.LADDER, title=None, happened_on=day, level=level)
        step.company = company
        session.add(step)
    session.commit()
    for until, expected in ((today(), [0, 0, 1, 0]), (date(2026, 2, 28), [0, 1, 0, 0])):
        assert [len(steps) for steps in count_levels(session, programme, until=until).values()] == expected
    assert AchievementKind.LADDER not in EVENTS


def test_a_part_falls_with_its_whole_in_the_programmes_that_have_them(
    session: Session, programmes: list[Programme]
) -> None:
    of = {programme.code: {each.code: each for each in programme.indicators} for programme in programmes}
    lund, ecs = of["atmp-path2patient"], of["ecs-smart-region"]
    assert {each.rule for each in (lund["RCO02"], ecs["non-financial-support"])} == {CountingRule.ENTERED_PART}
    company = factories.company()
    need = factories.need(company, programme=lund["RCO01"].programme, opened_on=date(2026, 1, 1))
    match = factories.match(need, factories.capability(factories.infrastructure()))
    use = factories.use(match, started_on=DAY)
    session.add_all([factories.declaration(company), use])
    entries = [
        factories.achievement(
            each.programme, kind=AchievementKind.FIGURE, title=None, indicator=each, happened_on=day, **whom
        )
        for each, day, whom in (
            (lund["RCO02"], DAY, {"company": company}),
            (ecs["companies-supported"], date(2019, 5, 6), {"organisation": "Byn AB"}),
            (ecs["non-financial-support"], date(2019, 2, 3), {"organisation": "Byn AB"}),
        )
    ]
    session.add_all(entries)
    session.commit()

    def counted(code: str, indicator_code: str, on: date) -> int | Decimal:
        programme = next(each for each in programmes if each.code == code)
        return next(each.value for each in measure(session, programme, on=on) if each.indicator.code == indicator_code)

    assert [counted("atmp-path2patient", code, END) for code in ("RCO01", "RCO02")] == [1, 1]
    days = (date(2019, 4, 1), date(2019, 6, 1))
    assert [counted("ecs-smart-region", "non-financial-support", day) for day in days] == [0, 1]
    use.evidence = use.evidence_kind = None
    entries[1].taken_back_at = now()
    session.commit()
    assert counted("atmp-path2patient", "RCO02", END) == counted("ecs-smart-region", "non-financial-support", END) == 0


def test_few_participants_are_told_to_the_office_alone(session: Session) -> None:
    rows = [factories.achievement(PROGRAMME, participant_count=count) for count in (0, 1, 2, 3)]
    told = {
        role: [each.participants for each in achieved_things(rows, factories.user(role=role), today=DAY)]
        for role in (Role.CONSULTANT, Role.STEERING)
    }
    assert told == {Role.CONSULTANT: [0, 1, 2, 3], Role.STEERING: [0, None, None, 3]}


@pytest.mark.usefixtures("programmes")
def test_a_note_is_shown_in_the_readers_language(steering: Browser) -> None:
    page = steering.get("/programmes/atmp-path2patient").text
    assert "560 enligt ansökan" in page
    assert "as printed" not in page
