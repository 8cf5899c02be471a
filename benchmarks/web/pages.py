"""Which pages are measured: addresses of a filled database, and what each may cost at most."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session

from models.infrastructures import Capability, Infrastructure
from models.matches import Match, Stage
from models.needs import Need, NeedStatus
from models.organisations import Company
from models.published import published

# Two cores, three hundred pages a second.
_PUBLIC_GOAL = 6


@dataclass(frozen=True, slots=True)
class MeasuredPage:
    """A kind of page: its name, some addresses of it, and the goal of CPU milliseconds a request."""

    name: str
    addresses: tuple[str, ...]
    goal: int


def pages_of(session: Session, month: str) -> list[MeasuredPage]:
    """Return every kind of page, with addresses that exist in the database."""
    needs = _some(session, sa.select(Need.id).where(Need.status == NeedStatus.OPEN), 5)
    companies = _some(session, sa.select(Company.id), 20)
    matches = _some(session, sa.select(Match.id).where(Match.stage == Stage.AGREED), 20)
    infrastructures = _some(session, sa.select(Capability.infrastructure_id).distinct(), 3)
    return [
        MeasuredPage("home", ("/",), 25),
        MeasuredPage("companies", ("/companies", "/companies?page=2", "/companies?q=skar"), 25),
        MeasuredPage("needs", ("/needs", "/needs?page=2", "/needs?show=due"), 25),
        MeasuredPage("matches", ("/matches", "/matches?page=2"), 25),
        MeasuredPage("infrastructures", ("/infrastructures", "/infrastructures?page=2"), 25),
        MeasuredPage("search", ("/search?q=berg", "/search?q=m%C3%A4tbolaget+sk%C3%A4r"), 25),
        MeasuredPage("company", tuple(f"/companies/{each}" for each in companies), 12),
        MeasuredPage("match", tuple(f"/matches/{each}" for each in matches), 25),
        MeasuredPage("need", tuple(f"/needs/{each}" for each in needs), 60),
        MeasuredPage("infrastructure", tuple(f"/infrastructures/{each}" for each in infrastructures), 150),
        MeasuredPage("report", (f"/reports/{month}",), 150),
    ]


def public_pages_of(session: Session) -> list[MeasuredPage]:
    """Return the pages that visitors are shown without signing in; each kind may cost what 300 a second leave it."""
    keys = list(
        session.scalars(sa.select(Infrastructure.key).where(published()).order_by(Infrastructure.key).limit(20))
    )
    compared = "&".join(f"infrastructure={key}" for key in keys[:4])
    return [
        MeasuredPage("catalogue", ("/catalogue", "/en/catalogue", "/catalogue?page=2"), _PUBLIC_GOAL),
        MeasuredPage("narrowed", ("/catalogue?companies=yes", "/en/catalogue?companies=unknown&page=2"), _PUBLIC_GOAL),
        MeasuredPage("one infrastructure", tuple(f"/catalogue/infrastructures/{key}" for key in keys), _PUBLIC_GOAL),
        MeasuredPage("compared", (f"/catalogue/compare?{compared}",), _PUBLIC_GOAL),
        MeasuredPage("sitemap", ("/sitemap.xml",), _PUBLIC_GOAL),
    ]


def _some(session: Session, ids: sa.Select[int], count: int) -> list[int]:
    return list(session.scalars(ids.order_by(sa.text("1")).limit(count)))
