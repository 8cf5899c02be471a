"""Evidence of a use is what stands: its files, else what both parties have said by the links in their letters."""

from __future__ import annotations

import io
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

from app.limits import ANSWER_LIFE
from app.mail.links import token_of
from app.programmes.counting import use_with_parties
from app.programmes.judging import judge_uses
from models.accounts import User
from models.clock import now, today
from models.files import RecordFile
from models.matches import Match, Stage
from models.notes import Note, NoteKind
from models.outbox import OutboxMessage
from models.use_confirmations import UseConfirmation
from models.uses import EvidenceKind, Use, Why
from tests import factories
from tests.conftest import SECRET, Browser

_BOTH = {"company": "bolag@test.example", "infrastructure": "enhet@test.example", "language": "sv"}
_RIGHT = {"answer": "right", "name": "Anna Påhittad"}


@pytest.fixture
def use(session: Session) -> Use:
    """A use without evidence, of a company that has asked for secrecy."""
    company = factories.company(name="Fjärd AB", secrecy_note="Hemligt")
    infrastructure = factories.infrastructure(name_sv="Enheten")
    match: Match = factories.match(factories.need(company), factories.capability(infrastructure), stage=Stage.USED)
    made = factories.use(match, evidence=None, evidence_kind=None, description="Hemlig mätning", hours=5)
    made.started_on = made.completed_on = today() - timedelta(days=3)
    session.add(made)
    session.flush()
    session.add(factories.capacity(infrastructure, year=made.started_on.year))
    session.commit()
    return made


def links(browser: Browser, session: Session, use: Use, **typed: str) -> dict[str, str]:
    """Ask the parties and return the path of each one's link, by its address."""
    answer = browser.send(f"/uses/{use.id}/confirmation", {**_BOTH, **typed})
    assert answer.location == f"/uses/{use.id}/edit#confirmation", answer.get_data(as_text=True)
    letters = session.scalars(sa.select(OutboxMessage).order_by(OutboxMessage.id)).all()
    return {each.to_address: f"/confirm/{token_of(each.link_seed or '', SECRET)}" for each in letters}


def fresh(session: Session, use: Use) -> Use:
    session.expire_all()
    session.refresh(use)
    return use


def version(session: Session, place: int = 0) -> int:
    session.expire_all()
    return session.scalars(sa.select(UseConfirmation).order_by(UseConfirmation.id)).all()[place].version


def test_both_parties_yes_is_evidence_and_a_change_asks_anew(
    consultant: Browser, anonymous: Browser, session: Session, use: Use
) -> None:
    paths = links(consultant, session, use)
    letters = {each.to_address: each.body for each in session.scalars(sa.select(OutboxMessage))}
    assert "Fjärd AB" in letters["bolag@test.example"]
    assert "Fjärd AB" not in letters["enhet@test.example"]
    page = anonymous.get(paths["enhet@test.example"]).get_data(as_text=True)
    assert "Enheten" in page
    assert not [text for text in ("Fjärd AB", "Hemlig mätning", "Hemligt") if text in page]
    # To look confirms nothing, and one alone is none.
    assert fresh(session, use).evidence is None
    for place, path in enumerate(paths.values()):
        assert fresh(session, use).evidence is None
        answer = anonymous.send(path, {**_RIGHT, "version": str(version(session, place))})
        assert answer.location == path, answer.get_data(as_text=True)
    assert (fresh(session, use).evidence_kind, use.evidence_is_made) == (EvidenceKind.BOTH_CONFIRMED, True)
    assert "Anna Påhittad" in consultant.get(f"/uses/{use.id}/edit").get_data(as_text=True)
    # A change of the hours is another use.
    values = {"started_on": use.started_on.isoformat(), "hours": "6", "version": str(use.version)}
    told = {"evidence_kind": use.evidence_kind.value if use.evidence_kind else "", "evidence": use.evidence}
    assert consultant.send(f"/uses/{use.id}/edit", {**values, **told}).status_code == 302
    assert fresh(session, use).evidence is None
    assert use.hours == Decimal(6)
    assert anonymous.get(paths["enhet@test.example"]).status_code == 404
    again = links(consultant, session, use)
    assert len(set(again.values()) & set(paths.values())) == 0 or list(again.values()) != list(paths.values())


