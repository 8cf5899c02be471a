"""Companies, and the host organisations that infrastructures belong to."""

from __future__ import annotations

import enum
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from rapidfuzz.distance import OSA
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
    personal,
    public,
    relation,
    swedish_sort_key,
    table,
)
from models.municipalities import one_spelling
from models.numbered import Numbered
from models.org_numbers import shown_number
from models.smf import SizeClass, YearlyFigures, classify, first_day, for_twelve_months
from models.smf_basis import SizeBasis

if TYPE_CHECKING:
    from models.accounts import User
    from models.needs import Need
    from models.people import PersonRole


def is_slip(before: str, after: str) -> bool:
    """Tell whether a name was only mended: two sort keys that are one letter apart, or none."""
    return OSA.distance(before, after, score_cutoff=1) <= 1


class CompanyKind(enum.StrEnum):
    """What the company is in law, as far as it changes what Brygga does.

    A sole trader's organisation number is the owner's personal identity number.
    """

    LIMITED_COMPANY = "limited_company"
    SOLE_TRADER = "sole_trader"
    OTHER = "other"


class Company(Base, Identified, Timestamps, Versioned, MayBeDemo, Numbered):
    """A company; the organisation number, when known, is what makes it one company and not two."""

    __tablename__ = "company"
    __table_args__ = table(Sensitivity.INTERNAL)

    name: Mapped[str] = internal(sa.String(200))
    name_sort: Mapped[str] = internal(SortText, index=True)
    kind: Mapped[CompanyKind] = internal(default=CompanyKind.LIMITED_COMPANY)
    # A Swedish municipality in its one spelling, or a place abroad as it was typed.
    municipality: Mapped[str | None] = internal(sa.String(80), index=True)
    field: Mapped[str | None] = internal(sa.String(120))
    website: Mapped[str | None] = internal(sa.String(300))
    summary: Mapped[str | None] = internal(sa.Text)
    # Shown to consultants only: what the company asked to be kept secret, and why (OSL 31:12).
    secrecy_note: Mapped[str | None] = confidential(sa.Text)
    owner_id: Mapped[int | None] = internal(sa.ForeignKey("user_account.id"), index=True)
    # The latest of what somebody wrote and the last meeting, call or e-mail; `contact_said_on` keeps the former.
    last_contact_on: Mapped[date | None] = internal(index=True)
    contact_said_on: Mapped[date | None] = internal()
    archived_at: Mapped[datetime | None] = internal(index=True)  # out of the lists, found in all other ways
    # The day on which the company said that its name may stand beside what it has used, in reports to the funder.
    name_released_on: Mapped[date | None] = internal()
    # What it is called where it is not named, “Company 3”; given with its first use and kept ever after.
    report_number: Mapped[int | None] = internal(index=True, unique=True)
    # What it was called before, the latest first; a slip that was mended is no name.
    earlier_names: Mapped[list[str] | None] = internal(sa.JSON(none_as_null=True))

    owner: Mapped[User | None] = relation(foreign_keys=[owner_id])
    needs: Mapped[list[Need]] = relation(back_populates="company", order_by="Need.id")
    roles: Mapped[list[PersonRole]] = relation(back_populates="company", order_by="PersonRole.id")
    declarations: Mapped[list[SmfDeclaration]] = relation(
        back_populates="company", order_by="SmfDeclaration.period_end"
    )

    @validates("name")
    def _keep_sort_key(self, _key: str, name: str) -> str:
        before = self.__dict__.get("name")
        self.name_sort = swedish_sort_key(name)
        if before and not is_slip(swedish_sort_key(before), self.name_sort):
            others = (each for each in self.earlier_names or () if each not in (before, name))
            self.earlier_names = [before, *others]
        return name

    @validates("municipality")
    def _keep_one_spelling(self, _key: str, place: str | None) -> str | None:
        return one_spelling(place)

    @property
    def shown_org_number(self) -> str | None:
        """Return the number as it may be shown: with its hyphen, and a sole trader's masked."""
        if self.org_number is None:
            return None
        return shown_number(self.org_number, masked=self.kind is CompanyKind.SOLE_TRADER)


