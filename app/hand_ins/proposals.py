"""What a text could be, as far as is public: the concepts read, units that may help, and whether it holds two needs."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from flask_babel import gettext as _

from app.catalogue.meaning import find_by_meaning, visitors_turn
from app.catalogue.shapes import PublicCapability, PublicCatalogue, PublicInfrastructure
from app.hand_ins.limits import CONCEPTS_NAMED, PROPOSED
from app.matchmaking import Matchmaker
from app.matchmaking.presentation import ShownReason
from matching.profiles import NeedProfile, Passage
from matching.several.needs import find as find_two

_FIELD: Final = "text"


@dataclass(frozen=True, slots=True)
class ProposedInfrastructure:
    """An infrastructure that may help, what of its offer, and why; `reason` is None where no words meet."""

    infrastructure: PublicInfrastructure
    capability: PublicCapability
    reason: ShownReason | None


@dataclass(frozen=True, slots=True)
class TextProposal:
    """What was read in a text; `parts` are the two needs that it seems to hold, None where it holds one."""

    concepts: tuple[str, ...]
    infrastructures: tuple[ProposedInfrastructure, ...]
    parts: tuple[str, str] | None


def propose(maker: Matchmaker, catalogue: PublicCatalogue, text: str, *, today: date, language: str) -> TextProposal:
    """Return what a visitor's text could be, of published facts alone; raises AskLaterError where too much is asked.

    Nothing of the text is kept.
    """
    # As running text, for only that is divided; a heading is of the whole.
    found = find_by_meaning(maker, catalogue, text, today=today, language=language, field=_FIELD)
    infrastructures: dict[str, ProposedInfrastructure] = {}
    for entry in found.entries:
        if entry.capability is not None:
            reason = found.reasons.get(entry.capability.id)
            known = replace(reason, need_source=str(_("Your text"))) if isinstance(reason, ShownReason) else None
            proposed = ProposedInfrastructure(entry.infrastructure, entry.capability, known)
            infrastructures.setdefault(entry.infrastructure.key, proposed)
    need = NeedProfile(id="", passages=(Passage(_FIELD, text),))
    published = [str(entry.capability.id) for entry in catalogue.entries if entry.capability]
    with visitors_turn(maker), maker.engine() as engine:
        two = find_two(engine, need, today=today, among=lambda _part: [each for each in published if each in engine])
        places, weights = engine.extractor.need(need).names
        # What is named has the most weight; what is broader than that has less.
        rows = places[weights == weights.max(initial=0.0)]
        named = [engine.extractor.knowledge.concepts[int(row)] for row in rows]
    shown = list(infrastructures.values())[:PROPOSED]
    joined = (each.reason.concept for each in shown if each.reason and each.reason.concept)
    labels = dict.fromkeys((*(maker.concept_label(each, language) for each in named), *joined))
    return TextProposal(
        concepts=tuple(labels)[:CONCEPTS_NAMED],
        infrastructures=tuple(shown),
        parts=(two.first.asked.strip(), two.second.asked.strip()) if two else None,
    )
