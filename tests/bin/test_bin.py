"""The bin: what is thrown away is listed with who did it, put back as it was, counted nowhere, and gone in time."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

from app.bin.emptying import empty_bin
from app.bin.kinds import KINDS
from models import Base
from models.accounts import Role, User
from models.clock import now, today
from models.files import FileKind, RecordFile
from models.matches import Match, Stage
from models.meetings import Meeting
from models.notes import NoteKind
from models.organisations import Company, SmfDeclaration
from models.tags import Tag, Tagging
from models.use_confirmations import ConfirmationAnswer, UseConfirmation
from models.uses import Use
from tests import factories
from tests.conftest import Browser

# Taken back as a step of something that itself stays; their own pages put them back.
_NO_THINGS_OF_THEIR_OWN = {"introduction", "consent", "aid_step"}


@pytest.fixture
def things(session: Session, consultant: Browser) -> dict[str, Base]:
    """One thing of each kind that can be thrown away, of one company and one unit."""
    owner = session.scalars(sa.select(User)).one()
    company = factories.company(name="Korgen AB")
    match = factories.match(factories.need(company), factories.capability(factories.infrastructure()))
    programme = factories.programme()
    tag = factories.tag(name="Förhastad")
    made: dict[str, Any] = {
        "note": factories.note(company=company, text="Ringde om **priset**", kind=NoteKind.CALL),
        "task": factories.note(company=company, text="Skicka avtalet", kind=NoteKind.TASK, owner=owner),
        "file": factories.record_file(company=company, name="Offert.pdf", kind=FileKind.PDF),
        "meeting": factories.meeting(match, minutes_used=45),
        "hours": factories.time_entry(programme, text="Resan till labbet"),
        "result": factories.achievement(programme, title="Mötesdagen"),
        "support": factories.aid_grant(company, programme, what="Provkörning"),
        "tag": tag,
        "view": factories.saved_view(owner, name="Mina sena", is_shared=False),
    }
    session.add_all([company, match, programme, *made.values()])
    session.flush()
    session.add(factories.tagging(tag, company))
    session.commit()
    return made


TITLES = [
    *("Ringde om priset", "Skicka avtalet", "Offert.pdf", "Mötet den", "Resan till labbet", "Mötesdagen"),
    *("Provkörning", "Förhastad", "Mina sena"),
]


def throw_away(browser: Browser, things: dict[str, Base]) -> None:
    for key, thing in things.items():
        kind = KINDS[key]
        address = address_of(kind.put_back, thing)
        address = address.replace("put-back", "remove" if key in ("tag", "view") else "take-back")
        assert browser.send(address, {"version": str(version_of(thing))}).status_code == 302, key
    browser.get("/tags")  # what was said with a button of its own is read


def address_of(endpoint: str, thing: Any) -> str:
    rooms = {"saved_views": "views"}
    room = endpoint.partition(".")[0]
    return f"/{rooms.get(room, room)}/{thing.id}/put-back"


def version_of(thing: Any) -> int:
    session = sa.orm.object_session(thing)
    assert session is not None
    session.refresh(thing)
    version: int = thing.version
    return version


def values_of(thing: Base) -> dict[str, Any]:
    session = sa.orm.object_session(thing)
    assert session is not None
    session.expire(thing)
    told = {column.key: getattr(thing, column.key) for column in sa.inspect(type(thing)).column_attrs}
    return {name: value for name, value in told.items() if name not in ("version", "updated_at", "sequence")}


def test_every_table_whose_rows_are_taken_back_is_in_the_bin() -> None:
    marked = {name for name, table in Base.metadata.tables.items() if "taken_back_at" in table.columns}
    assert {kind.table.__tablename__ for kind in KINDS.values()} == marked - _NO_THINGS_OF_THEIR_OWN


def test_what_is_thrown_away_lies_in_the_bin_and_is_put_back_as_it_was(
    consultant: Browser, things: dict[str, Any], make_browser: Callable[..., Browser], count_statements: Any
) -> None:
    assert "Papperskorgen är tom" in consultant.get("/bin").text
    before = {key: values_of(thing) for key, thing in things.items()}
    throw_away(consultant, things)
    with count_statements() as statements:
        page = consultant.get("/bin").text
    assert len(statements) <= 25
    for title in TITLES:
        assert title in page, title
    me = sa.orm.object_session(things["view"]).scalars(sa.select(User.name)).first()  # type: ignore[union-attr]
    assert page.count(f"av {me}") == len(things)
    assert page.count("put-back") == len(things)
    for asked, told in (("offert", "Offert.pdf"), ("ringde", "priset")):
        assert told not in consultant.get("/search?q=" + asked).text
    only = consultant.get("/bin?kind=tag").text
    assert "Förhastad" in only
    assert "Offert.pdf" not in only
    # A colleague sees what is the office's, but no view of somebody's own; a unit's staff see none of it.
    colleague = make_browser(Role.ADMINISTRATOR).get("/bin").text
    assert "Offert.pdf" in colleague
    assert "Mina sena" not in colleague
    assert "put-back" not in make_browser(Role.STAFF).get("/bin").text
    assert make_browser(Role.STEERING).get("/bin").status_code == 403
    for key, thing in things.items():
        sent = {"version": str(version_of(thing))}
        assert consultant.send(address_of(KINDS[key].put_back, thing), sent).status_code == 302, key
    assert {key: values_of(thing) for key, thing in things.items()} == before
    assert "Papperskorgen är tom" in consultant.get("/bin").text


def test_a_tag_whose_name_is_taken_says_why_it_cannot_be_put_back(
    consultant: Browser, things: dict[str, Any], session: Session
) -> None:
    throw_away(consultant, {"tag": things["tag"]})
    session.add(factories.tag(name="förhastad"))
    session.commit()
    sent = {"version": str(version_of(things["tag"]))}
    answer = consultant.send(f"/tags/{things['tag'].id}/put-back", sent)
    assert answer.status_code == 409
    assert "fått dess namn" in answer.text


def test_the_bin_is_emptied_of_what_is_over_and_of_nothing_else(
    consultant: Browser, things: dict[str, Any], session: Session, app: Flask
) -> None:
    throw_away(consultant, things)
    session.expire_all()
    for thing in things.values():
        thing.taken_back_at = now() - timedelta(days=29)
    session.commit()
    assert empty_bin(session) == 0
    for thing in things.values():
        thing.taken_back_at = now() - timedelta(days=30, hours=1)
    session.commit()
    assert "put-back" not in consultant.get("/bin").text
    result = app.test_cli_runner().invoke(args=["bin", "empty"])
    assert result.output.startswith(f"{len(things)} things"), result.output
    session.expire_all()
    left = {key for key, thing in things.items() if session.get(type(thing), sa.inspect(thing).identity[0])}
    # A tag's number stands in addresses: it stays, on nothing.
    assert left == {"tag"}
    assert session.scalars(sa.select(Tagging)).all() == []
    assert session.scalars(sa.select(Meeting)).all() == []
    assert session.scalars(sa.select(Tag.taken_back_at)).one() is not None
    assert empty_bin(session) == 0


def test_a_use_and_a_size_are_put_back_as_they_were_unless_others_stand_in_their_place(
    consultant: Browser, session: Session
) -> None:
    company = factories.company()
    match = factories.match(
        factories.need(company), factories.capability(factories.infrastructure()), stage=Stage.AGREED
    )
    session.add_all([match, size := factories.declaration(company, declared_on=today())])
    session.flush()
    session.add(use := factories.use(match))
    session.flush()
    said = factories.use_confirmation(use, "token", answer=ConfirmationAnswer.RIGHT, name="Åsa")
    session.add_all([said, factories.record_file(match=match, use_id=use.id)])
    session.commit()
    before = [values_of(each) for each in (use, said, size)]
    assert consultant.send(f"/uses/{use.id}/remove", {"version": str(use.version)}).status_code == 302
    assert consultant.send(f"/companies/{company.id}/size/{size.id}/withdraw").status_code == 302
    assert [*session.scalars(sa.select(Use)), *session.scalars(sa.select(SmfDeclaration))] == []
    # Numbers are given again, and this session remembers what had them.
    session.expunge_all()
    company, match = session.scalars(sa.select(Company)).one(), session.scalars(sa.select(Match)).one()
    consultant.get("/tags")
    page = consultant.get("/bin").text
    addresses = re.findall(r'action="([^"]*put-back)".*?name="version" value="(\d+)"', page, re.DOTALL)
    assert len(addresses) == 2
    # What has taken their place stands in the way, and says so.
    session.add_all([other := factories.use(match), again := factories.declaration(company, declared_on=today())])
    session.commit()
    for address, version in addresses:
        assert consultant.send(address, {"version": version}).status_code == 409
    assert session.scalars(sa.select(sa.func.count(UseConfirmation.id))).one() == 0
    for row in (other, again):
        session.delete(row)
    session.commit()
    session.expunge_all()
    for address, version in addresses:
        assert consultant.send(address, {"version": version}).status_code == 302
    session.expire_all()
    found: list[Any] = [session.scalars(sa.select(table)).one() for table in (Use, UseConfirmation, SmfDeclaration)]
    assert [values_of(each) for each in found] == before
    assert session.scalars(sa.select(RecordFile.use_id)).one() == found[0].id
    assert session.scalars(sa.select(Match.stage)).one() is Stage.USED
    assert "Papperskorgen är tom" in consultant.get("/bin").text
