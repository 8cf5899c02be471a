"""Reads of infrastructures, scoped: facts are public; contacts and readiness are for the office and own staff."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session, contains_eager, defer, joinedload, selectinload
from sqlalchemy.orm.interfaces import ORMOption

from app.limits import PAGE_SIZE
from app.people.present import list_present
from app.storage.locks import lock_rows
from models.accounts import Role, User, user_infrastructure
from models.base import swedish_sort_key
from models.clock import today
from models.errors import NotFoundError
from models.infrastructures import Capability, Infrastructure
from models.matches import Match, Stage
from models.needs import Need
from models.organisations import HostOrganisation
from models.people import PersonRole
from models.readiness_items import ReadinessItem


def visible_infrastructures(actor: User) -> sa.Select[Infrastructure]:
    """Return the selection of infrastructures whose public facts the actor may read."""
    if actor.role.is_office or actor.role is Role.STAFF:
        return sa.select(Infrastructure)
    return sa.select(Infrastructure).where(sa.false())


def own_infrastructures(actor: User) -> sa.Select[Infrastructure]:
    """Return the selection of infrastructures that the actor may change: the office all, staff those they act for."""
    if actor.role.is_office:
        return sa.select(Infrastructure)
    if actor.role is Role.STAFF:
        return sa.select(Infrastructure).where(_acted_for_by(actor))
    return sa.select(Infrastructure).where(sa.false())


def _acted_for_by(actor: User) -> sa.ColumnElement[bool]:
    return (
        sa.exists()
        .where(
            user_infrastructure.c.infrastructure_id == Infrastructure.id,
            user_infrastructure.c.user_id == actor.id,
        )
        .correlate(Infrastructure)
    )


@dataclass(frozen=True, slots=True)
class InfrastructureView:
    """An infrastructure for one reader. What the reader may not know is None or empty, and its columns are not loaded.

    `is_own` says that the reader may change it; `readiness` is None for whoever may not see the ladder.
    """

    infrastructure: Infrastructure
    is_own: bool
    contact_email: str | None
    note: str | None
    readiness: Sequence[ReadinessItem] | None
    people: Sequence[PersonRole]


def get_view(session: Session, actor: User, infrastructure_id: int) -> InfrastructureView:
    """Return an infrastructure as the actor may see it, with hosts, capabilities and their concepts.

    Raises NotFoundError outside the actor's scope.
    """
    office = actor.role.is_office
    own = own_infrastructures(actor).where(Infrastructure.id == infrastructure_id)
    is_own = office or session.scalar(own.with_only_columns(Infrastructure.id)) is not None
    infrastructure = session.scalar(
        visible_infrastructures(actor)
        .where(Infrastructure.id == infrastructure_id)
        .options(
            *_hiding(note=not office, contact_email=not is_own),
            selectinload(Infrastructure.hosts),
            selectinload(Infrastructure.capabilities).selectinload(Capability.concepts),
            *([selectinload(Infrastructure.readiness)] if is_own else []),
        )
    )
    if infrastructure is None:
        raise NotFoundError
    return InfrastructureView(
        infrastructure=infrastructure,
        is_own=is_own,
        contact_email=infrastructure.contact_email if is_own else None,
        note=infrastructure.note if office else None,
        readiness=infrastructure.readiness if is_own else None,
        people=list_present(session, infrastructure, today=today()) if office else (),
    )


def _hiding(*, note: bool, contact_email: bool) -> list[ORMOption]:
    """Return options that leave columns unread, so that even a careless template cannot show them."""
    hidden = [Infrastructure.note] if note else []
    hidden += [Infrastructure.contact_email] if contact_email else []
    return [defer(column, raiseload=True) for column in hidden]


def get_own(session: Session, actor: User, infrastructure_id: int, *, lock: bool = False) -> Infrastructure:
    """Return an infrastructure that the actor may change, with hosts and readiness; raises NotFoundError.

    `lock` keeps others from changing it until the transaction ends, where the database can (SQLite has one writer).
    """
    if lock:
        lock_rows(session, Infrastructure, [infrastructure_id])
    infrastructure = session.scalar(
        own_infrastructures(actor)
        .where(Infrastructure.id == infrastructure_id)
        .options(
            *_hiding(note=not actor.role.is_office, contact_email=False),
            selectinload(Infrastructure.hosts),
            selectinload(Infrastructure.readiness),
        )
    )
    if infrastructure is None:
        raise NotFoundError
    return infrastructure


def get_own_capability(session: Session, actor: User, capability_id: int) -> Capability:
    """Return a capability of an infrastructure that the actor may change, with both and its concepts.

    Raises NotFoundError outside the actor's scope.
    """
    owned = own_infrastructures(actor).with_only_columns(Infrastructure.id)
    capability = session.scalar(
        sa.select(Capability)
        .where(Capability.id == capability_id, Capability.infrastructure_id.in_(owned))
        .options(
            joinedload(Capability.infrastructure)
            .defer(Infrastructure.note, raiseload=True)
            .defer(Infrastructure.contact_email, raiseload=True),
            selectinload(Capability.concepts),
        )
    )
    if capability is None:
        raise NotFoundError
    return capability


def list_hosts(session: Session) -> Sequence[HostOrganisation]:
    """Return every host organisation, sorted by its Swedish name."""
    hosts = session.scalars(sa.select(HostOrganisation)).all()
    return sorted(hosts, key=lambda host: (swedish_sort_key(host.name_sv), host.id))


def list_hosts_by_id(session: Session, ids: Sequence[int]) -> Sequence[HostOrganisation]:
    """Return the host organisations with these numbers; unknown numbers are left out."""
    return session.scalars(sa.select(HostOrganisation).where(HostOrganisation.id.in_(ids))).all()


def list_infrastructure_matches(session: Session, actor: User, infrastructure: Infrastructure) -> Sequence[Match]:
    """Return the matches of an infrastructure, the newest step first, with both parties; the office only."""
    if not actor.role.is_office:
        return ()
    return session.scalars(
        sa.select(Match)
        .join(Match.capability)
        .where(Capability.infrastructure_id == infrastructure.id)
        .options(joinedload(Match.need).joinedload(Need.company), contains_eager(Match.capability))
        .order_by(sa.case((Match.stage == Stage.CLOSED, 1), else_=0), Match.stage_since.desc(), Match.id)
        .limit(PAGE_SIZE)
    ).all()
