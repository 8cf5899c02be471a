"""Who has read a confidential need stands in the audit trail, once a day, and never what was read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from app.storage.audit import READ
from app.storage.audit_check import check_trail
from models.audit import AuditEntry
from models.matches import Stage
from tests import factories
from tests.conftest import Browser, engine_of, sign_in
from tests.needs.scenes import SECRET, asked, offered, staff_of
from tests.security import matrix
from tests.security.addresses import list_doors, path_of
from tests.security.conftest import World


def _readings(session: Session) -> list[AuditEntry]:
    session.expire_all()
    return list(session.scalars(sa.select(AuditEntry).where(AuditEntry.action == READ)))


@pytest.mark.parametrize("page", ["", "/edit"])
def test_the_office_leaves_one_reading_a_day(consultant: Browser, session: Session, page: str) -> None:
    need = asked(session, private_text=SECRET)
    for _time in range(2):
        consultant.get(f"/needs/{need.id}{page}").close()
    (entry,) = _readings(session)
    assert (entry.subject, entry.subject_id, entry.changes) == ("need", str(need.id), {})
    assert entry.actor_id is not None
    assert check_trail(session).broken == []


def _last_entry(world: World) -> int:
    with engine_of(world.scene.app).connect() as connection:
        return connection.scalar(sa.select(sa.func.max(AuditEntry.id))) or 0


def _read_since(world: World, last: int) -> set[str]:
    """Return the numbers of the needs whose reading was written since an entry of the trail."""
    read = sa.select(AuditEntry.subject_id).where(
        AuditEntry.id > last, AuditEntry.action == READ, AuditEntry.subject == "need"
    )
    with engine_of(world.scene.app).connect() as connection:
        return set(connection.scalars(read))


LAYERS = {"need.private_text", "need.infrastructure_text", "need.desired_result", "need.conditions"}


def _shown_needs(world: World, answer: TestResponse) -> set[str]:
    """Return the needs of whose confidential layers an answer shows anything."""
    found = matrix.find_canaries(world.scene, answer)
    return {str(world.scene[canary.of].id) for canary in found if canary.column in LAYERS}


@pytest.mark.usefixtures("nothing_is_kept")
def test_whatever_shows_a_confidential_layer_leaves_a_reading_whatever_its_status(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ask for every address as everybody who may, also with forms that are refused and versions that are old."""
    monkeypatch.setattr("app.storage.read_log._ONCE_IN", timedelta(0))
    shown: Counter[int] = Counter()
    silent = []
    for name, method, path, data in _tries(world):
        last = _last_entry(world)
        answer = world.visitors[name].ask(path, method, data)
        needs = _shown_needs(world, answer)
        answer.close()
        shown[answer.status_code] += bool(needs)
        if needs - _read_since(world, last):
            silent.append(f"{name} {method} {path} {answer.status_code}")
    assert silent == []
    assert all(shown[status] for status in (200, 409, 422)), shown


def _tries(world: World) -> Iterator[tuple[str, str, str, dict[str, str] | None]]:
    for name in ("consultant", "staff"):
        for door in list_doors(world.scene.app):
            path = path_of(world.scene, door, "own")
            if door.answers("GET"):
                yield name, "GET", path, None
            if door.answers("POST") and door.endpoint != "accounts.sign_out":
                token = {"csrf_token": world.visitors[name].token}
                yield from ((name, "POST", path, token | sent) for sent in ({}, STALE))


# What a form of a need is sent with when somebody else has saved meanwhile.
STALE = {"title": "Min titel", "teaser": "Min text", "infrastructure_text": "x", "version": "0"}


def test_the_command_line_leaves_a_reading_too(app: Flask, session: Session) -> None:
    need = asked(session, infrastructure_text=SECRET)
    assert app.test_cli_runner().invoke(args=["match", str(need.id)]).exit_code == 0
    (entry,) = _readings(session)
    assert (entry.subject, entry.subject_id, entry.actor_id) == ("need", str(need.id), None)


@pytest.mark.parametrize(("sent", "status"), [({"version": "0"}, 409), ({"version": "1", "title": ""}, 422)])
def test_a_form_that_is_shown_again_leaves_a_reading(
    consultant: Browser, session: Session, sent: dict[str, str], status: int
) -> None:
    need = asked(session, private_text=SECRET)
    answer = consultant.send(f"/needs/{need.id}/edit", {"title": "Ny", "teaser": "Ny", **sent})
    assert answer.status_code == status
    assert SECRET in answer.get_data(as_text=True) or status == 422
    answer.close()
    assert [entry.subject_id for entry in _readings(session)] == [str(need.id)]


def test_lists_and_refusals_leave_none(consultant: Browser, steering: Browser, session: Session) -> None:
    need = asked(session)
    consultant.get("/needs").close()
    steering.get(f"/needs/{need.id}").close()
    consultant.get(f"/needs/{need.id + 1}").close()
    assert _readings(session) == []


def test_an_introduced_infrastructure_leaves_one_too(app: Flask, session: Session) -> None:
    need, capability = asked(session), offered(session)
    match = factories.match(need, capability, stage=Stage.INTRODUCED)
    session.add(match)
    session.commit()
    browser = sign_in(app, staff_of(session, capability.infrastructure))
    browser.get(f"/matches/{match.id}").close()
    browser.get(f"/needs/{need.id}").close()
    assert [entry.subject_id for entry in _readings(session)] == [str(need.id)]
