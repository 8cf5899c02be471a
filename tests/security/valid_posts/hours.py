"""The success cases of hours."""

from __future__ import annotations

import sqlalchemy as sa

from models.clock import now
from models.programmes import Programme
from models.time_entries import TimeEntry
from tests import factories
from tests.security.valid_posts.setting import Attempt, Setting, Typed, case


def _programme(stage: Setting) -> Programme:
    found = stage.session.scalars(sa.select(Programme)).first()
    return found or stage.add(factories.programme())


@case("hours.new")
def _(stage: Setting) -> Attempt:
    programme, done = _programme(stage), f"Ringde runt {stage.number}."
    return Attempt(
        "/hours/new",
        lambda: (found := stage.one(TimeEntry, TimeEntry.text == done)) is not None and found.minutes == 90,
        {"minutes": "1:30", "activity": "matching", "text": done, "programme_id": str(programme.id)},
        shown=done,
    )


@case("hours.new_for_need")
def _(stage: Setting) -> Attempt:
    need, programme = stage.need(), _programme(stage)
    typed: Typed = {"minutes": "20", "activity": "matching", "programme_id": str(programme.id)}
    path = f"/needs/{need.id}/hours/new"
    return Attempt(path, lambda: stage.one(TimeEntry, TimeEntry.need_id == need.id) is not None, typed)


@case("hours.edit")
def _(stage: Setting) -> Attempt:
    entry = stage.add(factories.time_entry(_programme(stage)))
    return Attempt(f"/hours/{entry.id}/edit", lambda: stage.fresh(entry).minutes == 30, {"minutes": "30"})


@case("hours.take_back")
def _(stage: Setting) -> Attempt:
    entry = stage.add(factories.time_entry(_programme(stage)))
    return Attempt(
        f"/hours/{entry.id}/edit",
        lambda: stage.fresh(entry).taken_back_at is not None,
        {"version": str(entry.version)},
        action=f"/hours/{entry.id}/take-back",
    )


@case("hours.put_back")
def _(stage: Setting) -> Attempt:
    entry = stage.add(factories.time_entry(_programme(stage), text="Ringde", taken_back_at=now()))
    return Attempt(
        "/hours/new",
        lambda: stage.fresh(entry).taken_back_at is None,
        {"version": str(entry.version)},
        action=f"/hours/{entry.id}/put-back",
        shown="Ringde",
    )
