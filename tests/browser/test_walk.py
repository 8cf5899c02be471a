"""The main job, start to end: a need, its ranked capabilities, an introduction, a meeting, a use, the report."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
import sqlalchemy as sa
from playwright.sync_api import Page
from sqlalchemy.orm import Session, contains_eager, selectinload

from app.programmes.counting import count_indicators
from app.programmes.queries import get_programme
from models.needs import Need, NeedStatus
from models.organisations import Company
from models.smf import class_on
from seeds.loader import demo_sign_ins
from tests.browser.conftest import Served
from tests.browser.hands import Hand, Keyboard, Mouse

TARGET = "/programmes/klustermotor/smf-used"


def a_need_that_can_count(served: Served) -> tuple[int, str]:
    """Return the number of an open need, and the name of its company, which would count if it used a unit."""
    engine = sa.create_engine(served.database_url)
    with Session(engine) as session:
        programme = get_programme(session, "klustermotor")
        counted = count_indicators(session, programme.indicators, programme, until=date.today())["smf-used"]  # noqa: DTZ011
        done = {row.company.id for row in counted if row.company}
        needs = session.scalars(
            sa.select(Need)
            .join(Need.company)
            .where(Need.status == NeedStatus.OPEN, Company.org_number.is_not(None), Company.id.not_in(done))
            .options(contains_eager(Need.company).selectinload(Company.declarations), selectinload(Need.matches))
            .order_by(Need.id)
        )
        found = next(
            need
            for need in needs
            if class_on(need.company.declarations, date.today()).is_smf and not need.matches  # noqa: DTZ011
        )
        answer = found.id, found.company.name
    engine.dispose()
    return answer


def meter(page: Page) -> int:
    """Return what the home page counts toward the first target."""
    head = page.locator(".meter-head", has=page.locator(f"a[href='{TARGET}']"))
    return int(head.locator(".meter-value b").inner_text())


def sign_in_by(hand: Hand, page: Page) -> None:
    account = next(entry for entry in demo_sign_ins() if entry.role == "consultant")
    hand.fill(page.locator("input[name=email]"), account.email)
    hand.fill(page.locator("input[name=password]"), account.password)
    hand.press(page.locator("main button[type=submit]"))


@pytest.mark.parametrize("language", ["sv", "en"])
@pytest.mark.parametrize("way", ["mouse", "keyboard", "no javascript"])
def test_from_a_need_to_a_use_that_counts(
    open_page: Callable[..., Page], served: Served, way: str, language: str
) -> None:
    need_id, company = a_need_that_can_count(served)
    page = open_page(None, language, javascript=way != "no javascript")
    hand: Hand = Keyboard(page) if way == "keyboard" else Mouse(page)
    sign_in_by(hand, page)
    before = meter(page)

    # Why the first three capabilities fit.
    page.goto(f"/needs/{need_id}")
    candidates = page.locator("li.candidate")
    assert candidates.count() >= 3
    for number in range(3):
        words = candidates.nth(number).locator(".shore-capability p").first.text_content()
        assert words is not None
        assert words.strip(' ”“"…')

    # Introduce one: a letter to each.
    hand.press(candidates.first.locator("a[href*='/introduce']"))
    assert page.locator("input[name=company_to]").input_value()
    assert page.locator("input[name=unit_to]").input_value()
    hand.press(page.locator("main form button[type=submit]").last)
    match_url = page.url
    assert "/matches/" in match_url

    # A meeting was held.
    hand.press(page.locator("a[href$='/meetings/new']").first)
    assert page.locator("select[name=outcome]").input_value() == "held"
    hand.fill(page.locator("input[name=minutes_used]"), "45")
    hand.press(page.locator("main form button[type=submit]").last)

    # The company used the unit, and there is evidence.
    hand.press(page.locator("a[href$='/uses/new']").first)
    hand.choose(page.locator("select[name=evidence_kind]"), "document")
    hand.fill(page.locator("input[name=evidence]"), "Order 17")
    hand.press(page.locator("main form button[type=submit]").last)
    assert page.url.startswith(match_url.split("?")[0])

    # The meter has moved by one, and its rows and the month's report say why.
    page.goto("/")
    assert meter(page) == before + 1
    hand.press(page.locator(f"a[href='{TARGET}']"))
    assert company in page.locator("main").inner_text()
    assert page.locator("tr[data-item]").count() == before + 1
    page.goto(f"/reports/{date.today():%Y-%m}/smf-used")  # noqa: DTZ011
    assert company in page.locator("main").inner_text()
