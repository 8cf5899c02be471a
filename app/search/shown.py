"""What a search found, as its page and its suggestions show it: groups of names that lead to their pages."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.companies.names import place_of
from app.files.places import FilePlaceKind, kind_of_place, page_of
from app.hand_ins.names import STATE_BADGES
from app.labels import NEED_BADGES, STAGE_NAMES
from app.people.places import place_name, place_url
from app.search.found import FileHit, Hits, MatchHit, NeedHit, SearchResult
from app.storage.search_index.entries import words_of
from app.timeline.forms import KIND_NAMES, TASK_NAME
from app.web.i18n import iso_date, named
from app.web.rich_text import rich_text
from models.clock import day_of, today
from models.hand_ins import HandIn
from models.infrastructures import Capability, Infrastructure
from models.notes import Note
from models.organisations import Company
from models.people import Person

_TITLE_WORDS = 8


@dataclass(frozen=True, slots=True)
class Hit:
    """One line: a name, the page it leads to where there is one, what it is, and a piece of its text."""

    title: str
    url: str | None
    about: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """The hits of one kind; `key` is the anchor."""

    key: str
    name: Any
    hits: list[Hit]
    more: bool


def groups_of(found: SearchResult) -> list[Group]:
    """Return what was found by kind, without the kinds of which there is nothing."""
    groups = (
        _group("companies", _l("Companies"), found.companies, _company),
        _group("people", _l("People"), found.people, _person),
        _group("needs", _l("Needs"), found.needs, _need),
        _group("infrastructures", _l("Infrastructures"), found.infrastructures, _infrastructure),
        _group("capabilities", _l("Capabilities"), found.capabilities, _capability),
        _group("matches", _l("Matches"), found.matches, _match),
        _group("notes", _l("Notes"), found.notes, _note),
        _group("files", _l("Files"), found.files, _file),
        _group("hand-ins", _l("Needs that came in"), found.hand_ins, _hand_in),
    )
    return [group for group in groups if group.hits]


def read_as(found: SearchResult, groups: list[Group]) -> str | None:
    """Return what was looked for in the place of what was typed, spelt as the names that were found spell it."""
    if found.instead is None:
        return None
    written = {key: word for word in _written(groups) if len(key := "".join(words_of(word))) == len(word)}
    return " ".join(written.get(word, word) for word in found.instead.split())


def _written(groups: list[Group]) -> Iterator[str]:
    for group in reversed(groups):
        for hit in reversed(group.hits):
            yield from hit.title.split()


def _group(key: str, name: Any, hits: Hits[Any], show: Callable[[Any], Hit]) -> Group:
    return Group(key, name, [show(row) for row in hits.rows], hits.more)


def _about(*parts: Any, is_demo: bool = False) -> str:
    return " · ".join(str(part) for part in (*parts, _("Demo") if is_demo else None) if part)


def _company(company: Company) -> Hit:
    about = _about(company.shown_org_number, place_of(company), is_demo=company.is_demo)
    return Hit(company.name, url_for("companies.show", company_id=company.id), about)


def _person(person: Person) -> Hit:
    day = today()
    # What somebody is today comes first, then what they will be, then what they were.
    role = min(person.roles, key=lambda each: (not each.is_held_on(day), each.has_ended(day)), default=None)
    if role is None:
        return Hit(person.name, url_for("people.show", person_id=person.id), _about(is_demo=person.is_demo))
    if role.has_ended(day):
        about = _about(place_name(role), _("has left"), is_demo=person.is_demo)
    else:
        begins = None if role.is_held_on(day) else _("from %(day)s", day=iso_date(role.started_on))
        about = _about(role.title, place_name(role), begins, is_demo=person.is_demo)
    return Hit(person.name, place_url(role), about)


def _need(need: NeedHit) -> Hit:
    status, _tone = NEED_BADGES[need.status]
    about = _about(status, need.company_name, is_demo=need.is_demo)
    return Hit(need.title, url_for("needs.show", need_id=need.id), about, need.teaser)


def _infrastructure(infrastructure: Infrastructure) -> Hit:
    return Hit(
        named(infrastructure),
        url_for("infrastructures.show", infrastructure_id=infrastructure.id),
        _about(infrastructure.campus),
    )


def _capability(capability: Capability) -> Hit:
    url = url_for("infrastructures.show", infrastructure_id=capability.infrastructure_id)
    return Hit(named(capability, "title"), url, _about(named(capability.infrastructure)))


def _match(match: MatchHit) -> Hit:
    about = _about(
        named(match, "title"), named(match, "infrastructure"), STAGE_NAMES[match.stage], is_demo=match.is_demo
    )
    return Hit(f"{match.need} ({match.company})", url_for("matches.show", match_id=match.id), about)


def _note(note: Note) -> Hit:
    text = rich_text(note.text).striptags()
    title = " ".join(text.split()[:_TITLE_WORDS])
    about = _about(KIND_NAMES.get(note.kind, TASK_NAME), note.happened_on, _place_of(note), is_demo=note.is_demo)
    return Hit(title, _url_of(note), about, text if title != text else "")


def _hand_in(found: HandIn) -> Hit:
    state, _tone = STATE_BADGES[found.state]
    about = _about(state, found.company_name, is_demo=found.is_demo)
    return Hit(found.title, url_for("hand_ins.show", hand_in_id=found.id), about)


def _file(hit: FileHit) -> Hit:
    file = hit.file
    kind = kind_of_place(file)
    # Staff have no page of a use, and the office's page of the match has its files as well.
    kind = FilePlaceKind.MATCH if kind is FilePlaceKind.USE else kind
    about = _about(file.about, hit.place, day_of(file.created_at), is_demo=file.is_demo)
    return Hit(file.name, page_of(kind, getattr(file, kind.column)), about)


def _place_of(note: Note) -> str:
    if note.match is not None:
        return note.match.need.title
    if note.infrastructure is not None:
        return named(note.infrastructure)
    if note.need is not None:
        return note.need.title
    place = note.company or note.person
    return place.name if place is not None else ""


def _url_of(note: Note) -> str:
    for name, endpoint in _PAGES.items():
        number = getattr(note, f"{name}_id")
        if number is not None:
            return url_for(endpoint, **{f"{name}_id": number}, _anchor="timeline")
    raise AssertionError("a note without a place")


_PAGES = {
    "company": "companies.show",
    "person": "people.show",
    "need": "needs.show",
    "match": "matches.show",
    "infrastructure": "infrastructures.show",
}
