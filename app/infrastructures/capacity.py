"""How many hours a unit can be used in a year is set; what lifts a share off its limit is a task for the office."""

from __future__ import annotations

import sqlalchemy as sa
from flask_babel import force_locale
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from app.infrastructures.economic_share import EconomicShare, ShareState, economic_share
from models.accounts import Role, User
from models.base import require_version
from models.clock import today
from models.infrastructures import Infrastructure
from models.notes import Note, NoteKind
from models.vocabulary import Language


def set_capacity(
    session: Session,
    *,
    actor: User,
    infrastructure: Infrastructure,
    hours: int | None,
    source: str | None,
    version: int | None,
) -> None:
    """Say how many hours a unit can be used in a year, and what that rests on; raises StaleRecordError.

    Staff who lower a share that is near its limit, or make it unknown, are believed, and the consultant looks into it.
    """
    require_version(infrastructure, version)
    before = economic_share(session, infrastructure.id, today().year)
    infrastructure.capacity_hours, infrastructure.capacity_source = hours, source
    session.flush()
    after = economic_share(session, infrastructure.id, today().year)
    if not actor.role.is_office and _is_lifted(before, after):
        session.add(_task(infrastructure, actor, before, source, owner=_who_looks(session)))
        session.flush()


def _is_lifted(before: EconomicShare, after: EconomicShare) -> bool:
    """Tell whether a share that is near its limit, or over it, becomes less or unknown."""
    is_watched = before.state in (ShareState.NEAR, ShareState.OVER)
    return is_watched and before.share is not None and (after.share is None or after.share < before.share)


def _who_looks(session: Session) -> User | None:
    consultants = sa.select(User).where(User.role == Role.CONSULTANT, User.is_active)
    return session.scalars(consultants.order_by(User.id).limit(1)).first()


def _task(
    infrastructure: Infrastructure, actor: User, before: EconomicShare, source: str | None, *, owner: User | None
) -> Note:
    with force_locale(((owner.language if owner else None) or Language.SV).value):
        text = _(
            "%(who)s changed the yearly capacity from %(before)s to %(after)s hours, so that companies take a smaller "
            "share than %(percent)s per cent. It rests on: %(source)s. Ask whether that is right.",
            who=actor.name,
            before=before.capacity,
            after=infrastructure.capacity_hours if infrastructure.capacity_hours is not None else "–",
            percent=round((before.share or 0) * 100),
            source=source or "–",
        )
    return Note(
        infrastructure_id=infrastructure.id,
        kind=NoteKind.TASK,
        happened_on=today(),
        text=str(text),
        author_id=actor.id,
        owner_id=owner.id if owner else None,
    )
