"""What every page keeps to, whoever reads it and in whichever language: checked on the page as it was sent."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from selectolax.lexbor import LexborHTMLParser, LexborNode
from tinyhtml5.parser import HTMLParser

_RAW = frozenset(("script", "style"))
_UNLABELLED_TYPES = frozenset(("hidden", "submit", "button", "reset", "image"))
# "None" can be an English answer, but never a Swedish one; both pages come from the same template.
_PRINTED_BY_MISTAKE = re.compile(r"%\(|\{\{|\}\}|\{%|<built-in|<bound|\bundefined\b|\bNaN\b|\bTrue\b|\bFalse\b")
_NO_SWEDISH = re.compile(_PRINTED_BY_MISTAKE.pattern + r"|\bNone\b")


@dataclass(eq=False)
class Element:
    """An element with its attributes, what is in it, and what it is in."""

    tag: str
    attributes: dict[str, str | None]
    parent: Element | None = None
    content: list[Element | str] = field(default_factory=list)

    def __getitem__(self, name: str) -> str:
        """Return an attribute, or an empty text."""
        return self.attributes.get(name) or ""

    def __contains__(self, name: str) -> bool:
        """Tell whether the element has an attribute."""
        return name in self.attributes

    def walk(self) -> Iterator[Element]:
        """Yield this element and every one in it."""
        yield self
        for part in self.content:
            if isinstance(part, Element):
                yield from part.walk()

    def all(self, *tags: str) -> list[Element]:
        """Return the elements with one of these tags."""
        return [element for element in self.walk() if element.tag in tags]

    @property
    def text(self) -> str:
        """Return the text as it is read, with single spaces."""
        return " ".join(self.raw_text.split())

    @property
    def raw_text(self) -> str:
        """Return the text exactly."""
        return "".join(part if isinstance(part, str) else part.raw_text for part in self.content)

    def inside(self, *tags: str) -> bool:
        """Tell whether the element lies in one with one of these tags."""
        return self.parent is not None and (self.parent.tag in tags or self.parent.inside(*tags))


def parse(html: str) -> Element:
    """Return a page as the tree that a browser makes of it; its root has no tag."""
    root = Element("", {})
    top = LexborHTMLParser(html).root
    assert top is not None
    root.content.append(_element(top, root))
    return root


def _element(node: LexborNode, parent: Element) -> Element:
    # What is drawn has attributes in namespaces of their own.
    attributes = {name.rpartition(":")[2]: value for name, value in node.attributes.items()}
    element = Element(node.tag or "", attributes, parent)
    for child in node.iter(include_text=True):
        if child.is_text_node:
            element.content.append(child.text_content or "")
        elif child.is_element_node:
            element.content.append(_element(child, element))
    return element


def _guesses(html: str) -> list[str]:
    """Return a word for each place where a browser has to guess what was meant."""
    parser = HTMLParser(namespace_html_elements=False)
    parser.parse(html)
    return [code for _place, code, _values in parser.errors]


def broken_rules(html: str, *, language: str) -> list[str]:
    """Return a sentence for each rule that a page breaks; an empty list for a sound page."""
    page = parse(html)
    return [
        *(f"It is not well formed: {code}." for code in _guesses(html)),
        *_heading(page, language),
        *_labels(page),
        *_marks(page),
        *_ids(page),
        *_forms(page),
        *_policy(page),
        *_names(page),
        *_words(page, _NO_SWEDISH if language == "sv" else _PRINTED_BY_MISTAKE),
    ]


def _heading(page: Element, language: str) -> Iterator[str]:
    headings, titles = page.all("h1"), [each for each in page.all("title") if not each.inside("svg")]
    if len(headings) != 1 or len(titles) != 1:
        yield f"It has {len(headings)} h1 and {len(titles)} titles."
        return
    # A badge may stand in the heading; the title begins with its words.
    words = "".join(part for part in headings[0].content if isinstance(part, str)).strip() or headings[0].text
    if not titles[0].text.startswith(" ".join(words.split())):
        yield f"The title {titles[0].text!r} does not begin with the heading {words!r}."
    spoken = [each["lang"] for each in page.all("html")]
    if spoken != [language]:
        yield f"It says that it is in {spoken}, not {language}."


def _labels(page: Element) -> Iterator[str]:
    labelled = {label["for"] for label in page.all("label") if label.text}
    for control in page.all("input", "select", "textarea"):
        if control["type"] in _UNLABELLED_TYPES:
            continue
        named = "aria-label" in control or "aria-labelledby" in control
        if not (named or control["id"] in labelled or control.inside("label")):
            yield f"The field {control['name']!r} has no label."


def _marks(page: Element) -> Iterator[str]:
    """What must be filled in says so beside its label, and nothing else does; where all must, none needs to."""
    marked = {
        label["for"]: any(each["class"] == "required" for each in label.all("span")) for label in page.all("label")
    }
    for form in page.all("form"):
        controls = [
            each
            for each in form.all("input", "select", "textarea")
            if each["type"] not in (*_UNLABELLED_TYPES, "checkbox", "radio") and each["id"] in marked
        ]
        if all("required" in each for each in controls) and not any(marked[each["id"]] for each in controls):
            continue
        for each in controls:
            if marked[each["id"]] is not ("required" in each):
                yield f"The field {each['name']!r} is {'' if 'required' in each else 'not '}required, its mark differs."


def _ids(page: Element) -> Iterator[str]:
    ids = Counter(element["id"] for element in page.walk() if element["id"])
    yield from (f"The id {name!r} stands {count} times." for name, count in ids.items() if count > 1)
    for element in page.walk():
        for attribute in ("for", "aria-labelledby", "aria-describedby", "aria-controls", "aria-errormessage"):
            for name in element[attribute].split():
                if name not in ids:
                    yield f"{attribute} names {name!r}, which is not on the page."
        if element.tag == "a" and element["href"].startswith("#") and element["href"][1:] not in ids:
            yield f"A link leads to {element['href']!r}, which is not on the page."


def _forms(page: Element) -> Iterator[str]:
    for form in page.all("form"):
        names = [control["name"] for control in form.all("input")]
        posts = form["method"].lower() == "post"
        if posts and names.count("csrf_token") != 1:
            yield f"The form to {form['action']!r} carries {names.count('csrf_token')} tokens."
        if not posts and "csrf_token" in names:
            yield f"The form to {form['action']!r} puts its token into the address."


def _policy(page: Element) -> Iterator[str]:
    for element in page.walk():
        if element.tag == "style" or "style" in element:
            yield f"<{element.tag}> carries a style of its own."
        is_data = element["type"] == "application/ld+json"
        if element.tag == "script" and not is_data and (not element["src"] or element.raw_text.strip()):
            yield "A script stands on the page itself."
        if any(name.startswith("on") for name in element.attributes):
            yield f"<{element.tag}> carries a script in an attribute."
        if element["href"].lower().startswith(("javascript:", "data:")):
            yield f"A link leads to {element['href']!r}."


def _names(page: Element) -> Iterator[str]:
    for element in page.all("img"):
        if "alt" not in element:
            yield f"The picture {element['src']!r} has no alt."
    for element in page.all("a", "button", "summary"):
        pictures = [image["alt"] or image["aria-label"] for image in element.all("img", "svg")]
        if not (element.text or element["aria-label"] or any(pictures)):
            yield f"<{element.tag}> to {element['href']!r} has no name."


def _words(page: Element, mistakes: re.Pattern[str]) -> Iterator[str]:
    for element in page.walk():
        if element.tag in (*_RAW, "code", "pre", "textarea"):
            continue
        told = [part for part in element.content if isinstance(part, str)]
        told += [element[name] for name in ("title", "alt", "aria-label", "placeholder", "value")]
        for text in told:
            if found := mistakes.search(text):
                yield f"<{element.tag}> prints {found[0]!r} in {' '.join(text.split())[:80]!r}."
        if any(element[name] in ("None", "") for name in ("href", "action") if name in element and element.tag == "a"):
            yield "A link leads nowhere."


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a form as it was sent: `kind` is text, long, choice, many, box, hidden, date or number."""

    name: str
    kind: str
    values: tuple[str, ...]
    options: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SentForm:
    """A form as it was sent to the reader, ready to be sent back."""

    action: str
    fields: tuple[Field, ...]

    @property
    def data(self) -> dict[str, list[str]]:
        """Return what a browser would send if nothing were changed."""
        return {each.name: list(each.values) for each in self.fields if each.values}

    def of_kind(self, *kinds: str) -> list[Field]:
        """Return the fields of some kinds."""
        return [each for each in self.fields if each.kind in kinds]


