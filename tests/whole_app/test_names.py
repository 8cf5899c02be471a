"""A name is one thing's, and a thing has one name, so that whoever reads it need not ask which."""

from __future__ import annotations

import ast
import re
import tokenize
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from jinja2 import Environment, nodes

ROOT: Final = Path(__file__).parents[2]
SOURCES: Final = ("app", "models", "matching", "seeds", "benchmarks")
# A record, and what the engine, which knows no records, is told of it.
TWO_SIDES: Final = {"Concept"}
# An infrastructure is called a unit in sentences for people alone; a unit in the code is what something is counted in.
UNIT: Final = re.compile(r"(^|_)unit(s?)(_|$)", re.IGNORECASE)
MEASURES: Final = {
    ("app/web/charts.py", "unit"),  # what a chart's numbers count
    ("app/hours/burn_down.py", "unit"),
    ("app/programmes/achievement_names.py", "unit"),
    ("models/programmes.py", "unit"),  # what an indicator's numbers count
    ("app/reports/target_rows.py", "unit"),
    ("app/programmes/counted_facts.py", "unit_sv"),  # stands in reports that were frozen and sealed
    ("app/programmes/counted_facts.py", "unit_en"),
    ("app/infrastructures/introduction_request_views.py", "unit"),  # the place in a sentence where its name goes
    ("app/matches/letters.py", "unit"),
    ("app/notes/places.py", "unit"),
    ("app/files/places.py", "unit"),
    ("matching/explanation/rare_words.py", "_UNITS"),  # what numbers in a text count
}


def test_no_two_classes_share_a_name() -> None:
    places: dict[str, list[str]] = defaultdict(list)
    for folder in SOURCES:
        for file in sorted((ROOT / folder).rglob("*.py")):
            for node in ast.parse(file.read_text("utf-8")).body:
                if isinstance(node, ast.ClassDef):
                    places[node.name.lstrip("_")].append(str(file.relative_to(ROOT)))
    assert {name: found for name, found in places.items() if len(found) > 1 and name not in TWO_SIDES} == {}


def _names(file: Path) -> Iterator[str]:
    with file.open("rb") as source:
        yield from (token.string for token in tokenize.tokenize(source.readline) if token.type == tokenize.NAME)
    yield file.stem


def _template_names(file: Path) -> Iterator[str]:
    tree = Environment(extensions=["jinja2.ext.i18n"], autoescape=True).parse(file.read_text("utf-8"))
    yield from (node.name for node in tree.find_all(nodes.Name))
    yield from (node.name for node in tree.find_all(nodes.Macro))
    yield file.stem


def test_an_infrastructure_has_one_name_in_the_code() -> None:
    found = set()
    for folder in SOURCES:
        for pattern, names in (("*.py", _names), ("*.html", _template_names)):
            for file in (ROOT / folder).rglob(pattern):
                words = {name for name in names(file) if UNIT.search(re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name))}
                found |= {(str(file.relative_to(ROOT)), name) for name in words}
    assert found == MEASURES
