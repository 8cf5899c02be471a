"""The style sheets keep their rules: beside their template, in the tokens' colours, nothing twice or for nobody."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any, Final

import pytest
import tinycss2
from tinycss2.color4 import parse_color

from app.web.style import TEMPLATES, list_sheets, read_sheets

LONGEST_LINE: Final = 120
TOKENS: Final = "layouts/tokens.css"
# What every page rests on stands beside no macro of its own.
_OF_ALL_PAGES: Final = {TOKENS, "layouts/elements.css", "layouts/page.css", "layouts/print.css"}
_SCRIPTS: Final = TEMPLATES.parent / "static"
_CELLS: Final = _SCRIPTS.parent / "web" / "cells.py"
# Colours that are none of ours: what stands around decides, or the reader's own scheme.
_OTHER_COLOURS: Final = {"transparent", "currentcolor", "canvas", "canvastext", "highlight", "mark", "marktext"}
_COLOURED: Final = re.compile(r"color|background|border|outline|shadow|fill|stroke|decoration")
_CLASS: Final = re.compile(r"\.([A-Za-z][\w-]*)")
_SAID: Final = re.compile(r"\bn?_?(?:gettext)?\((?:\s*(?:\"[^\"]*\"|'[^']*'),?)+")
_IN_MARKS: Final = re.compile(r"\{\{(.*?)\}\}|\{%(.*?)%\}", re.DOTALL)
_QUOTED: Final = re.compile(r"\"[^\"]*\"|'[^']*'")
_ATTRIBUTE: Final = re.compile(r"""\bclass="((?:[^"{]|\{\{.*?\}\}|\{%.*?%\})*)\"""", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Declared:
    """One declaration: where it stands, for what, and what it says."""

    sheet: str
    line: int
    around: str
    selectors: str
    name: str
    tokens: list[Any]


def declarations(sheet: str, text: str) -> Iterator[Declared]:
    """Yield each declaration of a sheet; raises AssertionError where the sheet cannot be read."""
    yield from _walk(sheet, "", tinycss2.parse_stylesheet(text, skip_comments=True, skip_whitespace=True))


def _walk(sheet: str, around: str, nodes: list[Any]) -> Iterator[Declared]:
    for node in nodes:
        assert node.type != "error", f"{sheet}: {node.message}"
        head = " ".join(tinycss2.serialize(node.prelude).split())
        if node.type == "at-rule" and node.at_keyword != "page":
            inside = tinycss2.parse_rule_list(node.content, skip_comments=True, skip_whitespace=True)
            yield from _walk(sheet, f"@{node.at_keyword} {head}", inside)
            continue
        for each in tinycss2.parse_declaration_list(node.content, skip_comments=True, skip_whitespace=True):
            assert each.type == "declaration", f"{sheet}, {head}: {each}"
            yield Declared(sheet, node.source_line, around or _paper(node), head, each.name, each.value)


def _paper(node: Any) -> str:
    return "@page" if node.type == "at-rule" else ""


def own_colours(found: Declared) -> list[str]:
    """Return the colours that a declaration names itself and not by a token."""
    if not _COLOURED.search(found.name):
        return []
    flat = [part for token in found.tokens for part in (token, *getattr(token, "arguments", ()))]
    written = [f"#{token.value}" for token in flat if token.type == "hash"]
    written += [token.name for token in flat if token.type == "function" and token.lower_name in ("rgb", "rgba", "hsl")]
    named = [token.lower_value for token in flat if token.type == "ident"]
    return written + [name for name in named if _names_a_colour(name)]


def _names_a_colour(name: str) -> bool:
    return name not in _OTHER_COLOURS and parse_color(name) is not None


def classes_styled(text: str) -> set[str]:
    """Return the classes that a sheet's selectors name."""
    heads = re.findall(r"([^{}]+)\{", re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL))
    return {name for head in heads if not head.strip().startswith("@") for name in _CLASS.findall(head)}


def classes_written() -> tuple[set[str], set[str]]:
    """Return the classes that may be given, and the beginnings of those whose end is decided when it runs."""
    templates = [path.read_text("utf-8") for path in TEMPLATES.rglob("*.html")]
    code = ["".join(mark) for text in templates for mark in _IN_MARKS.findall(_SAID.sub("", text))]
    code += [line for path in (*_SCRIPTS.glob("*.js"), _CELLS) for line in path.read_text("utf-8").splitlines()]
    words = {
        word for text in code for quoted in _QUOTED.findall(text) for word in re.findall(r"[A-Za-z][\w-]*", quoted)
    }
    given = {name for text in templates for name in classes_given(text)}
    return words | given, {begun for text in templates for begun in re.findall(r"([A-Za-z][\w-]*-)\{\{", text)}


