"""Pages about doubles: the queue, what is alike while somebody types; merging and parting register themselves."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.addresses import record_number
from app.duplicates import choosing, merge_views, queries, use_cases
from app.duplicates.blueprint import bp
from app.duplicates.forms import PartForm
from app.duplicates.names import KIND_NAMES
from app.likeness.facts import Facts, RecordKind, company_facts, person_facts
from app.likeness.queries import count_open, find_alike
from app.likeness.words import REASON_NAMES
from app.limits import NAME, PAGE_SIZE, SHORT_TEXT
from app.storage.database import db_session
from app.storage.listing import read_page
from app.web.sign_in import current_actor
from app.web.undo import flash_undo
from models.errors import StaleRecordError

__all__ = ["bp", "choosing", "merge_views"]


@bp.get("/duplicates")
def index() -> str:
    """List the pairs that may be one, with why; `show=decided` lists those that were said not to be."""
    kind, decided = _asked_kind(), request.args.get("show") == "decided"
    found = queries.list_pairs(db_session(), current_actor(), kind, decided=decided, page=read_page(request.args))
    return render_template(
        "duplicates/index.html",
        kind=kind,
        decided=decided,
        found=found,
        per_page=PAGE_SIZE,
        kinds=KIND_NAMES,
        counts={each: count_open(db_session(), current_actor(), each) for each in RecordKind},
        reasons=REASON_NAMES,
    )


@bp.get("/duplicates/alike")
def alike() -> str:
    """Give the records that what is being typed may mean, as a piece of a page.

    Neither numbers nor addresses of people stand in an address; they are asked about when the form is sent.
    """
    kind, asked = _asked_kind(), request.args
    name = asked.get("name", "")[:NAME]
    if kind is RecordKind.COMPANY:
        facts: Facts = company_facts(name, website=asked.get("website", "")[:SHORT_TEXT])
    else:
        place = record_number(asked.get("company", ""))
        facts = person_facts(name, places=[("company_id", place)] if place else ())
    found = find_alike(db_session(), current_actor(), kind, facts)
    return render_template("duplicates/_alike.html", found=found, kind=kind, reasons=REASON_NAMES)


@bp.post("/duplicates/<int:pair_id>/dismiss")
def dismiss(pair_id: int) -> ResponseReturnValue:
    """Say that a pair is not one and the same; it is not asked about again."""
    kind, mark = _decide(pair_id, is_double=False)
    flash_undo(_("It is noted that they are two."), url_for(".reopen", pair_id=pair_id), of=mark)
    return redirect(url_for(".index", kind=kind.value))


@bp.post("/duplicates/<int:pair_id>/reopen")
def reopen(pair_id: int) -> ResponseReturnValue:
    """Ask about a pair again."""
    kind, _mark = _decide(pair_id, is_double=True)
    flash(_("The pair is in the queue again."), "success")
    return redirect(url_for(".index", kind=kind.value))


def _decide(pair_id: int, *, is_double: bool) -> tuple[RecordKind, str]:
    form = PartForm()
    form.validate_on_submit()
    pair = queries.get_pair(db_session(), current_actor(), pair_id)
    if form.of.data != pair.mark:
        raise StaleRecordError
    kind = RecordKind.COMPANY if pair.company_id is not None else RecordKind.PERSON
    use_cases.decide(db_session(), actor=current_actor(), pair=pair, is_double=is_double)
    mark = pair.mark
    db_session().commit()
    return kind, mark


def _asked_kind() -> RecordKind:
    asked = request.args.get("kind", "")
    return RecordKind(asked) if asked in set(RecordKind) else RecordKind.COMPANY
