"""What the forms of this room ask its use cases to do."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from models.aid import SupportKind, ValueBasis
from models.aid_rules import AidStep


@dataclass(frozen=True, slots=True)
class ValueCommand:
    """What a support is and is worth, in kronor before tax, on the day it was applied for.

    `is_another` says that one like it has been seen and is not the same.
    """

    valued_on: date
    programme_id: int
    kind: SupportKind
    what: str
    basis: ValueBasis
    basis_source: str | None
    hours: Decimal | None
    hour_rate: Decimal | None
    market_sek: Decimal
    paid_sek: Decimal
    not_aid_reason: str | None
    nace: str | None
    is_another: bool = False

    def columns(self) -> dict[str, Any]:
        """Return what is written on the support itself."""
        return {name: value for name, value in asdict(self).items() if name not in ("valued_on", "is_another")}


@dataclass(frozen=True, slots=True)
class DeclaredAid:
    """De minimis aid that a company says it has received from somebody else, in euro or in kronor."""

    granted_on: date
    giver: str
    amount: Decimal
    in_kronor: bool


@dataclass(frozen=True, slots=True)
class Override:
    """Who decided why and when that a support goes above the ceiling."""

    by: str
    reason: str
    on: date


@dataclass(frozen=True, slots=True)
class StepCommand:
    """A step with its day, who, and where its document is; `earlier` comes with a declaration only.

    So does `left_out_reason`: why aid that was declared before, and still counts, is declared no more. `are_others`
    comes with a check or an approval: linked companies named nearly as those on record are not they.
    """

    step: AidStep
    done_on: date
    who: str
    said: str | None
    earlier: tuple[DeclaredAid, ...] = ()
    left_out_reason: str | None = None
    override: Override | None = None
    are_others: bool = False
