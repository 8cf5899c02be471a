"""Keys that are good for one creation: the first to use one makes something, whoever comes after is led to it."""

from __future__ import annotations

import enum
import hashlib
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from app.limits import KEYS_KEPT
from models.clock import now
from models.sent_forms import UsedKey

# Where a session keeps the key that its transaction uses.
_CLAIMED = "used_key"


class KeyState(enum.Enum):
    """What is known of a key: nothing, that this same form was saved with it, or that another content was."""

    UNUSED = enum.auto()
    SAME = enum.auto()
    OTHER = enum.auto()


@dataclass(frozen=True, slots=True)
class Sending:
    """A form as it was sent: by whom and where to, with its key and a digest of its content."""

    actor_id: int | None
    path: str
    key: str
    content_hash: str

    @property
    def key_hash(self) -> str:
        """Return what stands for the key in the database: another's key, or one sent elsewhere, is another key."""
        return hashlib.sha256(f"{self.actor_id}\n{self.path}\n{self.key}".encode()).hexdigest()


def look_up(session: Session, sending: Sending) -> tuple[KeyState, str | None]:
    """Tell what is known of a key, and where the first sending led; writes nothing."""
    found = session.execute(
        sa.select(UsedKey.content_hash, UsedKey.leads_to).where(UsedKey.key_hash == sending.key_hash)
    ).one_or_none()
    if found is None:
        return KeyState.UNUSED, None
    return (KeyState.SAME if found.content_hash == sending.content_hash else KeyState.OTHER), found.leads_to


def claim(session: Session, sending: Sending) -> tuple[KeyState, str | None]:
    """Use a key in the session's transaction; waits for whoever is using it at this moment.

    UNUSED means that it is ours from now on, if the transaction is committed. Old keys are forgotten on the way.
    """
    insert: Any = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    row = {"key_hash": sending.key_hash, "content_hash": sending.content_hash, "created_at": now()}
    made = session.execute(insert(UsedKey).values(row).on_conflict_do_nothing().returning(UsedKey.id)).one_or_none()
    if made is None:
        return look_up(session, sending)
    session.info[_CLAIMED] = made.id
    session.execute(sa.delete(UsedKey).where(UsedKey.created_at < now() - KEYS_KEPT))
    return KeyState.UNUSED, None


def uses_one(session: Session) -> bool:
    """Tell whether the session's own transaction uses a key, and has not said yet where that leads."""
    return _CLAIMED in session.info


def forget_leading_to(session: Session, address: str) -> None:
    """Forget the keys of sendings that lead to a page that goes: sent again, the form is saved anew."""
    session.execute(sa.delete(UsedKey).where(UsedKey.leads_to == address))


def lead_to(session: Session, address: str) -> None:
    """Remember in the same transaction where the sending that uses a key leads; nothing for one without a key."""
    number = session.info.pop(_CLAIMED, None)
    if number is not None:
        session.execute(sa.update(UsedKey).where(UsedKey.id == number).values(leads_to=address))
