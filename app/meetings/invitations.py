"""Who is told of a meeting by letter: to note it, to note that it has changed, or to strike it out."""

from __future__ import annotations

import enum
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from email.utils import parseaddr

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.mail.letters import CalendarPart, NewLetter
from app.mail.outbox import put_letters
from app.matches.queries import get_match
from app.meetings.calendar_entries import CalendarEntry, CalendarPerson, said_in, said_of, write_invitation
from app.meetings.commands import InvitationCommand
from app.meetings.queries import get_meeting, list_invited
from app.storage.consents import require_not_withdrawn
from app.storage.locks import lock_rows
from models.accounts import User
from models.base import require_version
from models.errors import StaleRecordError
from models.meetings import Meeting, MeetingStatus
from models.outbox import CalendarMethod, OutboxMessage


class InvitationState(enum.StrEnum):
    """How somebody's calendar stands to a meeting."""

    NOT_INVITED = "not_invited"
    OUTDATED = "outdated"
    UP_TO_DATE = "up_to_date"
    TO_BE_STRUCK = "to_be_struck"


@dataclass(frozen=True, slots=True)
class Invited:
    """Somebody with an address; `name` is None for one who is no longer among those who come."""

    address: str
    name: str | None
    state: InvitationState
    letter: OutboxMessage | None


def list_invitations(session: Session, meeting: Meeting) -> list[Invited]:
    """Return how it stands with everybody who comes and has an address, and with all whose calendars have the meeting.

    Once a meeting has been held, or was waited for in vain, nobody is told anything more.
    """
    letters = list_invited(session, meeting)
    people = {person.email.casefold(): person for person in meeting.people if person.email}
    found = [
        Invited(person.email or "", person.name, _state(meeting, letters.get(address)), letters.get(address))
        for address, person in people.items()
    ]
    found += [
        Invited(letter.to_address, None, InvitationState.TO_BE_STRUCK, letter)
        for address, letter in letters.items()
        if address not in people
    ]
    if meeting.status in (MeetingStatus.HELD, MeetingStatus.NOT_HELD):
        return [Invited(each.address, each.name, InvitationState.UP_TO_DATE, each.letter) for each in found]
    return found


def _state(meeting: Meeting, letter: OutboxMessage | None) -> InvitationState:
    if meeting.status is MeetingStatus.CANCELLED:
        return InvitationState.TO_BE_STRUCK if letter else InvitationState.UP_TO_DATE
    if letter is None:
        return InvitationState.NOT_INVITED
    told = said_in(letter.calendar or "")
    return InvitationState.UP_TO_DATE if told == said_of(meeting) else InvitationState.OUTDATED


def those_to_tell(invited: Sequence[Invited], method: CalendarMethod) -> list[Invited]:
    """Return those whom a letter would tell something new."""
    states = (
        (InvitationState.NOT_INVITED, InvitationState.OUTDATED)
        if method is CalendarMethod.REQUEST
        else (InvitationState.TO_BE_STRUCK,)
    )
    return [each for each in invited if each.state in states]


def send_invitations(
    session: Session,
    *,
    actor: User,
    meeting_id: int,
    method: CalendarMethod,
    command: InvitationCommand,
    version: int | None,
    make_entry: Callable[[Meeting], CalendarEntry],
    sender: str,
    domain: str,
) -> list[str]:
    """Put a letter in the outbox for each address that was chosen and has something to be told; return these.

    Whoever planned the meeting stays its organizer, for calendars take changes from nobody else. An older letter about
    it that has not gone is stopped: the newer one says more. Raises StaleRecordError when the meeting was changed
    after the letter was written, or nobody is left to be told, UnsendableLetterError, and ConsentWithdrawnError where
    the company has withdrawn its consent: then nobody is invited, and who was is only told that they need not come.
    """
    match = get_match(session, actor, get_meeting(session, actor, meeting_id).match_id, lock=True)
    meeting = get_meeting(session, actor, meeting_id)
    if method is CalendarMethod.REQUEST:
        require_not_withdrawn(session, match.need)
    require_version(meeting, version)
    chosen = {address.casefold() for address in command.to}
    due = those_to_tell(list_invitations(session, meeting), method)
    to = [each for each in due if each.address.casefold() in chosen]
    if not to:
        raise StaleRecordError
    organizer = meeting.logged_by or actor
    meeting.logged_by_id = organizer.id
    entry = replace(make_entry(meeting), is_cancelled=method is CalendarMethod.CANCEL)
    told = []
    for each in to:
        last, had_gone = _stop_older(session, meeting, each.address)
        if method is CalendarMethod.CANCEL and not had_gone:
            continue
        told.append(each.address)
        sequence = max(meeting.sequence, last + 1)
        text = write_invitation(
            replace(entry, sequence=sequence),
            method,
            organizer=CalendarPerson(organizer.email, organizer.name),
            sender=parseaddr(sender)[1] or sender,
            attendee=CalendarPerson(each.address, each.name),
        )
        part = CalendarPart(meeting.id, method, sequence, text)
        letter = NewLetter(each.address, command.subject, command.body, part)
        put_letters(session, [letter], match_id=match.id, domain=domain, reply_to=actor.email)
    session.flush()
    return told


def _stop_older(session: Session, meeting: Meeting, address: str) -> tuple[int, bool]:
    """Take letters to an address that nobody has begun to hand over out of the outbox.

    Returns the highest sequence of all letters to it, -1 without any, and whether any had gone.
    """
    about = (OutboxMessage.meeting_id == meeting.id, sa.func.lower(OutboxMessage.to_address) == address.lower())
    lock_rows(session, OutboxMessage, session.scalars(sa.select(OutboxMessage.id).where(*about)).all())
    letters = session.scalars(sa.select(OutboxMessage).where(*about).order_by(OutboxMessage.id)).all()
    last = max((letter.calendar_sequence or 0 for letter in letters), default=-1)
    waiting = [letter for letter in letters if letter.waits]
    for letter in waiting:
        session.delete(letter)
    return last, len(waiting) < len(letters)
