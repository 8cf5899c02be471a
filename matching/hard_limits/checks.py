"""Holds the hard limits of a need against a capability: each passes, fails, or must be asked about.

Which limits can fail is decided by what they mean for an introduction:

- A missing quality level, the wrong place, a lead time past the deadline and an excluded subject make a pair useless:
  they fail, and a failed candidate is ranked after all others.
- A service form other than the one asked for, and a unit that is closed to companies, are settled in a talk (opening
  closed units is even what the matching is for): they are asked about (UNKNOWN) and never sink a candidate. `values`
  tells the cases apart: `state` is "other" or "unstated", "closed" or "unstated".
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from matching.hard_limits.exclusions import ExclusionReader, ExclusionVerdict
from matching.hard_limits.negation_words import Force
from matching.profiles import CapabilityProfile, NeedProfile
from matching.results import Limit, Outcome

PLACE = "Flemingsberg"
_CONTAINMENT = re.compile(r"BSL([1-4])")
_LONGEST_LEAD_TIME = 36_500  # days; a longer one is a slip of the pen, and past the calendar's end


def level_key(level: str) -> str:
    """Return a quality level in the one spelling that is compared: "ISO 13485" and "iso-13485" are "ISO13485"."""
    return re.sub(r"[\W_]+", "", level).upper()


def check(
    need: NeedProfile,
    capability: CapabilityProfile,
    *,
    today: date,
    exclusions: ExclusionReader,
) -> tuple[Limit, ...]:
    """Return the limits that the need puts, and always whether the unit is open to companies.

    `exclusions` reads what the need turns down in its text.
    """
    return (
        *_quality(need, capability),
        *_place(need, capability),
        *_deadline(need, capability, today),
        *_exclusions(exclusions.verdicts(need, capability)),
        *_service_form(need, capability),
        _open_to_companies(capability),
    )


def quality_outcome(level: str, held: frozenset[str] | None) -> Outcome:
    """Tell whether a required level is held; both as `level_key` gives them.

    A higher containment level is built to do the lower one's work, but whether the unit takes it must be asked.
    """
    if held is None:
        return Outcome.UNKNOWN
    if level in held:
        return Outcome.PASS
    asked = _CONTAINMENT.fullmatch(level)
    higher = asked is not None and any(
        (found := _CONTAINMENT.fullmatch(each)) is not None and found[1] > asked[1] for each in held
    )
    return Outcome.UNKNOWN if higher else Outcome.FAIL


def days_left(deadline: date, today: date) -> int | None:
    """Return the days from today to the deadline, or None when it has passed and a new one must be asked for."""
    return (deadline - today).days if deadline >= today else None


def _quality(need: NeedProfile, capability: CapabilityProfile) -> Iterator[Limit]:
    held = None if capability.quality is None else frozenset(level_key(level) for level in capability.quality)
    shown = ", ".join(sorted(capability.quality or ()))
    for level in sorted(need.quality):
        outcome = quality_outcome(level_key(level), held)
        yield Limit("quality", outcome, {"level": level, "held": shown})


def _place(need: NeedProfile, capability: CapabilityProfile) -> Iterator[Limit]:
    if need.in_flemingsberg:
        outcomes = {True: Outcome.PASS, False: Outcome.FAIL, None: Outcome.UNKNOWN}
        yield Limit("place", outcomes[capability.in_flemingsberg], {"place": PLACE})


def _deadline(need: NeedProfile, capability: CapabilityProfile, today: date) -> Iterator[Limit]:
    if need.deadline is None:
        return
    left, lead_time = days_left(need.deadline, today), capability.lead_time_days
    values = {"deadline": need.deadline.isoformat()}
    if left is None:
        yield Limit("deadline", Outcome.UNKNOWN, values | {"state": "passed"})
    elif lead_time is None:
        yield Limit("deadline", Outcome.UNKNOWN, values | {"state": "unstated", "days_left": str(left)})
    else:
        ready_on = today + timedelta(days=min(lead_time, _LONGEST_LEAD_TIME))
        outcome = Outcome.PASS if lead_time <= left else Outcome.FAIL
        yield Limit(
            "deadline",
            outcome,
            values | {"lead_time_days": str(lead_time), "days_left": str(left), "ready_on": ready_on.isoformat()},
        )


def _exclusions(verdicts: Sequence[ExclusionVerdict]) -> Iterator[Limit]:
    for verdict in verdicts:
        quote, concept = verdict.exclusion.quote, verdict.exclusion.concepts[0]
        if verdict.exclusion.force is not Force.UNCLEAR:
            values = {"excluded": quote.text, "field": quote.field, "concept": concept}
            yield Limit("exclusion", verdict.outcome, values)
        elif verdict.outcome is not Outcome.PASS:
            said = quote.text.strip()
            yield Limit("denial", verdict.outcome, {"said": said, "field": quote.field, "concept": concept})


def _service_form(need: NeedProfile, capability: CapabilityProfile) -> Iterator[Limit]:
    asked, offered = need.service_form, capability.service_form
    if asked is None:
        return
    if offered is None:
        yield Limit("service_form", Outcome.UNKNOWN, {"asked": asked, "offered": "", "state": "unstated"})
    elif offered == asked:
        yield Limit("service_form", Outcome.PASS, {"asked": asked, "offered": offered, "state": "offered"})
    else:
        yield Limit("service_form", Outcome.UNKNOWN, {"asked": asked, "offered": offered, "state": "other"})


def _open_to_companies(capability: CapabilityProfile) -> Limit:
    if capability.open_to_companies:
        return Limit("open_to_companies", Outcome.PASS, {"state": "open"})
    state = "unstated" if capability.open_to_companies is None else "closed"
    return Limit("open_to_companies", Outcome.UNKNOWN, {"state": state})
