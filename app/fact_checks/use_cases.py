"""Asking a unit whether its facts are right, and what its answer does: it confirms them, or becomes a task."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from flask_babel import force_locale
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from app.fact_checks.letters import draft_letter
from app.fact_checks.queries import find_check, list_due
from app.limits import ANSWER_LIFE
from app.mail.links import new_seed, token_of
from app.mail.outbox import put_letters
from app.people.present import find_infrastructure_contact
from app.storage.locks import lock_rows
from config import Settings
from models.accounts import User, token_hash
from models.clock import now, today
from models.errors import MissingAddressError, StaleRecordError
from models.fact_checks import FactAnswer, FactCheck
from models.infrastructures import Infrastructure
from models.notes import Note, NoteKind
from models.vocabulary import Language


def find_address(session: Session, infrastructure: Infrastructure, *, on: date) -> str | None:
    """Return where a unit's letters go: its own address, else that of its contact; None where neither is known."""
    if infrastructure.contact_email:
        return infrastructure.contact_email
    contact = find_infrastructure_contact(session, infrastructure, today=on)
    return contact.email if contact else None


def ask(
    session: Session,
    infrastructure: Infrastructure,
    *,
    language: Language,
    settings: Settings,
    domain: str,
    actor: User | None,
) -> FactCheck:
    """Put the letter in the outbox and keep what its link opens; links of letters before it open nothing any more.

    Raises MissingAddressError where nobody is known to write to, and UnsendableLetterError.
    """
    to = find_address(session, infrastructure, on=today())
    if to is None:
        raise MissingAddressError
    seed = new_seed()
    letter = draft_letter(infrastructure, to=to, language=language, base_url=settings.base_url, sender=actor)
    put_letters(
        session,
        [replace(letter, link_seed=seed)],
        match_id=None,
        domain=domain,
        reply_to=actor.email if actor else None,
    )
    check = FactCheck(
        infrastructure=infrastructure,
        language=language,
        token_hash=token_hash(token_of(seed, settings.secret_key)),
        asked_on=today(),
        expires_at=now() + ANSWER_LIFE,
    )
    session.add(check)
    session.flush()
    return check


def ask_all_due(session: Session, *, settings: Settings, domain: str) -> tuple[int, list[str]]:
    """Ask every unit whose facts grow old, once each; return how many letters, and the names of those without address.

    Each letter is a transaction of its own, and the unit's row is held meanwhile, so that two runs at once ask once.
    """
    written, unreachable = 0, []
    for number in [each.id for each in list_due(session, today())]:
        lock_rows(session, Infrastructure, [number])
        due = next((each for each in list_due(session, today()) if each.id == number), None)
        if due is not None:
            try:
                ask(session, due, language=Language.SV, settings=settings, domain=domain, actor=None)
                written += 1
            except MissingAddressError:
                unreachable.append(due.name_sv)
        session.commit()
    return written, unreachable


def give_answer(
    session: Session, *, token: str, answer: FactAnswer, said: str | None, version: int | None
) -> FactCheck | None:
    """Write down what a unit says of its facts; None where its link is over.

    All right confirms the facts today, as the unit's own button does. What should change becomes a task on the unit,
    and confirms nothing. The same answer twice changes nothing. Raises StaleRecordError when the facts or the answer
    changed since the page was shown.
    """
    found = find_check(session, token)
    if found is None:
        return None
    lock_rows(session, Infrastructure, [found.infrastructure_id])
    check = find_check(session, token)
    if check is None or (check.answer, check.said) == (answer, said):
        return check
    if check.shown_version != version:
        raise StaleRecordError
    check.answer, check.said, check.answered_at = answer, said, now()
    if answer is FactAnswer.RIGHT:
        check.infrastructure.confirm(today(), None)
    else:
        session.add(_task(check))
    session.flush()
    return check


def _task(check: FactCheck) -> Note:
    with force_locale(Language.SV.value):
        told = _("The unit asks for changes of its facts:")
    return Note(
        infrastructure_id=check.infrastructure_id,
        kind=NoteKind.TASK,
        happened_on=today(),
        text=f"{told}\n\n{check.said}",
    )
