"""Drafts: what somebody typed is kept for that account alone, fills the form when it is opened again, and goes."""

from __future__ import annotations

from functools import partial

import sqlalchemy as sa
from flask import Flask, Response, g, request
from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict
from wtforms import Form

from app.addresses import record_number
from app.limits import DRAFTS_KEPT, DRAFTS_OF_ONE
from app.storage.database import db, db_session, short_transaction
from app.web.forms.typed import Typed, page_address
from models.clock import now
from models.sent_forms import Draft

# Carried by a form for the application's own use, and so not always there when it is shown anew.
_OWN = {"version", "once"}


def init_drafts(app: Flask) -> None:
    """See to it that a draft goes when what it held is saved."""
    app.after_request(_forget_when_saved)


def keep_draft(session: Session, user_id: int, typed: Typed) -> str:
    """Keep what was typed for an account, and return the address of the page that is then filled with it."""
    session.execute(sa.delete(Draft).where(Draft.created_at < now() - DRAFTS_KEPT))
    newest = sa.select(Draft.id).where(Draft.user_id == user_id).order_by(Draft.id.desc())
    kept = list(session.scalars(newest.limit(DRAFTS_OF_ONE - 1)))
    session.execute(sa.delete(Draft).where(Draft.user_id == user_id, Draft.id.not_in(kept)))
    draft = Draft(user_id=user_id, page=typed.page[:500], content=typed.content)
    session.add(draft)
    session.flush()
    return f"{typed.page}{'&' if '?' in typed.page else '?'}draft={draft.id}"


def draft_for(form: Form) -> MultiDict[str, str] | None:
    """Return what fills a form that is opened with the reader's own draft; None when there is none for it."""
    content = _content()
    if not content or not set(content) - _OWN <= set(form._fields):
        return None
    return MultiDict((name, value) for name, values in content.items() if name in form._fields for value in values)


def _content() -> dict[str, list[str]]:
    number = _number()
    if number is None:
        return {}
    if "draft" not in g:
        actor_id = db_session().info.get("actor_id")
        found = db_session().scalar(
            sa.select(Draft).where(
                Draft.id == number, Draft.user_id == actor_id, Draft.created_at > now() - DRAFTS_KEPT
            )
        )
        g.draft = found.content if found is not None and found.page == page_address() else {}
    content: dict[str, list[str]] = g.draft
    return content


def _number() -> int | None:
    return record_number(request.args.get("draft"))


def _forget_when_saved(response: Response) -> Response:
    number, actor_id = _number(), db_session().info.get("actor_id")
    if request.method == "POST" and number and actor_id and response.status_code in (302, 303):
        response.call_on_close(partial(_forget, db.engine, number, actor_id))
    return response


def _forget(database: sa.Engine, number: int, actor_id: int) -> None:
    with short_transaction(database, reads=False) as connection:
        connection.execute(sa.delete(Draft).where(Draft.id == number, Draft.user_id == actor_id))
