"""The facets as the page shows them: what each value is called, how many it leaves, and where choosing it leads."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from flask import request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.catalogue.asked import Asked
from app.catalogue.facets import Narrowed, values_of
from app.catalogue.limits import CATALOGUE_FACET
from app.catalogue.shapes import PublicCatalogue, PublicInfrastructure
from app.infrastructures.names import OPENNESS_NAMES
from app.labels import QUALITY_NAMES, SERVICE_FORM_NAMES
from app.web.i18n import named
from models.known_facts import Openness

_TITLES: Final = {
    "companies": _l("Takes companies"),
    "field": _l("Field of work"),
    "method": _l("Method"),
    "access": _l("How the work is done"),
    "quality": _l("Quality"),
    "campus": _l("Campus"),
}
# Whoever surely takes companies comes first.
_OPENNESS: Final = {value.value: place for place, value in enumerate((*Openness,))}
# Methods are many: they are offered when a field is chosen, or a text has left few.
_METHODS_FROM: Final = 40


@dataclass(frozen=True, slots=True)
class ShownValue:
    """One value of a facet: its name, how many infrastructures it leaves, and the list with it, or without it."""

    name: str
    count: int
    url: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class ShownFacet:
    """A facet with its first values, and the others that one asks for."""

    key: str
    title: str
    first: list[ShownValue]
    others: list[ShownValue]


def shown_facets(catalogue: PublicCatalogue, asked: Asked, narrowed: Narrowed) -> list[ShownFacet]:
    """Return the facets that tell the entries apart, the commonest values first and what is chosen before them."""
    facets = []
    for key, title in _TITLES.items():
        name_of = _namer(catalogue, key)
        values = [
            ShownValue(name_of(value), count, _with(asked, key, value), value in asked.chosen.get(key, ()))
            for value, count in sorted(narrowed.counts[key].items(), key=lambda each: _OPENNESS.get(each[0], 0))
        ]
        if not values or (key == "method" and len(values) > _METHODS_FROM):
            continue
        if key != "companies":
            values.sort(key=lambda each: (not each.is_chosen, -each.count, each.name.casefold()))
        facets.append(ShownFacet(key, str(title), values[:CATALOGUE_FACET], values[CATALOGUE_FACET:]))
    return facets


def chosen_values(catalogue: PublicCatalogue, asked: Asked) -> list[dict[str, str]]:
    """Return what the list is narrowed by, for the row of chips."""
    return [
        {"label": str(_TITLES[key]), "text": _namer(catalogue, key)(value), "name": key, "value": value}
        for key in _TITLES
        for value in sorted(asked.chosen.get(key, ()))
    ]


def value_names(catalogue: PublicCatalogue, infrastructure: PublicInfrastructure, key: str) -> list[str]:
    """Return what an infrastructure is in a facet, in any of what it offers, by name."""
    lines = infrastructure.capabilities or (None,)
    values = {value for each in lines for value in values_of(infrastructure, each)[key]}
    return sorted(map(_namer(catalogue, key), values), key=str.casefold)


def campus_name(campus: str) -> str:
    """Return what a campus is called; where the sources did not agree, it says so."""
    place, _unsure, doubt = campus.replace("/", " / ").partition(" (")
    place = _("The whole region") if place == "Region-wide" else place
    return _("%(place)s (place not confirmed)", place=place) if doubt else place


def _namer(catalogue: PublicCatalogue, key: str) -> Callable[[str], str]:
    fixed: Mapping[str, Mapping[Any, Any]] = {
        "companies": dict(OPENNESS_NAMES),
        "access": {form.value: name for form, name in SERVICE_FORM_NAMES},
        "quality": dict(QUALITY_NAMES),
    }
    if key in fixed:
        return lambda value: str(fixed[key].get(value, value))
    if key == "campus":
        return campus_name
    labels = catalogue.categories if key == "field" else catalogue.concepts
    return lambda value: _capital(named(labels[value], "label")) if value in labels else value


def _capital(label: str) -> str:
    return label[:1].upper() + label[1:]


def _with(asked: Asked, key: str, value: str) -> str:
    """Return the address of the list with a value chosen, or no longer."""
    chosen = {name: set(values) for name, values in asked.chosen.items()}
    chosen.setdefault(key, set()).symmetric_difference_update({value})
    query: dict[str, Any] = {name: sorted(values) for name, values in chosen.items() if values}
    return url_for(".index", **(request.view_args or {}), q=asked.text or None, **query)
