"""What the form of a person asks the use cases to do; the names are exactly the fields."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class PersonCommand:
    """Who somebody is and how to reach them; `source` says where we have the data from."""

    name: str
    email: str | None
    phone: str | None
    source: str


@dataclass(frozen=True, slots=True)
class RoleCommand:
    """What somebody is in one place, and from when to when."""

    title: str | None
    is_contact: bool
    started_on: date | None
    ended_on: date | None
