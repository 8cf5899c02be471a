"""Pages about uses: record one, correct it, add its evidence, or remove it."""

from __future__ import annotations

from decimal import Decimal

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app import labels
from app.files.evidence import list_confirmations
from app.files.places import FilePlaceKind
from app.files.section import files_section
from app.infrastructures.economic_share import EconomicShare
from app.matches.coming_back import coming_back
from app.matches.undo_views import flash_with_undo
from app.programmes.counting import judge_in_company
from app.storage.database import db_session
from app.storage.thrown_rows import get_thrown, require_kind
from app.uses import confirmation_views, queries, use_cases
from app.uses.asking import QuestionError, is_unapproved, share_with, supports
from app.uses.blueprint import bp
from app.uses.checklist import Checklist, checklist, draft_use
from app.uses.forms import RemoveForm, UseForm
from app.uses.questions import put_question
from app.web.forms.base import leads_to, shown_version
from app.web.forms.conflict import conflict_page
from app.web.sign_in import current_actor
from app.web.undo import flash_undo
from models.clock import now, today
from models.errors import StaleRecordError
from models.matches import Match
from models.thrown import ThrownKind
from models.uses import Use, is_joint_research

__all__ = ["bp", "confirmation_views"]


@bp.route("/matches/<int:match_id>/uses/new", methods=["GET", "POST"])
def new(match_id: int) -> ResponseReturnValue:
    """Record that the company has used the infrastructure."""
    match = queries.get_match_to_use(db_session(), current_actor(), match_id)
    match.require_open()
    form = UseForm()
    if form.validate_on_submit() and form.is_first():
        try:
            use = use_cases.record_use(
                db_session(), actor=current_actor(), match_id=match_id, command=form.to_command()
            )
        except QuestionError as question:
            put_question(form, question)
            db_session().rollback()
            match = queries.get_match_to_use(db_session(), current_actor(), match_id)
        else:
            leads_to(coming_back(match_id))
            db_session().commit()
            return _saved(use.id, is_new=True)
    return _page(form, match, None)


@bp.route("/uses/<int:use_id>/edit", methods=["GET", "POST"])
def edit(use_id: int) -> ResponseReturnValue:
    """Correct a use, or add its evidence."""
    use = queries.get_use(db_session(), current_actor(), use_id)
    form = UseForm(obj=use)
    if form.validate_on_submit():
        try:
            use_cases.edit_use(
                db_session(),
                actor=current_actor(),
                use_id=use_id,
                command=form.to_command(),
                version=form.shown_version,
            )
        except StaleRecordError:
            back = url_for("matches.show", match_id=use.match_id)
            return conflict_page(form, lambda: _form_of(use_id), back=back)
        except QuestionError as question:
            put_question(form, question)
            db_session().rollback()
            use = queries.get_use(db_session(), current_actor(), use_id)
        else:
            db_session().commit()
            return _saved(use_id)
    return _page(form, use.match, use)


@bp.post("/uses/<int:use_id>/remove")
def remove(use_id: int) -> ResponseReturnValue:
    """Remove a use that was recorded by mistake, with a way to undo it."""
    use = queries.get_use(db_session(), current_actor(), use_id)
    form = RemoveForm()
    if not form.validate_on_submit():
        abort(400)
    match_id = use.match_id
    thrown = use_cases.remove_use(db_session(), actor=current_actor(), use=use, version=form.shown_version)
    db_session().commit()
    flash_undo(_("The use is removed."), url_for(".put_back", thrown_id=thrown.id), version=thrown.version)
    return redirect(url_for("matches.show", match_id=match_id))


@bp.post("/uses/removed/<int:thrown_id>/put-back")
def put_back(thrown_id: int) -> ResponseReturnValue:
    """Put a use back that was removed, and say whether it counts."""
    thrown = require_kind(get_thrown(db_session(), current_actor(), thrown_id), ThrownKind.USE)
    use = use_cases.put_use_back(db_session(), actor=current_actor(), thrown=thrown, version=shown_version())
    db_session().commit()
    return _saved(use.id, is_new=True)


def _page(form: UseForm, match: Match, use: Use | None) -> ResponseReturnValue:
    grants = supports(db_session(), current_actor(), match)
    shown = use if use is not None and not form.is_submitted() else draft_use(form, match, use, today=today())
    page = render_template(
        "uses/form.html",
        form=form,
        match=match,
        use=use,
        files=files_section(FilePlaceKind.USE, use.id) if use else None,
        confirmations=list_confirmations(db_session(), use) if use else (),
        labels=labels,
        now=now,
        share=_share_with(form, match, use),
        grants=grants,
        is_unapproved=is_unapproved(grants, shown.started_on),
        checklist=_checklist(shown),
        cancel_url=coming_back(match.id),
    )
    return page, form.status


def _share_with(form: UseForm, match: Match, use: Use | None) -> EconomicShare:
    """Return how much of the unit's year companies use with what the form says."""
    is_free = is_joint_research(bool(form.joint_rd.data), form.joint_rd_evidence.data)
    hours = None if is_free else form.hours.value
    year = (form.started_on.data or today()).year
    return share_with(db_session(), match, year, more=hours or Decimal(0), besides=use)


def _checklist(use: Use) -> Checklist | None:
    """Hold a use against the rules of the programme it belongs to; None before one is seeded."""
    judged = judge_in_company(db_session(), use, until=today())
    return checklist(judged) if judged else None


def _saved(use_id: int, *, is_new: bool = False) -> ResponseReturnValue:
    """Say whether the use counts, as the rules see it once it is saved; a new one can be undone."""
    db_session().expire_all()
    use = queries.get_use(db_session(), current_actor(), use_id)
    checked = _checklist(use)
    if checked is not None and checked.company_counts:
        said, category = _("The use is recorded, and it counts."), "success"
    elif use.is_disputed:
        said, category = _("The use is recorded, but it does not count while a party says that it is wrong."), "warning"
    elif not use.has_evidence:
        said, category = _("The use is recorded, but it does not count until there is evidence."), "warning"
    else:
        said, category = _("The use is recorded, but it does not count yet. The match says why."), "warning"
    if is_new:
        flash_with_undo(use.match, said, category)
    else:
        flash(said, category)
    return redirect(coming_back(use.match_id))


def _form_of(use_id: int) -> UseForm:
    return UseForm(formdata=None, obj=queries.get_use(db_session(), current_actor(), use_id))
