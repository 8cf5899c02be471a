"""An assessment and a confirmation can be taken back: every row is then as it was, and nobody's later work is lost."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.infrastructures.use_cases import ladder_version
from models.accounts import Role
from models.clock import today
from models.infrastructures import Infrastructure
from models.readiness_items import ReadinessItem
from models.undo import InfrastructureWayBack
from tests import factories
from tests.conftest import Browser

_MOVES_ON = {"version", "updated_at"}


@pytest.fixture
def infrastructure(session: Session) -> Infrastructure:
    made = factories.infrastructure(confirmed_on=date(2026, 4, 1))
    made.readiness = [ReadinessItem(number=number, level=3, evidence=f"Pärm {number}") for number in range(1, 14)]
    session.add(made)
    session.commit()
    return made


def rows(session: Session) -> list[dict[str, Any]]:
    """Return every row that assessing or confirming may write."""
    session.expire_all()
    return [
        {name: value for name, value in row._mapping.items() if name not in _MOVES_ON}
        for table in (Infrastructure, ReadinessItem, InfrastructureWayBack)
        for row in session.execute(sa.select(table.__table__).order_by(table.__table__.c.id))
    ]


def ladder(session: Session, infrastructure: Infrastructure, **changes: str) -> dict[str, str]:
    session.refresh(infrastructure, ["readiness"])
    said = {f"level_{number}": "3" for number in range(1, 15)} | {f"evidence_{n}": f"Pärm {n}" for n in range(1, 14)}
    return said | {"version": str(ladder_version(infrastructure.readiness))} | changes


def undo_number(browser: Browser, infrastructure: Infrastructure) -> str | None:
    """Return the number in the message's button to undo, or None where there is no button."""
    page = browser.get(f"/infrastructures/{infrastructure.id}").text
    found = re.search(
        rf'action="/infrastructures/{infrastructure.id}/undo".*?name="version" value="(\d+)"', page, re.DOTALL
    )
    return found.group(1) if found else None


def undo(browser: Browser, infrastructure: Infrastructure, number: str | None) -> Any:
    return browser.send(f"/infrastructures/{infrastructure.id}/undo", {"version": number or ""})


@pytest.mark.parametrize(
    "change", [{"level_4": "1"}, {"level_14": "na", "reason_14": "Inga prover"}, {"evidence_2": ""}]
)
@pytest.mark.parametrize("role", [Role.CONSULTANT, Role.STAFF])
def test_an_assessment_taken_back_leaves_every_row_as_it_was(
    make_browser: Callable[..., Browser],
    session: Session,
    infrastructure: Infrastructure,
    role: Role,
    change: dict[str, str],
) -> None:
    browser = make_browser(role, infrastructures=[infrastructure] if role is Role.STAFF else [])
    before = rows(session)
    form = ladder(session, infrastructure)
    assert browser.send(f"/infrastructures/{infrastructure.id}/readiness", form | change).status_code == 302
    assert rows(session) != before
    assert undo(browser, infrastructure, undo_number(browser, infrastructure)).status_code == 302
    assert rows(session) == before
    # The form that was open before is not stale, for the ladder says again what it said.
    assert ladder(session, infrastructure) == form


def test_a_gate_that_an_assessment_closed_is_open_since_the_day_it_was(
    consultant: Browser, session: Session, infrastructure: Infrastructure
) -> None:
    infrastructure.readiness.append(ReadinessItem(number=14, level=3))
    infrastructure.opened_on = date(2026, 3, 1)
    session.commit()
    before = rows(session)
    consultant.send(f"/infrastructures/{infrastructure.id}/readiness", ladder(session, infrastructure, level_4="1"))
    assert session.scalars(sa.select(Infrastructure.opened_on)).all() == [None]
    undo(consultant, infrastructure, undo_number(consultant, infrastructure))
    assert rows(session) == before


def test_a_confirmation_taken_back_is_none(
    make_browser: Callable[..., Browser], session: Session, infrastructure: Infrastructure
) -> None:
    staff = make_browser(Role.STAFF, infrastructures=[infrastructure])
    before = rows(session)
    staff.send(f"/infrastructures/{infrastructure.id}/confirm", {"version": str(infrastructure.version)})
    number = undo_number(staff, infrastructure)
    assert session.scalars(sa.select(Infrastructure.confirmed_on)).one() == today()
    # Confirmed once more the same day, there is nothing more to take back.
    session.refresh(infrastructure)
    staff.send(f"/infrastructures/{infrastructure.id}/confirm", {"version": str(infrastructure.version)})
    assert undo_number(staff, infrastructure) is None
    assert undo(staff, infrastructure, number).status_code == 302
    assert rows(session) == before


def test_nobody_takes_back_what_somebody_else_has_done_since(
    make_browser: Callable[..., Browser], session: Session, infrastructure: Infrastructure
) -> None:
    first, second = make_browser(Role.CONSULTANT), make_browser(Role.STAFF, infrastructures=[infrastructure])
    path = f"/infrastructures/{infrastructure.id}/readiness"
    first.send(path, ladder(session, infrastructure, level_4="1"))
    number = undo_number(first, infrastructure)
    second.send(path, ladder(session, infrastructure, level_5="2"))
    since = rows(session)
    for tried in (number, "1", None):
        assert undo(first, infrastructure, tried).status_code == 409
    assert rows(session) == since
    outsider = make_browser(Role.STAFF, infrastructures=[])
    assert undo(outsider, infrastructure, undo_number(second, infrastructure)).status_code == 404
    assert rows(session) == since


def test_saving_the_ladder_unchanged_offers_nothing_to_undo(
    consultant: Browser, session: Session, infrastructure: Infrastructure
) -> None:
    form = ladder(session, infrastructure, level_14="0")
    assert consultant.send(f"/infrastructures/{infrastructure.id}/readiness", form).status_code == 302
    assert undo_number(consultant, infrastructure) is None
