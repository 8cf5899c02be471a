"""Rules that hold for every table, and the life of a match."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from models.base import Base, Sensitivity, swedish_sort_key
from models.clock import now
from models.errors import MatchClosedError, StepNotAllowedError
from models.matches import CloseReason, Match, Stage
from models.organisations import Company, CompanyKind
from models.passwords import hash_password, is_acceptable, password_matches


@pytest.mark.parametrize("table", Base.metadata.sorted_tables, ids=lambda table: table.name)
def test_every_table_and_column_says_who_may_read_it(table: sa.Table) -> None:
    assert isinstance(table.info.get("sensitivity"), Sensitivity)
    assert [column.name for column in table.columns if "sensitivity" not in column.info] == []


def test_every_list_of_a_record_has_an_order() -> None:
    """PostgreSQL gives rows in any order: letters went out in another one than people were named in."""
    lists = [each for mapper in Base.registry.mappers for each in mapper.relationships if each.uselist]
    assert [str(each) for each in lists if not each.order_by] == []
    assert len(lists) > 15


def test_names_sort_as_swedes_expect() -> None:
    names = ["Östra", "Zenit", "Ångström", "Ärla", "abc", "Ödla", "Édouard", "Ek"]
    assert sorted(names, key=swedish_sort_key) == ["abc", "Édouard", "Ek", "Zenit", "Ångström", "Ärla", "Ödla", "Östra"]


def test_a_match_goes_forward_and_never_back_by_itself() -> None:
    match = Match(stage=Stage.SUGGESTED)
    assert match.advance(Stage.INTRODUCED, by_id=1, at=now()) is not None
    assert match.advance(Stage.SHORTLISTED, by_id=1, at=now()) is None
    assert match.stage is Stage.INTRODUCED
    assert [change.to_stage for change in match.changes] == [Stage.INTRODUCED]


def test_a_closed_match_takes_no_step_until_it_is_opened_again() -> None:
    match = Match(stage=Stage.INTRODUCED, next_step="Ring", next_step_on=None)
    match.close(CloseReason.TOO_LATE, by_id=1, at=now(), note="Efter sommaren")
    assert match.next_step is None
    with pytest.raises(MatchClosedError):
        match.advance(Stage.USED, by_id=1, at=now())
    with pytest.raises(MatchClosedError):
        match.close(CloseReason.OTHER, by_id=1, at=now())
    match.correct(Stage.INTRODUCED, by_id=1, at=now())
    assert match.close_reason is None
    with pytest.raises(StepNotAllowedError):
        match.correct(Stage.CLOSED, by_id=1, at=now())


def test_a_sole_traders_number_is_masked() -> None:
    company = Company(name="Ensam", kind=CompanyKind.SOLE_TRADER, org_number="8001011234")
    assert company.shown_org_number == "80XXXX-XXXX"


@pytest.mark.parametrize("password", ["", "kort", "aaaaaaaaaaaaaaaa", "123456789012", "x" * 201, "Password1234"])
def test_weak_passwords_are_refused(password: str) -> None:
    assert not is_acceptable(password)


def test_a_password_is_kept_as_argon2id_and_recognised() -> None:
    kept = hash_password("tre ord på bryggan")
    assert kept.startswith("$argon2id$")
    assert password_matches(kept, "tre ord på bryggan")
    assert not password_matches(kept, "tre ord på  bryggan")
    assert not password_matches(None, "tre ord på bryggan")
