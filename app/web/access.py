"""Who may call what: one closed table; an address without a line here stops the application from starting."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass

from flask import Flask, abort, redirect, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.routing import IntegerConverter, Map, UnicodeConverter, ValidationError

from app.storage.database import db_session
from app.web.forms.typed import typed_here
from app.web.sign_in import find_actor
from app.web.static_files import FILE_ENDPOINTS
from models.accounts import Role

HIGHEST_NUMBER = 2**31 - 1


class Reach(enum.StrEnum):
    """How far a role reaches behind an address: to nothing, to its own objects, or to all."""

    NONE = "none"
    OWN = "own"
    ALL = "all"


@dataclass(frozen=True, slots=True)
class Rule:
    """What each role may reach; whoever is not named reaches nothing.

    OWN is carried out by the queries behind the address: they take the actor and scope what they find.
    """

    administrator: Reach = Reach.NONE
    consultant: Reach = Reach.NONE
    staff: Reach = Reach.NONE
    steering: Reach = Reach.NONE
    anonymous: Reach = Reach.NONE

    def reach(self, role: Role | None) -> Reach:
        """Return how far a role reaches; None is somebody who has not signed in."""
        reach: Reach = getattr(self, role.value if role else "anonymous")
        return reach


EVERYONE = Rule(Reach.ALL, Reach.ALL, Reach.ALL, Reach.ALL, Reach.ALL)
SIGNED_IN = Rule(Reach.ALL, Reach.ALL, Reach.ALL, Reach.ALL)
OWN_ACCOUNT = Rule(Reach.OWN, Reach.OWN, Reach.OWN, Reach.OWN)
ADMINISTRATOR = Rule(administrator=Reach.ALL)
OFFICE = Rule(administrator=Reach.ALL, consultant=Reach.ALL)
UNIT = Rule(staff=Reach.OWN)
OFFICE_AND_UNIT = Rule(administrator=Reach.ALL, consultant=Reach.ALL, staff=Reach.OWN)
OFFICE_AND_ALL_UNITS = Rule(administrator=Reach.ALL, consultant=Reach.ALL, staff=Reach.ALL)
OFFICE_AND_STEERING = Rule(administrator=Reach.ALL, consultant=Reach.ALL, steering=Reach.ALL)

# (endpoint, method) → rule. HEAD follows GET; OPTIONS is answered by nobody.
POLICY: Mapping[tuple[str, str], Rule] = {
    ("static", "GET"): EVERYONE,
    ("bootstrap.static", "GET"): EVERYONE,
    # home
    ("home.show", "GET"): SIGNED_IN,
    ("home.accessibility", "GET"): EVERYONE,
    ("home.health", "GET"): EVERYONE,
    # accounts
    ("accounts.sign_in", "GET"): EVERYONE,
    ("accounts.sign_in", "POST"): EVERYONE,
    ("accounts.sign_out", "POST"): EVERYONE,
    ("accounts.choose_language", "POST"): EVERYONE,
    ("accounts.forgotten_password", "GET"): EVERYONE,
    ("accounts.forgotten_password", "POST"): EVERYONE,
    ("accounts.choose_password", "GET"): EVERYONE,
    ("accounts.choose_password", "POST"): EVERYONE,
    ("accounts.settings", "GET"): OWN_ACCOUNT,
    ("accounts.settings", "POST"): OWN_ACCOUNT,
    ("accounts.users", "GET"): ADMINISTRATOR,
    ("accounts.new_user", "GET"): ADMINISTRATOR,
    ("accounts.new_user", "POST"): ADMINISTRATOR,
    ("accounts.edit_user", "GET"): ADMINISTRATOR,
    ("accounts.edit_user", "POST"): ADMINISTRATOR,
    ("accounts.invite", "POST"): ADMINISTRATOR,
    # reports
    ("reports.index", "GET"): OFFICE_AND_STEERING,
    ("reports.show", "GET"): OFFICE_AND_STEERING,
    ("reports.rows", "GET"): OFFICE_AND_STEERING,
    ("reports.ask_to_freeze", "GET"): OFFICE,
    ("reports.freeze", "POST"): OFFICE,
    # programmes
    ("programmes.index", "GET"): OFFICE_AND_STEERING,
    ("programmes.show", "GET"): OFFICE_AND_STEERING,
    ("programmes.rows", "GET"): OFFICE_AND_STEERING,
    # needs
    ("needs.index", "GET"): OFFICE,
    ("needs.new", "GET"): OFFICE,
    ("needs.new", "POST"): OFFICE,
    ("needs.show", "GET"): OFFICE_AND_UNIT,
    ("needs.compare", "GET"): OFFICE,
    ("needs.edit", "GET"): OFFICE,
    ("needs.edit", "POST"): OFFICE,
    ("needs.publish", "POST"): OFFICE,
    ("needs.divide", "POST"): OFFICE,
    ("needs.divided", "GET"): OFFICE,
    ("needs.undivide", "POST"): OFFICE,
    ("needs.say_one", "POST"): OFFICE,
    ("needs.mark_met", "POST"): OFFICE,
    ("needs.withdraw", "POST"): OFFICE,
    ("needs.reopen", "POST"): OFFICE,
    # companies
    ("companies.index", "GET"): OFFICE,
    ("companies.new", "GET"): OFFICE,
    ("companies.new", "POST"): OFFICE,
    ("companies.show", "GET"): OFFICE,
    ("companies.edit", "GET"): OFFICE,
    ("companies.edit", "POST"): OFFICE,
    ("companies.new_declaration", "GET"): OFFICE,
    ("companies.new_declaration", "POST"): OFFICE,
    ("companies.withdraw_declaration", "POST"): OFFICE,
    # people
    ("people.new", "GET"): OFFICE,
    ("people.new", "POST"): OFFICE,
    ("people.new_for_unit", "GET"): OFFICE,
    ("people.new_for_unit", "POST"): OFFICE,
    ("people.edit", "GET"): OFFICE,
    ("people.edit", "POST"): OFFICE,
    # infrastructures
    ("infrastructures.index", "GET"): OFFICE_AND_ALL_UNITS,
    ("infrastructures.show", "GET"): OFFICE_AND_ALL_UNITS,
    ("infrastructures.new", "GET"): OFFICE,
    ("infrastructures.new", "POST"): OFFICE,
    ("infrastructures.edit", "GET"): OFFICE_AND_UNIT,
    ("infrastructures.edit", "POST"): OFFICE_AND_UNIT,
    ("infrastructures.confirm", "POST"): OFFICE_AND_UNIT,
    ("infrastructures.undo", "POST"): OFFICE_AND_UNIT,
    ("infrastructures.ask", "POST"): UNIT,
    ("infrastructures.new_capability", "GET"): OFFICE_AND_UNIT,
    ("infrastructures.new_capability", "POST"): OFFICE_AND_UNIT,
    ("infrastructures.edit_capability", "GET"): OFFICE_AND_UNIT,
    ("infrastructures.edit_capability", "POST"): OFFICE_AND_UNIT,
    ("infrastructures.readiness", "GET"): OFFICE_AND_UNIT,
    ("infrastructures.readiness", "POST"): OFFICE_AND_UNIT,
    # catalogue
    ("catalogue.index", "GET"): OFFICE,
    ("catalogue.show", "GET"): OFFICE,
    ("catalogue.suggest", "GET"): OFFICE_AND_ALL_UNITS,
    ("catalogue.add_term", "POST"): OFFICE,
    ("catalogue.remove_term", "POST"): OFFICE,
    ("catalogue.engine", "GET"): OFFICE,
    ("catalogue.pause_encoding", "POST"): ADMINISTRATOR,
    ("catalogue.go_on_encoding", "POST"): ADMINISTRATOR,
    # ranking
    ("ranking.show", "GET"): ADMINISTRATOR,
    ("ranking.retrain", "POST"): ADMINISTRATOR,
    ("ranking.use", "POST"): ADMINISTRATOR,
    ("ranking.undo", "POST"): ADMINISTRATOR,
    ("ranking.judge", "GET"): OFFICE,
    ("ranking.judge_pair", "POST"): OFFICE,
    # search
    ("search.show", "GET"): OFFICE_AND_ALL_UNITS,
    # matches
    ("matches.index", "GET"): OFFICE_AND_UNIT,
    ("matches.show", "GET"): OFFICE_AND_UNIT,
    ("matches.shortlist", "POST"): OFFICE,
    ("matches.dismiss", "GET"): OFFICE,
    ("matches.dismiss", "POST"): OFFICE,
    ("matches.introduce", "GET"): OFFICE,
    ("matches.introduce", "POST"): OFFICE,
    ("matches.add", "GET"): OFFICE,
    ("matches.add", "POST"): OFFICE,
    ("matches.next_step", "GET"): OFFICE,
    ("matches.next_step", "POST"): OFFICE,
    ("matches.assign", "GET"): OFFICE,
    ("matches.assign", "POST"): OFFICE,
    ("matches.agree", "POST"): OFFICE,
    ("matches.undo", "POST"): OFFICE,
    ("matches.correct", "GET"): OFFICE,
    ("matches.correct", "POST"): OFFICE,
    ("matches.close", "GET"): OFFICE,
    ("matches.close", "POST"): OFFICE,
    ("matches.letter", "GET"): OFFICE,
    ("matches.letter", "POST"): OFFICE,
    # meetings
    ("meetings.new", "GET"): OFFICE,
    ("meetings.new", "POST"): OFFICE,
    ("meetings.edit", "GET"): OFFICE,
    ("meetings.edit", "POST"): OFFICE,
    ("meetings.invitation", "GET"): OFFICE,
    # uses
    ("uses.new", "GET"): OFFICE,
    ("uses.new", "POST"): OFFICE,
    ("uses.edit", "GET"): OFFICE,
    ("uses.edit", "POST"): OFFICE,
    ("uses.remove", "POST"): OFFICE,
}


class RecordNumber(IntegerConverter):
    """A record's number in an address; beyond what both databases can hold there is no record, and so no page."""

    def __init__(self, url_map: Map) -> None:
        super().__init__(url_map, max=HIGHEST_NUMBER)


