"""A match's page in its two shapes: whole for the office, and what an introduced unit may read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session, contains_eager

from app.companies.overview import CountedUse
from app.matches.queries import get_match, list_letters, list_meetings
from app.needs.infrastructure_queries import own_introductions, read_for_infrastructure
from app.needs.need_for_infrastructure import NeedForInfrastructure
from app.people.present import find_contact
from app.programmes.counting import judge_programmes, list_company_uses
from models.accounts import User
from models.actions import Actions, MatchAction, actions_for
from models.errors import NotFoundError
from models.infrastructures import Capability, Infrastructure
from models.introductions import Introduction
from models.matches import Match, Stage
from models.meetings import Meeting, MeetingStatus
from models.outbox import OutboxMessage
from models.people import Person
from models.standing_steps import standing_steps


@dataclass(frozen=True, slots=True)
class MatchForOffice:
    """A match with everything that consultants and administrators work with; `uses` come newest first.

    `taken` has the day of each step that stands, `actions` is what may be done, and `contact` is whom the company's
    letters go to.
    """

    match: Match
    meetings: Sequence[Meeting]
    uses: Sequence[CountedUse]
    letters: Sequence[OutboxMessage]
    taken: Mapping[Stage, date]
    actions: Actions[MatchAction]
    contact: Person | None

    @property
    def asks_for_next_step(self) -> bool:
        """Tell whether work has begun and nobody has said how it goes on."""
        stage = self.match.stage
        return not self.match.next_step and stage.goes_on and not stage.lies_below(Stage.INTRODUCED)

    @property
    def reached(self) -> Stage:
        """Return the furthest stage, also of a match that has been closed since."""
        steps = [change.from_stage for change in self.match.changes if change.to_stage is Stage.CLOSED]
        return (steps[-1] or Stage.SUGGESTED) if self.match.stage is Stage.CLOSED and steps else self.match.stage


def get_for_office(session: Session, actor: User, match_id: int, *, today: date) -> MatchForOffice:
    """Return a match's page; raises NotFoundError outside the actor's scope."""
    match = get_match(session, actor, match_id)
    meetings, letters = list_meetings(session, match), list_letters(session, match)
    company_uses = list_company_uses(session, match.need.company_id)
    judged = judge_programmes(session, company_uses, until=today)
    uses = [use for use in company_uses if use.match_id == match.id]
    steps = standing_steps(match.changes, match.introductions, meetings, uses)
    return MatchForOffice(
        match=match,
        meetings=meetings,
        uses=[CountedUse(use, judged[use.id].company) for use in reversed(uses)],
        letters=letters,
        taken={step.stage: step.on for step in steps},
        actions=actions_for(
            actor.role,
            match.stage,
            match.need.status,
            introduced=any(each.stands for each in match.introductions),
        ),
        contact=find_contact(session, match.need, today=today),
    )


@dataclass(frozen=True, slots=True)
class MatchForInfrastructure:
    """A match as the unit reads it: the need's public and unit layers, and what has been done together.

    Next steps, notes, reasons, scores, uses' values and other units are not here, so no template can show them.
    """

    id: int
    stage: Stage
    stage_since: datetime
    need: NeedForInfrastructure
    capability_sv: str
    capability_en: str
    infrastructure_sv: str
    infrastructure_en: str
    meetings: Sequence[tuple[date, MeetingStatus]]
    is_demo: bool


def get_for_infrastructure(session: Session, actor: User, match_id: int, *, today: date) -> MatchForInfrastructure:
    """Return a match in the unit's shape; raises NotFoundError unless it was introduced to one of the actor's units."""
    introduction = session.scalar(
        own_introductions(actor)
        .join(Introduction.match)
        .join(Match.capability)
        .where(Match.id == match_id)
        .options(
            contains_eager(Introduction.match)
            .contains_eager(Match.capability)
            .joinedload(Capability.infrastructure)
            .load_only(Infrastructure.name_sv, Infrastructure.name_en)
        )
    )
    if introduction is None:
        raise NotFoundError
    match = introduction.match
    return MatchForInfrastructure(
        id=match.id,
        stage=match.stage,
        stage_since=match.stage_since,
        need=read_for_infrastructure(session, introduction, today=today),
        capability_sv=match.capability.title_sv,
        capability_en=match.capability.title_en,
        infrastructure_sv=match.capability.infrastructure.name_sv,
        infrastructure_en=match.capability.infrastructure.name_en,
        meetings=_meetings_shown(session, introduction),
        is_demo=match.is_demo,
    )


def _meetings_shown(session: Session, introduction: Introduction) -> list[tuple[date, MeetingStatus]]:
    if not introduction.stands:
        kept = (introduction.shown or {}).get("meetings", ())
        return [(date.fromisoformat(day), MeetingStatus(status)) for day, status in kept]
    meetings = sa.select(Meeting.held_on, Meeting.status).where(Meeting.match_id == introduction.match_id)
    return [(day, status) for day, status in session.execute(meetings.order_by(Meeting.held_on.desc()))]
