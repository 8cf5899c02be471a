"""Every address of the application, aimed at own, foreign and missing things; nothing is listed by hand."""

from __future__ import annotations

import re
from dataclasses import dataclass

from flask import Flask
from werkzeug.exceptions import MethodNotAllowed
from werkzeug.routing import Rule

from app.home.digest import off_token
from app.web.access_of_hand_ins import HAND_IN_LINKS
from models import Base
from tests.security.scene import PROGRAMME, Scene

METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE")
AIMS = ("own", "foreign", "missing")
MISSING_NUMBER = 987_654

# What arguments that are no numbers stand for: own, foreign, missing.
_WORDS = {
    "static.filename": ("menu.js", "icon.svg", "missing.css"),
    "bootstrap.static.filename": ("css/bootstrap.min.css", "js/bootstrap.min.js", "missing.css"),
    "month": ("2026-09", "2026-10", "1999-01"),
    "year": ("2026", "2026", "1999"),
    "figure_code": ("new_companies", "meetings_held", "missing"),
    "code": (PROGRAMME, "atmp-path2patient", "missing"),
    "indicator_code": ("smf-used", "RCO01", "missing"),
    "kind": ("csv", "xlsx", "pdf"),
    "reports.file.kind": ("pdf", "xlsx", "csv"),
    "item_number": ("1", "1", "15"),
    "paper": ("letter", "declaration", "missing"),
    "step_name": ("informed", "declared", "missing"),
    "programmes.events.kind": ("social_event", "social_event", "missing"),
    "programmes.ladder.level": ("1", "3", "9"),
    "what": ("social_event", "network", "missing"),
    "achievements.enter.code": ("atmp-path2patient", "ecs-smart-region", "missing"),
    "achievements.enter.indicator_code": ("RCO06", "private-investment", "missing"),
    "thing": ("companies", "people", "missing"),
    "list_name": ("companies", "needs", "missing"),
    "purpose": ("invitation",) * 3,
    "job": ("letters", "audit", "missing"),
    "letter_kind": ("company", "accepted", "missing"),
    "letter_language": ("sv", "en", "missing"),
    "token": ("token-own", "token-foreign", "token-missing"),
    "reports.shared.token": ("report-own", "report-foreign", "report-missing"),
    "reports.shared_file.token": ("report-own", "report-foreign", "report-missing"),
    "reports.shared_file.kind": ("xlsx", "xlsx", "csv"),
    "reports.stop.token": ("report-own", "report-foreign", "report-missing"),
    "uses.confirm.token": ("use-own", "use-foreign", "use-missing"),
    "answers.show.token": ("answer-own", "answer-foreign", "answer-missing"),
    **{f"{page}.token": ("own-own", "own-foreign", "own-missing") for page in HAND_IN_LINKS},
    "hand_ins.confirm.token": ("confirm-own", "confirm-foreign", "confirm-missing"),
    "hand_ins.restore.token": ("restore-own", "restore-foreign", "restore-missing"),
    "fact_checks.show.token": ("facts-own", "facts-foreign", "facts-missing"),
    "calendars.feed.token": ("feed-own", "feed-foreign", "feed-missing"),
    "catalogue.show.key": ("unit-own", "unit-foreign", "unit-missing"),
    "language": ("en",) * 3,
    "gaps.show.key": ("gap-own", "gap-foreign", "gap-missing"),
    "key": ("concept-own", "concept-foreign", "concept-missing"),
}
# What the scene calls a thing whose number stands in an address by another name.
_NAMES = {
    "infrastructure": "unit",
    "set": "weights",
    "user": "user colleague",
    # Whom a company or a person may be one with.
    "other": "company new",
    "pair": "double pair",
    "change": "profile change",
    "profile_changes.discard.change_id": "profile draft",
    "thrown": "thrown use",
    "companies.put_declaration_back.thrown_id": "thrown declaration",
    # A pair that has been introduced is not introduced again, so its page would only lead on.
    "matches.introduce.capability_id": "spare capability",
}


@dataclass(frozen=True, slots=True)
class Door:
    """An endpoint at one path."""

    rule: Rule

    @property
    def endpoint(self) -> str:
        """Return the endpoint's name."""
        return str(self.rule.endpoint)

    @property
    def has_object(self) -> bool:
        """Tell whether the address names a thing; a language is none."""
        return bool(self.rule.arguments - {"language"})

    def answers(self, method: str) -> bool:
        """Tell whether this endpoint answers a method."""
        return method in (self.rule.methods or ())


def list_doors(app: Flask) -> list[Door]:
    """Return every rule of the application."""
    return [Door(rule) for rule in sorted(app.url_map.iter_rules(), key=str)]


def answering(app: Flask, path: str, method: str) -> str | None:
    """Return the endpoint that answers a path with a method; None when none does."""
    try:
        endpoint, _values = app.url_map.bind("localhost").match(path, method)
    except MethodNotAllowed:
        return None
    return str(endpoint)


def path_of(scene: Scene, door: Door, aim: str) -> str:
    """Return the address with every argument aimed at an own, foreign or missing thing."""
    values = {name: value_of(scene, door.endpoint, name, aim) for name in door.rule.arguments}
    built = door.rule.build(values, append_unknown=False)
    assert built is not None, door
    return built[1]


def value_of(scene: Scene, endpoint: str, argument: str, aim: str) -> object:
    """Return what an argument of an endpoint is for an own, a foreign or a missing thing."""
    if endpoint == "home.letter_off" and aim != "missing":
        return off_token(scene["user colleague"], str(scene.app.secret_key))
    for name in (f"{endpoint}.{argument}", argument):
        if name in _WORDS:
            return _WORDS[name][AIMS.index(aim)]
    if aim == "missing":
        return MISSING_NUMBER
    assert argument.endswith("_id"), f"Say in {__name__} what {argument!r} of {endpoint} stands for."
    thing = argument.removesuffix("_id")
    name = _NAMES.get(f"{endpoint}.{argument}") or _NAMES.get(thing, thing)
    record = scene.records.get(name) or scene.records.get(f"{name} {aim}")
    if record is None:
        record = _any_record(scene, thing, aim)
    return record.id  # type: ignore[attr-defined]  # every record in an address has a number


def _any_record(scene: Scene, thing: str, aim: str) -> Base:
    """Find a record by the name of its class, so that a new kind of address needs no line here."""
    wanted = thing.replace("_", "")
    found = [record for record in scene.records.values() if wanted in type(record).__name__.lower()]
    assert found, f"The scene has nothing that an address could call {thing}_id; add one to scene.py."
    return found[0 if aim == "own" else -1]


def neutral(body: str, path: str) -> str:
    """Return an answer without what must differ: the address asked for, the forgery token and the key of a form."""
    body = re.sub(r'(name="(?:csrf_token|once)"[^>]*value=")[^"]*', r"\1", body)
    return body.replace(path, "…")


def each_aim(door: Door) -> tuple[str, ...]:
    """Return what to aim at: a thing of one's own, and where the address names one, a foreign and a missing one."""
    return AIMS if door.has_object else AIMS[:1]
