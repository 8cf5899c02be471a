"""Who has read a confidential need stands in the audit trail, once a day, and never what was read."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

from app.audit import READ
from app.audit_check import broken_entries
from models.audit import AuditEntry
from models.matches import Stage
from tests import factories
from tests.conftest import Browser, sign_in
from tests.needs.scenes import SECRET, asked, offered, staff_of


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
    assert broken_entries(session) == []


def test_lists_and_refusals_leave_none(consultant: Browser, steering: Browser, session: Session) -> None:
    need = asked(session)
    consultant.get("/needs").close()
    steering.get(f"/needs/{need.id}").close()
    consultant.get(f"/needs/{need.id + 1}").close()
    assert _readings(session) == []


def test_an_introduced_unit_leaves_one_too(app: Flask, session: Session) -> None:
    need, capability = asked(session), offered(session)
    match = factories.match(need, capability, stage=Stage.INTRODUCED)
    session.add(match)
    session.commit()
    browser = sign_in(app, staff_of(session, capability.infrastructure))
    browser.get(f"/matches/{match.id}").close()
    browser.get(f"/needs/{need.id}").close()
    assert [entry.subject_id for entry in _readings(session)] == [str(need.id)]
