"""Fills a database with made-up records of any number, the same for the same seed."""

from __future__ import annotations

from datetime import date
from random import Random
from typing import Final

from sqlalchemy.orm import Session

from benchmarks.web.drawing import Size
from benchmarks.web.parties import Parties
from benchmarks.web.work import Work
from models.accounts import Role, User
from models.passwords import hash_password
from seeds.loader import load

EMAIL: Final = "benchmark@brygga.example"
PASSWORD: Final = "only for measuring"  # noqa: S105 - signs in to a database that is thrown away
FULL: Final = Size(companies=10_000, people=20_000, needs=5_000, matches=5_000, capabilities=2_164)


def fill(session: Session, size: Size, *, today: date, seed: int = 1) -> None:
    """Fill an empty, migrated database; commits. Texts recombine the vocabulary's own sentences."""
    load(session, demo=False, today=today)
    user = User(email=EMAIL, name="Mät Mätsson", role=Role.CONSULTANT, password_hash=hash_password(PASSWORD))
    session.add(user)
    session.commit()
    draw = Random(seed)
    for drawn in (Parties, Work):
        drawn(session, size, user.id, today, draw).fill()
    session.commit()
