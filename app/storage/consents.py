"""Whether a company may be introduced with a need: what it has said, and what units read of the need by that."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.storage.agreed_layers import Agreement, find_agreement, require_agreed
from models.clock import day_of
from models.consents import Consent, ConsentScope, ConsentWay
from models.errors import DomainError
from models.meetings import Meeting
from models.need_layers import layers_digest, layers_of
from models.needs import Need
from models.people import Person
from models.shown_need import only_public, what_is_shown


class ConsentMissingError(DomainError):
    """Nobody has written down that the company agrees to be introduced with this need."""

    code = "consent_missing"


class ConsentWithdrawnError(ConsentMissingError):
    """The company has withdrawn its consent to be introduced with this need."""

    code = "consent_withdrawn"


@dataclass(frozen=True, slots=True)
class ConsentOnRecord:
    """What a company said last of being introduced with a need.

    `number` is that of the record, None where it stands with what the company handed in; `words_changed` tells that the
    texts have been changed since.
    """

    said_by: str
    said_on: date
    way: ConsentWay
    agreed_to: ConsentScope
    words_changed: bool = False
    number: int | None = None

    @property
    def holds(self) -> bool:
        """Tell whether the company may be introduced by it."""
        return self.agreed_to is not ConsentScope.NOTHING


def find_consent(session: Session, need: Need) -> ConsentOnRecord | None:
    """Return what the company said last of a need; None where nothing is on record."""
    return consent_beside(session, need, find_agreement(session, need))


def consent_beside(session: Session, need: Need, agreement: Agreement | None) -> ConsentOnRecord | None:
    """Return what `find_consent` does, beside how the company stands to its need as it was found.

    A company that handed its need in has said it there, and nobody else says it for it.
    """
    if agreement is not None:
        return _as_handed_in(agreement)
    known = session.scalar(_latest(need.id))
    if known is None:
        return None
    return ConsentOnRecord(
        said_by=known.said_by,
        said_on=known.said_on,
        way=known.way,
        agreed_to=known.agreed_to,
        words_changed=known.wording != layers_digest(layers_of(need)),
        number=known.id,
    )


def require_consent(session: Session, need: Need) -> None:
    """Let a company be introduced with a need: whatever introduces asks here.

    Raises CompanyNotAgreedError and CompanyWithdrewError as `require_agreed` does, ConsentMissingError where no yes is
    on record and ConsentWithdrawnError where it was withdrawn.
    """
    require_agreed(session, need)
    consent = find_consent(session, need)
    if consent is None:
        raise ConsentMissingError
    if not consent.holds:
        raise ConsentWithdrawnError


def require_not_withdrawn(session: Session, need: Need) -> None:
    """Let an introduction of before stand again: of those made before consents were kept there is none on record.

    Raises CompanyNotAgreedError, CompanyWithdrewError and ConsentWithdrawnError.
    """
    require_agreed(session, need)
    consent = find_consent(session, need)
    if consent is not None and not consent.holds:
        raise ConsentWithdrawnError


def shown_to_infrastructure(
    session: Session, need: Need, contact: Person | None, meetings: Iterable[Meeting]
) -> dict[str, Any]:
    """Return what an introduced unit reads of a need: where its company does not agree, the public text alone."""
    agreement = find_agreement(session, need)
    shown = what_is_shown(need, contact, meetings)
    if agreement is not None:
        return shown if agreement.holds else only_public(shown)
    return shown if session.scalar(sa.select(lets_infrastructures_read(sa.literal(need.id)))) else only_public(shown)


def still_shown(session: Session, need_id: int, shown: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return what a unit still reads of what an ended introduction showed: a consent holds after the end as well."""
    return shown if session.scalar(sa.select(lets_infrastructures_read(sa.literal(need_id)))) else only_public(shown)


def lets_infrastructures_read(need_id: sa.SQLColumnExpression[int]) -> sa.ColumnElement[bool]:
    """Return the condition that introduced units may read more than the public text of a need, as far as is on record.

    Of introductions made before consents were kept nothing is, and they stay as they are.
    """
    return (
        sa.func.coalesce(_latest(need_id).with_only_columns(Consent.agreed_to).scalar_subquery(), _INFRASTRUCTURES)
        == _INFRASTRUCTURES
    )


_INFRASTRUCTURES = ConsentScope.INFRASTRUCTURES.value


def _latest(need_id: Any) -> sa.Select[Consent]:
    standing = sa.select(Consent).where(Consent.need_id == need_id, Consent.taken_back_at.is_(None))
    return standing.order_by(Consent.said_on.desc(), Consent.id.desc()).limit(1)


def _as_handed_in(agreement: Agreement) -> ConsentOnRecord | None:
    if agreement.agreed_at is None or not agreement.holds:
        return None
    by_link = agreement.is_by_link
    return ConsentOnRecord(
        said_by=agreement.said_by,
        said_on=day_of(agreement.agreed_at if by_link else agreement.handed_in_at),
        way=ConsentWay.LINK if by_link else ConsentWay.HANDED_IN,
        agreed_to=ConsentScope.INFRASTRUCTURES,
    )
