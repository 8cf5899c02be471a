"""Tags: put on and taken off, found by the lists, renamed, merged, removed, put back, and told to the office alone."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from models.accounts import Role
from models.audit import AuditEntry
from models.base import Base
from models.tags import Tag, Tagging, tag_key
from tests import factories
from tests.conftest import Browser

ROOMS = {"company": "companies", "need": "needs", "person": "people", "infrastructure": "infrastructures"}


@pytest.fixture
def records(session: Session) -> dict[str, Any]:
    """Two records of each kind, by kind; the first is what tags are put on."""
    made: dict[str, Any] = {kind: [] for kind in ROOMS}
    for number in (1, 2):
        company = factories.company(name=f"Bolaget {number}")
        made["company"].append(company)
        made["need"].append(factories.need(company, title=f"Behovet {number}"))
        made["person"].append(factories.contact(company, name=f"Personen {number}"))
        made["infrastructure"].append(factories.infrastructure(name_sv=f"Enheten {number}"))
    session.add_all(record for each in made.values() for record in each)
    session.commit()
    return made


def page_of(record: Base) -> str:
    return f"/{ROOMS[record.__tablename__]}/{record.id}"  # type: ignore[attr-defined]


def put_on(browser: Browser, record: Base, name: str) -> Any:
    page = page_of(record)
    once = re.search(r'name="once"[^>]*value="([^"]+)"', browser.get(f"{page}/tags/new").text)
    assert once
    return browser.send(f"{page}/tags/new", {"name": name, "once": once[1]})


def undo(browser: Browser, page: str) -> Any:
    form = re.search(r'class="flash.*?<form method="post" action="([^"]+)">(.*?)</form>', page, re.DOTALL)
    assert form
    fields = dict(re.findall(r'name="(\w+)" value="([^"]*)"', form[2]))
    return browser.send(form[1], fields)


def names_in(browser: Browser, path: str) -> list[str]:
    return re.findall(r'<th scope="row"><a [^>]*>(.*?)</a>', browser.get(path).text)


def standing(session: Session) -> list[tuple[Any, ...]]:
    session.expire_all()
    rows = session.execute(
        sa.select(Tag.name, Tagging.company_id, Tagging.need_id)
        .join(Tagging, Tagging.tag_id == Tag.id)
        .where(Tag.taken_back_at.is_(None))
        .order_by(Tag.name, Tagging.company_id, Tagging.need_id)
    )
    return [tuple(row) for row in rows]


@pytest.mark.parametrize("kind", ROOMS)
def test_a_tag_leads_from_a_record_to_all_that_have_it(consultant: Browser, records: dict[str, Any], kind: str) -> None:
    record, other = records[kind]
    assert put_on(consultant, record, "  Mässan   i Åre ").location == page_of(record)
    page = consultant.get(page_of(record)).text
    assert "Mässan i Åre" in page
    chip = re.search(r'class="tag"><a href="([^"]+)">Mässan i Åre<', page)
    assert chip
    path = chip[1].replace("&amp;", "&")
    (name,) = names_in(consultant, path.partition("#")[0])
    assert name.endswith(" 1")
    if kind != "person":
        room, _mark, query = path.partition("?")
        shown = consultant.get(path).text
        assert re.search(r'<a class="chip"[^>]*><span>Etikett</span> Mässan i Åre', shown)
        assert "Rensa alla" in shown
        rows = consultant.get(f"{room}/export.csv?{query}").data.decode("utf-8-sig")
        assert [row[0] for row in csv.reader(io.StringIO(rows, newline=""), delimiter=";")][1:] == [name]
        assert consultant.get(f"{room}/export.csv?tag=987654").status_code == 400
        assert len(names_in(consultant, f"{room}?tag=x&status=all")) == 2 if kind == "need" else True
    # Another record is offered the tag, and one that has it is not.
    offered = re.compile(r'<datalist id="known-tags"><option value="Mässan i Åre">')
    assert offered.search(consultant.get(page_of(other)).text)
    assert not offered.search(page)


def test_one_name_is_one_tag_however_it_is_written(
    consultant: Browser, records: dict[str, Any], session: Session
) -> None:
    one, other = records["company"]
    for name in ("Svår kund", "svår  KUND", "Svar kund"):
        put_on(consultant, one, name)
    assert "finns redan på Bolaget 1" in consultant.get(put_on(consultant, one, "SVÅR kund").location).text
    put_on(consultant, other, "svår kund")
    names = session.scalars(sa.select(Tag.name).order_by(Tag.name_sort)).all()
    assert names == ["Svar kund", "Svår kund"]
    assert len(standing(session)) == 3
    empty = put_on(consultant, one, " ")
    assert empty.status_code == 422
    assert put_on(consultant, one, "x" * 61).status_code == 422


@pytest.mark.only_on("sqlite")
@pytest.mark.parametrize(
    ("one", "other", "same"),
    [("Ö sv", "ö  SV ", True), ("Öl", "Ol", False), ("Ål", "Äl", False), ("Idé", "ide", True)],
)
def test_the_key_of_a_name(one: str, other: str, same: bool) -> None:
    assert (tag_key(one) == tag_key(other)) is same


def test_what_is_done_on_a_record_is_undone(consultant: Browser, records: dict[str, Any], session: Session) -> None:
    company = records["company"][0]
    page = page_of(company)
    put_on(consultant, company, "Ring i maj")
    before = standing(session)
    off = re.search(rf'action="({page}/tags/\d+/take-off)"', consultant.get(page).text)
    assert off
    consultant.send(off[1])
    assert standing(session) == []
    # What stands on nothing is suggested nowhere.
    shown = consultant.get(page).text
    assert "Ring i maj</a>" not in shown + consultant.get("/tags").text
    assert '<datalist id="known-tags"></datalist>' in shown
    assert undo(consultant, shown).location == page
    assert standing(session) == before
    consultant.send(off[1])
    # It was taken off in another window. Written anew it is the same tag, for the saved views that name it.
    assert consultant.send(off[1]).status_code == 409
    put_on(consultant, company, "RING i maj")
    assert [name for name, *_where in standing(session)] == ["RING i maj"]
    assert session.scalar(sa.select(sa.func.count()).select_from(Tag)) == 1
    trail = sa.select(AuditEntry.action).where(AuditEntry.subject == "tagging").order_by(AuditEntry.id)
    told = session.scalars(trail).all()
    assert told == ["create", "delete", "create", "delete", "create"]
    assert "ing i maj" not in str(session.scalars(sa.select(AuditEntry.changes)).all())


def test_a_tag_is_renamed_and_removed_and_put_back(
    consultant: Browser, records: dict[str, Any], session: Session
) -> None:
    put_on(consultant, records["company"][0], "Gammal")
    tag = session.scalars(sa.select(Tag)).one()
    stale = str(tag.version)
    assert consultant.send(f"/tags/{tag.id}/edit", {"version": stale, "name": "Ny"}).status_code == 302
    answer = consultant.send(f"/tags/{tag.id}/edit", {"version": stale, "name": "Min"})
    assert answer.status_code == 409
    assert "Min" in answer.text
    before = standing(session)
    session.refresh(tag)
    consultant.send(f"/tags/{tag.id}/remove", {"version": str(tag.version)})
    page = consultant.get("/tags").text
    assert standing(session) == []
    assert ">Ny</a>" not in consultant.get(page_of(records["company"][0])).text
    assert consultant.get(f"/tags/{tag.id}").status_code == 404
    assert undo(consultant, page).location == "/tags"
    assert standing(session) == before
    # Its name was taken meanwhile.
    session.refresh(tag)
    consultant.send(f"/tags/{tag.id}/remove", {"version": str(tag.version)})
    put_on(consultant, records["company"][1], "ny")
    session.refresh(tag)
    sent = {"version": str(tag.version)}
    assert consultant.send(f"/tags/{tag.id}/put-back", sent).status_code == 409


def test_two_tags_become_one_once_that_is_asked_for_and_two_again(
    consultant: Browser, records: dict[str, Any], session: Session
) -> None:
    one, other = records["company"]
    for record, name in ((one, "Mässa"), (other, "Mässa"), (one, "Mässan"), (records["need"][0], "Mässa")):
        put_on(consultant, record, name)
    before = standing(session)
    tags = {tag.name: tag for tag in session.scalars(sa.select(Tag))}
    gone, stays = tags["Mässa"], tags["Mässan"]
    sent = {"version": str(gone.version), "name": "MÄSSAN"}
    asked = consultant.send(f"/tags/{gone.id}/edit", sent)
    assert asked.status_code == 422
    assert "3 poster med ”Mässa” får då ”Mässan”" in asked.text
    assert consultant.send(f"/tags/{gone.id}/edit", {**sent, "merge": "y"}).location == f"/tags/{stays.id}"
    merged = {("Mässan", one.id, None), ("Mässan", other.id, None), ("Mässan", None, records["need"][0].id)}
    assert set(standing(session)) == merged
    page = consultant.get(f"/tags/{stays.id}").text
    # Old addresses, as saved views have them, lead on.
    assert consultant.get(f"/tags/{gone.id}").location == f"/tags/{stays.id}"
    assert names_in(consultant, f"/companies?tag={gone.id}") == ["Bolaget 1", "Bolaget 2"]
    assert consultant.get(f"/companies/export.csv?tag={gone.id}").status_code == 200
    assert undo(consultant, page).location == "/tags"
    assert standing(session) == before
    assert names_in(consultant, f"/companies?tag={gone.id}") == ["Bolaget 1", "Bolaget 2"]
    assert names_in(consultant, f"/companies?tag={stays.id}") == ["Bolaget 1"]


def test_nobody_outside_the_office_meets_a_tag(
    consultant: Browser, records: dict[str, Any], session: Session, make_browser: Callable[..., Browser]
) -> None:
    infrastructure = records["infrastructure"][0]
    put_on(consultant, infrastructure, "Hemligt ord")
    tag = session.scalars(sa.select(Tag)).one()
    staff = make_browser(Role.STAFF, infrastructures=[infrastructure])
    pages = (f"/infrastructures?tag={tag.id}", page_of(infrastructure), "/infrastructures")
    for path in pages:
        page = staff.get(path).text
        assert "Hemligt ord" not in page
        assert "tag" not in re.findall(r'name="(\w+)"', page)
    assert len(names_in(staff, pages[0])) == 2
    for browser in (staff, make_browser(Role.STEERING)):
        for path in ("/tags", f"/tags/{tag.id}", f"{page_of(infrastructure)}/tags/new"):
            assert browser.get(path).status_code == 403


def test_a_merged_company_has_the_tags_of_both(consultant: Browser, records: dict[str, Any], session: Session) -> None:
    stays, goes = records["company"]
    for record, name in ((stays, "Båda"), (goes, "Båda"), (goes, "Ena")):
        put_on(consultant, record, name)
    page = consultant.get(f"/companies/{stays.id}/merge/{goes.id}").text
    assert "Etiketter" in page
    assert "var och en behålls en gång" in page


@pytest.mark.parametrize("how_many", [1, 30])
def test_pages_about_tags_cost_the_same_however_many_there_are(
    consultant: Browser, session: Session, count_statements: Callable[[], Any], how_many: int
) -> None:
    company = factories.company()
    people = [factories.contact(company) for _each in range(how_many)]
    tags = [factories.tag() for _each in range(how_many)]
    session.add_all([company, *people, *tags])
    session.commit()
    session.add_all(factories.tagging(tag, company) for tag in tags)
    session.add_all(factories.tagging(tags[0], person) for person in people)
    session.commit()
    counts = []
    for path in ("/tags", f"/tags/{tags[0].id}", f"/companies?tag={tags[0].id}", f"/companies/{company.id}"):
        consultant.get(path)
        with count_statements() as statements:
            assert consultant.get(path).status_code == 200
        counts.append(len(statements))
    assert counts <= [9, 13, 16, 25]
