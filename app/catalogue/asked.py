"""What an address of the catalogue asks for: a text, values of facets, a page; what it cannot mean is left out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from app.catalogue.facets import FACETS, Chosen
from app.catalogue.shapes import PublicCatalogue
from app.limits import SEARCH

TEXT: Final = "q"
PAGE: Final = "page"
_MOST_PAGES: Final = 10_000


@dataclass(frozen=True, slots=True)
class Asked:
    """What the reader looks for, what they have narrowed it to, and where in the list they are."""

    text: str
    chosen: Chosen
    page: int

    @property
    def is_whole(self) -> bool:
        """Tell whether the whole catalogue is asked for, from its beginning."""
        return not self.text and not self.chosen and self.page == 1

    def within(self, total: int, size: int) -> Asked:
        """Return the same, at the last page where fewer are left than the address thinks."""
        return replace(self, page=min(self.page, max(-(-total // size), 1)))


def read_asked(arguments: Mapping[str, Sequence[str]], catalogue: PublicCatalogue) -> Asked:
    """Return what the arguments of an address ask of a catalogue; only values that something published has count."""
    chosen = {name: frozenset(arguments.get(name, ())) & catalogue.values[name] for name in FACETS}
    page = (*arguments.get(PAGE, ()), "1")[0]
    number = int(page) if page.isascii() and page.isdecimal() and len(page) <= len(str(_MOST_PAGES)) else 1
    return Asked(
        text=" ".join((*arguments.get(TEXT, ()), "")[0].replace("\0", "").split())[:SEARCH],
        chosen={name: values for name, values in chosen.items() if values},
        page=min(max(number, 1), _MOST_PAGES),
    )
