"""What is done with needs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date

from sqlalchemy.orm import Session

from app.needs.commands import NeedCommand
from app.storage.agreed_layers import require_agreed, require_agreed_to
from models.actions import NeedAction, allows
from models.base import require_version
from models.clock import today
from models.errors import NeedNotReadyError
from models.need_layers import layers_of
from models.needs import Need, NeedStatus
from models.organisations import Company
from models.vocabulary import Concept


def add_need(
    session: Session,
    *,
    company: Company,
    command: NeedCommand,
    concepts: Sequence[Concept],
    open_on: date | None,
) -> Need:
    """Record a company's need, opened for matching on a day or left a draft."""
    need = Need(**asdict(command), company=company)
    need.concepts = list(concepts)
    need.status = NeedStatus.DRAFT
    if open_on is not None:
        need.publish(open_on)
    session.add(need)
    session.flush()
    return need


def edit_need(
    session: Session,
    *,
    need: Need,
    command: NeedCommand,
    concepts: Sequence[Concept],
    opened_on: date | None = None,
    version: int | None,
) -> None:
    """Change a need, and when it came in if it has been opened; raises StaleRecordError when somebody did so first.

    Raises CompanyNotAgreedError for other words than those that a company that handed it in has agreed to.
    """
    require_version(need, version)
    require_agreed_to(session, need, layers_of(command))
    for name, value in asdict(command).items():
        setattr(need, name, value)
    need.concepts = list(concepts)
    need.opened_on = (opened_on or need.opened_on) if need.opened_on else None
    session.flush()


def open_need(session: Session, *, need: Need, on: date, version: int | None) -> None:
    """Open a draft for matching; raises NeedNotReadyError for a need that is no draft.

    Raises CompanyNotAgreedError where the company that handed it in has not agreed to what others read then.
    """
    require_version(need, version)
    require_agreed(session, need)
    need.publish(on)
    session.flush()


def mark_met(session: Session, *, need: Need, version: int | None, on: date | None = None) -> None:
    """Say that an open need has been met, today or on a day before; raises NeedNotReadyError for any other."""
    _require(need, NeedAction.MARK_MET, version)
    need.close(NeedStatus.MET, on or today())
    session.flush()


def withdraw(session: Session, *, need: Need, version: int | None, on: date | None = None) -> None:
    """Say that the company no longer has the need, since a day; raises NeedNotReadyError when it is closed already."""
    _require(need, NeedAction.WITHDRAW, version)
    need.close(NeedStatus.WITHDRAWN, on or today())
    session.flush()


def reopen(session: Session, *, need: Need, on: date, version: int | None) -> None:
    """Open a met or withdrawn need again; raises NeedNotReadyError for any other. The first day it was open stays.

    Raises CompanyNotAgreedError as opening does, and CompanyWithdrewError for what its company has withdrawn.
    """
    require_agreed(session, need)
    _require(need, NeedAction.REOPEN, version)
    need.status = NeedStatus.OPEN
    need.opened_on = need.opened_on or on
    session.flush()


def require_allowed(need: Need, action: NeedAction) -> None:
    """Let something be done with a need where it stands; raises NeedNotReadyError where it cannot be."""
    if not allows(need.status, action):
        raise NeedNotReadyError(title=need.title)


def _require(need: Need, action: NeedAction, version: int | None) -> None:
    require_version(need, version)
    require_allowed(need, action)
