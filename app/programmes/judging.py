"""What is to be said against each use in a programme: the one rule that figures filter by and pages look up in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Generic, TypeVar

from app.programmes.use_facts import UseFacts
from models.known_facts import YesNoUnknown
from models.programmes import CountingRule, Programme
from models.smf import class_on
from models.uses import Use, Why


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


# A use is judged as a record, or by its facts alone where there are many.
U = TypeVar("U", Use, UseFacts)


@dataclass(frozen=True, slots=True)
class JudgedUse(Generic[U]):
    """A use, and what is to be said against it: against its company's counting, its unit's, and joint research.

    A company's size is asked for once, on `size_asked_on`: the first day of the first of its uses that has evidence and
    is not disputed, lies in the period and is of a company with a number. That use decides for all of them; one that
    cannot count yet is judged as if it could.
    """

    use: U
    size_asked_on: date
    company: tuple[Why, ...]
    infrastructure: tuple[Why, ...]
    joint_rd: tuple[Why, ...]

    def objections(self, rule: CountingRule) -> tuple[Why, ...]:
        """Return why the use does not count by a rule; an empty tuple when it does."""
        return (*self.company, *getattr(self, _BESIDES[rule])) if rule in _BESIDES else self.company


# What a rule asks besides the company's part.
_BESIDES: Mapping[CountingRule, str] = {
    CountingRule.INFRASTRUCTURE_OPENED: "infrastructure",
    CountingRule.JOINT_RD: "joint_rd",
}


def judge_uses(uses: Iterable[U], programme: Programme, *, until: date) -> tuple[JudgedUse[U], ...]:
    """Judge uses of one programme as of a day, the earliest first.

    All uses of a company in the programme must be there, each with its company's declarations and its infrastructure
    loaded, as `use_with_parties` and `read_uses` give them: what one counts for depends on the others.
    """
    ordered = sorted(uses, key=_order)
    period = Period.until(programme, until)
    deciding: dict[int, U] = {}
    for use in ordered:
        if _can_decide(use, period):
            deciding.setdefault(_company_id(use), use)
    return tuple(_judge(use, deciding.get(_company_id(use), use), period) for use in ordered)


def belongs_nowhere(use: Use) -> JudgedUse[Use]:
    """Judge a use of a need that belongs to no programme."""
    return JudgedUse(use, use.started_on, company=(Why.NO_PROGRAMME,), infrastructure=(), joint_rd=())


def _judge(use: U, deciding: U, period: Period) -> JudgedUse[U]:
    asked_on = min(use, deciding, key=_order).started_on
    return JudgedUse(
        use,
        asked_on,
        company=tuple(why for why, applies in _objections(use, asked_on, period) if applies),
        infrastructure=tuple(why for why, applies in _infrastructure_objections(use, period) if applies),
        joint_rd=() if use.is_joint_research else (Why.NO_JOINT_RD,),
    )


def _order(use: Use | UseFacts) -> tuple[date, float]:
    # A use that is not saved yet has no number, and comes after those that are.
    return (use.started_on, use.id or float("inf"))


def _company_id(use: Use | UseFacts) -> int:
    return use.match.need.company_id


def _can_decide(use: Use | UseFacts, period: Period) -> bool:
    is_shown = use.has_evidence and not use.is_disputed
    return is_shown and period.holds(use.started_on) and use.match.need.company.org_number is not None


def _objections(use: Use | UseFacts, asked_on: date, period: Period) -> Sequence[tuple[Why, bool]]:
    company = use.match.need.company
    size = class_on(company.declarations, asked_on)
    return (
        (Why.NO_EVIDENCE, not use.has_evidence),
        (Why.DISPUTED, bool(use.is_disputed)),
        (Why.OUTSIDE_PERIOD, not period.holds(use.started_on)),
        (Why.NO_ORG_NUMBER, company.org_number is None),
        (Why.SIZE_UNKNOWN, size.value == "unknown"),
        (Why.NOT_SMF, size.value != "unknown" and not size.is_smf),
    )


def _infrastructure_objections(use: Use | UseFacts, period: Period) -> Sequence[tuple[Why, bool]]:
    infrastructure = use.match.capability.infrastructure
    return (
        (Why.NOT_FLEMINGSBERG, infrastructure.in_flemingsberg is not YesNoUnknown.YES),
        (Why.GATE_NOT_PASSED, infrastructure.opened_on is None or infrastructure.opened_on > period.last),
    )
