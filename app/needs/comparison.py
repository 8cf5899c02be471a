"""Up to four capabilities side by side against what a need asks, in the reader's words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from app.matchmaking import Matchmaker, need_profile
from app.matchmaking.message_texts import ROW_NAMES, said
from app.matchmaking.presentation import ShownCandidate, show
from app.needs import queries
from matching.results import Candidate, Strength
from matching.scoring.side_by_side import Cell, ComparedFact, compare
from models.errors import NotFoundError
from models.infrastructures import Capability
from models.needs import Need
from models.readiness import ITEM_COUNT, passed_count

METHODS_COMPARED: Final = 6


@dataclass(frozen=True, slots=True)
class ShownCell:
    """An answer: "pass", "fail", "unknown" or None when nothing is asked; `value` is empty for a missing fact."""

    outcome: str | None
    value: str


@dataclass(frozen=True, slots=True)
class ShownRow:
    """One line: its name, what the need asks (empty when it leaves this open), and each capability's answer."""

    name: str
    asked: str
    cells: Sequence[ShownCell]
    differs: bool


@dataclass(frozen=True, slots=True)
class Compared:
    """A capability with its place in the ranking."""

    capability: Capability
    shown: ShownCandidate


@dataclass(frozen=True, slots=True)
class CapabilityComparison:
    """The capabilities from left to right, and the lines."""

    columns: Sequence[Compared]
    rows: Sequence[ShownRow]


def compare_for(
    session: Session, matchmaker: Matchmaker, need: Need, ids: Sequence[int], *, today: date, language: str
) -> CapabilityComparison:
    """Return a comparison of one to four different capabilities; raises NotFoundError for one that is not offered."""
    asked = need_profile(need)
    pairs = [matchmaker.pair(asked, each, today=today) for each in ids]
    profiles = [matchmaker.capability(each) for each in ids]
    candidates = [pair for pair in pairs if pair is not None]
    offered = [profile for profile in profiles if profile is not None]
    capabilities = queries.list_capabilities(session, ids)
    if not len(candidates) == len(offered) == len(capabilities) == len(ids):
        raise NotFoundError
    held = {each.id: _held(matchmaker, each.tags, pair) for each, pair in zip(offered, candidates, strict=True)}
    rows = compare(
        asked,
        offered,
        today=today,
        asked_concepts=_methods(asked.tags, candidates),
        held_concepts=held,
        further=_further(capabilities),
    )
    return CapabilityComparison(
        columns=[
            Compared(capabilities[each], show(pair, asked, matchmaker, language=language))
            for each, pair in zip(ids, candidates, strict=True)
        ],
        rows=[_row(row, matchmaker, language) for row in rows],
    )


def _methods(tags: Sequence[str], candidates: Sequence[Candidate]) -> list[str]:
    """Return the concepts that the need names or puts as problems, the strongest first.

    What a weak match makes of the need is left out, when there is a better one to ask.
    """
    worthy = [candidate for candidate in candidates if candidate.strength is not Strength.WEAK]
    found = [
        (-reason.weight, reason.concept)
        for candidate in worthy or candidates
        for reason in candidate.reasons
        if reason.concept and reason.need and not reason.speaks_against
    ]
    return list(dict.fromkeys([*tags, *(concept for _weight, concept in sorted(found))]))[:METHODS_COMPARED]


def _held(matchmaker: Matchmaker, tags: Sequence[str], candidate: Candidate) -> set[str]:
    """Return the concepts a capability is known to have, broader ones included."""
    named = {*tags, *(each.concept for each in candidate.reasons if each.concept and each.capability)}
    return named.union(*(matchmaker.broader_concepts(concept) for concept in named))


def _further(capabilities: dict[int, Capability]) -> dict[str, dict[str, str | None]]:
    """Return facts that the engine does not rank by."""
    return {
        "price": {str(number): each.price_note for number, each in capabilities.items()},
        "items_passed": {
            str(number): f"{passed_count(each.infrastructure.readiness)}/{ITEM_COUNT}"
            if each.infrastructure.readiness
            else None
            for number, each in capabilities.items()
        },
    }


def _row(row: ComparedFact, matchmaker: Matchmaker, language: str) -> ShownRow:
    if row.kind == "method":
        name = matchmaker.concept_label(row.asked, language)
        return ShownRow(name, "", [_method_cell(cell) for cell in row.cells], row.differs)
    cells = [ShownCell(cell.outcome.value if cell.outcome else None, said(row.kind, cell.value)) for cell in row.cells]
    asked = _("%(days)s days are left", days=row.asked) if row.kind == "lead_time" and row.asked else row.asked
    return ShownRow(str(ROW_NAMES.get(row.kind, row.kind)), said(row.kind, asked), cells, row.differs)


def _method_cell(cell: Cell) -> ShownCell:
    return ShownCell(cell.outcome.value if cell.outcome else None, said("ready", "yes") if cell.value else "")
