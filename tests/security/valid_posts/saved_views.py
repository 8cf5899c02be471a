"""The success cases of saved_views."""

from __future__ import annotations

from typing import Any

from models.clock import now
from models.saved_views import ListChoice, ListKind, SavedView
from tests import factories
from tests.security.valid_posts.setting import Attempt, Setting, Typed, case


@case("saved_views.new")
def _(stage: Setting) -> Attempt:
    name = f"Sena {stage.number}"
    return Attempt(
        "/views/new?list=matches&address=show%3Doverdue",
        lambda: stage.one(SavedView, SavedView.name == name, SavedView.address == "show=overdue") is not None,
        {"name": name},
        shown=name,
    )


def _view(stage: Setting, **values: Any) -> SavedView:
    assert stage.user is not None
    return stage.add(factories.saved_view(stage.user, name=f"Vy {stage.number}", **values))


@case("saved_views.edit")
def _(stage: Setting) -> Attempt:
    view = _view(stage)
    return Attempt(f"/views/{view.id}/edit", lambda: stage.fresh(view).name == "Nytt namn", {"name": "Nytt namn"})


@case("saved_views.remove")
def _(stage: Setting) -> Attempt:
    view = _view(stage)
    return Attempt("/views", lambda: stage.fresh(view).taken_back_at is not None, action=f"/views/{view.id}/remove")


@case("saved_views.put_back")
def _(stage: Setting) -> Attempt:
    view = _view(stage, taken_back_at=now())
    typed: Typed = {"version": str(view.version)}
    return Attempt("/views", lambda: stage.fresh(view).taken_back_at is None, typed, f"/views/{view.id}/put-back")


@case("saved_views.open_with")
def _(stage: Setting) -> Attempt:
    view = _view(stage)
    chosen = ListChoice.first_view_id == view.id
    return Attempt("/views", lambda: stage.one(ListChoice, chosen) is not None, action=f"/views/{view.id}/first")


@case("saved_views.open_without")
def _(stage: Setting) -> Attempt:
    view = _view(stage, list_kind=ListKind.NEEDS)
    choice = stage.add(ListChoice(user_id=view.owner_id, list_kind=ListKind.NEEDS, first_view_id=view.id))
    path = f"/views/{view.id}/not-first"
    return Attempt("/views", lambda: stage.fresh(choice).first_view_id is None, action=path)


@case("saved_views.columns")
def _(stage: Setting) -> Attempt:
    chosen = (ListChoice.user_id == stage.user.id, ListChoice.list_kind == ListKind.MATCHES) if stage.user else ()
    return Attempt(
        "/matches",
        lambda: (found := stage.one(ListChoice, *chosen)) is not None and found.columns == ["stage"],
        {"columns": ["stage"]},
        action="/views/columns?list=matches&back=/matches",
    )
