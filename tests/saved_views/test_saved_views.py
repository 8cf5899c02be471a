"""Views of lists: saved, shared, renamed, removed and put back, opened first; and the columns that a reader chose."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.saved_views.addresses import kept_address, read_address
from models.accounts import Role
from models.saved_views import ListChoice, SavedView
from tests import factories
from tests.conftest import Browser

LISTS = ("companies", "needs", "matches", "infrastructures")


def save(browser: Browser, room: str, address: str, name: str, *, shared: bool = False) -> Any:
    """Save a view through its form, as the link above the list leads to it."""
    page = browser.get(f"/{room}?{address}").text
    link = re.search(r'href="(/views/new[^"]*)"', page)
    assert link
    path = link[1].replace("&amp;", "&")
    form = browser.get(path).text
    sent = dict(re.findall(r'<input[^>]*type="hidden"[^>]*name="(address|once)"[^>]*value="([^"]*)"', form))
    sent = {each: value.replace("&amp;", "&") for each, value in sent.items()}
    return browser.send(path, {**sent, "name": name, **({"is_shared": "y"} if shared else {})})


@pytest.mark.parametrize("room", LISTS)
def test_a_view_is_the_address_it_was_saved_from(consultant: Browser, room: str) -> None:
    answer = save(consultant, room, "q=fil&sort=-name&page=2&draft=3&columns=owner.stage", "Mina")
    assert answer.location.startswith(f"/{room}?")
    assert answer.location.partition("?")[2].split("&")[-2:] == ["q=fil", "sort=-name"]
    page = consultant.get(answer.location).text
    assert re.search(r'aria-current="page">Mina', page)
    assert not re.search(r'aria-current="page">Mina', consultant.get(f"/{room}?q=annat").text)


def test_a_colleague_sees_what_is_shared_and_nothing_else(
    consultant: Browser, session: Session, make_browser: Callable[..., Browser]
) -> None:
    save(consultant, "companies", "sort=-name", "Bara min")
    save(consultant, "companies", "sort=name", "Vår", shared=True)
    session.expire_all()
    own = session.scalars(sa.select(SavedView).where(SavedView.name == "Bara min")).one()
    other = make_browser(Role.ADMINISTRATOR)
    page = other.get("/companies").text
    assert "Vår (delad av" in page
    assert "Bara min" not in page + other.get("/views").text
    assert other.get(f"/views/{own.id}/edit").status_code == 404
    for act in ("remove", "first", "not-first", "put-back"):
        sent = {"version": str(own.version)}
        assert other.send(f"/views/{own.id}/{act}", sent).status_code == 404
    staff = make_browser(Role.STAFF)
    assert "Vår" not in staff.get("/infrastructures").text
    assert "/views/new" not in staff.get("/infrastructures").text
    assert staff.get("/views").status_code == 403


def test_a_view_is_renamed_removed_and_put_back(consultant: Browser, session: Session) -> None:
    save(consultant, "needs", "show=new", "Gammal")
    view = session.scalars(sa.select(SavedView)).one()
    stale = str(view.version)
    assert consultant.send(f"/views/{view.id}/edit", {"version": stale, "name": "Nytt namn"}).status_code == 302
    answer = consultant.send(f"/views/{view.id}/edit", {"version": stale, "name": "Min text"})
    assert answer.status_code == 409
    assert "Min text" in answer.text
    session.refresh(view)
    consultant.send(f"/views/{view.id}/remove", {"version": str(view.version)})
    page = consultant.get("/needs").text
    assert "Nytt namn" not in page
    undo = re.search(r'action="(/views/\d+/put-back)".*?name="version" value="(\d+)"', page, re.DOTALL)
    assert undo
    assert consultant.send(undo[1], {"version": undo[2]}).status_code == 302
    assert "Nytt namn" in consultant.get("/needs").text


def test_a_list_opens_with_the_chosen_view_and_all_can_still_be_reached(consultant: Browser, session: Session) -> None:
    save(consultant, "matches", "show=overdue", "Sena")
    view = session.scalars(sa.select(SavedView)).one()
    consultant.send(f"/views/{view.id}/first", {"version": str(view.version)})
    assert consultant.get("/matches").location == "/matches?show=overdue"
    page = consultant.get("/matches?show=overdue").text
    assert 'href="/matches?show="' in page
    assert consultant.get("/matches?show=").status_code == 200
    session.refresh(view)
    consultant.send(f"/views/{view.id}/remove", {"version": str(view.version)})
    assert consultant.get("/matches").status_code == 200


@pytest.mark.parametrize("room", LISTS)
def test_a_view_of_the_whole_list_may_be_the_first(consultant: Browser, session: Session, room: str) -> None:
    save(consultant, room, "show=", "Alla")
    view = session.scalars(sa.select(SavedView)).one()
    assert view.address == ""
    consultant.send(f"/views/{view.id}/first", {"version": str(view.version)})
    assert consultant.get(f"/{room}").status_code == 200


@pytest.mark.parametrize(
    ("room", "asked"), [("companies", "municipality=Ingenstans"), ("matches", "owner=999"), ("needs", "show=gone")]
)
def test_a_view_that_points_at_what_is_gone_says_that_it_is_not_narrowed_by_it(
    consultant: Browser, room: str, asked: str
) -> None:
    page = consultant.get(save(consultant, room, asked, "Min vy").location).text
    assert re.search(r'aria-current="page">Min vy', page)
    assert f"{asked.partition('=')[2]}” finns inte längre" in page
    assert "finns inte längre" not in consultant.get(f"/{room}").text


def heads(page: str) -> list[str]:
    return [re.sub(r"<[^>]+>", "", head) for head in re.findall(r'<th scope="col".*?</th>', page, re.DOTALL)]


@pytest.fixture
def rows(session: Session) -> None:
    need = factories.need(factories.company())
    session.add(factories.match(need, factories.capability(factories.infrastructure())))
    session.commit()


@pytest.mark.usefixtures("rows")
@pytest.mark.parametrize(
    ("room", "key", "expected"),
    [
        ("companies", "owner", ["Namn", "Ansvarig"]),
        ("needs", "deadline", ["Behov", "Sista dag"]),
        ("matches", "next", ["Behov", "Nästa steg"]),
        ("infrastructures", "host", ["Namn", "Värd och campus"]),
    ],
)
def test_chosen_columns_are_the_pages_and_the_files(
    consultant: Browser, make_browser: Callable[..., Browser], room: str, key: str, expected: list[str]
) -> None:
    whole = heads(consultant.get(f"/{room}").text)
    sent = {"offered": f"another.{key}", "columns": [key]}
    answer = consultant.send(f"/views/columns?list={room}&back=/{room}?q=", sent)
    assert answer.location == f"/{room}?q="
    shown = heads(consultant.get(f"/{room}").text)
    assert shown == expected
    told = consultant.get(f"/{room}/export.csv").data.decode("utf-8-sig")
    names, *lines = csv.reader(io.StringIO(told, newline=""), delimiter=";")
    assert [name for name in names if name not in ("Senast", "Väntar på")] == shown
    assert {len(line) for line in lines} == {len(names)}
    # An address says it for itself, and others see their own.
    assert heads(consultant.get(f"/{room}?columns=nonsense").text) == shown
    assert heads(make_browser(Role.ADMINISTRATOR).get(f"/{room}").text) == whole


def test_a_long_file_is_not_ranked_unless_asked_for_the_best_suggestion(
    consultant: Browser, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.needs.list_views.RANKED_IN_A_FILE", 1)
    session.add_all(factories.need(factories.company()) for _each in range(2))
    session.commit()
    refused = consultant.get("/needs/export.csv")
    assert refused.status_code == 409
    assert "dölj kolumnen Bästa förslag" in refused.text
    sent = {"offered": "company.best", "columns": ["company"]}
    assert consultant.send("/views/columns?list=needs", sent).status_code == 302
    file = consultant.get("/needs/export.csv")
    assert file.status_code == 200
    assert "Bästa förslag" not in file.text


def test_all_columns_are_no_choice(consultant: Browser, session: Session) -> None:
    sent = {"offered": "owner.stage", "columns": ["owner", "stage"]}
    consultant.send("/views/columns?list=companies", sent)
    assert session.scalars(sa.select(ListChoice)).one().columns is None
    strange = {"offered": "", "columns": ["<b>", "x" * 90]}
    assert consultant.send("/views/columns?list=companies", strange).status_code == 400
    answer = consultant.send("/views/columns?list=x&back=//evil.example", {"offered": ""})
    assert answer.location == "/companies"


@pytest.mark.parametrize("text", ["a=%00", "x" * 1_001, "=&=&==", "&".join("a=1" for _ in range(30)), "a"])
def test_what_no_list_was_asked_for_is_not_saved(consultant: Browser, session: Session, text: str) -> None:
    assert read_address(text) is None
    assert consultant.send("/views/new?list=needs", {"name": "x", "address": text}).status_code == 422
    assert session.scalars(sa.select(SavedView)).all() == []


def test_the_same_question_is_the_same_address() -> None:
    assert kept_address([("sort", "-name"), ("q", "å b"), ("page", "3"), ("show", "")]) == "q=%C3%A5+b&sort=-name"
    assert read_address("sort=-name&q=å+b") == "q=%C3%A5+b&sort=-name"
    assert read_address("") == ""
