"""A unit's capacity is a fact of each year: the share of one year never moves with another's."""

from __future__ import annotations

from decimal import Decimal

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

from app.infrastructures.economic_share import ShareState, economic_share, list_shares
from app.storage.database import alembic, db
from models.accounts import Role
from models.capacities import YearCapacity
from models.clock import today
from models.infrastructures import Infrastructure
from models.matches import Match, Stage
from models.notes import Note, NoteKind
from tests import factories
from tests.conftest import Browser, sign_in

YEAR = today().year


@pytest.fixture
def unit(session: Session) -> Infrastructure:
    """A unit that companies have used 20 of 100 hours both this year and last."""
    infrastructure = factories.infrastructure()
    need = factories.need(factories.company())
    match: Match = factories.match(need, factories.capability(infrastructure), stage=Stage.USED)
    session.add(match)
    session.flush()
    session.add_all(
        record
        for year in (YEAR - 1, YEAR)
        for record in (
            factories.use(match, hours=20, started_on=today().replace(year=year, month=1, day=1)),
            factories.capacity(infrastructure, year=year),
        )
    )
    session.commit()
    return infrastructure


def _path(unit: Infrastructure, year: int) -> str:
    return f"/infrastructures/{unit.id}/capacity/{year}"


def _of(session: Session, unit: Infrastructure, year: int) -> YearCapacity:
    session.expire_all()
    return session.scalars(sa.select(YearCapacity).filter_by(infrastructure_id=unit.id, year=year)).one()


def test_what_is_set_for_a_year_leaves_the_others_as_they_are(
    consultant: Browser, session: Session, unit: Infrastructure
) -> None:
    typed = {"hours": "1 000", "source": "Bokningssystemet", "version": _of(session, unit, YEAR).version}
    assert consultant.send(_path(unit, YEAR), typed).status_code == 302
    assert consultant.send(_path(unit, YEAR + 1), {"hours": "50", "source": "Beslut"}).status_code == 302
    told = [(share.year, share.capacity, share.share) for share, _set in list_shares(session, unit.id, ())]
    fifth, fiftieth = Decimal(20) / 100, Decimal(20) / 1000
    assert told == [(YEAR + 1, 50, Decimal(0)), (YEAR, 1000, fiftieth), (YEAR - 1, 100, fifth)]
    assert [economic_share(session, unit.id, year).state for year in (YEAR - 2, YEAR - 1, YEAR)] == [
        ShareState.UNKNOWN,
        ShareState.OVER,
        ShareState.FINE,
    ]


@pytest.mark.only_on("sqlite")
def test_a_year_that_is_over_is_changed_with_a_reason_and_none_too_far_ahead(
    consultant: Browser, session: Session, unit: Infrastructure
) -> None:
    path = _path(unit, YEAR - 1)
    typed = {"hours": "200", "source": "Loggboken", "version": _of(session, unit, YEAR - 1).version}
    assert consultant.send(path, typed).status_code == 422
    assert consultant.send(path, {**typed, "reason": "Loggboken är räknad om"}).status_code == 302
    kept = _of(session, unit, YEAR - 1)
    assert kept.reason == "Loggboken är räknad om"
    page = consultant.get(f"/infrastructures/{unit.id}").get_data(as_text=True)
    assert "Loggboken är räknad om" in page
    assert f"10 % av {YEAR - 1}" in page.replace("\xa0", " ")
    assert [consultant.get(_path(unit, year)).status_code for year in (YEAR + 2, 1999)] == [404, 404]
    # It was set while the year ran, without a reason.
    kept.reason = None
    session.commit()
    again = {**typed, "hours": "900", "version": str(kept.version)}
    assert consultant.send(path, {**again, "reason": ""}).status_code == 422


@pytest.mark.only_on("sqlite")
def test_two_who_set_the_same_year_never_overwrite_each_other(
    consultant: Browser, session: Session, unit: Infrastructure
) -> None:
    mine, theirs = (
        {"hours": hours, "source": "Beslut", "version": "", "once": f"once-{hours}"} for hours in ("300", "400")
    )
    assert consultant.send(_path(unit, YEAR + 1), theirs).status_code == 302
    asked = consultant.send(_path(unit, YEAR + 1), mine)
    assert asked.status_code == 409
    version = _of(session, unit, YEAR + 1).version
    assert f'value="{version}"' in asked.get_data(as_text=True)
    assert consultant.send(_path(unit, YEAR + 1), {**mine, "version": version}).status_code == 302
    assert _of(session, unit, YEAR + 1).hours == 300


@pytest.mark.only_on("sqlite")
@pytest.mark.parametrize("year", [YEAR - 1, YEAR])
def test_staff_who_lift_a_year_off_its_limit_give_the_consultant_a_task(
    app: Flask, consultant: Browser, session: Session, unit: Infrastructure, year: int
) -> None:
    staff = factories.user(role=Role.STAFF, infrastructures=[unit])
    session.add(staff)
    session.commit()
    browser = sign_in(app, staff)
    typed = {"hours": "100000", "version": _of(session, unit, year).version, "reason": "Ny räkning"}
    typed = typed if year < YEAR else {name: value for name, value in typed.items() if name != "reason"}
    assert browser.send(_path(unit, year), {**typed, "source": ""}).status_code == 422
    assert browser.send(_path(unit, year), {**typed, "source": "Vi tror det"}).status_code == 302
    # Next year is not the one that companies have used.
    assert browser.send(_path(unit, YEAR + 1), {"hours": "1", "source": "Beslut"}).status_code == 302
    task = session.scalars(sa.select(Note)).one()
    assert (task.kind, task.infrastructure_id) == (NoteKind.TASK, unit.id)
    assert f"{year} från 100 till 100000" in task.text


def test_the_one_figure_there_was_stands_for_this_year_and_the_years_of_uses(
    app: Flask, session: Session, unit: Infrastructure
) -> None:
    number = unit.id
    session.close()
    with app.app_context():
        alembic.downgrade("1796161100")
        with db.engine.begin() as connection:
            found = connection.execute(sa.text("SELECT capacity_hours, capacity_source FROM infrastructure")).one()
            assert tuple(found) == (100, "Bokningssystemet")
        alembic.upgrade()
    told = [(row.year, row.hours, row.source, row.set_by_id) for row in session.scalars(sa.select(YearCapacity))]
    assert sorted(told) == [(year, 100, "Bokningssystemet", None) for year in (YEAR - 1, YEAR)]
    assert session.get_one(Infrastructure, number).id == number
