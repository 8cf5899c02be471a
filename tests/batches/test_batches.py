"""Several rows of a list at once: chosen, looked at, changed together or not at all, undone together, and exported."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.limits import BATCH_KEPT, CHOSEN_AT_ONCE
from models.accounts import Role, User
from models.audit import AuditEntry
from models.batches import Batch
from models.clock import now, today
from models.matches import Match, Stage
from models.organisations import Company
from models.tags import Tag, Tagging
from tests import factories
from tests.conftest import Browser
from tests.page_rules import parse, posted_forms

Sent = tuple[str, dict[str, Any]]


@pytest.fixture
def companies(session: Session) -> list[Company]:
    """Three companies that nobody is responsible for."""
    made = [factories.company(name=f"Bolaget {number}") for number in (1, 2, 3)]
    session.add_all(made)
    session.commit()
    return made


@pytest.fixture
def colleague(session: Session) -> User:
    """Somebody to be responsible."""
    user = factories.user(role=Role.CONSULTANT, name="Kajsa Kollega")
    session.add(user)
    session.commit()
    return user


def ticked(rows: list[Any]) -> str:
    return "&".join(f"row={row.id}" for row in rows)


def form_on(browser: Browser, path: str) -> Sent:
    """Open the page about chosen rows, and return where its form goes with what it carries."""
    answer = browser.get(path)
    assert answer.status_code == 200
    form = next(form for form in posted_forms(parse(answer.text), path) if "chosen" in form.data)
    return form.action, form.data


def send(browser: Browser, path: str, **typed: Any) -> Any:
    action, data = form_on(browser, path)
    return browser.post(action, data=data | typed)


def undo(browser: Browser, page: str) -> Any:
    form = re.search(r'<form method="post" action="(/chosen/\d+/undo[^"]*)">(.*?)</form>', page, re.DOTALL)
    assert form
    fields = dict(re.findall(r'name="(\w+)" value="([^"]*)"', form[2]))
    return browser.send(form[1].replace("&amp;", "&"), fields)


def owners(session: Session, rows: list[Any]) -> list[int | None]:
    session.expire_all()
    return [row.owner_id for row in rows]


def test_rows_are_chosen_looked_at_changed_and_put_back(
    consultant: Browser, session: Session, companies: list[Company], colleague: User
) -> None:
    companies[0].owner_id = colleague.id
    session.commit()
    page = consultant.get("/companies?sort=-name").text
    assert page.count('form="chosen"') == 4  # each row, and the page
    path = f"/chosen/companies/owner?sort=-name&{ticked(companies[:2])}"
    shown = consultant.get(path).text
    assert "2 företag" in shown
    assert "Kajsa Kollega (redan på 1 av dem)" in shown
    assert "Bolaget 3" not in shown
    action, data = form_on(consultant, path)
    answer = consultant.post(action, data=data | {"owner_id": str(colleague.id)})
    assert answer.location == "/companies?sort=-name"
    assert owners(session, companies) == [colleague.id, colleague.id, None]
    said = consultant.get(answer.location).text
    assert "Ansvarig är bytt för 1 företag." in said
    assert "1 är som förut." in said
    told = session.scalars(sa.select(AuditEntry).where(AuditEntry.subject == "company")).all()
    assert [(entry.subject_id, entry.changes) for entry in told if entry.action == "update"][-1] == (
        str(companies[1].id),
        {"owner_id": [None, colleague.id]},
    )
    # Sent twice it is done once; undone it is exactly as before.
    assert consultant.post(action, data=data | {"owner_id": str(colleague.id)}).location == answer.location
    assert session.scalar(sa.select(sa.func.count()).select_from(Batch)) == 1
    # Another fact that was changed since is none of its business.
    session.expire_all()
    companies[1].field = "Något annat"
    session.commit()
    assert undo(consultant, said).location == "/companies?sort=-name"
    assert owners(session, companies) == [colleague.id, None, None]
    assert companies[1].field == "Något annat"
    # A second press changes nothing.
    assert "Det var redan gjort" in consultant.get(undo(consultant, said).location).text


def test_the_whole_page_and_the_whole_list_are_chosen(consultant: Browser, session: Session) -> None:
    session.add_all(factories.company(name=f"Bolag {number:03}") for number in range(60))
    session.commit()
    page = consultant.get("/companies").text
    whole_page = re.search(r'name="row"\s+value="([\dx]+)"', page)
    assert whole_page
    assert "Alla 60 i listan" in page
    assert "50 företag" in consultant.get(f"/chosen/companies/owner?row={whole_page[1]}").text
    assert "60 företag" in consultant.get("/chosen/companies/owner?all=list").text
    assert "1 företag" in consultant.get("/chosen/companies/owner?q=Bolag+007&all=list").text
    assert consultant.get("/chosen/companies/owner?all=list&tag=987654").status_code == 400
    session.add_all(factories.company() for _number in range(CHOSEN_AT_ONCE))
    session.commit()
    shown = consultant.get("/chosen/companies/owner?all=list").text
    assert f"Högst {CHOSEN_AT_ONCE} ändras på en gång" in shown
    assert 'name="chosen"' not in shown
    assert "Inga rader är valda" in consultant.get("/chosen/companies/owner").text


def test_nothing_is_done_where_one_row_was_changed_meanwhile(
    consultant: Browser, session: Session, companies: list[Company], colleague: User
) -> None:
    action, data = form_on(consultant, f"/chosen/companies/owner?{ticked(companies)}")
    companies[1].owner_id = colleague.id
    session.commit()
    answer = consultant.post(action, data=data | {"owner_id": "nobody"})
    assert answer.status_code == 409
    assert "inget är sparat än: Bolaget 2." in answer.text
    assert owners(session, companies) == [None, colleague.id, None]
    # What was chosen and typed is kept, and can be saved having seen the other.
    again = next(form for form in posted_forms(parse(answer.text), action) if "chosen" in form.data)
    assert again.data["owner_id"] == ["nobody"]
    assert consultant.post(again.action, data=again.data).status_code == 302
    assert owners(session, companies) == [None, None, None]
    # One that is gone is left out, and told of.
    action, data = form_on(consultant, f"/chosen/companies/owner?{ticked(companies)}")
    session.delete(companies[2])
    session.commit()
    answer = consultant.post(action, data=data | {"owner_id": str(colleague.id)})
    assert answer.status_code == 409
    assert "1 av de valda raderna finns inte längre" in answer.text
    assert "Inget är sparat än" in answer.text
    assert owners(session, companies[:2]) == [None, None]


def test_a_row_that_was_removed_does_not_hide_one_that_was_changed(
    consultant: Browser, session: Session, companies: list[Company], colleague: User
) -> None:
    action, data = form_on(consultant, f"/chosen/companies/owner?{ticked(companies)}")
    companies[1].owner_id = colleague.id
    session.delete(companies[2])
    session.commit()
    answer = consultant.post(action, data=data | {"owner_id": "nobody"})
    assert answer.status_code == 409
    assert "inget är sparat än: Bolaget 2." in answer.text
    assert "1 av de valda raderna finns inte längre" in answer.text


@pytest.fixture
def matches(session: Session) -> list[Match]:
    """Two matches that go on, and one that is closed."""
    capability = factories.capability(factories.infrastructure())
    stages = (Stage.SHORTLISTED, Stage.INTRODUCED, Stage.CLOSED)
    made = [factories.match(factories.need(factories.company()), capability, stage=stage) for stage in stages]
    made[0].next_step, made[0].next_step_on = "Ring dem", today()
    session.add_all(made)
    session.commit()
    return made


def steps(session: Session, matches: list[Match]) -> list[Any]:
    session.expire_all()
    return [(match.next_step, match.next_step_on, match.next_step_owner_id) for match in matches]


def test_a_next_step_is_set_on_those_that_go_on_and_undone_where_nobody_has_built_on_it(
    consultant: Browser, session: Session, matches: list[Match]
) -> None:
    title = matches[1].need.title
    before = steps(session, matches)
    path = f"/chosen/matches/next-step?show=all&{ticked(matches)}"
    assert "Matchningen är avslutad" in consultant.get(path).text
    assert "Tillbaka till listan" in consultant.get(f"/chosen/matches/next-step?show=all&{ticked(matches[2:])}").text
    day = today().isoformat()
    answer = send(consultant, path, next_step="Bjud in till mässan", next_step_on=day)
    said = consultant.get(answer.location).text
    assert "Nästa steg är sparat på 2 matchningar." in said
    assert [step[0] for step in steps(session, matches)] == ["Bjud in till mässan", "Bjud in till mässan", None]
    matches[1].next_step = "Något annat"
    session.commit()
    back = consultant.get(undo(consultant, said).location).text
    assert "Ändringen är ångrad på 1 matchning." in back
    assert f"lämnade som de är: {title}" in back
    assert steps(session, matches)[0] == before[0]
    assert steps(session, matches)[1][0] == "Något annat"


@pytest.mark.parametrize("room", ["companies", "needs", "infrastructures"])
def test_a_tag_is_put_on_and_taken_off_several(consultant: Browser, session: Session, room: str) -> None:
    made: dict[str, Callable[[], Any]] = {
        "companies": factories.company,
        "needs": lambda: factories.need(factories.company()),
        "infrastructures": factories.infrastructure,
    }
    records = [made[room]() for _number in range(3)]
    tag = factories.tag(name="Mässan")
    session.add_all([tag, *records])
    session.flush()
    session.add(factories.tagging(tag, records[0]))
    session.commit()
    versions = [record.version for record in records]
    answer = send(consultant, f"/chosen/{room}/tag?{ticked(records)}", name="mässan")
    said = consultant.get(answer.location).text
    assert re.search(r"”Mässan” [^.]* på 2 ", said)
    count = sa.select(sa.func.count()).select_from(Tagging).where(Tagging.tag_id == tag.id)
    assert session.scalar(count) == 3
    undo(consultant, said)
    assert session.scalar(count) == 1
    session.refresh(tag)
    assert tag.taken_back_at is None
    # Taken off the last one it is no longer in use, until that is undone.
    answer = send(consultant, f"/chosen/{room}/tag-off?{ticked(records)}", tag_id=str(tag.id))
    session.refresh(tag)
    assert (session.scalar(count), tag.taken_back_at is None) == (0, False)
    undo(consultant, consultant.get(answer.location).text)
    session.refresh(tag)
    assert (session.scalar(count), tag.taken_back_at is None) == (1, True)
    session.expire_all()
    assert [record.version for record in records] == versions


def test_what_is_undone_late_or_of_another_row_changes_nothing(
    consultant: Browser, session: Session, companies: list[Company], colleague: User
) -> None:
    answer = send(consultant, f"/chosen/companies/owner?row={companies[0].id}", owner_id=str(colleague.id))
    said = consultant.get(answer.location).text
    # Its number was given to another company since.
    session.expire_all()
    companies[0].created_at = now()
    session.commit()
    assert undo(consultant, said).status_code == 409
    assert owners(session, companies)[0] == colleague.id
    first = session.scalar(sa.select(Batch.id))
    for company in companies[1:]:
        send(consultant, f"/chosen/companies/owner?row={company.id}", owner_id=str(colleague.id))
        session.execute(sa.update(Batch).where(Batch.id == first).values(at=now() - BATCH_KEPT * 2))
        session.commit()
    assert undo(consultant, said).status_code == 404


def test_chosen_rows_leave_as_a_file_in_the_lists_order(
    consultant: Browser, session: Session, companies: list[Company]
) -> None:
    path = f"/companies/export.csv?sort=-name&columns=size&row={companies[0].id}&row={companies[2].id}"
    rows = list(csv.reader(io.StringIO(consultant.get(path).data.decode("utf-8-sig"), newline=""), delimiter=";"))
    assert [row[0] for row in rows] == ["Namn", "Bolaget 3", "Bolaget 1"]
    assert len(rows[0]) == 2
    told = session.scalars(sa.select(AuditEntry).where(AuditEntry.action == "exported")).one().changes
    assert (told["rows"], told["chosen"]) == (2, True)
    assert consultant.get("/companies/export.csv?row=zzz").status_code == 400


def test_each_list_has_the_acts_that_make_sense_and_the_office_alone_has_any(
    consultant: Browser, companies: list[Company], make_browser: Callable[..., Browser]
) -> None:
    for path in ("matches/tag", "infrastructures/owner", "people/tag", "x/owner"):
        assert consultant.get(f"/chosen/{path}").status_code == 404
    for sent in ("", "x", "1", "1-x", f"{companies[0].id}-1.{companies[0].id}-1"):
        answer = consultant.send("/chosen/companies/owner", {"chosen": sent, "owner_id": "nobody"})
        assert answer.status_code == 400, sent
    staff = make_browser(Role.STAFF)
    assert 'form="chosen"' not in staff.get("/infrastructures").text
    assert staff.get(f"/chosen/companies/owner?{ticked(companies)}").status_code == 403


@pytest.mark.parametrize("act", ["owner", "tag"])
def test_what_it_costs_does_not_grow_with_the_rows(
    consultant: Browser, session: Session, colleague: User, count_statements: Callable[[], Any], act: str
) -> None:
    made = [factories.company() for _number in range(40)]
    session.add_all(made)
    session.commit()
    costs = []
    for rows in (made[:2], made[2:]):
        path = f"/chosen/companies/{act}?{ticked(rows)}"
        with count_statements() as looking:
            action, data = form_on(consultant, path)
        with count_statements() as saving:
            typed = {"owner_id": str(colleague.id)} if act == "owner" else {"name": f"Etikett {len(rows)}"}
            assert consultant.post(action, data=data | typed).status_code == 302
        costs.append((len(looking), len(saving)))
    assert costs[0][0] == costs[1][0] <= 25
    # A row's version is compared as it is written, one by one; all else is done for all of them at once.
    assert costs[1][1] - costs[0][1] in (0, 36)
    assert session.scalar(sa.select(sa.func.count()).select_from(Tag)) == (2 if act == "tag" else 0)
