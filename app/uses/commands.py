"""What the forms of a use ask the use cases to do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Final

from models.use_confirmations import ConfirmationAnswer
from models.uses import EvidenceKind
from models.vocabulary import Language
from models.waiting import WaitingFor

# What is answered of a use before it is saved, and not written on it.
_ANSWERS: Final = frozenset({"is_another", "is_sure"})


@dataclass(frozen=True, slots=True)
class UseCommand:
    """A use; `value_sek` is its worth in kronor before tax, and all but the last two are exactly its columns.

    `is_another` says that one of the same days has been seen and is not the same, `is_sure` that figures which no use
    is likely to have are right.
    """

    started_on: date
    completed_on: date | None
    hours: Decimal | None
    value_sek: Decimal | None
    description: str | None
    evidence_kind: EvidenceKind | None
    evidence: str | None
    joint_rd: bool
    joint_rd_evidence: str | None
    share_agreed_by: str | None = None
    stands_because: str | None = None
    unapproved_because: str | None = None
    is_another: bool = False
    is_sure: bool = False

    def columns(self) -> dict[str, Any]:
        """Return what is written on the use itself."""
        return {name: value for name, value in asdict(self).items() if name not in _ANSWERS}


@dataclass(frozen=True, slots=True)
class AskPartiesCommand:
    """Which parties are asked to confirm a use, at which addresses, and in which language."""

    addresses: Mapping[WaitingFor, str]
    language: Language


@dataclass(frozen=True, slots=True)
class ConfirmationCommand:
    """What a party says of a use, by whom, and what is wrong."""

    answer: ConfirmationAnswer
    name: str
    said: str | None
