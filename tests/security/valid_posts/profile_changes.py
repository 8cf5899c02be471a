"""The success cases of drafts of a unit's profile."""

from __future__ import annotations

from models.clock import now
from models.profile_changes import ProfileChange
from tests import factories
from tests.security.valid_posts.setting import Attempt, Setting, case


def _change(stage: Setting, **values: object) -> ProfileChange:
    """Save a change of a capability; of a unit's own facts there is one draft at a time."""
    assert stage.user is not None
    own = {"capability": stage.capability(), "before": {"price_note": None}, "after": {"price_note": "900 kr"}}
    return stage.add(factories.profile_change(stage.infrastructure, stage.user, **{**own, **values}))


def _page(stage: Setting) -> str:
    return f"/infrastructures/{stage.infrastructure.id}/changes"


@case("profile_changes.publish")
def _(stage: Setting) -> Attempt:
    draft = _change(stage)
    action = f"{_page(stage)}/publish"
    return Attempt(_page(stage), lambda: stage.fresh(draft).published_at is not None, action=action)


@case("profile_changes.discard")
def _(stage: Setting) -> Attempt:
    number = _change(stage).id
    action = f"/profile-changes/{number}/discard"
    return Attempt(_page(stage), lambda: stage.one(ProfileChange, ProfileChange.id == number) is None, action=action)


@case("profile_changes.ask_back")
def _(stage: Setting) -> Attempt:
    change = _change(stage, published_at=now())
    path = f"/profile-changes/{change.id}/ask-back"
    return Attempt(path, lambda: stage.fresh(change).asked_back == "Fel pris.", {"asked_back": "Fel pris."})


@case("profile_changes.put_back")
def _(stage: Setting) -> Attempt:
    change = _change(stage, published_at=now(), before={"price_note": "700 kr"})
    drafted = (ProfileChange.capability_id == change.capability_id, ProfileChange.published_at.is_(None))
    action = f"/profile-changes/{change.id}/put-back"
    return Attempt(_page(stage), lambda: stage.one(ProfileChange, *drafted) is not None, action=action)
