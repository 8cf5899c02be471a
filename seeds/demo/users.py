"""The demo users, whose passwords stand in the open in the seed file and so never belong in production."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session

from models.accounts import Role, User
from models.infrastructures import Infrastructure
from models.passwords import hash_password
from models.vocabulary import Language
from seeds.files import SeedRow, read_rows
from seeds.report import SeedReport

FILE = "demo/users"


@dataclass(frozen=True, slots=True)
class SignIn:
    """How to sign in as a demo user."""

    role: Role
    name: str
    email: str
    password: str


def demo_sign_ins() -> list[SignIn]:
    """Return the sign-ins of the demo users, the consultant first."""
    return [SignIn(Role(row["role"]), row["name"], row["email"], row["password"]) for row in read_rows(FILE, "users")]


def load_users(session: Session, report: SeedReport) -> dict[Role, User]:
    """Add the demo users that are missing, by e-mail address, and return all, by the role the file gives them."""
    known = {user.email: user for user in session.scalars(sa.select(User))}
    users: dict[Role, User] = {}
    for row in read_rows(FILE, "users"):
        user = known.get(row["email"])
        if user is None:
            user = _user(session, row)
            session.add(user)
            report.count("users")
        users[Role(row["role"])] = user
    session.flush()
    return users


def _user(session: Session, row: SeedRow) -> User:
    keys = row.get("infrastructures", [])
    return User(
        email=row["email"],
        name=row["name"],
        role=Role(row["role"]),
        password_hash=hash_password(row["password"]),
        language=Language.SV,
        infrastructures=list(session.scalars(sa.select(Infrastructure).where(Infrastructure.key.in_(keys)))),
        is_demo=True,
    )


def owner_id(row: SeedRow, consultant: User) -> int | None:
    """Return the consultant's id, or None for a row that nobody looks after."""
    return None if row.get("owner") == "nobody" else consultant.id
