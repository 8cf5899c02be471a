"""Made-up companies with their people and sizes, and units with their capabilities."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any, Final

from benchmarks.web.drawing import Drawing
from models.base import swedish_sort_key
from models.infrastructures import Capability, Infrastructure, capability_concept
from models.known_facts import Openness, YesNoUnknown
from models.organisations import Company, SmfDeclaration
from models.people import Person, PersonRole
from models.smf import SizeClass

_PLACES: Final = ("Huddinge", "Botkyrka", "Solna", "Stockholm", "Uppsala", "Lund")
_FIELDS: Final = ("medicinteknik", "läkemedel", "diagnostik", "livsmedel", "biomaterial")
_FIRST: Final = ("Alva", "Bo", "Disa", "Erik", "Fatima", "Göran", "Hedda", "Ivar", "Jonna", "Kerstin", "Örjan")
_LAST: Final = ("Åberg", "Berg", "Dahl", "Ek", "Frisk", "Gran", "Hav", "Iversen", "Ören", "Kvist", "Lund")
_COMPANY: Final = ("Fjärd", "Skär", "Älv", "Brygg", "Vass", "Näckros", "Ström", "Ö", "Sund", "Holm")


class Parties(Drawing):
    """Draws both shores."""

    def fill(self) -> None:
        """Draw companies, then people, then what is offered."""
        self.put(Company, self._companies())
        self.put(SmfDeclaration, self._declarations())
        self.put(Person, self._people())
        self.put(PersonRole, self._roles())
        self._offers()

    def _companies(self) -> Iterator[dict[str, Any]]:
        for number in range(self.size.companies):
            name = f"Mätbolaget {self.draw.choice(_COMPANY)} {number} AB"
            yield {
                "name": name,
                "name_sort": swedish_sort_key(name),
                "municipality": self.draw.choice(_PLACES),
                "field": self.draw.choice(_FIELDS),
                "owner_id": self.draw.choice((self.user_id, None)),
                "last_contact_on": self.day(400),
                "summary": "Ett påhittat företag för mätningar.",
                "created_at": self.moment(600),
            }

    def _declarations(self) -> Iterator[dict[str, Any]]:
        sizes = (SizeClass.MICRO, SizeClass.SMALL, SizeClass.MEDIUM, SizeClass.LARGE)
        for company_id in self.ids(Company)[::2]:
            yield {"company_id": company_id, "period_end": date(2024, 12, 31), "size_class": self.draw.choice(sizes),
                   "declared_by": "Mätt", "declared_on": date(2025, 2, 1)}  # fmt: skip

    def _people(self) -> Iterator[dict[str, Any]]:
        for number in range(self.size.people):
            name = f"{self.draw.choice(_FIRST)} {self.draw.choice(_LAST)} {number}"
            yield {"name": name, "name_sort": swedish_sort_key(name), "email": f"person{number}@matbolag.example"}

    def _roles(self) -> Iterator[dict[str, Any]]:
        companies = self.ids(Company)
        for place, person_id in enumerate(self.ids(Person)):
            yield {"person_id": person_id, "company_id": companies[place % len(companies)],
                   "is_contact": place < len(companies), "started_on": date(2020, 1, 1)}  # fmt: skip

    def _offers(self) -> None:
        """Add units and capabilities until there are as many as asked for, and name their concepts."""
        missing = self.size.capabilities - len(self.ids(Capability))
        known = set(self.ids(Capability))
        rows = [
            {
                "key": f"matenhet-{number}",
                "name_sv": f"Mätenhet {number}",
                "name_en": f"Measured unit {number}",
                "name_sort": swedish_sort_key(f"Mätenhet {number}"),
                "description_sv": "En påhittad enhet för mätningar.",
                "description_en": "A made-up unit for measurements.",
                "in_flemingsberg": self.draw.choice(list(YesNoUnknown)),
                "open_to_companies": self.draw.choice(list(Openness)),
                "confirmed_on": self.day(400),
            }
            for number in range(max(0, missing) // 5)
        ]
        self.put(Infrastructure, iter(rows))
        infrastructures = self.ids(Infrastructure)[-max(1, len(rows)) :]
        self.put(Capability, (self._capability(infrastructures) for _ in range(max(0, missing))))
        self.name_concepts(Capability, capability_concept, "capability_id", known)

    def _capability(self, infrastructures: Sequence[int]) -> dict[str, Any]:
        concept = self.draw.choice(self.concepts)
        said = self.problems.get(concept.id) or [concept.label_sv]
        return {
            "infrastructure_id": self.draw.choice(infrastructures),
            "title_sv": concept.label_sv[:200],
            "title_en": concept.label_en[:200],
            "text_sv": f"Vi hjälper till när ni vill veta {self.draw.choice(said)}.",
            "text_en": f"We offer {concept.label_en}.",
        }
