"""Users in the web and on the command line: an administrator stays, and a closed account is closed at once."""

from __future__ import annotations

from functools import partial

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

from app.storage.database import BryggaSession
from models.accounts import Role, User
from models.audit import AuditEntry
from tests import factories
from tests.conftest import Browser, engine_of, sign_in
from tests.faults.threads import at_once


def _form(user: User, **changes: str) -> dict[str, str]:
    form = {"name": user.name, "email": user.email, "role": user.role.value, "is_active": "y", "version": "1"} | changes
    return {key: value for key, value in form.items() if value}


@pytest.fixture
def boss(session: Session) -> User:
    somebody = factories.user(role=Role.ADMINISTRATOR, email="boss@test.example")
    session.add(somebody)
    session.commit()
    return somebody


def _administrators(app: Flask) -> int:
    with BryggaSession(engine_of(app)) as session:
        able = sa.select(sa.func.count()).select_from(User).where(User.role == Role.ADMINISTRATOR, User.is_active)
        return session.scalar(able) or 0


@pytest.mark.parametrize("change", [{"is_active": ""}, {"role": "consultant"}, {"role": "steering", "is_active": ""}])
def test_the_last_administrator_is_neither_closed_nor_demoted_in_the_web(
    app: Flask, boss: User, session: Session, change: dict[str, str]
) -> None:
    closed = factories.user(role=Role.ADMINISTRATOR, is_active=False)
    invited = factories.user(role=Role.ADMINISTRATOR, password_hash=None)
    session.add_all([closed, invited])
    session.commit()
    browser = sign_in(app, boss)
    answer = browser.send(f"/users/{boss.id}/edit", _form(boss, name="Åsa Ny", **change))
    assert answer.status_code == 422
    assert "sista administratören" in answer.text
    assert "Åsa Ny" in answer.text
    assert browser.get("/users").status_code == 200
    closed.is_active = True
    session.commit()
    assert browser.send(f"/users/{boss.id}/edit", _form(boss, **change)).status_code == 302


def test_the_last_administrator_is_not_closed_on_the_command_line(app: Flask, boss: User) -> None:
    done = app.test_cli_runner().invoke(args=["user", "disable", boss.email])
    assert done.exit_code == 1
    assert "last administrator" in done.output
    assert _administrators(app) == 1


@pytest.mark.parametrize("change", [{"is_active": ""}, {"role": "consultant"}])
def test_of_two_administrators_who_close_each_other_at_once_one_stays(
    app: Flask, boss: User, session: Session, change: dict[str, str]
) -> None:
    other = factories.user(role=Role.ADMINISTRATOR)
    session.add(other)
    session.commit()
    browsers = [(sign_in(app, boss), other), (sign_in(app, other), boss)]
    ready = [
        partial(
            browser.post, f"/users/{target.id}/edit", data=_form(target, **change) | {"csrf_token": browser.token()}
        )
        for browser, target in browsers
    ]
    answers = at_once(ready)
    # Whoever was closed first has no session any more when the other form is read.
    assert {answer.status_code for answer in answers} <= {302, 401, 403, 422}
    assert _administrators(app) == 1


def test_of_two_accounts_with_one_address_made_at_once_one_is_refused_and_nothing_breaks(
    app: Flask, boss: User, session: Session
) -> None:
    browser = sign_in(app, boss)
    token = browser.token()
    form = {"name": "Eva", "email": "eva@test.example", "role": "steering", "is_active": "y", "csrf_token": token}
    cookie = browser.get_cookie("brygga")
    assert cookie is not None

    def send() -> int:
        client = app.test_client(use_cookies=False)
        answer = client.post("/users/new", data=form, headers={"Cookie": f"brygga={cookie.value}"})
        return answer.status_code

    assert sorted(at_once([send, send])) == [302, 422]
    assert session.scalar(sa.select(sa.func.count()).where(User.email == "eva@test.example")) == 1


@pytest.mark.parametrize("how", ["web", "command"])
def test_a_closed_account_is_shut_out_at_its_next_request(app: Flask, boss: User, session: Session, how: str) -> None:
    user = factories.user()
    session.add(user)
    session.commit()
    browser = sign_in(app, user)
    if how == "web":
        sign_in(app, boss).send(f"/users/{user.id}/edit", _form(user, is_active=""))
    else:
        app.test_cli_runner().invoke(args=["user", "disable", user.email])
    assert browser.get("/").status_code == 302
    session.execute(sa.update(User).values(is_active=True))
    assert browser.get("/").status_code == 302, "The session is gone, also when the account is opened again."


def test_two_who_change_a_users_infrastructures_do_not_undo_each_other(
    app: Flask, boss: User, session: Session
) -> None:
    first, second = factories.infrastructure(), factories.infrastructure()
    user = factories.user(role=Role.STAFF, infrastructures=[first])
    session.add_all([first, second, user])
    session.commit()
    browser = sign_in(app, boss)
    form = _form(user) | {"infrastructure_ids": str(second.id)}
    assert browser.send(f"/users/{user.id}/edit", form).status_code == 302
    stale = browser.send(f"/users/{user.id}/edit", _form(user) | {"infrastructure_ids": str(first.id)})
    assert stale.status_code == 409
    session.expire_all()
    assert session.scalar(sa.select(User.version).where(User.id == user.id)) == 2
    entry = session.scalars(
        sa.select(AuditEntry).where(AuditEntry.subject == "user_account", AuditEntry.action == "update")
    ).all()
    assert entry[-1].changes["infrastructures"] == [[first.id], [second.id]]


def test_the_trail_tells_of_the_doors_and_holds_no_secret(
    app: Flask, boss: User, anonymous: Browser, session: Session
) -> None:
    browser = sign_in(app, boss)
    anonymous.send("/sign-in", {"email": boss.email, "password": "fel lösenord här"})
    anonymous.send("/sign-in", {"email": "Nobody@test.example", "password": "fel lösenord här"})
    anonymous.send("/sign-in", {"email": "nobody@test.example", "password": "fel lösenord här"})
    anonymous.send("/forgotten-password", {"email": boss.email})
    browser.send("/settings", {"current_password": "fel", "new_password": "ett helt nytt lösenord", "version": "1"})
    browser.send("/sign-out")
    app.test_cli_runner().invoke(args=["user", "unlock", boss.email])
    entries = session.scalars(sa.select(AuditEntry).order_by(AuditEntry.id)).all()
    told = [(entry.action, entry.subject_id) for entry in entries if entry.action not in ("create", "update")]
    number = str(boss.id)
    known = ["sign_in", "sign_in_failed", "password_asked", "password_wrong", "sign_out", "unlocked"]
    assert [action for action, subject in told if subject == number] == known
    strangers = [subject for action, subject in told if action == "sign_in_failed" and subject != number]
    assert len(strangers) == 2
    assert len(set(strangers)) == 1, "The same address is seen to be the same."
    held = repr([(entry.subject_id, entry.changes) for entry in entries])
    for secret in ("nobody", "lösenord", boss.email):
        assert secret not in held.casefold()
    assert app.test_cli_runner().invoke(args=["audit", "verify"]).exit_code == 0
