"""The catalogue as data that anybody may take: one object for each infrastructure, one row for each capability."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from app.catalogue.shapes import PublicCapability, PublicCatalogue, PublicInfrastructure
from config import LICENCES, Branding

# What is told of each, by the names that the files give; a name stands for the field of the same name.
_FACTS: Final = (
    *("key", "name_sv", "name_en", "description_sv", "description_en", "kind", "campus", "building"),
    *("in_flemingsberg", "open_to_companies", "website", "confirmed_on", "opened_on"),
    *("source_title", "source_host", "source_year"),
)
_OFFERED: Final = (
    *("id", "title_sv", "title_en", "text_sv", "text_en", "service_form", "lead_time_days", "price_note"),
)
COLUMNS: Final = (
    *("infrastructure_url", *(f"infrastructure_{name}" for name in _FACTS), "hosts", "host_ror"),
    *(f"capability_{name}" for name in _OFFERED),
    *("capability_quality", "capability_concepts"),
)
_ROR: Final = "https://ror.org/"

AddressOf = Callable[[PublicInfrastructure], str]


def as_object(catalogue: PublicCatalogue, brand: Branding, address_of: AddressOf) -> Mapping[str, Any]:
    """Return the catalogue as JSON has it; what is not known is null, and never left out."""
    return {
        "publisher": brand.name,
        "region": brand.region,
        "licence": brand.licence,
        "licence_url": LICENCES[brand.licence],
        "infrastructures": [
            {
                "url": address_of(infrastructure),
                **_facts(infrastructure, _FACTS),
                "hosts": [
                    {"name_sv": host.name_sv, "name_en": host.name_en, "ror": _ror(host.ror)}
                    for host in infrastructure.hosts
                ],
                "capabilities": [
                    {
                        **_facts(capability, _OFFERED),
                        "quality": capability.quality,
                        "concepts": [
                            {"key": concept.key, "label_sv": concept.label_sv, "label_en": concept.label_en}
                            for concept in capability.concepts
                        ],
                    }
                    for capability in infrastructure.capabilities
                ],
            }
            for infrastructure in catalogue.infrastructures
        ],
    }


def as_rows(catalogue: PublicCatalogue, address_of: AddressOf) -> list[list[Any]]:
    """Return the catalogue as a table under `COLUMNS`; an infrastructure that offers nothing has a row of its own."""
    return [
        [
            address_of(infrastructure),
            *_facts(infrastructure, _FACTS).values(),
            ", ".join(host.name_sv for host in infrastructure.hosts),
            ", ".join(ror for host in infrastructure.hosts if (ror := _ror(host.ror))),
            *_offered(capability),
        ]
        for infrastructure in catalogue.infrastructures
        for capability in infrastructure.capabilities or (None,)
    ]


def _offered(capability: PublicCapability | None) -> list[Any]:
    if capability is None:
        return [None] * (len(_OFFERED) + 2)
    quality = None if capability.quality is None else ", ".join(capability.quality)
    concepts = ", ".join(concept.key for concept in capability.concepts)
    return [*_facts(capability, _OFFERED).values(), quality, concepts]


def _facts(thing: PublicInfrastructure | PublicCapability, names: tuple[str, ...]) -> dict[str, Any]:
    return {name: _plain(getattr(thing, name)) for name in names}


def _plain(value: Any) -> Any:
    return value.isoformat() if hasattr(value, "isoformat") else value


def _ror(number: str | None) -> str | None:
    return _ROR + number if number else None
