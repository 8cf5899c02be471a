"""Needs: what a company wants done, in three layers of text for three circles of readers."""

from __future__ import annotations

import enum
from datetime import date
from typing import TYPE_CHECKING

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, validates

from models.base import (
    Base,
    Identified,
    MayBeDemo,
    Sensitivity,
    SortText,
    Timestamps,
    Versioned,
    confidential,
    internal,
    public,
    relation,
    swedish_sort_key,
    table,
)
from models.clock import today
from models.errors import NeedNotReadyError
from models.infrastructures import ServiceForm
from models.search_keys import keep_search_keys, search_column

if TYPE_CHECKING:
    from models.accounts import User
    from models.matches import Match
    from models.organisations import Company
    from models.people import Person
    from models.programmes import Programme
    from models.vocabulary import Concept


class NeedStatus(enum.StrEnum):
    """Where a need stands; only an open one is matched."""

    DRAFT = "draft"
    OPEN = "open"
    MET = "met"
    WITHDRAWN = "withdrawn"


class NeedState(enum.StrEnum):
    """What has come of an open need so far."""

    MATCHED = "matched"  # a company and a unit have been introduced
    WAITING = "waiting"  # a pair is taken up, and nobody has been introduced yet
    UNMET = "unmet"  # nothing is under way: no pair at all, or all of them dismissed or closed


need_concept = sa.Table(
    "need_concept",
    Base.metadata,
    sa.Column("need_id", sa.ForeignKey("need.id"), primary_key=True, info={"sensitivity": Sensitivity.INTERNAL}),
    sa.Column(
        "concept_id",
        sa.ForeignKey("concept.id"),
        primary_key=True,
        index=True,
        info={"sensitivity": Sensitivity.INTERNAL},
    ),
    info={"sensitivity": Sensitivity.INTERNAL},
)


class Need(Base, Identified, Timestamps, Versioned, MayBeDemo):
    """What a company wants done.

    `title` and `teaser` may be read by anyone; `infrastructure_text`, `desired_result` and `conditions` by units the
    company has been introduced to; `private_text` by consultants only, and it never reaches the engine.
    """

    __tablename__ = "need"
    __table_args__ = table(Sensitivity.CONFIDENTIAL)

    company_id: Mapped[int] = internal(sa.ForeignKey("company.id"), index=True)
    # What comes of the need counts in this programme and in no other; None before the first one is known.
    programme_id: Mapped[int | None] = internal(sa.ForeignKey("programme.id"), index=True)
    contact_id: Mapped[int | None] = internal(sa.ForeignKey("person.id"))
    title: Mapped[str] = public(sa.String(200))
    title_sort: Mapped[str] = public(SortText, index=True)
    teaser: Mapped[str] = public(sa.Text)
    teaser_search: Mapped[str | None] = search_column("teaser")
    infrastructure_text: Mapped[str | None] = confidential(sa.Text)
    private_text: Mapped[str | None] = confidential(sa.Text)
    desired_result: Mapped[str | None] = confidential(sa.Text)
    conditions: Mapped[str | None] = confidential(sa.Text)
    deadline: Mapped[date | None] = internal(index=True)
    trl: Mapped[int | None] = internal()
    quality: Mapped[list[str]] = internal(default=list)
    place_matters: Mapped[bool] = internal(default=False)
    service_form: Mapped[ServiceForm | None] = internal()
    status: Mapped[NeedStatus] = internal(default=NeedStatus.DRAFT, index=True)
    opened_on: Mapped[date | None] = internal(index=True)
    # The day it was met or withdrawn, so that a past month's open needs can be counted; kept by `_keep_closing_day`.
    closed_on: Mapped[date | None] = internal()
    # A digest of the text of which somebody has said that it holds one need; the question is not asked again for it.
    one_need: Mapped[str | None] = confidential(sa.String(64))
    owner_id: Mapped[int | None] = internal(sa.ForeignKey("user_account.id"), index=True)

    company: Mapped[Company] = relation(back_populates="needs")
    programme: Mapped[Programme | None] = relation()
    contact: Mapped[Person | None] = relation()
    owner: Mapped[User | None] = relation()
    concepts: Mapped[list[Concept]] = relation(secondary=need_concept, order_by="Concept.id")
    matches: Mapped[list[Match]] = relation(back_populates="need", order_by="Match.id")

    @validates("title")
    def _keep_sort_key(self, _key: str, title: str) -> str:
        self.title_sort = swedish_sort_key(title)
        return title

    @validates("status")
    def _keep_closing_day(self, _key: str, status: NeedStatus) -> NeedStatus:
        if status in (NeedStatus.MET, NeedStatus.WITHDRAWN):
            self.closed_on = self.closed_on or today()
        else:
            self.closed_on = None
        return status

    def require_open(self) -> None:
        """Let a pair of the need be taken up; raises NeedNotReadyError for a need that is not open."""
        if self.status is not NeedStatus.OPEN:
            raise NeedNotReadyError(title=self.title)

    def publish(self, on: date) -> None:
        """Open a draft to matching; raises NeedNotReadyError for one that is no draft."""
        if self.status is not NeedStatus.DRAFT:
            raise NeedNotReadyError(title=self.title)
        self.status = NeedStatus.OPEN
        self.opened_on = on

    def close(self, to: NeedStatus, on: date) -> None:
        """Let the need be met or withdrawn on a day."""
        self.closed_on = on
        self.status = to


keep_search_keys(Need, "teaser")
