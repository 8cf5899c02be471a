"""What is most like something else of its kind: needs like a need, capabilities like a capability."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from matching.features.documents import CapabilityDocument, NeedDocument


@dataclass(frozen=True, slots=True)
class Similarity:
    """Something like something else: its id and a value in [0, 1]."""

    id: str
    value: float


def most_like(
    mine: NeedDocument | CapabilityDocument, others: Iterable[NeedDocument] | Iterable[CapabilityDocument], top: int
) -> list[Similarity]:
    """Return the others by likeness of meaning and of words, half each; by words alone without vectors."""
    words = mine.words.dense()
    found = []
    for other in others:
        shared = float(other.words.values @ words[other.words.places])
        if mine.vector is not None and other.vector is not None:
            shared = (shared + max(0.0, float(mine.vector @ other.vector))) / 2
        found.append(Similarity(other.profile.id, round(min(1.0, shared), 6)))
    return sorted(found, key=lambda each: (-each.value, each.id))[:top]
