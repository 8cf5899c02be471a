"""The letters about a frozen report: one to each receiver, with links and no figure, and the link that opens it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session, contains_eager, joinedload

from app.limits import REPORT_LINK_LIFE
from app.mail.letters import NewLetter
from app.mail.links import new_seed, token_of
from app.mail.outbox import put_letters
from app.storage.locks import lock_rows
from models.accounts import Role, User, token_hash
from models.clock import now
from models.programmes import FrozenReport, Programme
from models.report_letters import ReportLetter, ReportReceiver

# Whom a report is shown to who signs in.
_READERS = [role for role in Role if role.is_office or role is Role.STEERING]


@dataclass(frozen=True, slots=True)
class ReportMail:
    """What letters about reports need to know of the installation: the secret of links, the domain, and the words.

    `write` is given a letter, its programme and the seed of its link.
    """

    secret: str
    domain: str
    write: Callable[[ReportLetter, Programme, str], NewLetter]


def count_untold(session: Session, programme: Programme, frozen: FrozenReport | None) -> int:
    """Return how many receivers have had no letter about a frozen report; all of them before it is frozen."""
    found = sa.select(sa.func.count()).select_from(_untold(programme, frozen).subquery())
    return session.scalar(found) or 0


def _untold(programme: Programme, frozen: FrozenReport | None) -> sa.Select[ReportReceiver]:
    told = sa.exists().where(
        ReportLetter.receiver_id == ReportReceiver.id,
        ReportLetter.frozen_report_id == (frozen.id if frozen else None),
    )
    return (
        sa.select(ReportReceiver)
        .where(ReportReceiver.programme_id == programme.id, ReportReceiver.stopped_at.is_(None), sa.not_(told))
        .order_by(ReportReceiver.id)
    )


def tell_receivers(session: Session, programme: Programme, frozen: FrozenReport, mail: ReportMail) -> int:
    """Put a letter to each receiver who has had none about a frozen report in the outbox; returns how many.

    However often and by how many at once: each gets one.
    """
    lock_rows(session, Programme, [programme.id])
    receivers = session.scalars(_untold(programme, frozen)).all()
    accounts = {
        email.casefold()
        for email in session.scalars(sa.select(User.email).where(User.is_active, User.role.in_(_READERS)))
    }
    for receiver in receivers:
        seed, opens = new_seed(), receiver.email.casefold() not in accounts
        letter = ReportLetter(
            receiver=receiver,
            frozen=frozen,
            opens_report=opens,
            token_hash=token_hash(token_of(seed, mail.secret)),
            expires_at=now() + REPORT_LINK_LIFE,
        )
        session.add(letter)
        session.flush()
        written = mail.write(letter, programme, seed)
        put_letters(session, [written], match_id=None, domain=mail.domain, report_letter_id=letter.id)
    session.flush()
    return len(receivers)


def find_letter(session: Session, token: str) -> ReportLetter | None:
    """Return the letter that a link came with, with its receiver and the report; None for any other."""
    return session.scalar(
        sa.select(ReportLetter)
        .join(ReportLetter.receiver)
        .where(ReportLetter.token_hash == token_hash(token))
        .options(
            contains_eager(ReportLetter.receiver),
            joinedload(ReportLetter.frozen).joinedload(FrozenReport.programme),
        )
    )


def find_opening(session: Session, token: str) -> ReportLetter | None:
    """Return the letter whose link opens a report now; None once it has expired, or where it never opened one."""
    letter = find_letter(session, token)
    return letter if letter is not None and letter.opens_report and letter.expires_at > now() else None
