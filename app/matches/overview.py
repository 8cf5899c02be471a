"""Everything about one match on one page: how far it has come, what has been done, and what may be done now."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from app.companies.overview import CountedUse
from app.mail.links import token_of
from app.matches.queries import list_letters, list_meetings
from app.people.present import find_contact
from app.programmes.counting import judge_programmes, list_company_uses
from models.accounts import User, token_hash
from models.actions import Actions, MatchAction, actions_for
from models.answer_links import LinkEnd, link_end
from models.clock import now
from models.matches import Match, Stage
from models.meetings import Meeting, MeetingStatus
from models.outbox import OutboxMessage
from models.party_answers import PartyAnswer, agreed_time
from models.people import Person
from models.standing_steps import standing_steps


@dataclass(frozen=True, slots=True)
class ShownAnswer:
    """What a party has answered: the address its link went to, where that is known, and why the link is over."""

    given: PartyAnswer
    address: str | None
    end: LinkEnd | None


@dataclass(frozen=True, slots=True)
class MatchOverview:
    """What the page of a match shows beside its record; `uses` come newest first.

    `taken` has the day of each step that stands, `reached` is the furthest stage, `actions` is what may be done, and
    `contact` is whom the company's letters go to. `answers` are those to the introduction that stands or has ended,
    and `agreed_at` is the time to come that both have chosen, as long as no meeting is
    planned and none was for then.
    """

    meetings: Sequence[Meeting]
    uses: Sequence[CountedUse]
    letters: Sequence[OutboxMessage]
    answers: Sequence[ShownAnswer]
    agreed_at: datetime | None
    taken: Mapping[Stage, date]
    reached: Stage
    actions: Actions[MatchAction]
    contact: Person | None


def get_overview(session: Session, actor: User, match: Match, *, today: date, secret: str) -> MatchOverview:
    """Return what the page of a match shows an actor who may see it; links' tokens were made with `secret`."""
    meetings, letters = list_meetings(session, match), list_letters(session, match)
    went_to = {
        token_hash(token_of(letter.link_seed, secret)): letter.to_address for letter in letters if letter.link_seed
    }
    answers = [
        ShownAnswer(each, went_to.get(each.token_hash), link_end(each, introduction, match.need, meetings, at=now()))
        for introduction in match.introductions
        if introduction.taken_back_at is None
        for each in introduction.answers
    ]
    company_uses = list_company_uses(session, match.need.company_id)
    judged = judge_programmes(session, company_uses, until=today)
    uses = [use for use in company_uses if use.match_id == match.id]
    steps = standing_steps(match.changes, match.introductions, meetings, uses)
    return MatchOverview(
        meetings=meetings,
        uses=[CountedUse(use, judged[use.id].company) for use in reversed(uses)],
        letters=letters,
        answers=answers,
        agreed_at=_to_plan(agreed_time(each.given for each in answers), meetings),
        taken={step.stage: step.on for step in steps},
        reached=_reached(match),
        actions=actions_for(actor.role, match.stage, match.need.status, introduced=match.is_introduced),
        contact=find_contact(session, match.need, today=today),
    )


def _to_plan(agreed: datetime | None, meetings: Sequence[Meeting]) -> datetime | None:
    """Return a time that both have chosen, while it is to come, no meeting is planned and none has been for then."""
    if agreed is None or agreed <= now():
        return None
    is_used = any(meeting.status is MeetingStatus.PLANNED or meeting.is_at(agreed) for meeting in meetings)
    return None if is_used else agreed


def asks_for_next_step(match: Match) -> bool:
    """Tell whether work has begun and nobody has said how it goes on."""
    return not match.next_step and match.stage.goes_on and not match.stage.lies_below(Stage.INTRODUCED)


def _reached(match: Match) -> Stage:
    """Return the furthest stage, also of a match that has been closed since."""
    steps = [change.from_stage for change in match.changes if change.to_stage is Stage.CLOSED]
    return (steps[-1] or Stage.SUGGESTED) if match.stage is Stage.CLOSED and steps else match.stage
