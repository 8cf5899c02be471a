"""What is done with areas and regions: added, renamed, retired and taken up again, and chosen for a company."""

from __future__ import annotations

from dataclasses import asdict

from sqlalchemy.orm import Session

from app.programmes.commands import ChosenGroups, GroupCommand
from app.programmes.group_queries import find_chosen, get_group, list_used
from models.base import folded, require_version
from models.clock import now
from models.dimensions import CompanyGroups, ProgrammeGroup
from models.errors import StaleRecordError
from models.organisations import Company
from models.programmes import Programme


def add_group(session: Session, *, programme: Programme, command: GroupCommand) -> ProgrammeGroup:
    """Add an area or a region to a programme."""
    made = ProgrammeGroup(programme_id=programme.id, key=folded(command.name_sv)[:80], **asdict(command))
    session.add(made)
    session.flush()
    return made


def rename_group(session: Session, *, group: ProgrammeGroup, command: GroupCommand, version: int | None) -> None:
    """Call an area or a region something else; raises StaleRecordError when somebody else changed it first."""
    require_version(group, version)
    group.rename(command.name_sv, command.name_en)
    session.flush()


def retire_group(session: Session, *, programme: Programme, group_id: int, version: int | None) -> bool:
    """Offer an area or a region no longer, and return whether it stays on record: one never chosen is removed.

    Raises StaleRecordError.
    """
    group = get_group(session, programme, group_id)
    require_version(group, version)
    stays = group.id in list_used(session)
    if stays:
        group.retired_at = now()
    else:
        session.delete(group)
    session.flush()
    return stays


def take_up_group(session: Session, *, programme: Programme, group_id: int, version: int | None) -> None:
    """Offer a retired area or region again; raises StaleRecordError."""
    group = get_group(session, programme, group_id)
    require_version(group, version)
    group.retired_at = None
    session.flush()


def choose_groups(
    session: Session, *, company: Company, programme: Programme, chosen: ChosenGroups, version: int | None
) -> None:
    """Say to which area and region a company belongs in a programme; raises StaleRecordError."""
    kept = find_chosen(session, company, programme)
    if kept is None:
        if version is not None:
            raise StaleRecordError
        kept = CompanyGroups(company_id=company.id, programme_id=programme.id)
        session.add(kept)
    else:
        require_version(kept, version)
    for name, value in asdict(chosen).items():
        setattr(kept, name, value)
    session.flush()