class Ownership(enum.StrEnum):
    """How the company stands to others that own it or that it owns (Recommendation 2003/361/EC, article 3)."""

    AUTONOMOUS = "autonomous"
    PARTNER = "partner"
    LINKED = "linked"
    UNKNOWN = "unknown"


class SmfDeclaration(Base, Identified, Timestamps):
    """A company's size in one accounting year, as declared; a new year is a new row, and none is overwritten.

    The figures include partners pro rata and linked companies whole; money is in euro. What they were made of stands
    in `basis` (`smf_basis.py`), None where only sums were declared. The accounts of a year stand beside its estimate.
    `period_start` is None for a year of twelve months; the turnover of a shorter or longer one is kept as declared,
    and brought to twelve months when the class is found.
    """

    __tablename__ = "smf_declaration"
    __table_args__ = table(
        Sensitivity.CONFIDENTIAL,
        sa.UniqueConstraint("company_id", "period_end", "is_estimate", name="uq_smf_declaration_year"),
    )

    company_id: Mapped[int] = internal(sa.ForeignKey("company.id"), index=True)
    period_start: Mapped[date | None] = internal()
    period_end: Mapped[date] = internal()
    headcount: Mapped[float | None] = confidential()
    turnover_eur: Mapped[float | None] = confidential()
    balance_eur: Mapped[float | None] = confidential()
    ownership: Mapped[Ownership] = confidential(default=Ownership.UNKNOWN)
    is_enterprise: Mapped[bool] = internal(default=True)
    publicly_owned: Mapped[bool] = internal(default=False)
    is_estimate: Mapped[bool] = internal(default=False)
    owner_changed: Mapped[bool] = internal(default=False)
    size_class: Mapped[SizeClass] = internal(default=SizeClass.UNKNOWN)
    declared_by: Mapped[str] = personal(sa.String(200))
    declared_on: Mapped[date] = internal()
    evidence: Mapped[str | None] = confidential(sa.String(500))
    basis: Mapped[dict[str, Any] | None] = confidential(sa.JSON(none_as_null=True))

    company: Mapped[Company] = relation(back_populates="declarations")

    @property
    def first_day(self) -> date:
        """Return the first day of the accounting year."""
        return first_day(self.period_start, self.period_end)

    def overlaps(self, other: SmfDeclaration) -> bool:
        """Tell whether two accounting years share a day."""
        return self.first_day <= other.period_end and other.first_day <= self.period_end

    def find_class(self) -> SizeClass:
        """Return the class that the figures give, the turnover brought to twelve months.

        While those who own it or are owned by it may have figures that are not among them, no class that counts is
        known: they would only make it larger.
        """
        found = classify(
            YearlyFigures(
                self.headcount,
                self.twelve_month_turnover(),
                self.balance_eur,
                self.is_enterprise,
                self.publicly_owned,
            )
        )
        is_listed = self.basis is None or bool(self.basis["related"])
        others_known = self.ownership is Ownership.AUTONOMOUS or (self.ownership is not Ownership.UNKNOWN and is_listed)
        return found if others_known or not found.is_smf else SizeClass.UNKNOWN

    def twelve_month_turnover(self) -> float | None:
        """Return the turnover in euro that the class is found by: the company's own is for twelve months."""
        if self.basis is None:
            return for_twelve_months(self.turnover_eur, self.period_start, self.period_end)
        basis = SizeBasis.from_json(self.basis)
        return basis.turnover_in_euro(for_twelve_months(basis.turnover, self.period_start, self.period_end))


class HostOrganisation(Base, Identified, Timestamps, Versioned):
    """A university, hospital or other body that infrastructures belong to, known by its ROR id."""

    __tablename__ = "host_organisation"
    __table_args__ = table(Sensitivity.PUBLIC)

    name_sv: Mapped[str] = public(sa.String(200), unique=True)
    name_en: Mapped[str] = public(sa.String(200))
    ror: Mapped[str | None] = public(sa.String(9), unique=True)
