"""The demo needs and matches fill every state, and their dates hang together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session, selectinload

from models.clock import day_of
from models.matches import Match, Stage
from models.meetings import MeetingStatus
from models.needs import Need, NeedStatus
from models.organisations import Company
from models.people import PersonRole


def all_needs(session: Session) -> Sequence[Need]:
    return session.scalars(
        sa.select(Need).options(selectinload(Need.company), selectinload(Need.matches).selectinload(Match.uses))
    ).all()


def all_matches(session: Session) -> Sequence[Match]:
    loads = [selectinload(each) for each in (Match.changes, Match.meetings, Match.uses, Match.need)]
    return session.scalars(sa.select(Match).options(*loads)).all()


def test_at_least_forty_needs_have_all_three_layers(seeded: Session) -> None:
    needs = all_needs(seeded)
    assert len(needs) >= 40
    for need in needs:
        assert need.title
        assert need.teaser
        assert need.infrastructure_text
        assert need.private_text
        assert need.desired_result


def test_the_layers_do_not_repeat_each_other(seeded: Session) -> None:
    for need in all_needs(seeded):
        assert need.private_text
        assert (
            need.private_text not in f"{need.teaser} {need.infrastructure_text} {need.desired_result} {need.conditions}"
        )


def test_every_status_occurs_and_only_drafts_were_never_opened(seeded: Session) -> None:
    needs = all_needs(seeded)
    assert set(Counter(need.status for need in needs)) == set(NeedStatus)
    assert all((need.opened_on is None) is (need.status is NeedStatus.DRAFT) for need in needs)


def test_some_needs_exclude_animal_experiments(seeded: Session) -> None:
    assert sum("Inte djurförsök" in (need.conditions or "") for need in all_needs(seeded)) >= 3


def test_some_open_needs_have_no_match(seeded: Session) -> None:
    assert sum(not need.matches for need in all_needs(seeded) if need.status is NeedStatus.OPEN) >= 5


def test_a_need_comes_after_the_first_contact_and_its_contact_works_there(seeded: Session) -> None:
    roles = set(seeded.execute(sa.select(PersonRole.person_id, PersonRole.company_id)).all())
    for need in all_needs(seeded):
        assert need.company.created_at <= need.created_at, need.title
        assert (need.contact_id, need.company_id) in roles, need.title


def test_the_last_contact_with_a_company_is_no_older_than_its_latest_need_or_meeting(seeded: Session) -> None:
    matches = selectinload(Company.needs).selectinload(Need.matches)
    for company in seeded.scalars(sa.select(Company).options(matches.selectinload(Match.meetings))):
        days = [need.opened_on for need in company.needs if need.opened_on]
        meetings = [meeting for need in company.needs for match in need.matches for meeting in match.meetings]
        days += [meeting.held_on for meeting in meetings if meeting.status is MeetingStatus.HELD]
        assert company.last_contact_on is not None
        assert company.last_contact_on >= max(days, default=company.last_contact_on), company.name


def test_matches_are_in_every_stage_over_the_last_ten_months(seeded: Session, today: date) -> None:
    matches = all_matches(seeded)
    assert len(matches) >= 30
    assert {match.stage for match in matches} == set(Stage)
    starts = {match.changes[0].at.date() for match in matches}
    assert today - timedelta(days=305) <= min(starts)
    assert max(starts) >= today - timedelta(days=30)
    assert len({(start.year, start.month) for start in starts}) >= 8


def test_steps_follow_each_other_in_time_and_lead_to_the_stage(seeded: Session, today: date) -> None:
    for match in all_matches(seeded):
        assert match.need.opened_on is not None
        moments = [change.at for change in match.changes]
        assert moments == sorted(moments)
        assert match.need.opened_on <= day_of(moments[0])
        assert day_of(moments[-1]) < today
        assert match.changes[0].from_stage is None
        assert [c.from_stage for c in match.changes[1:]] == [c.to_stage for c in match.changes[:-1]]
        assert (match.changes[-1].to_stage, moments[-1]) == (match.stage, match.stage_since)


def test_a_closed_match_has_a_reason_and_no_next_step_and_others_have_none(seeded: Session) -> None:
    closed = [match for match in all_matches(seeded) if match.stage is Stage.CLOSED]
    assert len({match.close_reason for match in closed}) >= 5
    assert all(match.next_step is None and match.close_note for match in closed)
    assert all(match.close_reason is None for match in all_matches(seeded) if match.stage is not Stage.CLOSED)


def test_next_steps_are_overdue_soon_later_and_missing(seeded: Session, today: date) -> None:
    week = today + timedelta(days=7)
    ongoing = [match for match in all_matches(seeded) if match.stage is not Stage.CLOSED]
    days = [match.next_step_on for match in ongoing]
    assert sum(day is not None and day < today for day in days) >= 4
    assert sum(day is not None and today <= day <= week for day in days) >= 5
    assert sum(day is not None and day > week for day in days) >= 2
    assert days.count(None) >= 4


def test_meetings_are_planned_ahead_and_held_or_missed_before(seeded: Session, today: date) -> None:
    meetings = [meeting for match in all_matches(seeded) for meeting in match.meetings]
    assert {meeting.status for meeting in meetings} == set(MeetingStatus)
    assert all((meeting.held_on > today) is (meeting.status is MeetingStatus.PLANNED) for meeting in meetings)


def test_the_stage_meeting_held_came_with_a_held_meeting_that_day(seeded: Session) -> None:
    for match in all_matches(seeded):
        held = {meeting.held_on for meeting in match.meetings if meeting.status is MeetingStatus.HELD}
        reached = {day_of(change.at) for change in match.changes if change.to_stage is Stage.MEETING_HELD}
        assert reached <= held
        assert bool(reached) is bool(held)


def test_a_used_match_has_its_use_and_its_need_is_met(seeded: Session) -> None:
    for match in all_matches(seeded):
        used = [day_of(change.at) for change in match.changes if change.to_stage is Stage.USED]
        assert used == [use.started_on for use in match.uses]
        if used:
            assert match.need.status is NeedStatus.MET


def test_a_met_need_was_closed_on_the_day_of_its_first_use_and_no_need_on_the_seeding_day(
    seeded: Session, today: date
) -> None:
    for need in all_needs(seeded):
        assert (need.closed_on is not None) is (need.status in (NeedStatus.MET, NeedStatus.WITHDRAWN)), need.title
        if need.closed_on:
            assert need.opened_on is not None
            assert need.opened_on <= need.closed_on < today, need.title
        if need.status is NeedStatus.MET:
            assert need.closed_on == min(use.started_on for match in need.matches for use in match.uses), need.title