class Word(UnicodeConverter):
    """A word in an address; nothing can be named with a NUL sign, which PostgreSQL refuses even to compare."""

    def to_python(self, value: str) -> str:
        """Return the word; raises ValidationError, and so leads nowhere, for an impossible one."""
        if "\0" in value:
            raise ValidationError
        return value


def guard(app: Flask) -> None:
    """Ask the policy before every request; addresses that are added from now on hold possible numbers and words."""
    app.before_request(_require_permission)
    app.url_map.converters |= {"int": RecordNumber, "default": Word, "string": Word}


def require_complete_policy(app: Flask) -> None:
    """Raise RuntimeError when an address has no line in the policy, or a line no address."""
    addresses = {
        (rule.endpoint, method)
        for rule in app.url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }
    if addresses != POLICY.keys():
        missing = sorted(addresses - POLICY.keys())
        extra = sorted(POLICY.keys() - addresses)
        raise RuntimeError(f"The access policy is not closed. Without a line: {missing}. Without an address: {extra}.")


def reach_of(role: Role | None, endpoint: str, method: str = "GET") -> Reach:
    """Return how far a role reaches behind an endpoint; nothing where there is no line."""
    rule = POLICY.get((endpoint, "GET" if method == "HEAD" else method))
    return rule.reach(role) if rule else Reach.NONE


def _require_permission() -> ResponseReturnValue | None:
    if request.endpoint is None:
        # No such address, or not with this method: Flask answers 404 or 405 after this.
        return None
    if request.endpoint in FILE_ENDPOINTS and reach_of(None, request.endpoint, request.method) is Reach.ALL:
        return None
    actor = find_actor()
    db_session().info["actor_id"] = actor.id if actor else None
    if reach_of(actor.role if actor else None, request.endpoint, request.method) is not Reach.NONE:
        return None
    if actor is not None:
        abort(403)
    if typed_here() is not None:
        abort(401)
    return redirect(
        url_for("accounts.sign_in", next=request.full_path.rstrip("?") if request.method == "GET" else None)
    )
