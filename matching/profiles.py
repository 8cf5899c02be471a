"""What the engine needs to know about a need and about a capability, and nothing more."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Passage:
    """One field of running text, exactly as it is stored, so that quotes can point into it.

    `language` is "sv", "en" or None (the engine then detects it). `stored` is for the engine itself, which reads a
    cleaned text: what that was made from, else None.
    """

    field: str
    text: str
    language: str | None = None
    stored: str | None = None


@dataclass(frozen=True, slots=True)
class NeedProfile:
    """A company's need.

    `tags` are free words or concept ids. `quality` holds required levels ("GMP", "ISO13485", "BSL2"…), all of
    which must be offered. `in_flemingsberg` is True when the place matters, else None. `service_form` is the form
    asked for, or None. `deadline` is the day by which the work must have been done, or None.
    """

    id: str
    passages: tuple[Passage, ...]
    tags: tuple[str, ...] = ()
    quality: frozenset[str] = frozenset()
    in_flemingsberg: bool | None = None
    service_form: str | None = None
    deadline: date | None = None


@dataclass(frozen=True, slots=True)
class CapabilityProfile:
    """What an infrastructure can do for somebody.

    `open_to_companies` is True, False or None (unknown), as is `in_flemingsberg`. `quality` is None when it is not
    known which levels are held, and empty when none are. `lead_time_days` is the usual time from order to result.
    `confirmed_on` is the day the unit last confirmed its facts; `ready` says whether its readiness gate is passed.
    """

    id: str
    passages: tuple[Passage, ...]
    infrastructure: str = ""
    tags: tuple[str, ...] = ()
    quality: frozenset[str] | None = None
    in_flemingsberg: bool | None = None
    service_form: str | None = None
    open_to_companies: bool | None = None
    lead_time_days: int | None = None
    confirmed_on: date | None = None
    ready: bool | None = None