def classes_given(template: str) -> set[str]:
    """Return the classes that a template gives to its elements, but those whose end is decided when it runs."""
    given: set[str] = set()
    for value in _ATTRIBUTE.findall(template):
        marks = [re.sub(r"[=!]=\s*(?:'[^']*'|\"[^\"]*\")", "", "".join(mark)) for mark in _IN_MARKS.findall(value)]
        given |= {word for mark in marks for quoted in _QUOTED.findall(mark) for word in quoted[1:-1].split()}
        given |= {
            word for word in _IN_MARKS.sub(" * ", re.sub(r"-\{\{", "- {{", value)).split() if word[-1] not in "*-"
        }
    return given


ALL: Final = {name: (TEMPLATES / name).read_text("utf-8") for name in list_sheets()}
SCRIPTS: Final = {path.name: path.read_text("utf-8") for path in sorted(_SCRIPTS.glob("*.js"))}
DECLARED: Final = [each for name, text in ALL.items() for each in declarations(name, text)]


def test_every_sheet_stands_beside_its_template() -> None:
    lonely = [name for name in ALL if not (TEMPLATES / name).with_suffix(".html").exists()]
    assert set(lonely) == _OF_ALL_PAGES
    assert not list(_SCRIPTS.glob("*.css"))


@pytest.mark.parametrize("name", [*ALL, *SCRIPTS])
def test_no_line_is_too_long(name: str) -> None:
    assert [line for line in {**ALL, **SCRIPTS}[name].splitlines() if len(line) > LONGEST_LINE] == []


def test_every_colour_is_a_token() -> None:
    own = [(each.sheet, each.selectors, colours) for each in DECLARED if (colours := own_colours(each))]
    assert [line for line in own if line[0] != TOKENS] == []


def test_every_token_exists_and_is_used() -> None:
    defined = {each.name for each in DECLARED if each.name.startswith("--")}
    used = set(re.findall(r"var\((--[\w-]+)", read_sheets(*ALL)))
    assert used <= defined
    assert {name for name in defined - used if not name.startswith("--bs-")} == set()


def test_no_selector_stands_twice() -> None:
    rules = {(each.sheet, each.line, each.around, each.selectors) for each in DECLARED}
    heads = Counter((around, selectors) for _sheet, _line, around, selectors in rules)
    assert [head for head, times in heads.items() if times > 1] == []
    said = Counter((each.sheet, each.line, each.around, each.name) for each in DECLARED)
    assert [each for each, times in said.items() if times > 1] == []


def test_no_class_is_styled_for_nobody() -> None:
    written, begun = classes_written()
    styled = {name for text in ALL.values() for name in classes_styled(text)}
    assert sorted(name for name in styled - written if not name.startswith(tuple(begun))) == []


def test_every_class_that_is_given_is_styled() -> None:
    bootstrap = files("flask_bootstrap") / "static" / "bootstrap5" / "css" / "bootstrap.min.css"
    styled = classes_styled(bootstrap.read_text("utf-8")) | classes_styled("".join(ALL.values()))
    given = {name for path in TEMPLATES.rglob("*.html") for name in classes_given(path.read_text("utf-8"))}
    assert sorted(given - styled) == []


def test_what_breaks_a_rule_is_found() -> None:
    found = list(
        declarations("x.css", "@media print { .a { color: #fff; border: 1px solid Red } } .b { top: var(--s1) }")
    )
    assert [own_colours(each) for each in found] == [["#fff"], ["red"], []]
    assert classes_given("<p class=\"a {{ 'b' if c == 'd' else 'e' }} f-{{ g }}\">") == {"a", "b", "e"}
    with pytest.raises(AssertionError):
        list(declarations("x.css", ".a { color }"))


def test_the_style_keeps_its_order() -> None:
    places = [
        list_sheets().index(name) for name in (TOKENS, "components/badge.css", "needs/show.css", "layouts/print.css")
    ]
    assert places == sorted(places)
    assert len(set(list_sheets())) == len(list(Path(TEMPLATES).rglob("*.css")))
