"""Makes two needs of one whose text holds two, and one again; no layer's text ever goes to another layer."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import fields
from datetime import date
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload, selectinload

from app.matchmaking.engine_input import NEED_FIELDS
from app.needs.commands import NeedCommand
from app.needs.headings import heading_of
from app.storage.agreed_layers import require_not_handed_in
from app.storage.references import is_referred_to
from matching.several.needs import Part, TwoNeeds
from matching.text.signs import clean_with_places
from models.base import require_version
from models.clock import now
from models.divisions import NeedDivision
from models.errors import BuiltUponError
from models.needs import Need, NeedStatus

# Divided by their sentences. The title stays with the first; the office's own notes stay whole with both.
_DIVIDED: Final = tuple(field for field in NEED_FIELDS if field != "title")
_PUBLIC: Final = "teaser"
_MOVES_ON: Final = ("version", "updated_at")
_OWN: Final = ("need_concept", NeedDivision.__tablename__)


def divide(session: Session, *, need: Need, found: TwoNeeds, version: int | None, on: date) -> Need:
    """Leave a need what its first part says, and return a new one of what the second says, in the same state.

    The new one is opened on a day, if the first is open: what was counted before stays as it was. Raises
    CompanyNotAgreedError for a need that its company handed in.
    """
    require_version(need, version)
    require_not_handed_in(session, need)
    _forget(session, need.id)
    before = {field: getattr(need, field) for field in _DIVIDED}
    second = Need(**{each.name: getattr(need, each.name) for each in fields(NeedCommand)}, company=need.company)
    second.quality, second.concepts, second.is_demo = list(need.quality), list(need.concepts), need.is_demo
    second.status = need.status
    second.opened_on = on if need.status is NeedStatus.OPEN else None
    second.title = _title(need, found.second)
    for field in _DIVIDED:
        setattr(second, field, _said(before[field], found.second, field))
        setattr(need, field, _said(before[field], found.first, field))
    session.add(second)
    session.flush()
    after = _digest(_texts(need), _row(session, second))
    session.add(NeedDivision(need_id=need.id, second_id=second.id, before=before, after=after, at=now()))
    session.flush()
    return second


def undivide(session: Session, *, need: Need, version: int | None) -> None:
    """Put a divided need as it was, and take the second away; BuiltUponError when somebody has built on either."""
    require_version(need, version)
    kept = session.scalar(sa.select(NeedDivision).where(NeedDivision.need_id == need.id))
    second = second_of(session, need)
    if kept is None or second is None or kept.after != _digest(_texts(need), _row(session, second)):
        raise BuiltUponError
    if is_referred_to(session, Need, second.id, own=_OWN):
        raise BuiltUponError
    for field, text in kept.before.items():
        setattr(need, field, text)
    session.delete(kept)
    session.flush()
    session.delete(second)
    session.flush()


def say_one(session: Session, *, need: Need, version: int | None) -> None:
    """Remember that a need's text holds one need, until it changes."""
    require_version(need, version)
    need.one_need = text_digest(need)
    session.flush()


def text_digest(need: Need) -> str:
    """Return what stands for all that the engine reads of a need."""
    return _digest([getattr(need, field) for field in NEED_FIELDS])


def second_of(session: Session, need: Need) -> Need | None:
    """Return what was made of a need's second part, while the division can be undone."""
    return session.scalar(
        sa.select(Need)
        .join(NeedDivision, NeedDivision.second_id == Need.id)
        .where(NeedDivision.need_id == need.id)
        .options(selectinload(Need.concepts), selectinload(Need.matches), joinedload(Need.company))
    )


def divided_at(need: Need) -> sa.ScalarSelect[int | None]:
    """Return what selects the id of the need whose division made this one what it is, while it can be undone."""
    first = sa.select(NeedDivision.need_id).where(_concerns(need.id)).order_by(NeedDivision.id).limit(1)
    return first.scalar_subquery()


def _said(text: str | None, part: Part, field: str) -> str | None:
    """Return what of a text a part says; all of a public text of which it says nothing, for a need must have one."""
    if not text:
        return text
    found = clean_with_places(text)
    places = found[1] if found else range(len(text) + 1)
    said = "".join(text[places[start] : places[end]] for start, end in part.spans.get(field, ())).strip()
    return said or (text if field == _PUBLIC else None)


def _title(need: Need, part: Part) -> str:
    """Return the beginning of what a part says publicly; the title as it is where it says nothing of its own."""
    said = _said(need.teaser, part, _PUBLIC) or need.teaser
    return need.title if said == need.teaser else heading_of(said) or need.title


def _texts(need: Need) -> Mapping[str, str | None]:
    return {field: getattr(need, field) for field in _DIVIDED}


def _row(session: Session, need: Need) -> Mapping[str, Any]:
    """Return everything that stands of a need, but for when and how often it was written."""
    session.flush()
    columns = [column for column in Need.__table__.columns if column.name not in _MOVES_ON]
    row = session.execute(sa.select(*columns).where(Need.id == need.id)).one()._mapping
    return {name: str(value) for name, value in row.items()} | {"concepts": sorted(each.id for each in need.concepts)}


def _digest(*content: Any) -> str:
    return hashlib.sha256(json.dumps(content, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def _forget(session: Session, need_id: int) -> None:
    """Let earlier divisions of a need, and those that made it, stand."""
    session.execute(sa.delete(NeedDivision).where(_concerns(need_id)))


def _concerns(need_id: int) -> sa.ColumnElement[bool]:
    return sa.or_(NeedDivision.need_id == need_id, NeedDivision.second_id == need_id)
