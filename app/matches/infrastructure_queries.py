"""The list of the matches that a unit has been introduced in, and no more of them than the unit may know."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session, contains_eager

from app.matches.list_queries import by_stage
from app.needs.infrastructure_queries import own_introductions
from app.storage.listing import ListState, Page, fetch_page
from app.storage.text_search import contains_text
from models.accounts import User
from models.infrastructures import Capability
from models.introductions import Introduction
from models.matches import Match, Stage
from models.needs import Need
from models.organisations import Company

SORTS = ("since", "need", "stage")


@dataclass(frozen=True, slots=True)
class IntroducedMatchRow:
    """A match in a unit's own list: the need's public title, and no step, no note and no number of the office's."""

    id: int
    need: str
    company: str
    title_sv: str
    title_en: str
    infrastructure_sv: str
    infrastructure_en: str
    stage: Stage
    stage_since: datetime
    is_demo: bool


def list_for_infrastructure(session: Session, actor: User, state: ListState) -> Page[IntroducedMatchRow]:
    """Return one page of the matches introduced to the actor's units; an empty one for anybody but staff.

    One whose introduction has ended is found, ordered and told by the title that the need had then.
    """
    title = sa.func.coalesce(Introduction.title_sort, Need.title_sort)
    rows = (
        own_introductions(actor)
        .join(Introduction.match)
        .join(Match.need)
        .join(Need.company)
        .join(Match.capability)
        .join(Capability.infrastructure)
        .options(
            contains_eager(Introduction.match).options(
                contains_eager(Match.need).load_only(Need.title).joinedload(Need.company).load_only(Company.name),
                contains_eager(Match.capability).contains_eager(Capability.infrastructure),
            )
        )
    )
    if state.query:
        rows = rows.where(contains_text(state.query, title, Capability.title_sv, Capability.title_en))
    orders = {"need": title, "stage": by_stage(), "since": Match.stage_since}
    page = fetch_page(session, rows, state, orders=orders, tie=Introduction.id)
    return Page([_infrastructure_row(each) for each in page.rows], page.total, page.state, page.per_page)


def _infrastructure_row(introduction: Introduction) -> IntroducedMatchRow:
    match, shown = introduction.match, introduction.shown
    return IntroducedMatchRow(
        id=match.id,
        need=shown["title"] if shown else match.need.title,
        company=shown["company"] if shown else match.need.company.name,
        title_sv=match.capability.title_sv,
        title_en=match.capability.title_en,
        infrastructure_sv=match.capability.infrastructure.name_sv,
        infrastructure_en=match.capability.infrastructure.name_en,
        stage=match.stage,
        stage_since=match.stage_since,
        is_demo=match.is_demo,
    )