def posted_forms(page: Element, path: str) -> list[SentForm]:
    """Return the forms of a page that are sent by POST; one without an action goes back to the page's own path.

    A form with a button that sends it elsewhere is a form there, too.
    """
    return [
        SentForm(action, tuple(_fields(form)))
        for form in page.all("form")
        if form["method"].lower() == "post"
        for action in [form["action"] or path, *(each["formaction"] for each in form.all("button"))]
        if action and not action.startswith("#")
    ]


def _fields(form: Element) -> Iterator[Field]:
    boxes: dict[str, list[Element]] = {}
    for control in form.all("input", "select", "textarea"):
        name, kind = control["name"], control["type"]
        if not name or kind in ("submit", "button", "file"):
            continue
        if kind in ("checkbox", "radio"):
            boxes.setdefault(name, []).append(control)
        elif control.tag == "select":
            options = control.all("option")
            chosen = [option for option in options if "selected" in option] or options[:1]
            yield Field(name, "choice", tuple(o["value"] for o in chosen), tuple(o["value"] for o in options))
        elif control.tag == "textarea":
            yield Field(name, "long", (control.raw_text,))
        else:
            yield Field(name, _kind(control), (control["value"],))
    for name, group in boxes.items():
        offered = tuple(control["value"] or "on" for control in group)
        ticked = tuple(control["value"] or "on" for control in group if "checked" in control)
        yield Field(name, "box" if len(group) == 1 and offered[0] in ("y", "on") else "many", ticked, offered)


def _kind(control: Element) -> str:
    if control["type"] in ("hidden", "date", "password"):
        return control["type"]
    return "number" if control["inputmode"] in ("numeric", "decimal") else "text"
