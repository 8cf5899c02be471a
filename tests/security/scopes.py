"""The second guard, behind the policy: every read that takes an actor is called with one who may not."""

from __future__ import annotations

import inspect
import pkgutil
from collections.abc import Callable, Iterator
from importlib import import_module
from types import ModuleType
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

import app
from models.accounts import Role, User
from models.clock import today
from models.errors import DomainError, NotAllowedError, NotFoundError
from tests.security.addresses import value_of
from tests.security.scene import PROGRAMME, Scene

# A unit's facts are public, and so are the words of the vocabulary that stand on them.
PUBLIC_SCOPES = frozenset({"visible_infrastructures"})
# What a read may ask for besides whom and what.
_KNOWN = {"today": today(), "version": None, "programme": None, "programme_code": PROGRAMME, "language": "sv"}


def list_modules() -> Iterator[ModuleType]:
    """Yield every module of the application."""
    for found in pkgutil.walk_packages(app.__path__, "app."):
        yield import_module(found.name)


def _own_functions(module: ModuleType) -> Iterator[Callable[..., Any]]:
    for _name, function in inspect.getmembers(module, inspect.isfunction):
        if function.__module__ == module.__name__:
            yield function


def list_scopes() -> list[Callable[[User], sa.Select[Any]]]:
    """Return every function that gives the selection of what an actor may see."""
    return [
        function
        for module in list_modules()
        for function in _own_functions(module)
        if list(inspect.signature(function).parameters) == ["actor"]
        and str(inspect.signature(function).return_annotation).startswith("sa.Select")
    ]


def list_reads() -> list[Callable[..., Any]]:
    """Return every function that reads one thing for an actor: get_x(session, actor, x_id, …)."""
    return [
        function
        for module in list_modules()
        for function in _own_functions(module)
        if list(inspect.signature(function).parameters)[:2] == ["session", "actor"]
        and function.__name__.startswith("get_")
        and things_of(function)
    ]


def things_of(read: Callable[..., Any]) -> list[str]:
    """Return the arguments of a read that name a thing."""
    return [name for name in inspect.signature(read).parameters if name.endswith("_id") or name == "key"]


def wrong_scopes(scene: Scene, session: Session) -> list[str]:
    """Return a line for each scope that gives an actor rows of others."""
    wrong = []
    for scope in list_scopes():
        if scope.__name__ in PUBLIC_SCOPES:
            continue
        for name in ("staff", "staff of nothing", "steering"):
            rows = session.scalars(scope(actor_of(scene, session, name))).unique().all()
            foreign = [row for row in rows if name != "staff" or row in _foreign(scene, session)]
            if foreign:
                wrong.append(f"{scope.__module__}.{scope.__name__} gives {name} {len(foreign)} rows of others")
    return wrong


def _foreign(scene: Scene, session: Session) -> list[object]:
    return [session.get(type(record), record.id) for name, record in scene.records.items() if name.endswith("foreign")]  # type: ignore[attr-defined]


def wrong_reads(scene: Scene, session: Session) -> list[str]:
    """Return a line for each read that gives an actor a thing of others, or a thing that is not there."""
    wrong = []
    for read in list_reads():
        names = ["staff of nothing", "steering", "staff"]
        for name in names:
            actor = actor_of(scene, session, name)
            for aim in ("foreign", "missing"):
                if _refuses(scene, session, read, actor, aim) or _is_public(read, actor, aim):
                    continue
                wrong.append(f"{read.__module__}.{read.__name__} gives {name} a {aim} thing")
    return wrong


def _is_public(read: Callable[..., Any], actor: User, aim: str) -> bool:
    """Tell whether it is an infrastructure's page for staff: its facts are public, the rest is left unread there."""
    return read.__name__ == "get_view" and actor.role is Role.STAFF and aim == "foreign"


def _refuses(scene: Scene, session: Session, read: Callable[..., Any], actor: User, aim: str) -> bool:
    values = {name: value_of(scene, "", name, aim) for name in things_of(read)}
    for name, parameter in list(inspect.signature(read).parameters.items())[2:]:
        if name not in values and parameter.default is inspect.Parameter.empty:
            values[name] = _KNOWN[name]
    try:
        read(session=session, actor=actor, **values)
    except (NotFoundError, NotAllowedError):
        return True
    except DomainError:
        return False
    return False


def actor_of(scene: Scene, session: Session, name: str) -> User:
    """Return a user of the scene in another session."""
    actor = session.get(User, scene[f"user {name}"].id)
    assert actor is not None
    return actor


def unscoped(scope: Callable[[User], sa.Select[Any]], actor: User) -> Callable[[User], sa.Select[Any]]:
    """Return the scope as it would be if somebody forgot the actor: all rows of its entity."""
    entity = scope(actor).column_descriptions[0]["entity"]
    return lambda actor: sa.select(entity)
