"""What is done with those who came to an event: added, read from a list, corrected, confirmed, removed, forgotten."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.achievements.commands import ParticipantCommand
from app.achievements.participant_queries import (
    OnRecord,
    count_came,
    get_participant,
    list_participants,
    on_record_of,
)
from app.achievements.queries import get_achievement
from app.achievements.sign_ups import Came
from app.storage.locks import lock_rows
from models.accounts import User
from models.achievements import Achievement
from models.base import require_unchanged, require_version, swedish_sort_key
from models.clock import today
from models.participants import Participant


def add_participants(
    session: Session, *, actor: User, achievement_id: int, came: Sequence[Came], until: date
) -> Achievement:
    """Add people to those who came to an event; raises StaleRecordError when it was taken back meanwhile."""
    event = _lock(session, actor, achievement_id)
    require_unchanged(event, event.version, taken_back=False)
    event.participants_until = kept_until(event, until)
    add_rows(session, event, came)
    return event


def kept_until(event: Achievement, until: date) -> date:
    """Return the day until which new rows of an event are kept: its own, unless it has passed with the former ones."""
    own = event.participants_until
    return own if own is not None and own >= today() else until


def put_participants(
    session: Session, *, actor: User, achievement_id: int, came: Sequence[Came], until: date, version: int | None
) -> None:
    """Let a list take the place of an event's own, until a day; what was confirmed of an organisation stays so.

    Raises StaleRecordError.
    """
    event = _lock(session, actor, achievement_id)
    require_unchanged(event, version, taken_back=False)
    kept = list_participants(session, actor, event)
    confirmed = {swedish_sort_key(each.organisation): record for each in kept if (record := on_record_of(each))}
    for each in kept:
        session.delete(each)
    event.participants_until, event.participant_count = until, None
    event.organisation_count = event.smf_count = None
    add_rows(session, event, came, confirmed)


def add_rows(
    session: Session, event: Achievement, came: Sequence[Came], confirmed: Mapping[str, OnRecord] | None = None
) -> None:
    """Add the rows of people who came, and count them in."""
    for each in came:
        record = (confirmed or {}).get(swedish_sort_key(each.organisation))
        made = Participant(achievement_id=event.id, organisation=each.organisation, role=each.role or None)
        made.is_demo = event.is_demo
        session.add(_let_be(made, record))
    event.participant_count = (event.participant_count or 0) + len(came) or None
    session.flush()


def correct_participant(
    session: Session,
    *,
    actor: User,
    participant_id: int,
    command: ParticipantCommand,
    version: int | None,
) -> None:
    """Correct what was written of somebody who came, and who on record that is; raises StaleRecordError."""
    found = get_participant(session, actor, participant_id)
    require_version(found, version)
    for name, value in asdict(command).items():
        setattr(found, name, value)
    session.flush()


def confirm_participant(
    session: Session, *, actor: User, participant_id: int, record: OnRecord, version: int | None
) -> None:
    """Say that an organisation that came is one on record, for everybody who came from it; raises StaleRecordError."""
    found = get_participant(session, actor, participant_id)
    require_version(found, version)
    event = get_achievement(session, actor, found.achievement_id)
    same = swedish_sort_key(found.organisation)
    for each in list_participants(session, actor, event):
        if each is found or (swedish_sort_key(each.organisation) == same and on_record_of(each) is None):
            _let_be(each, record)
    session.flush()


def remove_participant(session: Session, *, actor: User, participant_id: int, version: int | None) -> None:
    """Take somebody off those who came, and out of their number; raises StaleRecordError."""
    event = _lock(session, actor, get_participant(session, actor, participant_id).achievement_id)
    found = get_participant(session, actor, participant_id)
    require_version(found, version)
    session.delete(found)
    event.participant_count = (event.participant_count or 1) - 1 or None
    session.flush()


def forget_participants(session: Session, *, today: date) -> int:
    """Remove those whose day has passed, and return of how many events; how many came stays, and from where."""
    passed = sa.select(Achievement).where(
        Achievement.participants_until < today,
        sa.exists().where(Participant.achievement_id == Achievement.id),
    )
    events = session.scalars(passed.order_by(Achievement.id)).all()
    for event in events:
        rows = session.scalars(sa.select(Participant).where(Participant.achievement_id == event.id)).all()
        counts = count_came(session, event, rows)
        event.organisation_count = (event.organisation_count or 0) + counts.organisations
        event.smf_count = (event.smf_count or 0) + counts.smf
        for each in rows:
            session.delete(each)
    session.flush()
    return len(events)


def _lock(session: Session, actor: User, achievement_id: int) -> Achievement:
    lock_rows(session, Achievement, [achievement_id])
    return get_achievement(session, actor, achievement_id)


def _let_be(participant: Participant, record: OnRecord | None) -> Participant:
    if record is not None:
        setattr(participant, record.column, record.id)
    return participant
