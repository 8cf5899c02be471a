"""Limits of the public catalogue; what one visitor may ask stands in `app/limits.py`."""

from __future__ import annotations

# The public catalogue: infrastructures on a page, and side by side; values of a facet before one asks for more, and
# capabilities named under an infrastructure.
CATALOGUE_PAGE = 20
CATALOGUE_COMPARED = 4
CATALOGUE_FACET = 8
CATALOGUE_NAMED = 3
# How much a process keeps of pages and files of the catalogue as they were written, in characters.
CATALOGUE_KEPT = 48_000_000
# How many answers the engine gives a visitor.
CATALOGUE_BY_MEANING = 10
