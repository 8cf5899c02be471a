"""Which rows make up an indicator: the uses against which nothing is to be said; every figure comes from here."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Final

import sqlalchemy as sa
from sqlalchemy.orm import Session, contains_eager

from app.programmes.judging import JudgedUse, U, belongs_nowhere, judge_uses
from app.programmes.use_facts import read_uses
from app.storage.kept_answers import kept
from models.infrastructures import Capability, Infrastructure
from models.matches import Match
from models.needs import Need
from models.organisations import Company
from models.programmes import CountingRule, Programme
from models.uses import Use


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
class Counted:
    """One unit of an indicator by its numbers: the use that made it count, and the company or infrastructure.

    `opened_on` is since when the use's infrastructure was open, as it was on the day that is asked about.
    """

    use_id: int
    counted_id: int
    opened_on: date | None


def count_uses(session: Session, programme: Programme, *, until: date) -> Mapping[CountingRule, tuple[Counted, ...]]:
    """Return what each rule counts as of a day, in one pass over the programme's uses; kept until a record changes.

    A rule that is reported by other means is left out.
    """

    def count() -> Mapping[CountingRule, tuple[Counted, ...]]:
        judged = judge_uses(read_uses(session, programme, until), programme, until=until)
        return {rule: _firsts(judged, rule) for rule in _ROWS}

    return kept(session, ("counted uses", programme.id, until), count)


def load_rows(session: Session, rule: CountingRule, counted: Sequence[Counted]) -> tuple[CountedRow, ...]:
    """Return the rows behind a count, with what the rules read of both parties."""
    return rows_of(rule, counted, load_uses(session, counted))


def load_uses(session: Session, counted: Iterable[Counted]) -> Mapping[int, Use]:
    """Return the uses of one or more counts by their numbers, with what the rules read of both parties."""
    numbers = {each.use_id for each in counted}
    found = session.scalars(use_with_parties().where(Use.id.in_(numbers))) if numbers else ()
    return {use.id: use for use in found}


def rows_of(rule: CountingRule, counted: Iterable[Counted], uses: Mapping[int, Use]) -> tuple[CountedRow, ...]:
    """Return the rows behind a count whose uses are loaded."""
    return tuple(_ROWS[rule](uses[each.use_id], each.opened_on) for each in counted)


def judge_programmes(session: Session, uses: Iterable[Use], *, until: date) -> Mapping[int, JudgedUse[Use]]:
    """Judge all uses of one or more companies, each in the programme it belongs to; by the use's number.

    A use from before the first programme was known belongs to none, and so does not count.
    """
    of_programme: dict[int | None, list[Use]] = {}
    for use in uses:
        of_programme.setdefault(use.match.need.programme_id, []).append(use)
    judged = [belongs_nowhere(use) for use in of_programme.get(None, ())]
    for programme in _read_programmes(session, of_programme.keys() - {None}):
        judged += judge_uses(of_programme[programme.id], programme, until=until)
    return {entry.use.id: entry for entry in judged}


def _read_programmes(session: Session, ids: Iterable[int | None]) -> Sequence[Programme]:
    """Return programmes by their numbers, in no order; a page has mostly read the one it is about."""
    known = [each for each in session.identity_map.values() if isinstance(each, Programme) and each.id in ids]
    others = set(ids) - {each.id for each in known}
    return known + list(session.scalars(sa.select(Programme).where(Programme.id.in_(others)))) if others else known


def judge_in_company(session: Session, use: Use, *, until: date) -> JudgedUse[Use] | None:
    """Judge one use beside all others of its company; None when it belongs to no programme.

    `use` may be a draft; with the number of a saved use it stands in that one's place.
    """
    need = use.match.need
    programme = session.get(Programme, need.programme_id) if need.programme_id else None
    if programme is None:
        return None
    others = session.scalars(use_with_parties(programme).where(Need.company_id == need.company_id)).all()
    judged = judge_uses([*(each for each in others if each.id != use.id), use], programme, until=until)
    return next(entry for entry in judged if entry.use is use)


def list_company_uses(session: Session, company_id: int) -> Sequence[Use]:
    """Return all uses of a company in their order, with what the rules read of both parties."""
    return session.scalars(_of_company(), {"company": company_id}).all()


def list_own_uses(session: Session, company: Company) -> Sequence[Use]:
    """Return the same of a company that is loaded with its declarations: they are not read once more."""
    return session.scalars(_of_loaded(), {"company": company.id}).all()


@lru_cache
def _of_company() -> sa.Select[Use]:
    """Return the selection of a `company`'s uses, built once, which costs more than asking it."""
    return use_with_parties().where(Need.company_id == sa.bindparam("company"))


@lru_cache
def _of_loaded() -> sa.Select[Use]:
    of_need = contains_eager(Use.match).contains_eager(Match.need)
    offered = contains_eager(Use.match).joinedload(Match.capability).joinedload(Capability.infrastructure)
    uses = sa.select(Use).join(Use.match).join(Match.need).options(of_need, offered)
    return uses.where(Need.company_id == sa.bindparam("company")).order_by(Use.started_on, Use.id)


def use_with_parties(programme: Programme | None = None) -> sa.Select[Use]:
    """Return the selection of uses, of one programme or of all, with what the rules read of both parties."""
    statement = (
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
    return statement if programme is None else statement.where(Need.programme_id == programme.id)


def _firsts(judged: Iterable[JudgedUse[U]], rule: CountingRule) -> tuple[Counted, ...]:
    """Return for each company or infrastructure the first use against which nothing is to be said."""
    firsts: dict[int, Counted] = {}
    for entry in judged:
        if not entry.objections(rule):
            match = entry.use.match
            infrastructure = match.capability.infrastructure
            counted = infrastructure.id if rule in _OF_INFRASTRUCTURES else match.need.company_id
            firsts.setdefault(counted, Counted(entry.use.id, counted, infrastructure.opened_on))
    return tuple(firsts.values())


def _company_row(use: Use, _opened_on: date | None) -> CountedRow:
    return CountedRow(use.match.need.company, None, use, use.started_on, use.started_on)


def _infrastructure_row(use: Use, opened_on: date | None) -> CountedRow:
    infrastructure = use.match.capability.infrastructure
    counted_on = max(opened_on or use.started_on, use.started_on)
    return CountedRow(None, infrastructure, use, counted_on, use.started_on, opened_on)


_OF_INFRASTRUCTURES: Final = frozenset({CountingRule.INFRASTRUCTURE_OPENED})
_ROWS: Mapping[CountingRule, Callable[[Use, date | None], CountedRow]] = {
    CountingRule.SMF_USED: _company_row,
    # Support is any help that is on record with evidence; in Brygga that is a use.
    CountingRule.COMPANY_SUPPORTED: _company_row,
    CountingRule.JOINT_RD: _company_row,
    CountingRule.INFRASTRUCTURE_OPENED: _infrastructure_row,
}
