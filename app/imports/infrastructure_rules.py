"""What a row about an infrastructure means, and one about what it can do."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.imports.faults import Fault
from app.imports.lookups import hosts_by_name, infrastructures_by_name, linked_numbers, take_one, take_several
from app.imports.rules import KindRules, RowRead
from app.infrastructures.use_cases import free_key
from app.vocabulary.words import KnownWords
from models.base import Base, folded
from models.capability_answers import PARTS, answers_of, kept_answers, text_of
from models.infrastructures import Capability, Confidence, Infrastructure, capability_concept, infrastructure_host
from models.known_facts import Openness, YesNoUnknown

_CHOSEN: Final[Mapping[str, Any]] = {
    "in_flemingsberg": YesNoUnknown,
    "open_to_companies": Openness,
    "confidence": Confidence,
}
_LANGUAGES: Final = ("sv", "en")


class InfrastructureRules(KindRules):
    """An infrastructure is known by its name in either language; nobody has confirmed the facts of a new one."""

    record = Infrastructure
    name_key = "name_sv"
    links = ("hosts",)
    columns = (
        *("name_sv", "name_en", "kind", "campus", "building", "in_flemingsberg", "open_to_companies"),
        *("description_sv", "description_en", "website", "contact_email", "source_title", "source_host"),
        *("source_year", "confidence", "note"),
    )

    def load(self, session: Session) -> None:
        """Read what rows are looked up in."""
        self._by_name = infrastructures_by_name(session)
        self._hosts = hosts_by_name(session)
        hosts = linked_numbers(session, infrastructure_host, "infrastructure_id", "host_id")
        for number, one in self.current.items():
            one["hosts"] = hosts.get(number, [])
        self._keys = set(session.scalars(sa.select(Infrastructure.key)))

    def complete(self, row: RowRead) -> None:
        """Look up the hosts, and turn what was chosen into what is kept."""
        take_several(row, "hosts", self._hosts, Fault.UNKNOWN_HOST)
        for key, kind in _CHOSEN.items():
            if key in row.values:
                row.values[key] = kind(row.values[key])

    def find(self, row: RowRead) -> list[int]:
        """Return the infrastructures of this name, in Swedish first."""
        names = (row.values.get("name_sv"), row.values.get("name_en"))
        return next((found for name in names if name and (found := self._by_name.get(folded(name)))), [])

    def identity(self, values: Mapping[str, Any]) -> Hashable:
        """Return the name."""
        return folded(values.get("name_sv") or "")

    def create(self, session: Session, values: Mapping[str, Any]) -> Base:
        """Return a new infrastructure with a key of its own; where nothing is said in English the Swedish name goes."""
        said = {"name_en": values["name_sv"], "description_en": "", **values}
        key = free_key(said["name_en"], self._keys)
        self._keys.add(key)
        return super().create(session, {"key": key, **said})


class CapabilityRules(KindRules):
    """A capability is known by its infrastructure and what can be done, in Swedish."""

    record = Capability
    name_key = "title_sv"
    links = ("concepts",)
    columns = (
        *("infrastructure_id", "title_sv", "title_en", "text_sv", "text_en", "answers_sv", "answers_en", "quality"),
        *("service_form", "lead_time_days", "price_note", "is_active"),
    )

    def load(self, session: Session) -> None:
        """Read what rows are looked up in."""
        self._infrastructures = infrastructures_by_name(session)
        self._by_title: dict[tuple[int, str], list[int]] = {}
        concepts = linked_numbers(session, capability_concept, "capability_id", "concept_id")
        for number, one in self.current.items():
            one["concepts"] = concepts.get(number, [])
            self._by_title.setdefault((one["infrastructure_id"], folded(one["title_sv"])), []).append(number)
        self._words = KnownWords(session)

    def complete(self, row: RowRead) -> None:
        """Look up the infrastructure and the words of the vocabulary."""
        if "infrastructure" not in row.values:
            row.refuse("infrastructure", Fault.MISSING)
        take_one(row, "infrastructure", "infrastructure_id", self._infrastructures, Fault.UNKNOWN_INFRASTRUCTURE)
        if text := row.values.pop("concepts", None):
            numbers = self._words.numbers_in(text)
            if numbers is None:
                row.refuse("concepts", Fault.UNKNOWN_WORD)
            else:
                row.values["concepts"] = numbers
        if "is_active" in row.values:
            row.values["is_active"] = row.values["is_active"] == "yes"

    def find(self, row: RowRead) -> list[int]:
        """Return the infrastructure's capabilities of this title; what a row answers is put beside their answers."""
        title = folded(row.values.get("title_sv") or "")
        found = self._by_title.get((row.values.get("infrastructure_id", 0), title), [])
        stands = self.current[found[0]] if len(found) == 1 else {}
        for code in _LANGUAGES:
            answered = {part: row.values.pop(f"{part}_{code}", None) for part in PARTS}
            if any(answered.values()):
                before = answers_of(stands.get(f"text_{code}") or "", stands.get(f"answers_{code}"))
                answers = [answered[part] or before[part] for part in PARTS]
                row.values[f"text_{code}"], row.values[f"answers_{code}"] = text_of(answers), kept_answers(answers)
        return found

    def identity(self, values: Mapping[str, Any]) -> Hashable:
        """Return the infrastructure with the title."""
        return values.get("infrastructure_id"), folded(values.get("title_sv") or "")

    def create(self, session: Session, values: Mapping[str, Any]) -> Base:
        """Return a new capability; where nothing is said in English the Swedish title goes."""
        return super().create(session, {"title_en": values["title_sv"], **values})
