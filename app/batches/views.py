"""Several rows of a list at once: a page that says what would change and asks what for, the change, and its undo."""

from __future__ import annotations

from collections import Counter

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from app.accounts.queries import list_colleagues
from app.batches import use_cases
from app.batches.blueprint import bp
from app.batches.chosen_page import Chosen, address_back, kind_of
from app.batches.forms import AssignSeveralForm, PutOnSeveralForm, SeveralStepsForm, TakeOffSeveralForm
from app.batches.names import how_many, some_names
from app.batches.queries import get_batch, list_rows
from app.batches.use_cases import Done
from app.storage.database import db_session
from app.tags.queries import list_known
from app.web.forms.base import shown_version
from app.web.sign_in import current_actor
from app.web.undo import flash_already, flash_undo
from models.batches import BatchAct
from models.saved_views import ListKind


@bp.route("/chosen/<list_name>/owner", methods=["GET", "POST"])
def assign(list_name: str) -> ResponseReturnValue:
    """Say who is responsible for the chosen rows."""
    form = AssignSeveralForm()
    chosen = Chosen(BatchAct.ASSIGN, kind_of(BatchAct.ASSIGN, list_name), form)
    theirs = Counter(getattr(row, "owner_id", None) for row in chosen.rows)
    form.offer((user.id, _with_count(user.name, theirs[user.id])) for user in list_colleagues(db_session()))
    return chosen.answer(
        lambda shown: use_cases.assign(db_session(), actor=current_actor(), shown=shown, owner_id=form.owner),
        lambda done: _tell(done, _("Who is responsible is changed for %(rows)s.", rows=_changed(chosen, done))),
    )


@bp.route("/chosen/matches/next-step", methods=["GET", "POST"])
def plan() -> ResponseReturnValue:
    """Decide what happens next in the chosen matches."""
    form = SeveralStepsForm(data={"next_step_owner_id": current_actor().id})
    chosen = Chosen(BatchAct.NEXT_STEP, ListKind.MATCHES, form)
    form.next_step_owner_id.offer((user.id, user.name) for user in list_colleagues(db_session()))
    return chosen.answer(
        lambda shown: use_cases.set_next_step(
            db_session(), actor=current_actor(), shown=shown, command=form.to_command()
        ),
        lambda done: _tell(done, _("The next step is saved on %(rows)s.", rows=_changed(chosen, done))),
    )


@bp.route("/chosen/<list_name>/tag", methods=["GET", "POST"])
def put_on(list_name: str) -> ResponseReturnValue:
    """Put a tag on the chosen records."""
    form = PutOnSeveralForm()
    chosen = Chosen(BatchAct.PUT_ON, kind_of(BatchAct.PUT_ON, list_name), form)
    known = [(tag.name, chosen.having(tag.id)) for tag in list_known(db_session(), current_actor()) if tag.is_used]
    return chosen.answer(
        lambda shown: use_cases.put_on(db_session(), actor=current_actor(), shown=shown, name=form.name.data),
        lambda done: _tell(done, _("The tag “%(tag)s” is on %(name)s now.", tag=done.tag, name=_changed(chosen, done))),
        known=known,
    )


@bp.route("/chosen/<list_name>/tag-off", methods=["GET", "POST"])
def take_off(list_name: str) -> ResponseReturnValue:
    """Take a tag off the chosen records that have it."""
    form = TakeOffSeveralForm()
    chosen = Chosen(BatchAct.TAKE_OFF, kind_of(BatchAct.TAKE_OFF, list_name), form)
    there = {tag.id: tag.name for tags in chosen.tags.values() for tag in tags}
    form.tag_id.offer((number, _with_count(name, chosen.having(number))) for number, name in there.items())
    return chosen.answer(
        lambda shown: use_cases.take_off(
            db_session(), actor=current_actor(), shown=shown, tag_id=form.tag_id.number or 0
        ),
        lambda done: _tell(
            done,
            _(
                "The tag “%(tag)s” is taken off %(rows)s.",
                tag=done.tag,
                rows=_changed(chosen, done),
            ),
        ),
    )


@bp.post("/chosen/<int:batch_id>/undo")
def undo(batch_id: int) -> ResponseReturnValue:
    """Put the rows back that nobody has changed since; the others are named."""
    session, actor = db_session(), current_actor()
    batch = get_batch(session, actor, batch_id)
    kind = batch.list_kind
    back = redirect(address_back(kind))
    if batch.undone_at is not None:
        flash_already()
        return back
    done = use_cases.undo(session, actor=actor, batch_id=batch_id, version=shown_version())
    kept = some_names(list_rows(session, actor, kind, done.changed))
    session.commit()
    flash(_("It is undone on %(rows)s.", rows=how_many(kind, len(done.same))), "success")
    if done.changed:
        flash(_("Changed since, and left as they are: %(names)s.", names=kept), "warning")
    if done.gone:
        flash(ngettext("%(num)s is there no more.", "%(num)s are there no more.", len(done.gone)), "warning")
    return back


def _changed(chosen: Chosen, done: Done) -> str:
    return how_many(chosen.kind, done.changed)


def _with_count(name: str, count: int) -> str:
    if not count:
        return name
    return str(
        ngettext("%(name)s (on %(num)s of them already)", "%(name)s (on %(num)s of them already)", count, name=name)
    )


def _tell(done: Done, said: str) -> None:
    """Say what was done, with the way back, and how many rows stayed as they were."""
    stayed = (
        ngettext("%(num)s stays as it was.", "%(num)s stay as they were.", done.unchanged) if done.unchanged else ""
    )
    if done.batch is None:
        flash(_("Nothing was to be changed: it stood so already."))
        return
    undo_url = url_for(".undo", batch_id=done.batch.id, back=request.args.get("back"))
    flash_undo(f"{said} {stayed}".strip(), undo_url, version=done.batch.version)
