"""Infrastructures and what they can do."""

from __future__ import annotations

import enum
from datetime import date
from typing import TYPE_CHECKING

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, validates

from models.base import (
    Base,
    Identified,
    Sensitivity,
    SortText,
    Timestamps,
    Versioned,
    internal,
    personal,
    public,
    relation,
    swedish_sort_key,
    table,
)
from models.known_facts import Openness, YesNoUnknown
from models.search_keys import keep_search_keys, search_column

if TYPE_CHECKING:
    from models.organisations import HostOrganisation
    from models.people import PersonRole
    from models.readiness_items import ReadinessItem
    from models.vocabulary import Concept


class ServiceForm(enum.StrEnum):
    """How the work is done."""

    FULL_SERVICE = "full_service"
    ASSISTED_USE = "assisted_use"
    SELF_SERVICE = "self_service"
    COLLABORATION = "collaboration"
    CONSULTATION = "consultation"
    TRAINING = "training"
    LAB_SPACE = "lab_space"


class Quality(enum.StrEnum):
    """A quality or safety level that is held or not held."""

    GMP = "GMP"
    GLP = "GLP"
    GCP = "GCP"
    ISO_13485 = "ISO13485"
    ISO_15189 = "ISO15189"
    ISO_17025 = "ISO17025"
    BSL_2 = "BSL2"
    BSL_3 = "BSL3"
    BSL_4 = "BSL4"


class Confidence(enum.StrEnum):
    """How far the public source of an infrastructure's facts can be trusted."""

    HIGH = "high"
    MEDIUM = "medium"


infrastructure_host = sa.Table(
    "infrastructure_host",
    Base.metadata,
    sa.Column(
        "infrastructure_id",
        sa.ForeignKey("infrastructure.id"),
        primary_key=True,
        info={"sensitivity": Sensitivity.PUBLIC},
    ),
    sa.Column(
        "host_id",
        sa.ForeignKey("host_organisation.id"),
        primary_key=True,
        index=True,
        info={"sensitivity": Sensitivity.PUBLIC},
    ),
    info={"sensitivity": Sensitivity.PUBLIC},
)

capability_concept = sa.Table(
    "capability_concept",
    Base.metadata,
    sa.Column(
        "capability_id", sa.ForeignKey("capability.id"), primary_key=True, info={"sensitivity": Sensitivity.PUBLIC}
    ),
    sa.Column(
        "concept_id",
        sa.ForeignKey("concept.id"),
        primary_key=True,
        index=True,
        info={"sensitivity": Sensitivity.PUBLIC},
    ),
    info={"sensitivity": Sensitivity.PUBLIC},
)


class Infrastructure(Base, Identified, Timestamps, Versioned):
    """A research infrastructure with public facts, their source, and the day the unit confirmed them.

    `confirmed_on` is None until the unit itself has said that the facts are right.
    """

    __tablename__ = "infrastructure"
    is_removed_at_times = False
    __table_args__ = table(Sensitivity.PUBLIC)

    key: Mapped[str] = public(sa.String(60), unique=True)
    name_sv: Mapped[str] = public(sa.String(200))
    name_en: Mapped[str] = public(sa.String(200))
    name_sort: Mapped[str] = public(SortText, index=True)
    name_en_search: Mapped[str | None] = search_column("name_en")
    campus: Mapped[str | None] = public(sa.String(120))
    building: Mapped[str | None] = public(sa.String(200))
    in_flemingsberg: Mapped[YesNoUnknown] = public(default=YesNoUnknown.UNKNOWN)
    kind: Mapped[str | None] = public(sa.String(60))
    description_sv: Mapped[str] = public(sa.Text)
    description_en: Mapped[str] = public(sa.Text)
    open_to_companies: Mapped[Openness] = public(default=Openness.UNKNOWN)
    website: Mapped[str | None] = public(sa.String(300))
    contact_email: Mapped[str | None] = personal(sa.String(254))
    source_title: Mapped[str | None] = public(sa.String(300))
    source_host: Mapped[str | None] = public(sa.String(200))
    source_year: Mapped[str | None] = public(sa.String(20))
    confidence: Mapped[Confidence | None] = public()
    note: Mapped[str | None] = internal(sa.Text)
    confirmed_on: Mapped[date | None] = public(index=True)
    confirmed_by_id: Mapped[int | None] = internal(sa.ForeignKey("user_account.id"))
    # The day the readiness gate was passed; None while it is not. Kept here so that the day is not lost.
    opened_on: Mapped[date | None] = public()
    # The day an item fell below and the gate closed again; None while it is open or has never been.
    closed_on: Mapped[date | None] = internal()

    hosts: Mapped[list[HostOrganisation]] = relation(secondary=infrastructure_host, order_by="HostOrganisation.id")
    capabilities: Mapped[list[Capability]] = relation(back_populates="infrastructure", order_by="Capability.id")
    readiness: Mapped[list[ReadinessItem]] = relation(
        back_populates="infrastructure", order_by="ReadinessItem.number", cascade="all, delete-orphan"
    )
    roles: Mapped[list[PersonRole]] = relation(back_populates="infrastructure", order_by="PersonRole.id")

    @validates("name_sv")
    def _keep_sort_key(self, _key: str, name: str) -> str:
        self.name_sort = swedish_sort_key(name)
        return name

    @property
    def facts_version(self) -> int:
        """Return a number that grows with every change of what the unit confirms: its facts and its capabilities."""
        return self.version + sum(capability.version for capability in self.capabilities)

    def confirm(self, on: date, by_id: int | None) -> None:
        """Note that the unit says its facts are right today; by nobody's account where a letter's link was answered."""
        self.confirmed_on = on
        self.confirmed_by_id = by_id


class Capability(Base, Identified, Timestamps, Versioned):
    """One thing an infrastructure can do for somebody, in Swedish and English.

    `quality` is None when it is not known which levels are held.
    """

    __tablename__ = "capability"
    is_removed_at_times = False
    __table_args__ = table(Sensitivity.PUBLIC)

    infrastructure_id: Mapped[int] = public(sa.ForeignKey("infrastructure.id"), index=True)
    key: Mapped[str | None] = public(sa.String(120), unique=True)
    title_sv: Mapped[str] = public(sa.String(200))
    title_en: Mapped[str] = public(sa.String(200))
    text_sv: Mapped[str] = public(sa.Text, default="")
    text_en: Mapped[str] = public(sa.Text, default="")
    # The texts as answers to four questions; None where one was written as running text. See capability_answers.py.
    answers_sv: Mapped[list[str] | None] = public(sa.JSON(none_as_null=True))
    answers_en: Mapped[list[str] | None] = public(sa.JSON(none_as_null=True))
    title_sv_search: Mapped[str | None] = search_column("title_sv")
    title_en_search: Mapped[str | None] = search_column("title_en")
    text_sv_search: Mapped[str | None] = search_column("text_sv")
    text_en_search: Mapped[str | None] = search_column("text_en")
    quality: Mapped[list[str] | None] = public(sa.JSON(none_as_null=True))
    service_form: Mapped[ServiceForm | None] = public()
    lead_time_days: Mapped[int | None] = public()
    price_note: Mapped[str | None] = public(sa.String(300))
    is_active: Mapped[bool] = public(default=True)

    infrastructure: Mapped[Infrastructure] = relation(back_populates="capabilities")
    concepts: Mapped[list[Concept]] = relation(secondary=capability_concept, order_by="Concept.id")


keep_search_keys(Infrastructure, "name_en")
keep_search_keys(Capability, "title_sv", "title_en", "text_sv", "text_en")
