"""What a programme has achieved besides uses: events, what was started, steps of cooperation, entries by hand."""

from __future__ import annotations

import enum
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Final

import sqlalchemy as sa
from sqlalchemy.orm import Mapped

from models.base import (
    Base,
    Identified,
    MayBeDemo,
    Sensitivity,
    Timestamps,
    Versioned,
    confidential,
    internal,
    relation,
    table,
)

if TYPE_CHECKING:
    from models.accounts import User
    from models.dimensions import ProgrammeGroup
    from models.organisations import Company
    from models.programmes import Indicator, Programme


class AchievementKind(enum.StrEnum):
    """What happened; an indicator counts its own kind only, so that no seminar counts as a social event."""

    NETWORK_MEETING = "network_meeting"
    SOCIAL_EVENT = "social_event"
    SMF_DAY = "smf_day"
    FAIR = "fair"
    ARENA = "arena"
    COMMUNITY_OCCASION = "community_occasion"
    CONFERENCE = "conference"
    SEMINAR = "seminar"
    WORKSHOP = "workshop"
    STUDY_TRIP = "study_trip"
    DELEGATION = "delegation"
    NETWORK = "network"
    ESTABLISHMENT = "establishment"
    START_UP = "start_up"
    SUSTAINABILITY = "sustainability"
    LADDER = "ladder"
    FIGURE = "figure"


# Something to which people came.
EVENTS: Final = tuple(AchievementKind)[: list(AchievementKind).index(AchievementKind.NETWORK)]
LADDER_LEVELS: Final = (1, 2, 3, 4)


class Achievement(Base, Identified, Timestamps, Versioned, MayBeDemo):
    """Something dated that a programme has achieved, with evidence; without evidence it does not count.

    `kind` says which columns it has: an event a title, a place and participants, a network a title and a type, a step
    on the cooperation ladder a level and a company or a network, and a figure the indicator it belongs to, with an
    amount in that one's unit or the company that it is about. A company that is not recorded here is kept by what it
    is called, in `organisation`. Participants are rows of their own (`participants.py`) and are forgotten after
    `participants_until`; how many came stays, and of how many organisations and SMFs on record, which are written down
    when the rows go. One that was taken back is kept with `taken_back_at`, so that it can be put back as it was.
    """

    __tablename__ = "achievement"
    __table_args__ = table(
        Sensitivity.INTERNAL,
        sa.CheckConstraint("amount > 0", name="some_amount"),
        sa.CheckConstraint("level BETWEEN 1 AND 4", name="level_of_the_ladder"),
    )

    programme_id: Mapped[int] = internal(sa.ForeignKey("programme.id"), index=True)
    kind: Mapped[AchievementKind] = internal(index=True)
    indicator_id: Mapped[int | None] = internal(sa.ForeignKey("indicator.id"), index=True)
    happened_on: Mapped[date] = internal(index=True)
    # Read by the steering group as well: it names no company.
    title: Mapped[str | None] = internal(sa.String(200))
    network_type: Mapped[str | None] = internal(sa.String(80))
    place: Mapped[str | None] = internal(sa.String(120))
    company_id: Mapped[int | None] = internal(sa.ForeignKey("company.id"), index=True)
    organisation: Mapped[str | None] = confidential(sa.String(200))
    network_id: Mapped[int | None] = internal(sa.ForeignKey("achievement.id"), index=True)
    # Of the programme's own, where they were chosen for just this; else the company's go.
    area_id: Mapped[int | None] = internal(sa.ForeignKey("programme_group.id"), index=True)
    region_id: Mapped[int | None] = internal(sa.ForeignKey("programme_group.id"), index=True)
    level: Mapped[int | None] = internal()
    amount: Mapped[Decimal | None] = internal(sa.Numeric(14, 2))
    evidence: Mapped[str | None] = confidential(sa.String(500))
    participant_count: Mapped[int | None] = internal()
    organisation_count: Mapped[int | None] = internal()
    smf_count: Mapped[int | None] = internal()
    participants_until: Mapped[date | None] = internal(index=True)
    notes: Mapped[str | None] = confidential(sa.Text)
    recorded_by_id: Mapped[int | None] = internal(sa.ForeignKey("user_account.id"), index=True)
    taken_back_at: Mapped[datetime | None] = internal()

    programme: Mapped[Programme] = relation()
    indicator: Mapped[Indicator | None] = relation()
    company: Mapped[Company | None] = relation()
    area: Mapped[ProgrammeGroup | None] = relation(foreign_keys="Achievement.area_id")
    region: Mapped[ProgrammeGroup | None] = relation(foreign_keys="Achievement.region_id")
    network: Mapped[Achievement | None] = relation(remote_side="Achievement.id")
    recorded_by: Mapped[User | None] = relation()

    @property
    def whom(self) -> str | None:
        """Return the company that it is about, as it is recorded here or as it was written."""
        return self.organisation if self.company is None else self.company.name
