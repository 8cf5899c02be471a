"""How many hours a unit can be used in a year is set; what lifts a share off its limit is a task for the office."""

from __future__ import annotations

from dataclasses import asdict, dataclass

import sqlalchemy as sa
from flask_babel import force_locale
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from app.infrastructures.economic_share import EconomicShare, ShareState, economic_share, find_capacity
from app.infrastructures.queries import get_own
from app.web.i18n import short_number
from models.accounts import Role, User
from models.capacities import YearCapacity
from models.clock import today
from models.errors import StaleRecordError
from models.notes import Note, NoteKind
from models.vocabulary import Language


@dataclass(frozen=True, slots=True)
class CapacityCommand:
    """The hours of a year, what they rest on and, of a year that is over, why they are set now."""

    hours: int | None
    source: str | None
    reason: str | None


def set_capacity(
    session: Session, *, actor: User, infrastructure_id: int, year: int, command: CapacityCommand, version: int | None
) -> None:
    """Say how many hours a unit can be used in a year, and what that rests on; no other year's share moves.

    Staff who lower a share that is near its limit, or make it unknown, are believed, and the consultant looks into it.
    Raises NotFoundError outside the actor's scope, and StaleRecordError when somebody else set the year first.
    """
    get_own(session, actor, infrastructure_id, lock=True)
    standing = find_capacity(session, infrastructure_id, year)
    if (standing.version if standing else None) != version:
        raise StaleRecordError
    before = economic_share(session, infrastructure_id, year)
    if standing is None:
        standing = YearCapacity(infrastructure_id=infrastructure_id, year=year)
        session.add(standing)
    for name, value in asdict(command).items():
        setattr(standing, name, value)
    standing.set_by_id = actor.id
    session.flush()
    after = economic_share(session, infrastructure_id, year)
    if not actor.role.is_office and _is_lifted(before, after):
        session.add(_task(standing, actor, before, owner=_who_looks(session)))
        session.flush()


def _is_lifted(before: EconomicShare, after: EconomicShare) -> bool:
    """Tell whether a share that is near its limit, or over it, becomes less or unknown."""
    is_watched = before.state in (ShareState.NEAR, ShareState.OVER)
    return is_watched and before.share is not None and (after.share is None or after.share < before.share)


def _who_looks(session: Session) -> User | None:
    consultants = sa.select(User).where(User.role == Role.CONSULTANT, User.is_active)
    return session.scalars(consultants.order_by(User.id).limit(1)).first()


def _task(given: YearCapacity, actor: User, before: EconomicShare, *, owner: User | None) -> Note:
    with force_locale(((owner.language if owner else None) or Language.SV).value):
        text = _(
            "%(who)s changed the capacity of %(year)s from %(before)s to %(after)s hours, so that companies take a "
            "smaller share than %(percent)s per cent. It rests on: %(source)s. Ask whether that is right.",
            who=actor.name,
            year=given.year,
            before=before.capacity,
            after=given.hours if given.hours is not None else "–",
            percent=short_number((before.share or 0) * 100, 1),
            source=given.source or "–",
        )
    return Note(
        infrastructure_id=given.infrastructure_id,
        kind=NoteKind.TASK,
        happened_on=today(),
        text=str(text),
        author_id=actor.id,
        owner_id=owner.id if owner else None,
    )
