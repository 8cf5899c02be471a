"""The style: what one component or page looks like stands in a sheet beside its template; browsers get all as one."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Final

TEMPLATES: Final = Path(__file__).parent.parent / "templates"
# Of two rules that weigh the same the later one wins: what all rests on comes first, then the components, then the
# pages that are made of them, and paper last.
_BEFORE_COMPONENTS: Final = ("layouts/tokens.css", "layouts/elements.css", "layouts/page.css")
_AFTER_PAGES: Final = ("layouts/print.css",)


def list_sheets() -> list[str]:
    """Return the sheets' names, such as "components/badge.css", in the order in which they apply."""
    found = {path.relative_to(TEMPLATES).as_posix() for path in TEMPLATES.rglob("*.css")}
    between = found.difference(_BEFORE_COMPONENTS, _AFTER_PAGES)
    ordered = sorted(between, key=lambda name: (not name.startswith("components/"), name))
    return [*_BEFORE_COMPONENTS, *ordered, *_AFTER_PAGES]


def read_sheets(*names: str) -> str:
    """Return sheets as one text, each under its name."""
    return "\n".join(f"/* {name} */\n{(TEMPLATES / name).read_text(encoding='utf-8')}" for name in names)


@cache
def whole_style() -> str:
    """Return all sheets as one; like the templates, they are read once by each process."""
    return read_sheets(*list_sheets())
