"""A watched need: whoever watches it is told once of every unit that comes to fit, and nobody else is."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from functools import partial

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

from app.matchmaking import matchmaker
from app.needs import notices
from app.needs.notices import tell_of_new
from app.storage.database import db_session
from models.accounts import Role, User
from models.clock import now, today
from models.infrastructures import Capability
from models.needs import Need, NeedStatus
from models.watches import NeedWatch, Notice
from tests import factories
from tests.conftest import Browser
from tests.faults.threads import at_once
from tests.needs.scenes import asked, binding_concept, offered

Watched = tuple[Need, Capability]


@pytest.fixture
def watched(consultant: Browser, session: Session) -> Watched:
    """A need that the consultant watches, which one unit fits already."""
    concept = binding_concept(session)
    first = offered(session, title_sv="Ytplasmonresonans", concepts=[concept])
    need = asked(session)
    consultant.send(f"/needs/{need.id}/watch")
    session.expire_all()
    return need, first


def run(app: Flask) -> str:
    result = app.test_cli_runner().invoke(args=["notices"])
    assert result.exit_code == 0, result.output
    return str(result.output)


def come(session: Session, like: Capability, name: str) -> Capability:
    """Let a further unit offer the same."""
    unit = factories.infrastructure(name_sv=name, hosts=[factories.host()])
    return offered(session, unit, title_sv="SPR-mätning", concepts=list(like.concepts))


def told(session: Session) -> list[tuple[int, int]]:
    session.expire_all()
    return [(row.need_id, row.infrastructure_id) for row in session.scalars(sa.select(Notice).order_by(Notice.id))]


def new_unit(session: Session, watched: Watched, name: str = "Nya enheten") -> Capability:
    first = session.scalars(
        sa.select(Capability).where(Capability.id == watched[1].id).options(sa.orm.selectinload(Capability.concepts))
    ).one()
    return come(session, first, name)


def test_what_comes_to_fit_is_told_once(app: Flask, consultant: Browser, session: Session, watched: Watched) -> None:
    need, first = watched
    assert "0 needs ranked again, 0 notices" in run(app)
    fits = new_unit(session, watched)
    assert "1 needs ranked again, 1 notices" in run(app)
    assert told(session) == [(need.id, fits.infrastructure_id)]
    assert "0 needs ranked again" in run(app)
    # It stands on the need, in the list, and on the home page, which is tried below.
    page = consultant.get(f"/needs/{need.id}").text
    assert "Nya enheten" in page.split('id="watch"')[1].split("</section>")[0]
    assert need.title in consultant.get("/needs?show=watched").text
    # A unit that changes its mind and comes back is no news, nor is one that fitted from the beginning.
    fits.text_sv = first.text_sv = "Svetsning av räcken."
    session.commit()
    run(app)
    fits.text_sv = first.text_sv = "Ytplasmonresonans för bindningsstudier."
    session.commit()
    run(app)
    assert len(told(session)) == 1


def test_it_stays_on_the_home_page_until_it_has_been_shown_there(
    app: Flask, consultant: Browser, session: Session, watched: Watched, monkeypatch: pytest.MonkeyPatch
) -> None:
    need, _first = watched
    new_unit(session, watched)
    run(app)

    def is_told() -> bool:
        answer = consultant.get("/")
        # What is written when the page has been sent is written by then.
        answer.close()
        return "Något nytt passar" in answer.text

    # On the first day, and all day, also where the reader was at work elsewhere since.
    session.execute(sa.update(User).values(seen_at=None, new_since=None))
    session.commit()
    assert is_told()
    session.execute(sa.update(User).values(seen_at=now() + timedelta(minutes=1), new_since=now()))
    session.commit()
    assert is_told()
    # What fits no longer is not told, nor what is watched no more.
    with monkeypatch.context() as patched:
        patched.setattr(notices, "find_fitting", lambda *_args, **_values: [])
        new_unit(session, watched)
        run(app)
    assert not is_told()
    new_unit(session, watched)
    run(app)
    assert is_told()
    consultant.send(f"/needs/{need.id}/unwatch")
    assert not is_told()
    consultant.send(f"/needs/{need.id}/watch")
    assert is_told()
    session.expire_all()
    assert session.scalars(sa.select(Notice).where(Notice.shown_at.is_(None))).all() == []
    session.execute(sa.update(Notice).values(shown_at=now() - timedelta(days=1)))
    session.commit()
    assert not is_told()


def test_what_fits_since_the_need_itself_was_edited_is_no_news(app: Flask, session: Session, watched: Watched) -> None:
    need, first = watched
    # As if the unit did not fit what was asked for before.
    session.execute(sa.update(NeedWatch).values(known=[]))
    need.desired_result = "Bindningskonstanter med ytplasmonresonans."
    session.commit()
    assert "1 needs ranked again, 0 notices" in run(app)
    assert "0 needs ranked again" in run(app)
    # Nor is it news when something else in the catalogue changes later; what comes then is.
    first.text_sv = "Ytplasmonresonans för studier av bindning."
    session.commit()
    assert "1 needs ranked again, 0 notices" in run(app)
    late = new_unit(session, watched)
    run(app)
    assert told(session) == [(need.id, late.infrastructure_id)]


def test_nobody_is_told_of_what_they_may_no_longer_see(
    app: Flask, consultant: Browser, session: Session, watched: Watched
) -> None:
    need, _first = watched
    new_unit(session, watched)
    run(app)
    need.status = NeedStatus.WITHDRAWN
    session.commit()
    assert 'id="watch"' not in consultant.get(f"/needs/{need.id}").text
    new_unit(session, watched, "Ännu en enhet")
    assert "0 needs ranked again" in run(app)
    need.status = NeedStatus.OPEN
    session.execute(sa.update(User).where(User.role == Role.CONSULTANT).values(role=Role.STEERING))
    session.commit()
    assert "0 needs ranked again" in run(app)
    session.execute(sa.update(User).where(User.role == Role.STEERING).values(role=Role.CONSULTANT))
    session.commit()
    assert "1 needs ranked again, 1 notices" in run(app)


def test_a_watch_is_begun_and_ended_by_its_own_reader(
    app: Flask, consultant: Browser, session: Session, watched: Watched, make_browser: Callable[..., Browser]
) -> None:
    need, _first = watched
    page = f"/needs/{need.id}"
    other = make_browser(Role.ADMINISTRATOR)
    assert "Säg till" in other.get(page).text
    assert need.title not in other.get("/needs?show=watched").text
    assert "Det var redan gjort" in consultant.get(consultant.send(f"{page}/watch").location).text
    consultant.send(f"{page}/unwatch")
    new_unit(session, watched)
    assert "0 needs ranked again" in run(app)
    consultant.send(f"{page}/watch")
    assert "0 needs ranked again" in run(app)
    assert session.scalar(sa.select(sa.func.count()).select_from(NeedWatch)) == 1
    assert other.send(f"{page}/watch", {"zzz": "1"}).status_code == 400


def test_a_run_that_is_broken_off_or_runs_twice_tells_once(
    app: Flask, session: Session, watched: Watched, monkeypatch: pytest.MonkeyPatch
) -> None:
    fits = new_unit(session, watched)

    def killed(*_args: object) -> None:
        raise SystemExit

    with app.app_context():
        monkeypatch.setattr(notices, "now", killed)
        with pytest.raises(SystemExit):
            tell_of_new(db_session(), matchmaker(), today=today())
        db_session().rollback()
        monkeypatch.undo()
    assert told(session) == []

    def both() -> int:
        with app.app_context():
            return tell_of_new(db_session(), matchmaker(), today=today()).notices

    assert sum(at_once([partial(both), partial(both)])) == 1
    assert told(session) == [(watched[0].id, fits.infrastructure_id)]
    revisions = session.scalars(sa.select(NeedWatch.known)).all()
    assert re.fullmatch(r"\d+, \d+", ", ".join(map(str, revisions[0])))
