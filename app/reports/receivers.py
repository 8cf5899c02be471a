"""Who gets a letter when a report is frozen, and what becomes of them: added, changed, stopped and removed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.reports.commands import ReceiverCommand
from models.accounts import User
from models.base import require_version
from models.clock import now
from models.errors import NotFoundError
from models.outbox import OutboxMessage
from models.programmes import Programme
from models.report_letters import ReportLetter, ReportReceiver


def _visible(actor: User) -> sa.Select[ReportReceiver]:
    return sa.select(ReportReceiver).where(sa.true() if actor.role.is_office else sa.false())


def list_receivers(session: Session, actor: User, programme: Programme) -> Sequence[ReportReceiver]:
    """Return a programme's receivers by name, those who get no letters last; none for who is not of the office."""
    receivers = _visible(actor).where(ReportReceiver.programme_id == programme.id)
    order = (ReportReceiver.stopped_at.is_not(None), sa.func.lower(ReportReceiver.name), ReportReceiver.id)
    return session.scalars(receivers.order_by(*order)).all()


def get_receiver(session: Session, actor: User, receiver_id: int) -> ReportReceiver:
    """Return a receiver; raises NotFoundError outside the actor's scope."""
    found = session.scalar(_visible(actor).where(ReportReceiver.id == receiver_id))
    if found is None:
        raise NotFoundError
    return found


def find_by_address(session: Session, programme: Programme, email: str) -> ReportReceiver | None:
    """Return who has an address in a programme's list, however its letters are written."""
    same = sa.func.lower(ReportReceiver.email) == email.lower()
    return session.scalars(sa.select(ReportReceiver).where(ReportReceiver.programme_id == programme.id, same)).first()


def add_receiver(session: Session, *, programme: Programme, command: ReceiverCommand) -> ReportReceiver:
    """Let somebody be told of a programme's reports from the next one on."""
    receiver = ReportReceiver(programme_id=programme.id, **asdict(command))
    session.add(receiver)
    session.flush()
    return receiver


def edit_receiver(session: Session, *, receiver: ReportReceiver, command: ReceiverCommand, version: int | None) -> None:
    """Change who it is; raises StaleRecordError when somebody else did so first."""
    require_version(receiver, version)
    for name, value in asdict(command).items():
        setattr(receiver, name, value)
    session.flush()


def stop_letters(session: Session, *, receiver: ReportReceiver) -> bool:
    """Send somebody no more letters; False where that is so already, so that it can be asked for twice."""
    if receiver.stopped_at is not None:
        return False
    receiver.stopped_at = now()
    session.flush()
    return True


def start_letters(session: Session, *, receiver: ReportReceiver) -> bool:
    """Send somebody letters again, from the next report on; False where that is so already."""
    if receiver.stopped_at is None:
        return False
    receiver.stopped_at = None
    session.flush()
    return True


def remove_receiver(session: Session, *, receiver: ReportReceiver, version: int | None) -> None:
    """Forget somebody, with what their links open and the letters that have not gone.

    Raises StaleRecordError when they were changed meanwhile.
    """
    require_version(receiver, version)
    letters = session.scalars(sa.select(ReportLetter).where(ReportLetter.receiver_id == receiver.id)).all()
    of_these = OutboxMessage.report_letter_id.in_([letter.id for letter in letters])
    for message in session.scalars(sa.select(OutboxMessage).where(of_these)).all():
        if message.waits:
            session.delete(message)
        else:
            message.report_letter_id = None
    session.flush()
    for letter in letters:
        session.delete(letter)
    session.flush()
    session.delete(receiver)
    session.flush()
