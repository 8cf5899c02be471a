"""What a company that handed in a need has agreed that others than the office may read of it: nothing goes beyond.

A need that nobody handed in is the office's to answer for, and is not asked about here.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from models.errors import DomainError
from models.hand_ins import HandIn, HandInState
from models.need_layers import Layers, layers_digest, layers_of
from models.needs import Need, NeedStatus


class CompanyNotAgreedError(DomainError):
    """The company that handed in a need has not agreed to what others would read of it."""

    code = "company_not_agreed"


class CompanyWithdrewError(CompanyNotAgreedError):
    """The company that handed in a need has withdrawn it, and nobody else takes that back."""

    code = "company_withdrew"


@dataclass(frozen=True, slots=True)
class Agreement:
    """How a company stands to its need: `holds` for what stands there now, `is_asked` while it is to answer.

    `proposes` tells that it is asked about another wording than the one that stands, `is_by_link` that it agreed by its
    link, and not with what it handed in.
    """

    hand_in_id: int
    version: int
    agreed: str | None
    agreed_at: datetime | None
    asked_at: datetime | None
    proposes: bool
    is_withdrawn: bool
    holds: bool
    said_by: str
    handed_in_at: datetime
    is_by_link: bool

    @property
    def is_asked(self) -> bool:
        """Tell whether the company has been asked and has not answered."""
        return self.asked_at is not None


def find_agreement(session: Session, need: Need) -> Agreement | None:
    """Return how the company that handed in a need stands to it; None for a need that nobody handed in."""
    row = session.execute(
        sa.select(
            HandIn.id,
            HandIn.version,
            HandIn.state,
            HandIn.layers_agreed,
            HandIn.layers_agreed_at,
            HandIn.layers_asked_at,
            HandIn.proposed_layers.is_not(None),
            HandIn.contact_name,
            HandIn.agreed_at,
            HandIn.decided_at,
        ).where(HandIn.need_id == need.id)
    ).one_or_none()
    if row is None:
        return None
    number, version, state, agreed, agreed_at, asked_at, proposes, said_by, handed_in_at, decided_at = row
    return Agreement(
        hand_in_id=number,
        version=version,
        agreed=agreed,
        agreed_at=agreed_at,
        asked_at=asked_at,
        proposes=proposes,
        is_withdrawn=state is HandInState.WITHDRAWN,
        holds=state is HandInState.ACCEPTED and agreed == layers_digest(layers_of(need)),
        said_by=said_by,
        handed_in_at=handed_in_at,
        is_by_link=agreed_at is not None and decided_at is not None and agreed_at > decided_at,
    )


def require_agreed(session: Session, need: Need) -> None:
    """Let a need be shown to others than the office as it stands.

    Raises CompanyNotAgreedError where its company has not agreed, CompanyWithdrewError where it has withdrawn it.
    """
    agreement = find_agreement(session, need)
    if agreement is not None and not agreement.holds:
        raise CompanyWithdrewError if agreement.is_withdrawn else CompanyNotAgreedError


def require_agreed_to(session: Session, need: Need, layers: Layers) -> None:
    """Let the layers of a need be changed; those of a draft may be, for nobody reads it.

    Raises CompanyNotAgreedError and CompanyWithdrewError as `require_agreed` does.
    """
    agreement = None if layers == layers_of(need) else find_agreement(session, need)
    if agreement is None:
        return
    if agreement.is_withdrawn:
        raise CompanyWithdrewError
    if need.status is not NeedStatus.DRAFT and agreement.agreed != layers_digest(layers):
        raise CompanyNotAgreedError


def require_not_handed_in(session: Session, need: Need) -> None:
    """Let a need become two: of one that was handed in the second would be nobody's; raises CompanyNotAgreedError."""
    if find_agreement(session, need) is not None:
        raise CompanyNotAgreedError
