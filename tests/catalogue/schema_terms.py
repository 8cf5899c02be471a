"""The terms of schema.org that the catalogue uses, copied from https://schema.org: which type has which property.

A property stands with the type that defines it; a type has its parents' as well.
"""

from __future__ import annotations

from typing import Final

PARENTS: Final = {
    "Organization": "Thing",
    "Place": "Thing",
    "Service": "Intangible",
    "Offer": "Intangible",
    "Intangible": "Thing",
    "BreadcrumbList": "ItemList",
    "ItemList": "Intangible",
    "ListItem": "Intangible",
    "Dataset": "CreativeWork",
    "DataDownload": "MediaObject",
    "MediaObject": "CreativeWork",
    "CreativeWork": "Thing",
}
PROPERTIES: Final = {
    "Thing": {"name", "description", "url", "sameAs"},
    "Organization": {"location", "parentOrganization", "makesOffer"},
    "Offer": {"itemOffered"},
    "Service": {"serviceType"},
    "ItemList": {"itemListElement"},
    "ListItem": {"position", "item"},
    "CreativeWork": {"inLanguage", "isAccessibleForFree", "license", "creator", "encodingFormat"},
    "Dataset": {"distribution"},
    "MediaObject": {"contentUrl"},
}


def properties_of(kind: str) -> set[str]:
    """Return every property that a type has, its own and its parents'."""
    own = set(PROPERTIES.get(kind, set()))
    return own | (properties_of(PARENTS[kind]) if kind in PARENTS else set())
