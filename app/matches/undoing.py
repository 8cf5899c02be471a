"""Undo of what was done with a match last; its company and its people are told where a meeting goes with it."""

from __future__ import annotations

from sqlalchemy.orm import Session

from app.matches.queries import company_of, get_match
from app.matches.way_back import Undone, go_back, people_met
from app.timeline.last_contact import following_contacts
from models.accounts import User
from models.errors import BuiltUponError


def undo(session: Session, *, actor: User, match_id: int, version: int | None) -> Undone:
    """Put a match as it was before what was done with it last.

    Raises BuiltUponError when something has been done with it since, NotFoundError outside the actor's scope.
    """
    people = people_met(session, match_id)
    with following_contacts(session, companies=company_of(session, match_id), people=people):
        match = get_match(session, actor, match_id, lock=True)
        if match.version != version:
            raise BuiltUponError
        return go_back(session, match)
