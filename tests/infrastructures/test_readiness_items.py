"""One item of a ladder: guidance, comments, history and the second person's review; the board of all units."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.infrastructures.readiness_guidance import GUIDANCE
from app.infrastructures.use_cases import ladder_version
from models.accounts import Role
from models.clock import today
from models.infrastructures import Infrastructure
from models.readiness import is_overdue, lacks_review, next_review
from models.readiness_items import ReadinessComment, ReadinessItem
from tests import factories
from tests.conftest import Browser
from tests.infrastructures.test_readiness import Make, assessed, infrastructure, ladder, stored, text

__all__ = ["infrastructure"]

PARTS = ("todo", "decides", "document")


def test_every_item_has_guidance_in_both_languages() -> None:
    assert list(GUIDANCE) == list(range(1, 15))
    said = [getattr(each, f"{part}_{code}") for each in GUIDANCE.values() for part in PARTS for code in ("sv", "en")]
    assert all(said)


def test_what_becomes_of_an_item_is_told_with_who_did_it(
    make_browser: Make, session: Session, infrastructure: Infrastructure
) -> None:
    staff = make_browser(Role.STAFF, name="Stina Personal", infrastructures=[infrastructure])
    path = f"/infrastructures/{infrastructure.id}/readiness"
    assert staff.send(path, ladder(0, level_4="2", evidence_4="Prislista")).status_code == 302
    items = stored(session, infrastructure).readiness
    more = {"version": str(ladder_version(items)), "level_4": "3", "evidence_4": "Prislista", "due_on_4": "2027-01-31"}
    assert staff.send(path, ladder(0, **more)).status_code == 302
    assert staff.send(f"{path}/4", {"text": "Nämnden beslutar i januari."}).status_code == 302
    page = text(staff.get(f"{path}/4"))
    for told in (
        "Nivå: 2 – Dokumenterat → 3 – Beslutat av ägaren",
        "Klar senast: 2027-01-31",
        "Nämnden beslutar i januari.",
        "Stina Personal",
    ):
        assert told in page
    assert "(tomt)" not in page
    assert staff.get(f"{path}/15").status_code == 404


def test_who_judged_an_item_does_not_review_it_and_a_new_judgement_ends_a_review(
    make_browser: Make, session: Session, infrastructure: Infrastructure
) -> None:
    staff, colleague = (make_browser(Role.STAFF, infrastructures=[infrastructure]) for _each in range(2))
    path = f"/infrastructures/{infrastructure.id}/readiness"
    staff.send(path, ladder(0, level_2="4"))
    item = stored(session, infrastructure).readiness[0]
    assert "Behöver granskas" in text(staff.get(path))
    assert "Du bedömde den" in text(staff.get(f"{path}/2"))
    seen = {"version": str(item.version)}
    staff.send(f"{path}/2/review", seen)
    assert stored(session, infrastructure).readiness[0].checked_on is None
    colleague.send(f"{path}/2/review", seen)
    items = stored(session, infrastructure).readiness
    assert items[0].checked_on == today()
    assert items[0].checked_by_id not in (None, items[0].judged_by_id)
    assert colleague.send(f"{path}/2/review", seen).status_code == 409
    page = text(staff.get(f"{path}/2"))
    assert "Granskad av en andra person" in page
    assert (today() + timedelta(days=365)).isoformat() in page
    assert "Behöver granskas" not in text(staff.get(path))
    staff.send(path, ladder(0, level_2="4", evidence_2="Ny pärm", version=str(ladder_version(items))))
    assert stored(session, infrastructure).readiness[0].checked_on is None


@pytest.mark.parametrize(
    ("level", "due", "checked", "late", "lacking"),
    [
        (2, -1, None, True, False),
        (2, 0, None, False, False),
        (3, -1, None, False, False),
        (4, None, None, False, True),
        (4, None, -365, False, False),
        (4, None, -366, False, True),
        (None, -1, None, False, False),
    ],
)
def test_days_of_an_item(level: int | None, due: int | None, checked: int | None, late: bool, lacking: bool) -> None:
    day = date(2026, 12, 1)
    due_on, checked_on = (None if days is None else day + timedelta(days=days) for days in (due, checked))
    item = ReadinessItem(number=9 if level is None else 3, level=level, due_on=due_on, checked_on=checked_on)
    assert (is_overdue(item, day), lacks_review(item, day)) == (late, lacking)
    assert next_review(item) == (None if checked is None else day + timedelta(days=checked + 365))


def test_a_gate_that_closes_again_says_so_wherever_the_unit_stands(
    make_browser: Make, consultant: Browser, session: Session, infrastructure: Infrastructure
) -> None:
    staff = make_browser(Role.STAFF, infrastructures=[infrastructure])
    items = assessed(session, infrastructure)
    infrastructure.opened_on = date(2025, 6, 1)
    items[3].due_on = date(2026, 1, 31)
    session.commit()
    path = f"/infrastructures/{infrastructure.id}"
    said = {"version": str(ladder_version(items)), "level_4": "1", "due_on_4": "2026-01-31"}
    staff.send(f"{path}/readiness", ladder(3, **said))
    closed = f"Stängd igen {today().isoformat()}"
    assert stored(session, infrastructure).closed_on == today()
    for browser, page in (
        (staff, "/"),
        (staff, path),
        (consultant, "/"),
        (consultant, path),
        (consultant, "/readiness"),
    ):
        assert closed in text(browser.get(page)), page
    assert "Stängd igen" in text(consultant.get("/infrastructures"))
    late = f'href="{path}/readiness/4"'
    assert late in text(staff.get("/"))
    assert late in text(consultant.get("/"))
    again = ladder(3, version=str(ladder_version(stored(session, infrastructure).readiness)))
    staff.send(f"{path}/readiness", again)
    assert stored(session, infrastructure).closed_on is None
    assert "Stängd igen" not in text(consultant.get("/"))


def test_the_steering_group_reads_levels_on_the_board_and_nothing_of_the_work(
    steering: Browser, consultant: Browser, session: Session, count_statements: Callable[[], Any]
) -> None:
    units = [factories.infrastructure(name_sv=f"Enhet {number}") for number in range(60)]
    session.add_all(units)
    session.flush()
    for unit in units[:30]:
        made = {"responsible": "Anna Ansvarig", "evidence": "Pärm 7", "due_on": date(2026, 1, 31)}
        session.add_all(ReadinessItem(infrastructure_id=unit.id, number=each, level=1, **made) for each in range(1, 15))
    session.commit()
    office = text(consultant.get("/readiness"))
    assert office.count("ladders-late") > 30 * 14
    with count_statements() as statements:
        page = text(steering.get("/readiness"))
    assert len(statements) <= 25
    assert page.count("1 – Pågår, saknas") == 2 * 30 * 14
    for hidden in ("Anna Ansvarig", "Pärm 7", "2026-01-31", "ladders-late", "/infrastructures/"):
        assert hidden not in page
    assert session.scalar(sa.select(sa.func.count()).select_from(ReadinessComment)) == 0