def test_a_no_is_a_task_and_takes_the_evidence_away(
    consultant: Browser, anonymous: Browser, session: Session, use: Use
) -> None:
    paths = list(links(consultant, session, use).values())
    nameless = {**_RIGHT, "name": "", "version": str(version(session, 0))}
    assert anonymous.send(paths[0], nameless).status_code == 422
    for place, path in enumerate(paths):
        anonymous.send(path, {**_RIGHT, "version": str(version(session, place))})
    wrong = {"answer": "wrong", "name": "Bo Påhittad", "version": str(version(session, 1))}
    assert anonymous.send(paths[1], wrong).status_code == 422
    anonymous.send(paths[1], {**wrong, "said": "Det var två dagar."})
    assert fresh(session, use).evidence is None
    task = session.scalars(sa.select(Note)).one()
    asked_by = session.scalars(sa.select(User).order_by(User.id.desc())).first()
    assert (task.kind, task.match_id, task.owner_id) == (NoteKind.TASK, use.match_id, asked_by.id if asked_by else 0)
    assert "Det var två dagar." in consultant.get(f"/uses/{use.id}/edit").get_data(as_text=True)


def test_a_use_that_a_party_says_is_wrong_does_not_count_until_it_is_decided(
    consultant: Browser, anonymous: Browser, session: Session, use: Use
) -> None:
    edit, day = f"/uses/{use.id}/edit", use.started_on.isoformat()
    values = {"started_on": day, "completed_on": day, "hours": "5", "evidence_kind": "both_confirmed"}
    asked = consultant.send(f"/uses/{use.id}/confirmation", {**_BOTH, "infrastructure": "Bolag@test.example"})
    assert "kan inte svara för båda" in asked.get_data(as_text=True)
    typed: dict[str, Any] = {}
    path = ""
    for kind in ("both_confirmed", "document"):
        typed = {**values, "evidence_kind": kind, "evidence": "Brev i maj", "version": fresh(session, use).version}
        assert consultant.send(edit, typed).status_code == 302
        first = list(links(consultant, session, use))
        one_by_one = {"company": "", "infrastructure": first[0], "language": "sv"}
        assert consultant.send(f"/uses/{use.id}/confirmation", one_by_one).status_code == 422
        for place, path in enumerate(links(consultant, session, use).values()):
            no = {"answer": "wrong", "name": "Bo Påhittad", "said": "Vi var aldrig där."}
            anonymous.send(path, {**no, "version": str(version(session, place))})
        # What is typed of both is true no longer; a document is there, and yet it does not count.
        assert (fresh(session, use).is_disputed, use.has_evidence) == (True, kind == "document")
        judged = judge_uses(session.scalars(use_with_parties()).all(), factories.programme(), until=today())
        assert Why.DISPUTED in judged[0].company
    page = consultant.get(edit).get_data(as_text=True)
    assert "räknas inte så länge det här gäller" in page
    decided = {**typed, "stands_because": "Eva Påhittad: loggen visar det", "version": use.version}
    assert consultant.send(edit, decided).status_code == 302
    assert fresh(session, use).is_disputed is None
    # Said once more after that, it is to be decided once more; corrected, it is another use.
    again = {"answer": "wrong", "name": "Bo Påhittad", "said": "Nej!", "version": str(version(session, 1))}
    anonymous.send(path, again)
    assert (fresh(session, use).is_disputed, use.stands_because) == (True, None)
    corrected = {**typed, "joint_rd": "y", "joint_rd_evidence": "Projektplan", "version": use.version}
    assert consultant.send(edit, corrected).status_code == 302
    assert fresh(session, use).is_disputed is None


