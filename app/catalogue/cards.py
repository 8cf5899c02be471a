"""The list's cards: each infrastructure once, with those of its capabilities that are left."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from app.catalogue.shapes import Entry, PublicCapability, PublicInfrastructure


@dataclass(frozen=True, slots=True)
class InfrastructureCard:
    """An infrastructure in the list, and what it offers of what was asked for, best first."""

    infrastructure: PublicInfrastructure
    capabilities: list[PublicCapability] = field(default_factory=list)


def cards_of(entries: Iterable[Entry], by_name_in: str | None) -> list[InfrastructureCard]:
    """Return the cards in the order of the entries, or by their names in a language."""
    cards: dict[str, InfrastructureCard] = {}
    for entry in entries:
        card = cards.setdefault(entry.infrastructure.key, InfrastructureCard(entry.infrastructure))
        if entry.capability:
            card.capabilities.append(entry.capability)
    if by_name_in is None:
        return list(cards.values())
    return sorted(cards.values(), key=lambda card: (_name_in(by_name_in, card), card.infrastructure.key))


def _name_in(language: str, card: InfrastructureCard) -> str:
    return card.infrastructure.name_en.casefold() if language == "en" else card.infrastructure.name_sort
