"""Lays up to four capabilities side by side against what a need asks, row by row; what is not known is to be asked."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from matching.hard_limits.checks import days_left, level_key, quality_outcome
from matching.profiles import CapabilityProfile, NeedProfile
from matching.results import Outcome

MOST_COMPARED = 4


@dataclass(frozen=True, slots=True)
class Cell:
    """One capability's answer in a row.

    `outcome` says how the answer meets what the need asks; None when the need leaves the row open and the answer is
    only told. UNKNOWN with no `value` is a missing fact: "ask". UNKNOWN with a value is a known answer that must be
    talked over ("full_service" where "assisted_use" is asked). `value` is a code, a concept id, a date or a number as
    text, never a sentence.
    """

    capability_id: str
    outcome: Outcome | None
    value: str = ""

    @property
    def must_be_asked(self) -> bool:
        """Tell whether the fact itself is missing."""
        return not self.value and self.outcome is Outcome.UNKNOWN


@dataclass(frozen=True, slots=True)
class ComparedFact:
    """One line of the comparison: what the need asks (empty when it leaves this open) and every capability's answer.

    `kind` is "method", "quality", "place", "service_form", "lead_time", "open_to_companies", "ready", "confirmed_on"
    or the name of a further fact ("price"). `differs` tells the lines worth reading from those where all are alike.
    """

    kind: str
    asked: str
    cells: tuple[Cell, ...]

    @property
    def sentence(self) -> str:
        """Return the message id of the line's name."""
        return f"comparison.{self.kind}"

    @property
    def differs(self) -> bool:
        """Tell whether the capabilities answer differently."""
        return len({(cell.outcome, cell.value) for cell in self.cells}) > 1


def compare(
    need: NeedProfile,
    capabilities: Sequence[CapabilityProfile],
    *,
    today: date,
    asked_concepts: Sequence[str] = (),
    held_concepts: Mapping[str, Collection[str]] | None = None,
    further: Mapping[str, Mapping[str, str | None]] | None = None,
) -> tuple[ComparedFact, ...]:
    """Return the rows of a comparison, cells in the order of the capabilities.

    `asked_concepts` are concept ids that the need names or puts as problems, each one line; `held_concepts` gives the
    concept ids of each capability id, broader ones included. `further` gives facts that the engine does not rank by:
    name → capability id → value, None or missing when not known.

    Raises ValueError for no capability, for more than four, or for one that comes twice.
    """
    ids = [capability.id for capability in capabilities]
    if not 1 <= len(ids) <= MOST_COMPARED or len(set(ids)) != len(ids):
        raise ValueError(f"one to {MOST_COMPARED} different capabilities can be compared, not {len(ids)}")
    rows = [_method(concept, ids, held_concepts or {}) for concept in asked_concepts]
    rows += _quality(need, capabilities)
    rows += [
        _told("place", "Flemingsberg" if need.in_flemingsberg else "", capabilities, _place),
        _service_form(need, capabilities),
        _lead_time(need, capabilities, today),
        _told("open_to_companies", "", capabilities, lambda each: _yes_or_no(each.open_to_companies)),
        _told("ready", "", capabilities, lambda each: _yes_or_no(each.ready)),
        _told("confirmed_on", "", capabilities, _confirmed_on),
    ]
    rows += [_further(name, ids, values) for name, values in (further or {}).items()]
    return tuple(rows)


def _method(concept: str, ids: Sequence[str], held: Mapping[str, Collection[str]]) -> ComparedFact:
    # A method that a text does not name may well be done there, so its absence is a question and not a no.
    cells = (
        Cell(each, Outcome.PASS, concept) if concept in held.get(each, ()) else Cell(each, Outcome.UNKNOWN)
        for each in ids
    )
    return ComparedFact("method", concept, tuple(cells))


def _quality(need: NeedProfile, capabilities: Sequence[CapabilityProfile]) -> Iterator[ComparedFact]:
    """Yield one line per required level, or one line of what is held when none is required."""
    for level in sorted(need.quality):
        cells = []
        for capability in capabilities:
            held = None if capability.quality is None else frozenset(level_key(each) for each in capability.quality)
            outcome = quality_outcome(level_key(level), held)
            cells.append(Cell(capability.id, outcome, _held(capability) or ""))
        yield ComparedFact("quality", level, tuple(cells))
    if not need.quality:
        yield _told("quality", "", capabilities, _held)


def _held(capability: CapabilityProfile) -> str | None:
    if capability.quality is None:
        return None
    return ", ".join(sorted(capability.quality)) or "none"


def _place(capability: CapabilityProfile) -> str | None:
    return {True: "Flemingsberg", False: "elsewhere", None: None}[capability.in_flemingsberg]


def _service_form(need: NeedProfile, capabilities: Sequence[CapabilityProfile]) -> ComparedFact:
    if need.service_form is None:
        return _told("service_form", "", capabilities, lambda each: each.service_form)
    cells = (
        Cell(
            each.id,
            Outcome.PASS if each.service_form == need.service_form else Outcome.UNKNOWN,
            each.service_form or "",
        )
        for each in capabilities
    )
    return ComparedFact("service_form", need.service_form, tuple(cells))


def _lead_time(need: NeedProfile, capabilities: Sequence[CapabilityProfile], today: date) -> ComparedFact:
    """Return usual days from order to result; they pass or fail when there is a deadline still to come."""
    left = None if need.deadline is None else days_left(need.deadline, today)
    told = _told("lead_time", "", capabilities, lambda each: _number(each.lead_time_days))
    if left is None:
        return told
    cells = (
        cell if cell.must_be_asked else Cell(cell.capability_id, _in_time(int(cell.value), left), cell.value)
        for cell in told.cells
    )
    return ComparedFact("lead_time", str(left), tuple(cells))


def _in_time(lead_time: int, left: int) -> Outcome:
    return Outcome.PASS if lead_time <= left else Outcome.FAIL


def _confirmed_on(capability: CapabilityProfile) -> str | None:
    return None if capability.confirmed_on is None else capability.confirmed_on.isoformat()


def _number(value: int | None) -> str | None:
    return None if value is None else str(value)


def _yes_or_no(value: bool | None) -> str | None:
    return {True: "yes", False: "no", None: None}[value]


def _told(
    kind: str,
    asked: str,
    capabilities: Sequence[CapabilityProfile],
    answer: Callable[[CapabilityProfile], str | None],
) -> ComparedFact:
    """Return a line that passes where the answer is what is asked, and is only told when nothing is asked."""
    cells = []
    for capability in capabilities:
        value = answer(capability)
        if value is None:
            cells.append(Cell(capability.id, Outcome.UNKNOWN))
        elif not asked:
            cells.append(Cell(capability.id, None, value))
        else:
            cells.append(Cell(capability.id, Outcome.PASS if value == asked else Outcome.FAIL, value))
    return ComparedFact(kind, asked, tuple(cells))


def _further(name: str, ids: Sequence[str], values: Mapping[str, str | None]) -> ComparedFact:
    told = ((each, values.get(each)) for each in ids)
    return ComparedFact(
        name, "", tuple(Cell(each, None, value) if value else Cell(each, Outcome.UNKNOWN) for each, value in told)
    )
