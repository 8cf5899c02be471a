"""Both parties are asked to confirm a use, each by the link in its own letter, and what they say is written down."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from flask_babel import force_locale
from flask_babel import gettext as _
from sqlalchemy.orm import Session, joinedload

from app.files.evidence import lock_use, settle_evidence
from app.labels import PARTY_NAMES
from app.limits import ANSWER_LIFE
from app.mail.letters import NewLetter
from app.mail.links import TOKEN_PLACE, new_seed, token_of
from app.mail.outbox import put_letters
from app.programmes.counting import use_with_parties
from app.uses.commands import AskPartiesCommand, ConfirmationCommand
from app.uses.queries import get_use
from models.accounts import User, token_hash
from models.base import require_version
from models.clock import now, today
from models.notes import Note, NoteKind
from models.use_confirmations import ConfirmationAnswer, UseConfirmation, what_is_confirmed
from models.uses import Use
from models.vocabulary import Language
from models.waiting import WaitingFor


@dataclass(frozen=True, slots=True)
class ConfirmationMail:
    """What letters need to know: the address that links begin with, the domain of message ids, the links' secret."""

    address: str
    domain: str
    secret: str


def ask_parties(
    session: Session, *, actor: User, use_id: int, command: AskPartiesCommand, mail: ConfirmationMail
) -> None:
    """Put a letter to each party that has an address in the outbox; a link that a party had before is over.

    Raises NotFoundError outside the actor's scope and UnsendableLetterError for one that could not go; then none does.
    """
    lock_use(session, use_id)
    use = get_use(session, actor, use_id)
    letters = {
        party: draft_letter(use, party, actor=actor, language=command.language, address=mail.address, to=to)
        for party, to in command.addresses.items()
    }
    put_letters(session, list(letters.values()), match_id=use.match_id, domain=mail.domain, reply_to=actor.email)
    # One by one, so that the trail tells of each.
    asked = UseConfirmation.use_id == use.id, UseConfirmation.party.in_(list(letters))
    for before in session.scalars(sa.select(UseConfirmation).where(*asked)).all():
        session.delete(before)
    session.flush()
    for party, letter in letters.items():
        session.add(
            UseConfirmation(
                use_id=use.id,
                party=party,
                language=command.language,
                token_hash=token_hash(token_of(letter.link_seed or "", mail.secret)),
                what=what_is_confirmed(use),
                asked_by_id=actor.id,
                expires_at=now() + ANSWER_LIFE,
            )
        )
    session.flush()
    # What a party had confirmed falls with its old link, until it says so again.
    settle_evidence(session, use.id)


def draft_letter(use: Use, party: WaitingFor, *, actor: User, language: Language, address: str, to: str) -> NewLetter:
    """Return the letter that asks a party; it tells the parties and the days, and neither hours nor what was done."""
    with force_locale(language.value):
        infrastructure = use.match.capability.infrastructure
        name = infrastructure.name_sv if language is Language.SV else infrastructure.name_en or infrastructure.name_sv
        asked = _("We ask both of you to confirm a use that we count in our follow-up:")
        paragraphs = [
            _("Hello,"),
            asked,
            _(
                "%(company)s has used %(infrastructure)s, %(days)s.",
                company=company_told(use, party),
                infrastructure=name,
                days=days_told(use.started_on, use.completed_on),
            ),
            _("Say here, without signing in, whether that is right:") + f"\n{address}{TOKEN_PLACE}",
            f"{actor.name}\n{actor.email}",
        ]
        subject = _("Please confirm a use of %(infrastructure)s", infrastructure=name)
    return NewLetter(to=to, subject=str(subject), body="\n\n".join(map(str, paragraphs)), link_seed=new_seed())


def company_told(use: Use, party: WaitingFor) -> str:
    """Return what a party is told of the company: one that has asked for secrecy is not named to the unit."""
    company = use.match.need.company
    is_named = party is WaitingFor.COMPANY or not company.secrecy_note
    return company.name if is_named else str(_("A company"))


def days_told(first: date, last: date | None) -> str:
    """Return the days of a use in words."""
    if last is None or last == first:
        return first.isoformat()
    return f"{first.isoformat()}–{last.isoformat()}"


def find_confirmation(session: Session, token: str) -> tuple[UseConfirmation, Use] | None:
    """Return what a link's holder was asked, with the use; None where the link is too old or the use was changed."""
    found = session.scalar(
        sa.select(UseConfirmation)
        .where(UseConfirmation.token_hash == token_hash(token), UseConfirmation.expires_at > now())
        .options(joinedload(UseConfirmation.use))
    )
    if found is None or not found.is_about(found.use):
        return None
    return found, session.scalars(use_with_parties().where(Use.id == found.use_id)).one()


def give_confirmation(
    session: Session, *, token: str, command: ConfirmationCommand, version: int | None
) -> UseConfirmation | None:
    """Write down what a party says; both parties' yes is evidence, a no is a task of whoever is responsible.

    None where the link is over. The same said once more changes nothing. Raises StaleRecordError when another answer
    was given since the party was shown the page.
    """
    shown = find_confirmation(session, token)
    if shown is None:
        return None
    lock_use(session, shown[0].use_id)
    found = find_confirmation(session, token)
    if found is None:
        return None
    confirmation, use = found
    if (confirmation.answer, confirmation.name, confirmation.said) == (command.answer, command.name, command.said):
        return confirmation
    require_version(confirmation, version)
    confirmation.answer, confirmation.name, confirmation.said = command.answer, command.name, command.said
    confirmation.answered_at = now()
    if command.answer is ConfirmationAnswer.WRONG:
        # That the use stands was decided before this was said.
        use.stands_because = None
        session.add(_task(use, confirmation.party, _who_is_told(session, use, confirmation)))
    session.flush()
    settle_evidence(session, use.id)
    return confirmation


def _task(use: Use, party: WaitingFor, owner: User | None) -> Note:
    with force_locale(((owner.language if owner else None) or Language.SV).value):
        text = _(
            "%(party)s says that the use from %(day)s is not right. What is wrong stands on the use.",
            party=PARTY_NAMES[party],
            day=use.started_on.isoformat(),
        )
    return Note(
        match_id=use.match_id,
        kind=NoteKind.TASK,
        happened_on=today(),
        text=str(text),
        owner_id=owner.id if owner else None,
        is_demo=use.is_demo,
    )


def _who_is_told(session: Session, use: Use, confirmation: UseConfirmation) -> User | None:
    """Return who is responsible for the match, else for its company, else who asked."""
    match = use.match
    asked = (match.owner_id, match.need.company.owner_id, confirmation.asked_by_id)
    numbers = [number for number in asked if number is not None]
    users: Mapping[int, User] = {
        user.id: user for user in session.scalars(sa.select(User).where(User.id.in_(numbers))) if user.is_active
    }
    return next((users[each] for each in numbers if each in users), None)
