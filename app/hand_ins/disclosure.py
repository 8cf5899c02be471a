"""Staged disclosure: who has seen which part of a need."""

from __future__ import annotations

import enum
from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.storage.audit import READ
from models.accounts import Role, User, user_infrastructure
from models.audit import AuditEntry
from models.hand_ins import HandIn
from models.infrastructures import Capability, Infrastructure
from models.introductions import Introduction
from models.matches import Match
from models.needs import Need


class Seen(enum.StrEnum):
    """Which part of a need somebody has seen."""

    ALL = "all"
    FOR_INFRASTRUCTURES = "for_infrastructures"
    PUBLIC = "public"


@dataclass(frozen=True, slots=True)
class SeenBy:
    """That somebody has seen a need on a day; who works for a unit is told as that unit, by its two names."""

    at: datetime
    by_office: bool
    seen: Seen
    name_sv: str = ""
    name_en: str = ""


def list_readings(session: Session, found: HandIn) -> list[SeenBy]:
    """Return who has seen what of a need that was handed in, the latest first.

    Readings are written once a day for each reader. That anyone may read the public text is not logged.
    """
    introduced = _introduced(session, found)
    of_user: dict[int, list[Infrastructure]] = defaultdict(list)
    introduced_by_id = {infrastructure.id: infrastructure for _at, infrastructure in introduced}
    tied = sa.select(user_infrastructure).where(user_infrastructure.c.infrastructure_id.in_(introduced_by_id))
    for user_id, infrastructure_id in session.execute(tied):
        of_user[user_id].append(introduced_by_id[infrastructure_id])
    readings = [_by(infrastructure, at, Seen.PUBLIC) for at, infrastructure in introduced]
    for at, user_id, role in session.execute(_read(found)):
        if role in (Role.ADMINISTRATOR, Role.CONSULTANT):
            readings.append(SeenBy(at, by_office=True, seen=Seen.ALL))
        if role is Role.STAFF:
            readings += [_by(infrastructure, at, Seen.FOR_INFRASTRUCTURES) for infrastructure in of_user[user_id]]
    return sorted(readings, key=lambda each: each.at, reverse=True)


def _by(infrastructure: Infrastructure, at: datetime, seen: Seen) -> SeenBy:
    return SeenBy(at, by_office=False, seen=seen, name_sv=infrastructure.name_sv, name_en=infrastructure.name_en)


def _read(found: HandIn) -> sa.Select[datetime, int, Role]:
    subjects = [sa.and_(AuditEntry.subject == HandIn.__tablename__, AuditEntry.subject_id == str(found.id))]
    if found.need_id is not None:
        subjects.append(sa.and_(AuditEntry.subject == Need.__tablename__, AuditEntry.subject_id == str(found.need_id)))
    return (
        sa.select(AuditEntry.at, User.id, User.role)
        .join(User, User.id == AuditEntry.actor_id)
        .where(AuditEntry.action == READ, sa.or_(*subjects))
        # SQLite gives the number of a need that was removed to the next one.
        .where(AuditEntry.at >= found.created_at)
    )


def _introduced(session: Session, found: HandIn) -> list[tuple[datetime, Infrastructure]]:
    rows = session.execute(
        sa.select(Introduction.started_at, Infrastructure)
        .join(Match, Match.id == Introduction.match_id)
        .join(Capability, Capability.id == Match.capability_id)
        .join(Infrastructure, Infrastructure.id == Capability.infrastructure_id)
        .where(Match.need_id == found.need_id, Introduction.taken_back_at.is_(None))
    )
    return [(at, infrastructure) for at, infrastructure in rows]
