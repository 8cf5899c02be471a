"""Pages about programmes: every indicator with its target, and the rows behind a figure."""

from __future__ import annotations

from flask import render_template

from app.programmes import queries
from app.programmes.blueprint import bp
from app.programmes.counted_things import counted_things
from app.programmes.counting import load_rows
from app.programmes.current import current_code
from app.programmes.progress import measure
from app.programmes.sentences import RULE_SENTENCES
from app.storage.database import db_session
from app.web.sign_in import current_actor
from models.clock import today
from models.errors import NotFoundError


@bp.get("/programmes")
def index() -> str:
    """List the programmes that are known here, with the period and the number of indicators."""
    programmes = queries.list_programmes(db_session())
    return render_template("programmes/index.html", programmes=programmes, current=current_code())


@bp.get("/programmes/<code>")
def show(code: str) -> str:
    """Show a programme's indicators with their targets; what Brygga counts opens its rows."""
    programme = queries.get_programme(db_session(), code)
    progress = {entry.indicator.code: entry for entry in measure(db_session(), programme, on=today())}
    return render_template("programmes/show.html", programme=programme, progress=progress)


@bp.get("/programmes/<code>/<indicator_code>")
def rows(code: str, indicator_code: str) -> str:
    """Show exactly the rows that make up a figure today, each with the use and the evidence that made it count."""
    programme = queries.get_programme(db_session(), code)
    for entry in measure(db_session(), programme, on=today()):
        if entry.indicator.code == indicator_code:
            counted = load_rows(db_session(), entry.indicator.rule, entry.counted)
            things = counted_things(counted, current_actor(), today=today())
            return render_template(
                "programmes/rows.html",
                programme=programme,
                entry=entry,
                things=things,
                sentence=RULE_SENTENCES[entry.indicator.rule],
            )
    raise NotFoundError
