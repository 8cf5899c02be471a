"""The question whether a need's text holds two needs, with both parts and the best unit for each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from app.matchmaking import Matchmaker, need_profile
from app.needs import queries
from app.needs.division import text_digest
from app.needs.suggestions import is_ranked
from app.web.forms.base import new_key
from matching.several.needs import TwoNeeds
from models.infrastructures import Capability
from models.needs import Need


@dataclass(frozen=True, slots=True)
class ShownPart:
    """A part as it stands in the text, and what answers it best; `suitable` is False where nothing does yet."""

    text: str
    capability: Capability
    suitable: bool


@dataclass(frozen=True, slots=True)
class DivisionQuestion:
    """Two parts in their order, and the key that lets them be divided once."""

    parts: tuple[ShownPart, ShownPart]
    once: str


def find_two(maker: Matchmaker, need: Need, *, today: date) -> TwoNeeds | None:
    """Return the two needs in a need's text, unless it is closed or somebody has said that the text holds one."""
    if not is_ranked(need) or need.one_need == text_digest(need):
        return None
    return maker.two_needs(need_profile(need), today=today)


def question(session: Session, maker: Matchmaker, need: Need, *, today: date) -> DivisionQuestion | None:
    """Return what is asked about a need's text; None where it holds one."""
    found = find_two(maker, need, today=today)
    if found is None:
        return None
    capabilities = queries.list_capability_names(session, [int(each.best.id) for each in (found.first, found.second)])
    if len(capabilities) < 2:  # noqa: PLR2004 - one was just taken out
        return None
    first, second = (
        ShownPart(" ".join(part.asked.split()), capabilities[int(part.best.id)], part.best.suitable)
        for part in (found.first, found.second)
    )
    return DivisionQuestion((first, second), new_key())
