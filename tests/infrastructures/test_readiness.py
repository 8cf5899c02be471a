"""The readiness ladder in one form: the gate opens and closes by rule, and no assessment is lost."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session, selectinload

from app.infrastructures.readiness_ladder import RUNGS, holding_back
from app.infrastructures.use_cases import ladder_version
from models.accounts import Role
from models.clock import today
from models.infrastructures import Infrastructure
from models.readiness import ITEM_COUNT
from models.readiness_items import ReadinessItem
from tests import factories
from tests.conftest import Browser

Make = Callable[..., Browser]


def text(answer: Any) -> str:
    return str(answer.get_data(as_text=True))


def ladder(level: int = 3, **changes: Any) -> dict[str, str]:
    """Return what the form sends: every item at one level, the version of a new ladder, and changes by field name."""
    levels = {f"level_{number}": str(level) for number in range(1, ITEM_COUNT + 1)}
    return {**levels, "version": "0", **changes}


@pytest.fixture
def infrastructure(session: Session) -> Infrastructure:
    made = factories.infrastructure(name_sv="Enheten")
    session.add(made)
    session.commit()
    return made


def stored(session: Session, infrastructure: Infrastructure) -> Infrastructure:
    session.expire_all()
    rows = (
        sa.select(Infrastructure)
        .where(Infrastructure.id == infrastructure.id)
        .options(selectinload(Infrastructure.readiness))
    )
    return session.scalars(rows).one()


def assessed(session: Session, infrastructure: Infrastructure, level: int = 3) -> list[ReadinessItem]:
    """Give a unit a ladder with every item at one level."""
    items = [ReadinessItem(infrastructure_id=infrastructure.id, number=number, level=level) for number in range(1, 15)]
    session.add_all(items)
    session.commit()
    return items


def test_the_table_of_names_has_a_rung_for_every_item() -> None:
    assert [rung.number for rung in RUNGS] == list(range(1, ITEM_COUNT + 1))
    assert len(holding_back([])) == ITEM_COUNT


def test_the_gate_opens_today_once_and_says_so(
    consultant: Browser, session: Session, infrastructure: Infrastructure
) -> None:
    path = f"/infrastructures/{infrastructure.id}/readiness"
    answer = consultant.send(path, ladder(3, level_9="2", level_14="na", reason_14="Inga sådana prover"))
    assert answer.status_code == 302, text(answer)
    assert f"Enheten är öppen för företag från och med {today().isoformat()}" in text(consultant.get(path))
    found = stored(session, infrastructure)
    assert found.opened_on == today()
    assert found.readiness[13].level is None
    found.opened_on = date(2026, 3, 1)
    session.commit()
    again = consultant.send(path, ladder(4, version=str(ladder_version(found.readiness))))
    assert again.status_code == 302
    assert stored(session, infrastructure).opened_on == date(2026, 3, 1)


def test_reopening_an_item_closes_the_gate_and_says_what_holds_it(
    consultant: Browser, session: Session, infrastructure: Infrastructure
) -> None:
    items = assessed(session, infrastructure)
    infrastructure.opened_on = date(2025, 6, 1)
    session.commit()
    path = f"/infrastructures/{infrastructure.id}/readiness"
    consultant.send(path, ladder(3, version=str(ladder_version(items)), level_4="1", level_12="0"))
    page = text(consultant.get(path))
    assert "Enheten är inte längre öppen för företag" in page
    assert "4 Prismodell för akademi, externa och företag, 12 Säkerhet, utbildning och tillträde" in page
    assert stored(session, infrastructure).opened_on is None


def test_each_save_says_what_still_holds_the_gate_back(consultant: Browser, infrastructure: Infrastructure) -> None:
    path = f"/infrastructures/{infrastructure.id}/readiness"
    consultant.send(path, ladder(3, level_2="2"))
    assert "saknas: 2 Tjänsteutbud." in text(consultant.get(path))


def test_the_first_eight_items_always_concern_the_infrastructure(
    consultant: Browser, session: Session, infrastructure: Infrastructure
) -> None:
    path = f"/infrastructures/{infrastructure.id}/readiness"
    for number in (1, 8):
        answer = consultant.send(path, ladder(3, **{f"level_{number}": "na"}))
        assert answer.status_code == 422
        assert consultant.send(path, ladder(3, **{f"reason_{number}": "x"})).status_code == 400
    assert stored(session, infrastructure).readiness == []


def test_an_item_that_does_not_concern_the_infrastructure_needs_a_reason(
    consultant: Browser, session: Session, infrastructure: Infrastructure
) -> None:
    answer = consultant.send(
        f"/infrastructures/{infrastructure.id}/readiness", ladder(3, level_10="na", evidence_3="Beslut 7")
    )
    assert answer.status_code == 422
    page = text(answer)
    assert "Skriv varför punkten inte berör enheten" in page
    assert 'href="#reason_10"' in page
    assert "Beslut 7" in page
    assert stored(session, infrastructure).opened_on is None


def test_evidence_responsible_and_date_are_kept_and_the_day_of_judging_is_noted(
    make_browser: Make, session: Session, infrastructure: Infrastructure
) -> None:
    staff = make_browser(Role.STAFF, infrastructures=[infrastructure])
    said = {"evidence_1": "Beslut\n2026-03-01", "responsible_1": "Enhetschefen", "due_on_2": "2027-01-31"}
    assert (
        staff.send(f"/infrastructures/{infrastructure.id}/readiness", ladder(0, level_1="3", **said)).status_code == 302
    )
    first, second = stored(session, infrastructure).readiness[:2]
    assert (first.level, first.evidence, first.responsible) == (3, "Beslut\n2026-03-01", "Enhetschefen")
    assert (first.reviewed_on, second.reviewed_on, second.due_on) == (today(), None, date(2027, 1, 31))


def test_a_stale_assessment_shows_both_versions(
    consultant: Browser, session: Session, infrastructure: Infrastructure
) -> None:
    items = assessed(session, infrastructure, 1)
    seen = str(ladder_version(items))
    items[2].evidence = "Kollegans underlag"
    session.commit()
    path = f"/infrastructures/{infrastructure.id}/readiness"
    mine = ladder(1, version=seen, evidence_3="Mitt underlag")
    answer = consultant.send(path, mine)
    assert answer.status_code == 409
    assert "Kollegans underlag" in text(answer)
    assert "Mitt underlag" in text(answer)
    shown = re.search(r'name="version"[^>]* value="(\d+)"', text(answer))
    assert shown
    assert consultant.send(path, {**mine, "version": shown.group(1)}).status_code == 302
    assert stored(session, infrastructure).readiness[2].evidence == "Mitt underlag"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("level_3", ""),
        ("level_3", "5"),
        ("level_3", "-1"),
        ("due_on_3", "2026-02-30"),
        ("responsible_3", "x" * 201),
        ("evidence_3", "x" * 501),
        ("evidence_3", "bell\x07"),
    ],
)
def test_a_wrong_value_is_told_and_nothing_is_saved(
    consultant: Browser, session: Session, infrastructure: Infrastructure, field: str, value: str
) -> None:
    answer = consultant.send(f"/infrastructures/{infrastructure.id}/readiness", ladder(3, **{field: value}))
    assert answer.status_code == 422
    assert f'href="#{field}"' in text(answer)
    assert stored(session, infrastructure).readiness == []


def test_the_ladder_costs_few_statements(
    consultant: Browser, session: Session, infrastructure: Infrastructure, count_statements: Callable[[], Any]
) -> None:
    assessed(session, infrastructure)
    with count_statements() as statements:
        assert consultant.get(f"/infrastructures/{infrastructure.id}/readiness").status_code == 200
    assert len(statements) <= 8
