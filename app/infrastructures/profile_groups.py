"""A unit's profile by groups of fields: what each lacks in either language, and when the unit last stood behind it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

import sqlalchemy as sa
from sqlalchemy.orm import Session

from models.accounts import User
from models.capability_answers import PARTS
from models.infrastructures import Capability, Infrastructure
from models.known_facts import Openness
from models.profile_groups import GroupConfirmation, ProfileGroup

# What a company reads first: what it sends, what is done, what it gets.
_ASKED_FIRST: Final = PARTS[:3]
_LANGUAGES: Final = ("sv", "en")


@dataclass(frozen=True, slots=True)
class MissingField:
    """A field that is empty, by its name in the form where it is filled in; of a capability, or of the unit itself."""

    field: str
    capability: Capability | None = None


@dataclass(frozen=True, slots=True)
class GroupState:
    """A group of a unit's fields: what it lacks, and the last day on which the unit stood behind it."""

    group: ProfileGroup
    lacking: Sequence[MissingField]
    confirmed_on: date | None


def groups_of(session: Session, infrastructure: Infrastructure, contact_email: str | None) -> list[GroupState]:
    """Return the groups of a unit whose capabilities are loaded, in the order in which its page shows them."""
    own = sa.select(GroupConfirmation.part, GroupConfirmation.confirmed_on)
    rows = session.execute(own.where(GroupConfirmation.infrastructure_id == infrastructure.id))
    days = {row.part: row.confirmed_on for row in rows}
    offered = [each for each in infrastructure.capabilities if each.is_active]
    lacking = {
        ProfileGroup.ABOUT: list(_about(infrastructure)),
        ProfileGroup.ACCESS: list(_access(infrastructure, contact_email)),
        ProfileGroup.TEXTS: [each for capability in offered for each in _texts(capability)],
        ProfileGroup.TERMS: [each for capability in offered for each in _terms(capability)],
        ProfileGroup.QUALITY: [each for capability in offered for each in _quality(capability)],
    }
    whole = infrastructure.confirmed_on
    return [
        GroupState(group, found, max(filter(None, (whole, days.get(group))), default=None))
        for group, found in lacking.items()
    ]


def confirm_groups(
    session: Session, *, actor: User, infrastructure_id: int, groups: Sequence[ProfileGroup], on: date
) -> None:
    """Note that staff stood behind groups, whose fields they were shown whole. The unit's row must be held."""
    rows = session.scalars(
        sa.select(GroupConfirmation).where(GroupConfirmation.infrastructure_id == infrastructure_id)
    ).all()
    standing = {row.part: row for row in rows}
    for group in groups:
        if group not in standing:
            session.add(
                GroupConfirmation(infrastructure_id=infrastructure_id, part=group, confirmed_on=on, by_id=actor.id)
            )
        else:
            standing[group].confirmed_on, standing[group].by_id = on, actor.id
    session.flush()


def _about(infrastructure: Infrastructure) -> Iterator[MissingField]:
    for code in _LANGUAGES:
        if not getattr(infrastructure, f"description_{code}"):
            yield MissingField(f"description_{code}")


def _access(infrastructure: Infrastructure, contact_email: str | None) -> Iterator[MissingField]:
    if infrastructure.open_to_companies is Openness.UNKNOWN:
        yield MissingField("open_to_companies")
    for name in ("building", "website"):
        if not getattr(infrastructure, name):
            yield MissingField(name)
    if not contact_email:
        yield MissingField("contact_email")


def _texts(capability: Capability) -> Iterator[MissingField]:
    """Yield the questions that a text leaves unanswered; a running text answers them all, one in no language none."""
    for code in _LANGUAGES:
        answers = getattr(capability, f"answers_{code}")
        if answers:
            yield from (
                MissingField(f"{part}_{code}", capability)
                for part, answer in zip(_ASKED_FIRST, answers, strict=False)
                if not answer
            )
        elif not getattr(capability, f"text_{code}"):
            yield MissingField(f"sends_{code}", capability)


def _terms(capability: Capability) -> Iterator[MissingField]:
    if not capability.price_note:
        yield MissingField("price_note", capability)
    if capability.lead_time_days is None:
        yield MissingField("lead_time_days", capability)


def _quality(capability: Capability) -> Iterator[MissingField]:
    if capability.quality is None:
        yield MissingField("quality_known", capability)
    if capability.service_form is None:
        yield MissingField("service_form", capability)
    if not capability.concepts:
        yield MissingField("concepts", capability)
