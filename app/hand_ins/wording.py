"""What others may read of a need that was handed in: the office asks, and the company agrees or says no."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from sqlalchemy.orm import Session

from app.accounts.password_links import Post
from app.hand_ins import letters, words
from app.hand_ins.office_tasks import agreed_task, tell_owner, wording_agreed_task, wording_declined_task
from app.hand_ins.queries import get_hand_in
from app.hand_ins.stopping import stop_letters
from app.needs import use_cases as needs
from app.needs.commands import NeedCommand
from models.accounts import User
from models.base import require_version
from models.clock import now
from models.errors import StaleRecordError
from models.hand_ins import HandIn, HandInPurpose, HandInState
from models.need_layers import layers_digest, layers_of
from models.needs import Need, NeedStatus
from models.vocabulary import Concept

OWN = HandInPurpose.OWN


def asked_layers(found: HandIn) -> Mapping[str, str | None] | None:
    """Return what the company is asked about, or has agreed to: other words than those that stand, or these."""
    if found.need is None or found.state is not HandInState.ACCEPTED:
        return None
    return found.proposed_layers or layers_of(found.need)


def is_agreed(found: HandIn) -> bool:
    """Tell whether the company has agreed to what it is asked about."""
    layers = asked_layers(found)
    return layers is not None and found.layers_agreed == layers_digest(layers)


def ask(session: Session, post: Post, *, actor: User, hand_in_id: int, version: int | None) -> HandIn:
    """Ask the company whether others may read what stands in its need; StaleRecordError where it has agreed to it."""
    found = get_hand_in(session, actor, hand_in_id)
    require_version(found, version)
    if asked_layers(found) is None or is_agreed(found):
        raise StaleRecordError
    _send(session, post, found, actor)
    return found


def propose(
    session: Session,
    post: Post,
    *,
    actor: User,
    hand_in_id: int,
    command: NeedCommand,
    concepts: list[Concept],
    version: int | None,
) -> bool:
    """Change a need but for what others read of it, and ask the company about that; False where it is as agreed.

    `version` is the need's. Raises StaleRecordError when somebody else changed the need first.
    """
    found = get_hand_in(session, actor, hand_in_id)
    need = found.need
    if need is None or found.state is not HandInState.ACCEPTED:
        raise StaleRecordError
    layers = layers_of(command)
    stands: dict[str, Any] = layers_of(need)
    if need.status is NeedStatus.DRAFT:
        stands = layers
    kept = replace(command, **stands)
    needs.edit_need(session, need=need, command=kept, concepts=concepts, version=version)
    found.proposed_layers = None if layers == stands else layers
    if is_agreed(found):
        return False
    _send(session, post, found, actor)
    return True


def take_back(session: Session, post: Post, *, actor: User, hand_in_id: int, version: int | None) -> HandIn:
    """Ask no longer about another wording; a letter that has gone is followed by one that says so.

    Raises StaleRecordError where nothing is asked.
    """
    found = get_hand_in(session, actor, hand_in_id)
    require_version(found, version)
    if found.proposed_layers is None or found.layers_asked_at is None:
        raise StaleRecordError
    told = stop_letters(session, hand_in_id, since=found.layers_asked_at)
    found = get_hand_in(session, actor, hand_in_id)
    found.proposed_layers = found.layers_asked_at = None
    if told:
        letters.send(session, post, hand_in=found, words=words.wording_taken_back, purpose=OWN, actor=actor)
    session.flush()
    return found


def agree(session: Session, *, found: HandIn, shown: str, version: int | None) -> None:
    """Take down that a company agrees to what others may read, which then stands in its need.

    Raises StaleRecordError where that is other than it was `shown`. Whoever is responsible gets a task.
    """
    layers, need = _answered(found, shown, version)
    proposed = found.proposed_layers is not None
    for name, text in layers.items():
        setattr(need, name, text)
    found.layers_agreed, found.layers_agreed_at = shown, now()
    found.proposed_layers = found.layers_asked_at = found.layers_declined = None
    if proposed or need.status is NeedStatus.DRAFT:
        tell_owner(session, need, agreed_task if need.status is NeedStatus.DRAFT else wording_agreed_task)
    session.flush()


def decline(session: Session, *, found: HandIn, shown: str, version: int | None) -> None:
    """Take down that a company does not agree: what it agreed to before stands. Raises and tells as `agree` does."""
    _layers, need = _answered(found, shown, version)
    found.layers_declined = shown
    found.proposed_layers = found.layers_asked_at = None
    tell_owner(session, need, wording_declined_task)
    session.flush()


def _answered(found: HandIn, shown: str, version: int | None) -> tuple[Mapping[str, str | None], Need]:
    require_version(found, version)
    layers = asked_layers(found)
    if layers is None or found.need is None or layers_digest(layers) != shown:
        raise StaleRecordError
    return layers, found.need


def _send(session: Session, post: Post, found: HandIn, actor: User) -> None:
    found.layers_asked_at, found.layers_declined = now(), None
    letters.send(session, post, hand_in=found, words=words.wording, purpose=OWN, actor=actor)
    session.flush()
