"""What every success case may use, what it returns, and how it is taken as one."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import count
from typing import Any, TypeVar

import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

from models.accounts import Role, User
from models.infrastructures import Capability, Infrastructure
from models.matches import Match, Stage
from models.needs import Need
from tests import factories

T = TypeVar("T")
Typed = dict[str, str | list[str]]


@dataclass
class Setting:
    """A database with what every case may use; `role` is who sends, None before signing in."""

    app: Flask
    session: Session
    infrastructure: Infrastructure
    user: User | None = None
    _numbers: Iterator[int] = field(default_factory=lambda: count(1))

    @property
    def number(self) -> int:
        """Return a number that no case has had."""
        return next(self._numbers)

    @property
    def role(self) -> Role | None:
        """Return who sends."""
        return self.user.role if self.user else None

    def add(self, record: T) -> T:
        """Save a record and return it."""
        self.session.add(record)
        self.session.commit()
        return record

    def need(self, **values: Any) -> Need:
        """Save a need of a new company."""
        company = factories.company()
        return self.add(factories.need(company, contact=factories.contact(company), **values))

    def capability(self) -> Capability:
        """Save a capability of the staff's own unit."""
        return self.add(factories.capability(self.infrastructure))

    def match(self, stage: Stage = Stage.SHORTLISTED, **values: Any) -> Match:
        """Save a match."""
        return self.add(factories.match(self.need(), self.capability(), stage=stage, **values))

    def fresh(self, record: T) -> T:
        """Return a record as it is saved now."""
        self.session.expire_all()
        self.session.refresh(record)
        return record

    def one(self, record: type[T], *conditions: sa.ColumnElement[bool]) -> T | None:
        """Return the one record that fits, or None."""
        self.session.expire_all()
        return self.session.scalars(sa.select(record).where(*conditions)).one_or_none()


@dataclass(frozen=True, slots=True)
class Attempt:
    """What is sent: the page the form stands on, where it goes when not back there, what is typed over its fields.

    `saved` tells whether it stands in the database afterwards; `shown` is what the page it leads to must say.
    """

    page: str
    saved: Callable[[], bool]
    typed: Typed = field(default_factory=dict)
    action: str | None = None
    shown: str = ""


Case = Callable[[Setting], Attempt]
CASES: dict[str, Case] = {}


def case(endpoint: str) -> Callable[[Case], Case]:
    """Take a function as the success case of an endpoint."""

    def take(function: Case) -> Case:
        assert endpoint not in CASES
        CASES[endpoint] = function
        return function

    return take
