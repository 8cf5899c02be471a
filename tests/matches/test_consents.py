"""Nobody is introduced without the company's yes on record: who said it, when, how and to what; and it is withdrawn."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.storage.agreed_layers import CompanyNotAgreedError
from app.storage.consents import ConsentMissingError, ConsentWithdrawnError, find_consent, require_consent
from models.clock import now, today
from models.consents import Consent, ConsentScope, ConsentWay
from models.errors import DomainError
from models.hand_ins import HandInState
from models.matches import Match
from models.need_layers import layers_digest, layers_of
from models.needs import Need
from models.outbox import OutboxMessage
from tests import factories
from tests.conftest import Browser
from tests.matches.conftest import CONSENT, LETTERS, Pair
from tests.matches.test_introductions import SECRET, staff

__all__ = ["staff"]

WITHOUT = {name: text for name, text in LETTERS.items() if name not in CONSENT}


def latest(session: Session) -> Consent:
    session.expire_all()
    return session.scalars(sa.select(Consent).order_by(Consent.id.desc())).first()  # type: ignore[return-value]


def test_the_form_that_introduces_asks_for_the_companys_yes_and_keeps_it(
    consultant: Browser, session: Session, pair: Pair
) -> None:
    page = consultant.send(pair.path("introduce"), WITHOUT)
    assert page.status_code == 422
    assert "Hur företaget sa ja: Fyll i det här." in page.get_data(as_text=True)
    assert session.scalars(sa.select(OutboxMessage)).all() == []
    assert consultant.send(pair.path("introduce"), LETTERS).status_code == 302
    made = latest(session)
    assert (made.said_by, made.way, made.agreed_to) == ("Anna Ek", ConsentWay.PHONE, ConsentScope.INFRASTRUCTURES)
    said = "Anna Ek sa ja 2026-11-01, per telefon, till den offentliga texten och texten för enheter."
    match = session.scalars(sa.select(Match)).one()
    for path in (f"/needs/{pair.need.id}", f"/matches/{match.id}", f"/companies/{pair.company.id}"):
        assert said in consultant.get(path).get_data(as_text=True), path
    # It is asked on the need's page, and lies under needs.
    asked = consultant.get(f"/needs/{pair.need.id}/consent").get_data(as_text=True)
    assert re.search(r'<a[^>]*href="/needs"[^>]*aria-current', asked)
    # With a yes on record nothing is asked, also for the next unit; words that have changed since are told.
    pair.need.teaser = "Andra ord"
    spare = factories.capability(pair.infrastructure)
    session.add(spare)
    session.commit()
    shown = consultant.get(f"/needs/{pair.need.id}/capabilities/{spare.id}/introduce").get_data(as_text=True)
    assert f"{said} Texterna har ändrats sedan dess." in shown
    assert "consent_way" not in shown


@pytest.mark.parametrize(
    ("answers", "refusal"),
    [
        ([], ConsentMissingError),
        ([{}], None),
        ([{"agreed_to": ConsentScope.PUBLIC}], None),
        ([{"taken_back_at": now()}], ConsentMissingError),
        ([{}, {"agreed_to": ConsentScope.NOTHING}], ConsentWithdrawnError),
        ([{}, {"agreed_to": ConsentScope.NOTHING, "taken_back_at": now()}], None),
        # What was said last holds, whenever it was written down.
        ([{"agreed_to": ConsentScope.NOTHING}, {"said_on": today() - timedelta(days=3000)}], ConsentWithdrawnError),
    ],
)
def test_the_latest_answer_that_stands_decides(
    session: Session, pair: Pair, answers: list[dict[str, object]], refusal: type[DomainError] | None
) -> None:
    session.add_all(factories.consent(pair.need, **each) for each in answers)
    session.commit()
    if refusal is None:
        require_consent(session, pair.need)
        return
    with pytest.raises(refusal):
        require_consent(session, pair.need)


def test_a_company_that_handed_its_need_in_has_said_it_there(consultant: Browser, session: Session, pair: Pair) -> None:
    handed = factories.hand_in(state=HandInState.ACCEPTED, need=pair.need, decided_at=now())
    session.add(handed)
    session.commit()
    with pytest.raises(CompanyNotAgreedError):
        require_consent(session, pair.need)
    assert consultant.get(f"/needs/{pair.need.id}/consent").status_code == 409
    handed.layers_agreed, handed.layers_agreed_at = layers_digest(layers_of(pair.need)), handed.decided_at
    session.commit()
    found = find_consent(session, pair.need)
    assert found is not None
    assert (found.way, found.said_by) == (ConsentWay.HANDED_IN, handed.contact_name)
    handed.layers_agreed_at = now()
    session.commit()
    found = find_consent(session, pair.need)
    assert found is not None
    assert found.way is ConsentWay.LINK
    assert consultant.send(pair.path("introduce"), WITHOUT).status_code == 302
    assert session.scalars(sa.select(Consent)).all() == []


def test_a_withdrawal_leaves_units_the_public_text_and_is_taken_back(
    consultant: Browser, staff: Browser, session: Session, pair: Pair
) -> None:
    consultant.send(pair.path("introduce"), LETTERS)
    given, match = latest(session), session.scalars(sa.select(Match)).one()
    page, unit = f"/needs/{pair.need.id}/consent", f"/matches/{match.id}"
    assert SECRET in staff.get(unit).get_data(as_text=True)
    nothing = {**CONSENT, "consent_on": today().isoformat(), "consent_to": "nothing", "consent_seen": str(given.id)}
    assert consultant.send(page, nothing).status_code == 302
    assert session.scalars(sa.select(OutboxMessage)).all() == []
    shown = staff.get(unit)
    assert shown.status_code == 200
    assert SECRET not in shown.get_data(as_text=True)
    # Somebody who read the page before the withdrawal is told, and so is whoever says that it was said before.
    late = consultant.send(page, {**CONSENT, "consent_seen": str(given.id)}).get_data(as_text=True)
    assert "Någon har under tiden antecknat vad företaget säger." in late
    assert f"Företaget har sagt något senare, {today().isoformat()}." in late
    close, back = {"reason": "other"}, {"stage": "introduced"}
    for name, sent, status in (("close", close, 302), ("stage", back, 409)):
        version = str(session.scalars(sa.select(Match.version)).one())
        assert consultant.send(f"{unit}/{name}", {**sent, "version": version}).status_code == status
        session.rollback()
    # The withdrawal was written down by mistake.
    withdrawn = latest(session)
    taken = f"/needs/consents/{withdrawn.id}/take-back"
    assert consultant.send(taken, {"version": str(withdrawn.version)}).status_code == 302
    require_consent(session, session.get_one(Need, pair.need.id))
    assert latest(session).taken_back_at is not None


def test_a_withdrawal_holds_for_what_ended_before_it(
    consultant: Browser, staff: Browser, session: Session, pair: Pair
) -> None:
    consultant.send(pair.path("introduce"), LETTERS)
    match = session.scalars(sa.select(Match)).one()
    unit, close = f"/matches/{match.id}", {"reason": "other", "version": str(match.version)}
    assert consultant.send(f"{unit}/close", close).status_code == 302
    assert SECRET in staff.get(unit).get_data(as_text=True)
    session.add(factories.consent(pair.need, said_on=today(), agreed_to=ConsentScope.NOTHING))
    session.commit()
    for page in (unit, f"/needs/{pair.need.id}"):
        shown = staff.get(page).get_data(as_text=True)
        assert SECRET not in shown
        # What is kept back is not told as unknown, nor as if nothing were demanded.
        assert "Företaget låter enheter läsa bara den offentliga texten." in shown
        assert "Vad behovet kräver" not in shown


def test_whoever_had_the_letters_open_at_a_withdrawal_is_asked_for_a_new_yes_alone(
    consultant: Browser, session: Session, pair: Pair
) -> None:
    given = factories.consent(pair.need)
    session.add_all([given, factories.consent(pair.need, agreed_to=ConsentScope.NOTHING)])
    session.flush()
    seen = {**WITHOUT, "consent_seen": str(given.id), "company_subject": "Hej {namn}", "company_body": "Utan länk."}
    session.commit()
    told = consultant.send(pair.path("introduce"), seen).get_data(as_text=True)
    assert "Någon har under tiden antecknat vad företaget säger." in told
    assert "När det sas: Fyll i det här." not in told
    # What is wrong in a subject and in its letter is told at once.
    assert "Ingenting sätts in i stället för {namn} här." in told
    assert "Brevet har ingen länk att svara med." in told


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"consent_way": ""}, "Fyll i det här."),
        ({"consent_by": " "}, "Fyll i det här."),
        ({"consent_on": (today() + timedelta(days=2)).isoformat()}, "Den här dagen har inte varit än."),
        ({"consent_to": "nothing"}, "Välj ett av alternativen i listan."),
        ({"consent_way": "handed_in"}, "Välj ett av alternativen i listan."),
    ],
)
def test_an_answer_that_is_not_whole_is_asked_about(
    consultant: Browser, session: Session, pair: Pair, typed: dict[str, str], told: str
) -> None:
    answer = consultant.send(f"/needs/{pair.need.id}/consent", {**CONSENT, **typed})
    assert answer.status_code == 422
    assert told in answer.get_data(as_text=True)
    assert session.scalars(sa.select(Consent)).all() == []
