"""What of a unit's profile goes through a draft: the values of its facts and of a capability, as plain data."""

from __future__ import annotations

import enum
from collections.abc import Mapping, Sequence
from dataclasses import fields
from typing import Any, Final

from app.infrastructures.commands import CapabilityCommand
from models.infrastructures import Capability, Infrastructure, ServiceForm
from models.known_facts import Openness
from models.vocabulary import Concept

Values = dict[str, Any]
# What outsiders read of a unit that its own staff set; the address for letters is nothing that is published.
FACTS: Final = ("open_to_companies", "description_sv", "description_en", "building", "website")
OF_CAPABILITY: Final = tuple(field.name for field in fields(CapabilityCommand))
CONCEPTS: Final = "concept_ids"


def values_of(record: Infrastructure | Capability, concepts: Sequence[Concept] | None = None) -> Values:
    """Return what a record says; a capability's concepts are those given, else its own, which must be loaded."""
    if isinstance(record, Infrastructure):
        return {name: _plain(getattr(record, name)) for name in FACTS}
    chosen = record.concepts if concepts is None else concepts
    said = {name: _plain(getattr(record, name)) for name in OF_CAPABILITY}
    return {**said, CONCEPTS: sorted(concept.id for concept in chosen)}


def values_asked(said: Mapping[str, Any], concepts: Sequence[Concept] | None = None) -> Values:
    """Return what a form's command asks for; what is not published is left out."""
    names = FACTS if concepts is None else OF_CAPABILITY
    values = {name: _plain(said[name]) for name in names}
    return values if concepts is None else {**values, CONCEPTS: sorted(concept.id for concept in concepts)}


def put_values(record: Infrastructure | Capability, values: Mapping[str, Any], concepts: Sequence[Concept]) -> None:
    """Write values into a record; `concepts` are those that the values name."""
    for name, value in values.items():
        if name == CONCEPTS and isinstance(record, Capability):
            record.concepts = list(concepts)
        else:
            setattr(record, name, typed(name, value))


def typed(name: str, value: Any) -> Any:
    """Return a field's value as its column has it."""
    if name == "open_to_companies":
        return Openness(value)
    if name == "service_form":
        return ServiceForm(value) if value else None
    return value


def _plain(value: Any) -> Any:
    return value.value if isinstance(value, enum.Enum) else value
