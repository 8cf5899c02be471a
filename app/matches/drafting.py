"""What the letters of an introduction are first written from: who is introduced, and the text in use."""

from __future__ import annotations

from typing import Final

from sqlalchemy.orm import Session

from app.mail.wording import LetterWording, wording_in_use
from app.matches.contacts import list_account_holders
from app.matches.letters import IntroducedParties, original_wording
from app.people.present import find_infrastructure_contact
from models.accounts import User
from models.clock import today
from models.infrastructures import Capability
from models.letter_templates import LetterKind
from models.needs import Need
from models.people import Person
from models.vocabulary import Language

INTRODUCTION_KINDS: Final = (LetterKind.COMPANY, LetterKind.INFRASTRUCTURE)


def find_parties(
    session: Session, need: Need, capability: Capability, *, contact: Person | None, actor: User
) -> IntroducedParties:
    """Return who is introduced: the unit's own address, or that of its contact, and who there can sign in."""
    infrastructure = capability.infrastructure
    own = infrastructure.contact_email
    person = None if own else find_infrastructure_contact(session, infrastructure, today=today())
    return IntroducedParties(
        need=need,
        capability=capability,
        contact=contact,
        infrastructure_address=own or (person.email if person else None) or "",
        account_holders=list_account_holders(session, infrastructure),
        actor=actor,
    )


def introduction_wording(session: Session, kind: LetterKind, language: Language) -> LetterWording:
    """Return the text that one of the two letters is written with from now on."""
    return wording_in_use(session, kind, language, original=original_wording(kind, language))
