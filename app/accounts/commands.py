"""What the forms of this room ask its use cases to do; the names are exactly the fields."""

from __future__ import annotations

from dataclasses import dataclass

from models.accounts import Role
from models.vocabulary import Language


@dataclass(frozen=True, slots=True)
class SettingsCommand:
    """What a user changes about themselves; `new_password` is None when it stays."""

    language: Language | None
    shortcuts_off: bool
    new_password: str | None


@dataclass(frozen=True, slots=True)
class UserCommand:
    """What an administrator sets about a user; `password` is None when it stays, or is for its holder to choose."""

    email: str
    name: str
    role: Role
    infrastructure_ids: tuple[int, ...]
    language: Language | None
    is_active: bool
    password: str | None
