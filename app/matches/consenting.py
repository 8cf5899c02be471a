"""What a company says of being introduced is written down, and that it was is taken back."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload

from app.matches.commands import ConsentCommand
from app.matches.withdrawn_needs import stop_letters_about
from app.needs.queries import get_need, list_contacts, visible_needs
from app.storage.agreed_layers import CompanyNotAgreedError, find_agreement
from app.storage.consents import find_consent
from app.storage.locks import lock_rows
from models.accounts import User
from models.base import require_unchanged
from models.clock import now, today
from models.consents import Consent, ConsentScope
from models.errors import NotFoundError, StaleRecordError
from models.need_layers import layers_digest, layers_of
from models.needs import Need


def record_consent(session: Session, *, actor: User, need_id: int, command: ConsentCommand) -> Consent:
    """Write down what a company says of a need; where it withdraws, letters about the need that have not gone never go.

    Raises NotFoundError outside the actor's scope, StaleRecordError where something newer is on record than was shown,
    and CompanyNotAgreedError for a need that was handed in: of that the company answers itself.
    """
    lock_rows(session, Need, [need_id])
    if command.agreed_to is ConsentScope.NOTHING:
        stop_letters_about(session, need_id)
    return write_consent(session, actor=actor, need=get_need(session, actor, need_id), command=command)


def write_consent(session: Session, *, actor: User, need: Need, command: ConsentCommand) -> Consent:
    """Write down what a company says of a need that is locked; raises StaleRecordError and CompanyNotAgreedError."""
    if find_agreement(session, need) is not None:
        raise CompanyNotAgreedError
    known = find_consent(session, need)
    if (known.number if known else None) != command.seen or (known and command.said_on < known.said_on):
        raise StaleRecordError
    consent = Consent(
        need_id=need.id,
        person_id=_person_called(session, need, command.said_by),
        said_by=command.said_by,
        said_on=command.said_on,
        way=command.way,
        agreed_to=command.agreed_to,
        wording=layers_digest(layers_of(need)),
        recorded_by_id=actor.id,
    )
    session.add(consent)
    session.flush()
    return consent


def get_consent(session: Session, actor: User, consent_id: int) -> Consent:
    """Return what was written down, also if it was taken back; raises NotFoundError outside the actor's scope."""
    own = visible_needs(actor).with_only_columns(Need.id)
    consent = session.scalar(
        sa.select(Consent)
        .where(Consent.id == consent_id, Consent.need_id.in_(own))
        .options(joinedload(Consent.need).joinedload(Need.company))
    )
    if consent is None:
        raise NotFoundError
    return consent


def mark_taken_back(
    session: Session, *, actor: User, consent_id: int, version: int | None, taken_back: bool
) -> Consent:
    """Take back what was written down by mistake, or put it back as it was; raises NotFoundError, StaleRecordError."""
    lock_rows(session, Need, session.scalars(sa.select(Consent.need_id).where(Consent.id == consent_id)).all())
    consent = get_consent(session, actor, consent_id)
    require_unchanged(consent, version, taken_back=not taken_back)
    consent.taken_back_at = now() if taken_back else None
    session.flush()
    return consent


def _person_called(session: Session, need: Need, name: str) -> int | None:
    """Return who at the company has a name, where exactly one has: the answer stands with them, too."""
    called = {person.id for person in list_contacts(session, need.company, today()) if person.name == name}
    return called.pop() if len(called) == 1 else None
