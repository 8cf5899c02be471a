"""The main job, start to end: a need, its ranked capabilities, an introduction, a meeting, a use, the report."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import sqlalchemy as sa
from playwright.sync_api import Page
from sqlalchemy.orm import Session, contains_eager

from app.programmes.counting import count_uses
from app.programmes.queries import get_programme
from models.clock import today
from models.needs import Need, NeedStatus
from models.organisations import Company
from models.programmes import CountingRule
from models.smf import class_on
from seeds.loader import demo_sign_ins
from tests.browser.conftest import choose_language
from tests.browser.hands import Hand, Keyboard, Mouse
from tests.running import Served

INTRODUCE = "li.candidate a[href*='/introduce']:visible"
WORDS = "li.candidate:visible .shore-capability p"
TARGET = "/programmes/klustermotor/smf-used"


def needs_that_can_count(served: Served) -> list[tuple[int, str]]:
    """Return open needs with the names of their companies, which would count if they used a unit."""
    engine = sa.create_engine(served.database_url)
    with Session(engine) as session:
        programme = get_programme(session, "klustermotor")
        counted = count_uses(session, programme, until=today())[CountingRule.SMF_USED]
        done = {each.counted_id for each in counted}
        needs = session.scalars(
            sa.select(Need)
            .join(Need.company)
            .where(Need.status == NeedStatus.OPEN, Company.org_number.is_not(None), Company.id.not_in(done))
            .options(contains_eager(Need.company).selectinload(Company.declarations))
            .order_by(Need.id)
        )
        found = [(need.id, need.company.name) for need in needs if class_on(need.company.declarations, today()).is_smf]
    engine.dispose()
    return found


def open_one_with_answers(page: Page, served: Served) -> str:
    """Open the first such need that a capability answers with a reason, and return its company."""
    for need_id, company in needs_that_can_count(served):
        page.goto(f"/needs/{need_id}")
        if page.locator(INTRODUCE).count() and page.locator(WORDS).count():
            return company
    raise AssertionError("The demo data has no need left that a capability answers with a reason.")


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
    page = open_page(None, language, javascript=way != "no javascript")
    hand: Hand = Keyboard(page) if way == "keyboard" else Mouse(page)
    sign_in_by(hand, page)
    choose_language(page, language)
    before = meter(page)

    # Why a capability fits, in its own words; one that nothing joins to the need shows none.
    company = open_one_with_answers(page, served)
    words = page.locator(WORDS).first.inner_text()
    assert words.strip(' ”“"…')

    # Introduce one: a letter to each.
    hand.press(page.locator(INTRODUCE).first)
    assert page.locator("input[name=company_to]").input_value()
    assert page.locator("input[name=infrastructure_to]").input_value()
    # Nobody is introduced without the company's yes, which is written down with the letters.
    if page.locator("input[name=consent_way]").count():
        hand.tick(page.locator("input[name=consent_way]").first)
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
    page.goto(f"/reports/{today():%Y-%m}/smf-used")
    assert company in page.locator("main").inner_text()
