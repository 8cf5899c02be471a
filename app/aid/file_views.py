"""What leaves Brygga about supports: the letter and the form of one, and the list for the central register."""

from __future__ import annotations

from functools import partial

from flask import Response
from flask_babel import gettext as _

from app.aid import queries
from app.aid.blueprint import bp
from app.aid.list_state import asked_list
from app.aid.papers import WRITERS
from app.aid.tables import as_register
from app.rates.queries import find_rate
from app.storage.database import db_session
from app.storage.listing import fetch_all
from app.web.i18n import LANGUAGES
from app.web.list_files import list_file
from app.web.sign_in import current_actor
from models.clock import today
from models.errors import NotFoundError


@bp.get("/aid/<int:grant_id>/<paper>.<language>.pdf")
def paper(grant_id: int, paper: str, language: str) -> Response:
    """Give the letter to the company or the form for its declaration, filled in, in the address's language."""
    grant = queries.get_grant(db_session(), current_actor(), grant_id)
    if paper not in WRITERS or language not in LANGUAGES or grant.taken_back_at is not None or not grant.is_aid:
        raise NotFoundError
    content = WRITERS[paper](grant, find_rate(db_session(), today()), made_on=today())
    answer = Response(content, content_type="application/pdf")
    answer.headers.set("Content-Disposition", "attachment", filename=f"de-minimis-{paper}-{grant_id}-{language}.pdf")
    return answer


@bp.get("/aid/register.<kind>")
def register(kind: str) -> Response:
    """Give what has been granted among the rows of the list, with what the central register asks for."""
    filters, state = asked_list()
    filters.require_known()
    rows = fetch_all(partial(queries.list_grants, db_session(), current_actor(), granted_only=True), state)
    return list_file(kind, _("register"), as_register(rows), subject="aid_grant", state=state)