def test_a_link_ends_with_its_days_with_a_newer_letter_and_with_the_use(
    consultant: Browser, anonymous: Browser, session: Session, use: Use, set_clock: Any
) -> None:
    first = links(consultant, session, use, infrastructure="")["bolag@test.example"]
    assert anonymous.get(first).status_code == 200
    links(consultant, session, use, infrastructure="")
    assert anonymous.get(first).status_code == 404
    newest = session.scalars(sa.select(OutboxMessage).order_by(OutboxMessage.id.desc())).first()
    assert newest is not None
    path = f"/confirm/{token_of(newest.link_seed or '', SECRET)}"
    assert anonymous.get(path).status_code == 200
    with pytest.MonkeyPatch.context() as change:
        change.setattr("app.uses.confirming.now", lambda: now() + ANSWER_LIFE + timedelta(minutes=1))
        assert anonymous.get(path).status_code == 404
    consultant.send(f"/uses/{use.id}/remove", {"version": fresh(session, use).version})
    assert anonymous.get(path).status_code == 404


def test_a_file_is_evidence_until_it_is_taken_away(consultant: Browser, session: Session, use: Use) -> None:
    typed = {"file": (io.BytesIO(b"K\xc3\xb6rprotokoll"), "protokoll.txt")}
    consultant.send(f"/uses/{use.id}/files/new", typed)
    assert (fresh(session, use).evidence_kind, use.evidence) == (EvidenceKind.DOCUMENT, "protokoll.txt")
    file = session.scalars(sa.select(RecordFile)).one()
    assert file.sha256 in consultant.get(f"/uses/{use.id}/edit").get_data(as_text=True)
    consultant.send(f"/files/{file.id}/take-back", {"version": file.version})
    assert (fresh(session, use).evidence_kind, use.evidence) == (None, None)
    session.refresh(file)
    consultant.send(f"/files/{file.id}/put-back", {"version": file.version})
    assert fresh(session, use).evidence == "protokoll.txt"


def test_what_somebody_wrote_as_evidence_is_theirs(consultant: Browser, session: Session, use: Use) -> None:
    use.evidence_kind, use.evidence = EvidenceKind.DOCUMENT, "Faktura 3"
    session.commit()
    consultant.send(f"/uses/{use.id}/files/new", {"file": (io.BytesIO(b"Hej"), "protokoll.txt")})
    file = session.scalars(sa.select(RecordFile)).one()
    consultant.send(f"/files/{file.id}/take-back", {"version": file.version})
    assert fresh(session, use).evidence == "Faktura 3"


@pytest.mark.only_on("sqlite")
def test_a_fifth_of_the_year_needs_a_decision_by_name(
    app: Flask, consultant: Browser, session: Session, use: Use
) -> None:
    day = use.started_on.isoformat()
    another = {"started_on": day, "is_another": "y"}
    page = consultant.get(f"/matches/{use.match_id}/uses/new").get_data(as_text=True)
    assert f"5 % av {today().year}" in page
    new = f"/matches/{use.match_id}/uses/new"
    assert consultant.send(new, {**another, "hours": "14"}).status_code == 302
    refused = consultant.send(new, {**another, "hours": "2"})
    assert (refused.status_code, "21 % av enhetens kapacitet" in refused.get_data(as_text=True)) == (422, True)
    # Joint research that is shown is no economic activity.
    joint = {**another, "hours": "2", "joint_rd": "y"}
    assert consultant.send(new, joint).status_code == 422
    assert consultant.send(new, {**joint, "joint_rd_evidence": "Projektplan"}).status_code == 302
    use.joint_rd = True
    session.commit()
    assert f"19 % av {today().year}" in consultant.get(new).get_data(as_text=True)
    assert consultant.send(new, another).status_code == 302
    assert "1 användning utan timmar" in consultant.get(new).get_data(as_text=True)
    agreed = {**another, "hours": "2", "share_agreed_by": "Eva Påhittad, föreståndare"}
    assert consultant.send(new, agreed).status_code == 302
    # A decision cannot be emptied while the share needs it.
    decided = session.scalars(sa.select(Use).where(Use.share_agreed_by.is_not(None))).one()
    emptied = {**another, "hours": "2", "share_agreed_by": "", "version": decided.version}
    assert consultant.send(f"/uses/{decided.id}/edit", emptied).status_code == 422
    assert f"21 % av {today().year}" in consultant.get(
        f"/infrastructures/{use.match.capability.infrastructure_id}"
    ).get_data(as_text=True)
