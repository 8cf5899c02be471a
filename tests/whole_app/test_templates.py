"""Every template compiles and is used, and so is every macro; every sentence has its Swedish."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po
from flask import Flask
from jinja2 import UndefinedError

import app as package
from app.web.access import POLICY
from app.web.guard import require_complete_policy
from app.web.rules import EVERYONE
from tests.whole_app.test_style import LONGEST_LINE

APP = Path(package.__file__).parent
TEMPLATES = APP / "templates"
SWEDISH = APP / "translations" / "sv" / "LC_MESSAGES" / "messages.po"
_MACRO = re.compile(r"{%-?\s*macro\s+(\w+)")
_QUOTED = re.compile(r"[\"']([\w/]+\.html)[\"']")
_PLACEHOLDER = re.compile(r"%\(\w+\)[sd]")
# The shape of a badge, which stands in the template itself, and our own sheet in a report that stands alone.
_MAY_BE_SAFE = {"components/badge.html", "reports/document.html"}


def _templates() -> dict[str, str]:
    return {path.relative_to(TEMPLATES).as_posix(): path.read_text() for path in TEMPLATES.rglob("*.html")}


def _sources() -> str:
    return "\n".join(path.read_text() for path in APP.rglob("*.py"))


def test_every_template_compiles(demo_app: Flask) -> None:
    for name in _templates():
        demo_app.jinja_env.get_template(name)


def test_no_line_is_too_long() -> None:
    lines = [(name, line) for name, text in _templates().items() for line in text.splitlines()]
    assert [(name, line) for name, line in lines if len(line) > LONGEST_LINE] == []


def test_a_name_that_no_view_gives_is_a_mistake(demo_app: Flask) -> None:
    with pytest.raises(UndefinedError):
        demo_app.jinja_env.from_string("{{ nobody }}").render()
    assert [name for name, text in _templates().items() if "is defined" in text] == []


def test_every_template_is_used() -> None:
    used_by = _sources() + "\n".join(_templates().values())
    named = {part for quoted in _QUOTED.findall(used_by) for part in (quoted, quoted.rsplit("/", 1)[-1])}
    assert [name for name in _templates() if name not in named and Path(name).name not in named] == []


def test_every_macro_is_used() -> None:
    everything = "\n".join(_templates().values())
    macros = set(_MACRO.findall(everything))
    # Named once where it is made, at least once where it is called, and perhaps where it is imported.
    unused = [name for name in macros if not re.search(rf"(?<!macro )\b{name}\(", everything)]
    assert sorted(unused) == []


# Which modules hand over HTML as such, and why it is safe.
HANDS_OVER_HTML = {
    "cells.py": "puts a cell together of parts that it has escaped",
    "texts.py": "hands over the texts of the catalogue; what is put into them is escaped",
    "rich_text.py": "has cleaned what somebody wrote",
}


def test_no_template_turns_escaping_off() -> None:
    for name, text in _templates().items():
        assert "|safe" not in text.replace(" ", "") or name in _MAY_BE_SAFE, name
        assert "autoescape false" not in text, name
    trusting = sorted(path.name for path in APP.rglob("*.py") if "Markup(" in path.read_text())
    assert trusting == sorted(HANDS_OVER_HTML)


def _messages() -> Iterator[str | tuple[str, ...]]:
    keywords = {"_": None, "_l": None, "gettext": None, "lazy_gettext": None, "ngettext": (1, 2)}
    methods = [("templates/**.html", "jinja2"), ("**.py", "python")]
    for _file, _line, message, _comments, _context in extract_from_dir(APP, method_map=methods, keywords=keywords):
        yield message


@pytest.fixture(scope="module")
def swedish() -> Catalog:
    with SWEDISH.open("rb") as file:
        return read_po(file, locale="sv")


def _strings(message: str | tuple[str, ...] | list[str] | None) -> tuple[str, ...]:
    return (message,) if isinstance(message, str) else tuple(message or ())


def test_every_sentence_has_its_swedish(swedish: Catalog) -> None:
    missing = set()
    for said in _messages():
        found = swedish.get(said if isinstance(said, str) else said[0])
        if found is None or found.fuzzy or not all(_strings(found.string)):
            missing.add(_strings(said)[0])
    assert sorted(missing) == []


def test_the_swedish_fills_in_what_the_english_does(swedish: Catalog) -> None:
    for message in swedish:
        if not message.id:
            continue
        wanted = {name for text in _strings(message.id) for name in _PLACEHOLDER.findall(text)}
        for text in _strings(message.string):
            assert set(_PLACEHOLDER.findall(text)) <= wanted, message.id
        told = {name for text in _strings(message.string) for name in _PLACEHOLDER.findall(text)}
        assert told == wanted or not any(_strings(message.string)), message.id


def test_the_application_refuses_to_start_when_policy_and_addresses_differ(
    demo_app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    require_complete_policy(demo_app)
    with monkeypatch.context() as change:
        change.setitem(POLICY, ("ghosts.show", "GET"), EVERYONE)
        with pytest.raises(RuntimeError, match=r"ghosts\.show"):
            require_complete_policy(demo_app)
    with monkeypatch.context() as change:
        change.delitem(POLICY, ("home.show", "GET"))
        with pytest.raises(RuntimeError, match=r"home\.show"):
            require_complete_policy(demo_app)
