"""Areas and regions of a programme: chosen, told by the record, renamed, retired, and those that are to be chosen."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy.orm import Session

from app.programmes.commands import GroupCommand
from app.programmes.group_queries import list_grouped
from app.programmes.group_use_cases import rename_group, retire_group
from app.programmes.grouping import read_grouping
from app.programmes.splits import NOT_STATED
from models.achievements import AchievementKind
from models.clock import today
from models.dimensions import CompanyGroups, Dimension, ProgrammeGroup
from models.organisations import Company
from models.programmes import CountingRule, Indicator, Programme
from tests import factories
from tests.conftest import Browser

DAY = date(2026, 4, 2)


@pytest.fixture
def programme(session: Session) -> Programme:
    made = factories.programme()
    made.indicators = [
        Indicator(code="up", name_sv="Nystartade", name_en="Started", unit="companies", rule=CountingRule.STARTED_UP)
    ]
    session.add(made)
    session.flush()
    food = factories.programme_group(made, name_sv="Livsmedel", name_en="Food")
    skane = factories.programme_group(made, dimension=Dimension.REGION, name_sv="Skåne län", name_en="Scania")
    session.add_all([food, skane])
    session.commit()
    return made


def _started(session: Session, programme: Programme, **values: object) -> Company:
    company = factories.company(**values)
    entry = factories.achievement(programme, kind=AchievementKind.START_UP, title=None, company=company)
    session.add(entry)
    session.commit()
    return company


def _parts(session: Session, programme: Programme, company: Company) -> dict[str, object]:
    session.refresh(company, ["declarations"])
    return dict(read_grouping(session, programme).parts_of(company, DAY))


@pytest.mark.parametrize(
    ("says", "area", "region"),
    [
        (("livsmedel", "Lund"), ("Livsmedel", "Food"), ("Skåne län", "Scania")),
        (("FOOD", "Huddinge"), ("Livsmedel", "Food"), NOT_STATED),
        (("Livsmedel och energi", None), NOT_STATED, NOT_STATED),
        ((None, "Köpenhamn"), NOT_STATED, NOT_STATED),
    ],
)
def test_a_record_that_plainly_says_it_needs_no_choice_and_others_are_to_be_chosen(
    session: Session, programme: Programme, says: tuple[str | None, str | None], area: object, region: object
) -> None:
    field, place = says
    company = _started(session, programme, field=field, municipality=place)
    told = _parts(session, programme, company)
    assert (told["area"], told["region"]) == (area, region)
    [row] = list_grouped(session, programme, today=today())
    assert set(row.missing) == {each for each in Dimension if told[each.value] == NOT_STATED}
    # What is on record stays, and is shown beside what is to be chosen.
    assert field is None or field in row.said


def test_a_group_keeps_its_companies_when_it_is_renamed_and_retired(session: Session, programme: Programme) -> None:
    company = _started(session, programme, field="Food", municipality="Lund")
    food = next(each for each in session.query(ProgrammeGroup) if each.dimension is Dimension.AREA)
    command = GroupCommand(Dimension.AREA, "Mat och dryck", "Food and drink")
    rename_group(session, group=food, command=command, version=food.version)
    session.commit()
    assert _parts(session, programme, company)["area"] == ("Mat och dryck", "Food and drink")
    session.add(CompanyGroups(company_id=company.id, programme_id=programme.id, area_id=food.id))
    session.commit()
    assert retire_group(session, programme=programme, group_id=food.id, version=food.version)
    session.commit()
    assert _parts(session, programme, company)["area"] == ("Mat och dryck", "Food and drink")
    # One that was never chosen is removed, and without any of its own a programme is divided by county.
    region = next(each for each in session.query(ProgrammeGroup) if each.dimension is Dimension.REGION)
    assert not retire_group(session, programme=programme, group_id=region.id, version=region.version)
    session.commit()
    assert _parts(session, programme, company)["region"] == "Skåne län"


def test_what_another_is_called_is_refused_and_what_was_typed_stays(
    administrator: Browser, programme: Programme
) -> None:
    page = f"/programmes/{programme.code}/groups/new"
    answer = administrator.send(page, {"dimension": "area", "name_sv": "LIVSMEDEL", "name_en": "Nutrition"})
    assert answer.status_code == 422
    assert "Nutrition" in answer.text
