"""A text that holds two needs: asked about, divided without a word lost or a layer crossed, undone exactly, or one."""

from __future__ import annotations

import re
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from models.audit import AuditEntry
from models.divisions import NeedDivision
from models.needs import Need, NeedStatus
from tests import factories
from tests.conftest import Browser
from tests.matches.test_undo import rows
from tests.needs.scenes import SECRET, offered

FIRST = "Vi vill mäta krympsäkra glaskulor med ljus."
SECOND = "En helt annan fråga: vem gör nefelometri av grumliga lösningar?"
ABOUT_FIRST = "Krympsäkra glaskulor finns i tre storlekar för ljus."
ABOUT_SECOND = "Grumliga lösningar för nefelometri står i kylen."
LAYERS = ("title", "teaser", "infrastructure_text", "desired_result", "conditions", "private_text")


@pytest.fixture
def need(session: Session) -> Need:
    """An open need of two, with a capability for each, and something in every layer."""
    offered(session, text_sv="Krympsäkra glaskulor mäts med ljus.")
    offered(session, text_sv="Nefelometri av grumliga lösningar.")
    made = factories.need(
        factories.company(),
        title="Kulor och lösningar",
        teaser=f"{FIRST} {SECOND}",
        infrastructure_text=f"{ABOUT_FIRST} {ABOUT_SECOND}",
        desired_result="Siffror.",
        conditions="Inga djurförsök.",
        private_text=SECRET,
        quality=["GMP"],
        trl=4,
    )
    session.add(made)
    session.commit()
    return made


def page_of(browser: Browser, need_id: int) -> str:
    return str(browser.get(f"/needs/{need_id}").get_data(as_text=True))


def fields_of(page: str, action: str) -> dict[str, str]:
    """Return what the form of an action sends, as it stands on a page."""
    form = re.search(rf'action="{action}".*?</form>', page, re.DOTALL)
    assert form, page
    return dict(re.findall(r'name="(\w+)" value="([^"]*)"', form.group(0)))


def press(browser: Browser, page: str, action: str) -> Any:
    sent = fields_of(str(browser.get(page).get_data(as_text=True)), action)
    return browser.post(action, data=sent)


def divide(browser: Browser, need_id: int) -> Any:
    return press(browser, f"/needs/{need_id}", f"/needs/{need_id}/divide")


def both(session: Session) -> tuple[Need, Need]:
    session.expire_all()
    first, second = session.scalars(sa.select(Need).order_by(Need.id)).all()
    return first, second


def test_the_page_quotes_both_parts_with_the_best_infrastructure_of_each(consultant: Browser, need: Need) -> None:
    page = page_of(consultant, need.id)
    asked = page[page.index('id="two-needs"') :]
    asked = asked[: asked.index("</section>")]
    assert "Två behov i samma text?" in asked
    assert FIRST in asked
    assert SECOND in asked
    assert len(set(re.findall(r'href="(/infrastructures/\d+[^"]*)"', asked))) == 2


def test_dividing_makes_two_records_and_no_text_is_lost_or_changes_layer(
    consultant: Browser, session: Session, need: Need
) -> None:
    before = {field: getattr(need, field) for field in LAYERS}
    answer = divide(consultant, need.id)
    assert answer.location == f"/needs/{need.id}/divided"
    first, second = both(session)
    assert (first.title, first.teaser) == ("Kulor och lösningar", FIRST)
    assert (second.title, second.teaser) == ("Vem gör nefelometri av grumliga lösningar?", SECOND)
    assert (first.infrastructure_text, second.infrastructure_text) == (ABOUT_FIRST, ABOUT_SECOND)
    for field in LAYERS[1:]:
        assert all((getattr(each, field) or "") in before[field] for each in (first, second))
        assert any(getattr(each, field) for each in (first, second))
    for each in (first, second):
        assert each.private_text == SECRET
        assert each.status is NeedStatus.OPEN
        assert (each.company_id, each.programme_id) == (need.company_id, need.programme_id)
        assert (each.quality, each.trl) == (["GMP"], 4)
    shown = consultant.get(answer.location).get_data(as_text=True)
    for each in (first, second):
        assert f"/needs/{each.id}/edit" in shown
        assert answer.location in consultant.get(f"/needs/{each.id}").get_data(as_text=True), "the way back is found"
    assert {"create", "update"} <= set(
        session.scalars(sa.select(AuditEntry.action).where(AuditEntry.subject == "need"))
    )


def test_undoing_puts_every_row_back(consultant: Browser, session: Session, need: Need) -> None:
    need_id = need.id
    before = rows(session)
    page = divide(consultant, need_id).location
    assert rows(session) != before
    assert press(consultant, page, f"/needs/{need_id}/undivide").location == f"/needs/{need_id}"
    assert rows(session) == before


@pytest.mark.parametrize("built", ["first", "second", "match"])
def test_nothing_is_undone_that_somebody_has_built_on(
    consultant: Browser, session: Session, need: Need, built: str
) -> None:
    need_id = need.id
    page = divide(consultant, need_id).location
    first, second = both(session)
    if built == "match":
        capability = offered(session)
        session.add(factories.match(second, capability))
    else:
        (first if built == "first" else second).teaser = "Nytt."
    session.commit()
    before = rows(session)
    assert press(consultant, page, f"/needs/{need_id}/undivide").status_code == 409
    assert rows(session) == before


def test_dividing_twice_makes_two_and_not_three(consultant: Browser, session: Session, need: Need) -> None:
    action = f"/needs/{need.id}/divide"
    sent = fields_of(page_of(consultant, need.id), action)
    consultant.post(action, data=sent)
    again = consultant.post(action, data=sent)
    assert again.location == f"/needs/{need.id}/divided"
    assert session.scalar(sa.select(sa.func.count()).select_from(Need)) == 2
    assert session.scalar(sa.select(sa.func.count()).select_from(NeedDivision)) == 1


def test_one_need_is_not_asked_about_again_until_its_text_changes(
    consultant: Browser, session: Session, need: Need
) -> None:
    assert press(consultant, f"/needs/{need.id}", f"/needs/{need.id}/one").location == f"/needs/{need.id}"
    assert 'id="two-needs"' not in page_of(consultant, need.id)
    session.expire_all()
    need.teaser = f"{FIRST} Gärna i mars. {SECOND}"
    session.commit()
    assert 'id="two-needs"' in page_of(consultant, need.id)


def test_an_old_page_divides_nothing(consultant: Browser, session: Session, need: Need) -> None:
    action = f"/needs/{need.id}/divide"
    sent = fields_of(page_of(consultant, need.id), action)
    need.infrastructure_text = "Nytt."
    session.commit()
    assert consultant.post(action, data=sent).status_code == 409
    assert session.scalar(sa.select(sa.func.count()).select_from(Need)) == 1


def test_a_secret_text_is_never_the_second_ones_title(consultant: Browser, session: Session, need: Need) -> None:
    need.teaser, need.infrastructure_text = "Vi vill ha hjälp.", f"{FIRST} {SECOND}"
    session.commit()
    divide(consultant, need.id)
    first, second = both(session)
    assert (first.infrastructure_text, second.infrastructure_text) == (FIRST, SECOND)
    assert first.teaser == second.teaser == "Vi vill ha hjälp."
    assert second.title == first.title == "Kulor och lösningar"
