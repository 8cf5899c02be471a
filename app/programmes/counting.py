"""The counting rules: which rows make up an indicator, and why a use does not count; every figure comes from here."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Session, contains_eager

from models.infrastructures import Capability, Infrastructure, YesNoUnknown
from models.matches import Match
from models.needs import Need
from models.organisations import Company
from models.programmes import CountingRule, Indicator, Programme
from models.smf import class_on
from models.uses import Use


class Why(StrEnum):
    """Why a use does not count; the sentences stand in the templates' table of names."""

    NO_EVIDENCE = "no_evidence"
    OUTSIDE_PERIOD = "outside_period"
    NO_ORG_NUMBER = "no_org_number"
    SIZE_UNKNOWN = "size_unknown"
    NOT_SMF = "not_smf"
    NOT_FLEMINGSBERG = "not_flemingsberg"
    GATE_NOT_PASSED = "gate_not_passed"


@dataclass(frozen=True, slots=True)
class CountedRow:
    """One unit of an indicator: the company or infrastructure counted, and the use that made it count.

    `counted_on` is the day from which it counts; `first_use_on` and, for an infrastructure, `opened_on` are both
    kept, so that another rule for the time of counting can be applied later.
    """

    company: Company | None
    infrastructure: Infrastructure | None
    use: Use
    counted_on: date
    first_use_on: date
    opened_on: date | None = None

    @property
    def key(self) -> tuple[str, int]:
        """Return what makes the row one and the same thing in two reports."""
        if self.company is not None:
            return ("company", self.company.id)
        assert self.infrastructure is not None  # noqa: S101 - a row counts one of the two
        return ("infrastructure", self.infrastructure.id)


@dataclass(frozen=True, slots=True)
class Period:
    """The days within which a use must have started: both ends count."""

    first: date
    last: date

    @classmethod
    def until(cls, programme: Programme, day: date) -> Period:
        """Return the programme's period up to a day."""
        return cls(programme.starts_on, min(programme.ends_on, day))

    def holds(self, day: date) -> bool:
        """Tell whether a day lies within."""
        return self.first <= day <= self.last


def count_indicators(
    session: Session, indicators: Iterable[Indicator], programme: Programme, *, until: date
) -> Mapping[str, tuple[CountedRow, ...]]:
    """Return the rows of every indicator that Brygga counts, by code, in one pass over the uses.

    An indicator that is reported by other means is left out.
    """
    uses = _load_uses(session)
    period = Period.until(programme, until)
    return {
        indicator.code: _RULES[indicator.rule](uses, period) for indicator in indicators if indicator.rule in _RULES
    }


def why_not_counted(use: Use, programme: Programme, *, today: date) -> tuple[Why, ...]:
    """Return why a use does not make its company count today; an empty tuple when it does.

    `use` comes with its company's declarations and its infrastructure loaded, as `use_with_parties` gives it.
    """
    company = use.match.need.company
    return tuple(why for why, applies in _objections(use, company, Period.until(programme, today)) if applies)


def why_unit_not_counted(use: Use, *, today: date) -> tuple[Why, ...]:
    """Return why the infrastructure of a use does not count as opened and used, the company's part aside."""
    unit = use.match.capability.infrastructure
    objections = (
        (Why.NOT_FLEMINGSBERG, unit.in_flemingsberg is not YesNoUnknown.YES),
        (Why.GATE_NOT_PASSED, unit.opened_on is None or unit.opened_on > today),
    )
    return tuple(why for why, applies in objections if applies)


def _objections(use: Use, company: Company, period: Period) -> tuple[tuple[Why, bool], ...]:
    size = class_on(company.declarations, use.started_on)
    return (
        (Why.NO_EVIDENCE, not use.has_evidence),
        (Why.OUTSIDE_PERIOD, not period.holds(use.started_on)),
        (Why.NO_ORG_NUMBER, company.org_number is None),
        (Why.SIZE_UNKNOWN, size.value == "unknown"),
        (Why.NOT_SMF, size.value != "unknown" and not size.is_smf),
    )


def use_with_parties() -> sa.Select[Use]:
    """Return the selection of uses with the company and the infrastructure that the rules read."""
    return (
        sa.select(Use)
        .join(Use.match)
        .join(Match.need)
        .join(Need.company)
        .options(
            contains_eager(Use.match)
            .contains_eager(Match.need)
            .contains_eager(Need.company)
            .selectinload(Company.declarations),
            contains_eager(Use.match).joinedload(Match.capability).joinedload(Capability.infrastructure),
        )
        .order_by(Use.started_on, Use.id)
    )


def _load_uses(session: Session) -> list[Use]:
    return list(session.scalars(use_with_parties()))


def _counting(uses: Iterable[Use], period: Period) -> list[Use]:
    """Return the uses by SMF that count, first use first.

    The company's status is asked for on the day of its first use in the period with evidence: that use decides.
    """
    first: dict[int, Use] = {}
    for use in uses:
        company = use.match.need.company
        if use.has_evidence and period.holds(use.started_on) and company.org_number is not None:
            first.setdefault(company.id, use)
    smf = {
        company_id
        for company_id, use in first.items()
        if class_on(use.match.need.company.declarations, use.started_on).is_smf
    }
    return [
        use for use in uses if use.has_evidence and period.holds(use.started_on) and use.match.need.company_id in smf
    ]


def _companies(uses: Iterable[Use]) -> tuple[CountedRow, ...]:
    rows: dict[int, CountedRow] = {}
    for use in uses:
        company = use.match.need.company
        rows.setdefault(company.id, CountedRow(company, None, use, use.started_on, use.started_on))
    return tuple(rows.values())


def _smf_used(uses: list[Use], period: Period) -> tuple[CountedRow, ...]:
    return _companies(_counting(uses, period))


def _joint_rd(uses: list[Use], period: Period) -> tuple[CountedRow, ...]:
    """Real joint R&D with evidence of its own; a service that was bought does not count."""
    return _companies(use for use in _counting(uses, period) if use.joint_rd and use.joint_rd_evidence)


def _infrastructure_opened(uses: list[Use], period: Period) -> tuple[CountedRow, ...]:
    rows: dict[int, CountedRow] = {}
    for use in _counting(uses, period):
        unit = use.match.capability.infrastructure
        if unit.in_flemingsberg is YesNoUnknown.YES and unit.opened_on is not None and unit.opened_on <= period.last:
            counted_on = max(unit.opened_on, use.started_on)
            rows.setdefault(unit.id, CountedRow(None, unit, use, counted_on, use.started_on, unit.opened_on))
    return tuple(rows.values())


_RULES: Mapping[CountingRule, Callable[[list[Use], Period], tuple[CountedRow, ...]]] = {
    CountingRule.SMF_USED: _smf_used,
    # Support is any help that is on record with evidence; in Brygga that is a use.
    CountingRule.COMPANY_SUPPORTED: _smf_used,
    CountingRule.JOINT_RD: _joint_rd,
    CountingRule.INFRASTRUCTURE_OPENED: _infrastructure_opened,
}
