"""The timeline: newest first, one page at a time, narrowed by the address, with field changes folded."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from html import unescape

import pytest
from sqlalchemy.orm import Session

from app.limits import TIMELINE_SHOWN
from app.web.rich_text import rich_text
from models.accounts import Role
from models.clock import today
from models.matches import Stage
from models.organisations import Company
from tests import factories
from tests.conftest import Browser
from tests.notes.test_notes import filled, story_of
from tests.page_rules import parse, posted_forms


@pytest.fixture
def company(session: Session) -> Company:
    """A company with a need, a match, a meeting, a use, and more notes than a page holds."""
    made = factories.company(name="Fjärd AB", secrecy_note="Hemligt recept")
    match = factories.match(
        factories.need(made, title="Vårt behov"), factories.capability(factories.infrastructure()), stage=Stage.AGREED
    )
    session.add_all([match, factories.meeting(match, notes="Sagt på mötet"), factories.use(match, description="Kört")])
    for number in range(TIMELINE_SHOWN + 5):
        on = today() - timedelta(days=number)
        session.add(factories.note(company=made, happened_on=on, text=f"Rad {number:03}."))
    session.commit()
    return made


def test_the_newest_come_first_and_the_rest_on_the_next_page(consultant: Browser, company: Company) -> None:
    path = f"/companies/{company.id}"
    first, second = story_of(consultant, path), story_of(consultant, f"{path}?page=2")
    assert first.count('<li class="entry') == TIMELINE_SHOWN
    assert first.index("Rad 000.") < first.index("Rad 001.")
    assert "page=2#timeline" in first
    shown = [text for number in range(TIMELINE_SHOWN + 5) if (text := f"Rad {number:03}.") in first + second]
    assert len(shown) == TIMELINE_SHOWN + 5
    assert not [text for text in shown if text in first and text in second]
    assert "Inget av det slaget" in story_of(consultant, f"{path}?page=9")


@pytest.mark.parametrize(
    ("kind", "there"),
    [("note", "Rad 000."), ("meeting", "Sagt på mötet"), ("use", "Kört"), ("step", "Behovet öppnades")],
)
def test_the_address_narrows_it_to_one_kind(consultant: Browser, company: Company, kind: str, there: str) -> None:
    story = story_of(consultant, f"/companies/{company.id}?kind={kind}")
    assert there in story
    assert sum(text in story for text in ("Rad 000.", "Sagt på mötet", "Kört", "Behovet öppnades")) == 1


def test_a_kind_that_there_is_not_shows_everything(consultant: Browser, company: Company) -> None:
    assert "Rad 000." in story_of(consultant, f"/companies/{company.id}?kind=fax")


def test_field_changes_are_folded_and_tell_nothing_confidential(consultant: Browser, company: Company) -> None:
    path = f"/companies/{company.id}"
    changed = {"name": "Vik AB", "secrecy_note": "Hemlig legering", "last_contact_on": str(date(2026, 1, 2))}
    page = parse(consultant.get(f"{path}/edit").get_data(as_text=True))
    form = next(each for each in posted_forms(page, path) if "secrecy_note" in each.data).data | changed
    assert consultant.post(f"{path}/edit", data=form).status_code == 302
    story = story_of(consultant, f"{path}?kind=change")
    assert "<details>" in story
    assert "Fjärd AB → Vik AB" in story
    assert "→ 2026-01-02" in story
    assert "Hemlig" not in story.split("</section>")[0]


def test_what_only_the_program_writes_is_nobodys_change(consultant: Browser, company: Company) -> None:
    path = f"/companies/{company.id}"
    consultant.send(f"{path}/notes/new", filled(kind="call"))
    story = story_of(consultant, f"{path}?kind=change").split("</section>")[0]
    assert "contact_said_on" not in story
    assert "version" not in story.split("composer")[1].split("</form>")[1]


def test_staff_see_no_timeline_of_their_infrastructure(session: Session, make_browser: Callable[..., Browser]) -> None:
    infrastructure = factories.infrastructure()
    session.add(factories.note(infrastructure=infrastructure, text="Ej för enheten"))
    session.commit()
    browser = make_browser(Role.STAFF, infrastructures=[infrastructure])
    page = browser.get(f"/infrastructures/{infrastructure.id}").get_data(as_text=True)
    assert "Ej för enheten" not in page
    assert 'id="timeline"' not in page


@pytest.mark.parametrize(
    ("typed", "html"),
    [
        ("En **fet** och *lutad*", "<p>En <strong>fet</strong> och <em>lutad</em></p>"),
        ("ett\ntvå", "<p>ett<br>\ntvå</p>"),
        ("- a\n- b", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>"),
        ("# rubrik", "<p># rubrik</p>"),
        ("<script>alert(1)</script>", "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>"),
        ("[x](javascript:alert(1))", "<p>[x](javascript:alert(1))</p>"),
        ("[Ring](tel:+468123)", "<p>[Ring](tel:+468123)</p>"),
        ("[x](ftp://a.example)", "<p>[x](ftp://a.example)</p>"),
        ("<ftp://a.example>", "<p>&lt;ftp://a.example&gt;</p>"),
        ("[x](//a.example)", "<p>[x](//a.example)</p>"),
        ("[x](/needs/5)", '<p><a href="/needs/5" rel="noopener noreferrer">x</a></p>'),
        ("[x](https://a.example)", '<p><a href="https://a.example" rel="noopener noreferrer">x</a></p>'),
        ("prov_1_a & 2*3", "<p>prov_1_a &amp; 2*3</p>"),
        ("", ""),
    ],
)
def test_notes_know_a_small_part_of_markdown_and_no_html(typed: str, html: str) -> None:
    assert str(rich_text(typed)).strip() == html


@pytest.mark.parametrize("sign", ["> ", ">", "- ", "1. ", "> - "])
@pytest.mark.parametrize("depth", [1, 8, 9, 10, 11, 18, 19, 20, 21, 300])
def test_what_is_quoted_over_and_over_is_not_lost(sign: str, depth: int) -> None:
    shown = str(rich_text(f"{sign * depth}<i>djupt\n\nsedan"))
    assert "&lt;i&gt;djupt" in shown
    assert "sedan" in shown


def test_an_earlier_value_is_put_back_through_the_form_that_shows_what_stands(
    consultant: Browser, session: Session
) -> None:
    company = factories.company(name="Ordning AB", field="Vacciner")
    other = factories.company(name="Annat AB")
    session.add_all([company, other])
    session.commit()
    page = f"/companies/{company.id}/edit"
    for said in ("Diagnostik", "Proteiner"):
        session.refresh(company)
        sent = {"version": str(company.version), "name": company.name, "kind": "limited_company", "field": said}
        assert consultant.send(page, sent).status_code == 302
    links = re.findall(r'href="([^"]*earlier=\d+[^"]*)"', consultant.get(f"/companies/{company.id}").text)
    oldest = unescape(next(each for each in reversed(links) if "field=field" in each))
    shown = consultant.get(oldest).text
    assert 'value="Vacciner"' in shown
    assert "Nu står det: Proteiner" in shown
    # Nothing is saved before somebody saves, and the form asks for the version that it showed.
    session.refresh(company)
    assert company.field == "Proteiner"
    sent = {"version": str(company.version), "name": company.name, "kind": "limited_company", "field": "Vacciner"}
    assert consultant.send(oldest, {**sent, "version": str(company.version - 1)}).status_code == 409
    assert consultant.send(oldest, sent).status_code == 302
    session.refresh(company)
    assert company.field == "Vacciner"
    # Another record's change, and what no form has, is not filled in.
    entry = re.findall(r"earlier=(\d+)", oldest)[0]
    for address in (
        f"/companies/{other.id}/edit?earlier={entry}&field=field",
        f"{page}?earlier={entry}&field=version",
        f"{page}?earlier=x&field=field",
    ):
        assert "Nu står det" not in consultant.get(address).text
