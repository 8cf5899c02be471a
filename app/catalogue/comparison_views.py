"""Infrastructures side by side: what one asks of each, row by row, and where they are alike."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from flask_babel import gettext as _

from app.catalogue.facet_views import campus_name, value_names
from app.catalogue.shapes import PublicCatalogue, PublicInfrastructure
from app.web.i18n import named

Cell = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ComparedRow:
    """A question and what each infrastructure answers; a cell without a text is not known."""

    name: str
    cells: list[Cell]

    @property
    def differs(self) -> bool:
        """Tell whether the answers are not all the same."""
        return len(set(self.cells)) > 1


def compared_rows(catalogue: PublicCatalogue, compared: Sequence[PublicInfrastructure]) -> list[ComparedRow]:
    """Return the rows of a comparison."""
    questions: tuple[tuple[str, Callable[[PublicInfrastructure], Sequence[str | None]]], ...] = (
        (_("Takes companies"), lambda each: value_names(catalogue, each, "companies")),
        (_("What it can do"), lambda each: sorted(named(one, "title") for one in each.capabilities)),
        (_("Field of work"), lambda each: value_names(catalogue, each, "field")),
        (_("Quality"), lambda each: value_names(catalogue, each, "quality")),
        (_("How the work is done"), lambda each: value_names(catalogue, each, "access")),
        (_("Price for companies"), lambda each: [one.price_note for one in each.capabilities]),
        (_("Campus"), lambda each: [campus_name(each.campus)] if each.campus else []),
        (_("Host"), lambda each: [named(host) for host in each.hosts]),
        (
            _("Confirmed by the unit"),
            lambda each: [each.confirmed_on.isoformat() if each.confirmed_on else _("Not yet")],
        ),
    )
    return [
        ComparedRow(name, [tuple(dict.fromkeys(text for text in answer(each) if text)) for each in compared])
        for name, answer in questions
    ]
