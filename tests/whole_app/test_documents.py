"""The pages that tell of the house tell of the house that stands."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGES = ["README.md", "CONTRIBUTING.md", *sorted(f"docs/{page.name}" for page in (ROOT / "docs").glob("*.md"))]
PAGES += sorted(f"docs/decisions/{page.name}" for page in (ROOT / "docs" / "decisions").glob("*.md"))
# In backquotes: a folder of the house, then a path without blanks, patterns or placeholders.
PATH = re.compile(r"`((?:app|models|matching|seeds|tests|benchmarks|migrations|docs)/[\w./-]*)`")
LINK = re.compile(r"\]\((?!https?:|#)([^)#]+)[^)]*\)")


@pytest.mark.parametrize("page", PAGES)
def test_every_path_and_link_leads_somewhere(page: str) -> None:
    text = (ROOT / page).read_text("utf-8")
    missing = [path for path in PATH.findall(text) if not (ROOT / path).exists()]
    missing += [link for link in LINK.findall(text) if not ((ROOT / page).parent / link).exists()]
    assert missing == []
