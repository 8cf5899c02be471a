"""Which rules each kind of record is imported by."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from app.imports.company_rules import CompanyRules
from app.imports.infrastructure_rules import CapabilityRules, InfrastructureRules
from app.imports.need_rules import NeedRules
from app.imports.people_rules import PeopleRules
from app.imports.rules import KindRules
from models.imports import ImportKind

_RULES: Final[Mapping[ImportKind, type[KindRules]]] = {
    ImportKind.COMPANIES: CompanyRules,
    ImportKind.PEOPLE: PeopleRules,
    ImportKind.NEEDS: NeedRules,
    ImportKind.INFRASTRUCTURES: InfrastructureRules,
    ImportKind.CAPABILITIES: CapabilityRules,
}


KINDS: Final = tuple(_RULES)


def rules_of(kind: ImportKind) -> type[KindRules]:
    """Return the rules of a kind."""
    return _RULES[kind]
