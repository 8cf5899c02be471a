"""Staff's changes of a profile: a draft that nobody else reads, published in one press, asked back by the office."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from models.accounts import Role, User
from models.infrastructures import Capability, Infrastructure
from models.outbox import OutboxMessage
from models.profile_changes import ProfileChange
from tests import factories
from tests.conftest import Browser

Make = Callable[..., Browser]
WORD = "utkastkanin"


def text(answer: object) -> str:
    return str(answer.get_data(as_text=True))  # type: ignore[attr-defined]  # an answer of the test client


@pytest.fixture
def unit(session: Session) -> Infrastructure:
    made = factories.infrastructure(name_sv="Enheten", key="enheten", source_title="Källa")
    session.add_all([made, factories.capability(made, title_sv="Mätning", title_en="Measuring")])
    session.commit()
    return made


def test_a_draft_is_read_by_nobody_else_until_it_is_published(
    make_browser: Make, consultant: Browser, anonymous: Browser, session: Session, unit: Infrastructure
) -> None:
    staff = make_browser(Role.STAFF, infrastructures=[unit])
    other = make_browser(Role.STAFF, infrastructures=[factories.infrastructure()])
    capability = session.scalars(sa.select(Capability)).one()
    facts = {"open_to_companies": "yes", "description_sv": f"Vi odlar {WORD}.", "version": str(unit.version)}
    ability = {"title_sv": "Mätning", "quality_known": "unknown", "is_active": "y"}
    answers = [
        staff.send(f"/infrastructures/{unit.id}/edit", facts),
        staff.send(f"/capabilities/{capability.id}/edit", {**ability, "done_sv": f"Vi bygger {WORD}.", "version": "1"}),
        staff.send(f"/infrastructures/{unit.id}/capabilities/new", {**ability, "title_sv": f"Vi bygger {WORD}"}),
    ]
    assert [answer.status_code for answer in answers] == [302] * 3
    changes = f"/infrastructures/{unit.id}/changes"
    readers = (
        *((anonymous, path) for path in ("/catalogue/infrastructures/enheten", f"/catalogue?q={WORD}", "/sitemap.xml")),
        *((anonymous, path) for path in ("/catalogue/data.json", "/catalogue/data.csv")),
        *((other, path) for path in (f"/infrastructures/{unit.id}", f"/search/suggest?q={WORD}")),
    )
    drafted = (f"odlar {WORD}", f"bygger {WORD}")
    assert [path for reader, path in readers if any(said in text(reader.get(path)) for said in drafted)] == []
    assert other.get(changes).status_code == 404
    for reader in (staff, consultant):
        assert text(reader.get(changes)).count(WORD) >= 3
        assert WORD in text(reader.get(f"/infrastructures/{unit.id}/preview"))
    # Whoever has read fewer drafts than there are now publishes none.
    assert staff.send(f"{changes}/publish", {"version": "1"}).status_code == 409
    version = text(staff.get(changes)).split(f'action="{changes}/publish"')[1].split('name="version" value="')[1]
    assert staff.send(f"{changes}/publish", {"version": version.split('"')[0]}).status_code == 302
    page = text(anonymous.get("/catalogue/infrastructures/enheten"))
    assert page.count(WORD) >= 3
    session.expire_all()
    assert (
        session.scalars(sa.select(ProfileChange.published_at).where(ProfileChange.published_at.is_(None))).all() == []
    )


def test_two_editors_of_a_draft_are_told_of_each_other(
    make_browser: Make, session: Session, unit: Infrastructure
) -> None:
    first, second = (make_browser(Role.STAFF, infrastructures=[unit]) for _ in range(2))
    path = f"/infrastructures/{unit.id}/edit"
    typed = {"open_to_companies": "yes", "version": str(unit.version)}
    assert first.send(path, {**typed, "description_sv": "Den första."}).status_code == 302
    answer = second.send(path, {**typed, "description_sv": "Den andra."})
    assert answer.status_code == 409
    assert "Den första." in text(answer)
    assert "Den andra." in text(answer)
    session.expire_all()
    assert session.scalars(sa.select(ProfileChange.after)).one()["description_sv"] == "Den första."


def test_a_draft_that_is_thrown_away_and_written_anew_is_another(
    make_browser: Make, session: Session, unit: Infrastructure
) -> None:
    first, second = (make_browser(Role.STAFF, infrastructures=[unit]) for _ in range(2))
    path, changes = f"/infrastructures/{unit.id}/edit", f"/infrastructures/{unit.id}/changes"
    typed = {"open_to_companies": "yes"}

    def write(browser: Browser, words: str, version: str) -> int:
        return int(browser.send(path, {**typed, "description_sv": words, "version": version}).status_code)

    def shown(browser: Browser, page: str, form: str) -> str:
        return str(re.findall(r'name="version"[^>]*value="(\d+)"', text(browser.get(page)).split(form)[1])[0])

    assert write(first, "Det första utkastet.", str(unit.version)) == 302
    seen, of_all = shown(second, path, "form-sheet"), shown(second, changes, f"{changes}/publish")
    draft = session.scalars(sa.select(ProfileChange)).one()
    assert first.send(f"/profile-changes/{draft.id}/discard", {"version": "1"}).status_code == 302
    assert write(first, "Ett annat utkast.", str(unit.version)) == 302
    assert write(second, "Över det andra.", seen) == 409
    assert second.send(f"{changes}/publish", {"version": of_all}).status_code == 409
    session.expire_all()
    assert session.scalars(sa.select(ProfileChange.after)).one()["description_sv"] == "Ett annat utkast."


def test_what_the_office_asks_back_is_put_in_a_draft(
    make_browser: Make, consultant: Browser, session: Session, unit: Infrastructure
) -> None:
    staff = make_browser(Role.STAFF, infrastructures=[unit])
    former = unit.description_sv
    typed = {
        "open_to_companies": "unknown",
        "description_sv": "Fel text.",
        "version": str(unit.version),
        "publish": "1",
    }
    assert staff.send(f"/infrastructures/{unit.id}/edit", typed).status_code == 302
    change = session.scalars(sa.select(ProfileChange)).one()
    asked = {"asked_back": "Det stämmer inte.", "version": str(change.version)}
    page = f"/profile-changes/{change.id}/ask-back"
    assert consultant.send(page, {**asked, "asked_back": ""}).status_code == 422
    assert consultant.send(page, asked).status_code == 302
    letter = session.scalars(sa.select(OutboxMessage)).one()
    assert letter.to_address == session.get_one(User, change.by_id).email
    assert f"/infrastructures/{unit.id}/changes" in letter.body
    assert "Det stämmer inte." not in letter.body
    assert "Konsulten ber er ändra tillbaka något" in text(staff.get(f"/infrastructures/{unit.id}"))
    session.refresh(change)
    # A draft that says something else is not lost to the former words.
    waiting = factories.profile_change(unit, factories.user(), after={"description_sv": "Nytt."})
    session.add(waiting)
    session.commit()
    refused = staff.send(f"/profile-changes/{change.id}/put-back", {"version": str(change.version)})
    assert (refused.status_code, "Publicera det eller kasta det först" in text(refused)) == (409, True)
    session.delete(waiting)
    session.commit()
    assert staff.send(f"/profile-changes/{change.id}/put-back", {"version": str(change.version)}).status_code == 302
    session.expire_all()
    draft = session.scalars(sa.select(ProfileChange).where(ProfileChange.published_at.is_(None))).one()
    assert draft.after["description_sv"] == former
    assert session.scalars(sa.select(Infrastructure.description_sv)).one() == "Fel text."
