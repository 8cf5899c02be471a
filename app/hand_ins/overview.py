"""What the office is told of a need that was handed in: which company and which need it may be, and who could help."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from app.catalogue.asking import asking_of
from app.companies.likely_doubles import list_alike, list_same_name
from app.companies.queries import find_by_org_number
from app.hand_ins.limits import PROPOSED
from app.limits import SIMILAR_AMONG, SIMILAR_SHOWN
from app.matchmaking import Matchmaker, need_profile
from app.matchmaking.presentation import ShownCandidate, show
from app.needs import queries as needs
from app.needs.suggestions import WORTH_TELLING
from matching.profiles import NeedProfile, Passage
from models.accounts import User
from models.hand_ins import HandIn
from models.infrastructures import Capability
from models.needs import Need
from models.org_numbers import is_personal_number
from models.organisations import Company


@dataclass(frozen=True, slots=True)
class Overview:
    """Companies on record that it may be, the likeliest first; needs that it is like; and what answers it best."""

    companies: Sequence[Company]
    needs: Sequence[Need]
    suggestions: Sequence[tuple[ShownCandidate, Capability]]
    suitable: bool


def overview_of(
    session: Session, actor: User, maker: Matchmaker, found: HandIn, *, today: date, language: str
) -> Overview:
    """Return what is known of a need; of what the engine reads of its text nothing is kept."""
    profile = _profile(found)
    others = needs.list_latest_open(session, actor, besides=found.need_id or 0, at_most=SIMILAR_AMONG)
    profiles = [need_profile(each) for each in others]
    with asking_of(maker).turn, maker.vectors.unkept():
        ranking = maker.rank(profile, today=today, top=PROPOSED)
        like = maker.similar_needs(profile, profiles, top=SIMILAR_SHOWN)
    by_id = {str(each.id): each for each in others}
    capabilities = needs.list_capability_names(session, [int(each.capability_id) for each in ranking.candidates])
    return Overview(
        companies=_companies(session, actor, found),
        needs=[by_id[each.id] for each in like if each.value >= WORTH_TELLING],
        suggestions=[
            (show(each, profile, maker, language=language), capabilities[int(each.capability_id)])
            for each in ranking.candidates
            if int(each.capability_id) in capabilities
        ],
        suitable=ranking.suitable,
    )


def masked_number(found: HandIn) -> str | None:
    """Return the organisation number as it may be shown; a sole trader's is a personal identity number."""
    number = found.org_number
    if number is None:
        return None
    return f"{number[:2]}XXXX-XXXX" if is_personal_number(number) else f"{number[:6]}-{number[6:]}"


def _profile(found: HandIn) -> NeedProfile:
    fields = (("title", found.title), ("text", found.text), ("infrastructure_text", found.infrastructure_text))
    passages = tuple(Passage(field, text) for field, text in fields if text)
    return NeedProfile(id=f"hand-in {found.id}", passages=passages, deadline=found.deadline)


def _companies(session: Session, actor: User, found: HandIn) -> Sequence[Company]:
    holder = find_by_org_number(session, found.org_number) if found.org_number else None
    same = list_same_name(session, actor, found.company_name)
    return [holder] if holder else same or list_alike(session, actor, found.company_name, number=found.org_number)
