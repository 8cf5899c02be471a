"""What other rooms' pages show of aid: the room that a company has left, and the support of a match."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.aid import names
from app.aid.ledger import AidStanding, list_lines
from app.aid.queries import list_of_company, list_of_match
from app.aid.undertaking import find_links
from app.storage.database import db_session
from app.storage.kept_answers import kept
from app.web.sign_in import current_actor
from models.aid import AidGrant
from models.aid_rules import AidStep, next_step
from models.clock import today


@dataclass(frozen=True, slots=True)
class ShownGrant:
    """A support and the step that comes next; None when all are taken, or it is no aid."""

    grant: AidGrant
    next_step: AidStep | None


@dataclass(frozen=True, slots=True)
class AidSection:
    """A company's or a match's supports; of a company also how its undertaking stands. `names` has the words."""

    grants: Sequence[ShownGrant]
    standing: AidStanding | None = None
    names = names


def company_aid(company_id: int) -> AidSection:
    """Return the supports of a company and the room that it and those it is linked with have left."""
    session = db_session()
    lines = kept(
        session,
        ("lines of aid", company_id),
        lambda: tuple(list_lines(session, find_links(session).members(company_id))),
    )
    return AidSection(_shown(list_of_company(session, current_actor(), company_id)), AidStanding(today(), lines))


def match_aid(match_id: int) -> AidSection:
    """Return the supports of a match."""
    return AidSection(_shown(list_of_match(db_session(), current_actor(), match_id)))


def _shown(grants: Sequence[AidGrant]) -> list[ShownGrant]:
    return [ShownGrant(each, next_step(each.taken) if each.is_aid else None) for each in grants]
