"""A match's page in its two shapes: whole for the office, and what an introduced unit may read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload, selectinload

from app.audit import note_reading
from app.matches.queries import get_match, list_letters, list_meetings, visible_matches
from app.matches.timeline import Happening, timeline
from app.needs.shapes import NeedForUnit, for_unit
from app.programmes.counting import Why, use_with_parties, why_not_counted, why_unit_not_counted
from models.accounts import Role, User
from models.errors import NotFoundError
from models.infrastructures import Capability, Infrastructure
from models.matches import Match, Stage, StageChange
from models.meetings import Meeting, MeetingStatus
from models.needs import Need
from models.outbox import OutboxMessage
from models.programmes import Programme
from models.uses import Use


@dataclass(frozen=True, slots=True)
class CountedUse:
    """A use, and why it does not count for the company or for the unit; nothing where it does."""

    use: Use
    why_not: tuple[Why, ...]
    why_unit_not: tuple[Why, ...]


@dataclass(frozen=True, slots=True)
class MatchForOffice:
    """A match with everything that consultants and administrators work with; `uses` come newest first."""

    match: Match
    meetings: Sequence[Meeting]
    uses: Sequence[CountedUse]
    letters: Sequence[OutboxMessage]
    timeline: Sequence[Happening]

    @property
    def reached(self) -> Stage:
        """Return the furthest stage, also of a match that has been closed since."""
        steps = [change.from_stage for change in self.match.changes if change.to_stage is Stage.CLOSED]
        return (steps[-1] or Stage.SUGGESTED) if self.match.stage is Stage.CLOSED and steps else self.match.stage


def get_for_office(
    session: Session, actor: User, match_id: int, *, programme: Programme | None, today: date
) -> MatchForOffice:
    """Return a match's page; raises NotFoundError outside the actor's scope."""
    match = get_match(session, actor, match_id)
    match_changes = session.scalars(
        sa.select(StageChange).where(StageChange.match_id == match.id).options(joinedload(StageChange.by))
    ).all()
    meetings, letters = list_meetings(session, match), list_letters(session, match)
    uses = session.scalars(use_with_parties().where(Use.match_id == match.id)).all()
    return MatchForOffice(
        match=match,
        meetings=meetings,
        uses=[
            CountedUse(
                use,
                why_not_counted(use, programme, today=today) if programme else (),
                why_unit_not_counted(use, today=today),
            )
            for use in reversed(uses)
        ],
        letters=letters,
        timeline=timeline(match_changes, meetings, uses, letters),
    )


@dataclass(frozen=True, slots=True)
class MatchForUnit:
    """A match as the unit reads it: the need's public and unit layers, and what has been done together.

    Next steps, notes, reasons, scores, uses' values and other units are not here, so no template can show them.
    """

    id: int
    stage: Stage
    stage_since: datetime
    need: NeedForUnit
    capability_sv: str
    capability_en: str
    unit_sv: str
    unit_en: str
    meetings: Sequence[tuple[date, MeetingStatus]]
    is_demo: bool


def get_for_unit(session: Session, actor: User, match_id: int) -> MatchForUnit:
    """Return a match in the unit's shape; raises NotFoundError unless it was introduced to one of the actor's units."""
    if actor.role is not Role.STAFF:
        raise NotFoundError
    match = session.scalar(
        visible_matches(actor)
        .where(Match.id == match_id)
        .options(
            joinedload(Match.need).options(
                joinedload(Need.company), joinedload(Need.contact), selectinload(Need.concepts)
            ),
            joinedload(Match.capability)
            .joinedload(Capability.infrastructure)
            .load_only(Infrastructure.name_sv, Infrastructure.name_en),
        )
    )
    if match is None:
        raise NotFoundError
    note_reading(session, match.need)
    meetings = session.execute(
        sa.select(Meeting.held_on, Meeting.status).where(Meeting.match_id == match.id).order_by(Meeting.held_on.desc())
    ).all()
    return MatchForUnit(
        id=match.id,
        stage=match.stage,
        stage_since=match.stage_since,
        need=for_unit(match.need),
        capability_sv=match.capability.title_sv,
        capability_en=match.capability.title_en,
        unit_sv=match.capability.infrastructure.name_sv,
        unit_en=match.capability.infrastructure.name_en,
        meetings=[(day, status) for day, status in meetings],
        is_demo=match.is_demo,
    )
