"""Pages about who gets a letter when a report is frozen, and the button that sends those that are missing."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from app.mail.whereabouts import where_letters_are
from app.reports import receivers
from app.reports.asked import asked_programme
from app.reports.blueprint import bp
from app.reports.forms import LANGUAGE_NAMES, ReceiverForm
from app.reports.frozen import find_frozen
from app.reports.letters import tell_receivers
from app.reports.queries import span_of
from app.reports.report_letter import report_mail
from app.storage.database import db_session
from app.web.forms.base import BaseForm, leads_to, shown_version
from app.web.forms.conflict import conflict_page
from app.web.sign_in import current_actor
from app.web.undo import flash_already
from models.clock import today
from models.errors import DomainError, StaleRecordError
from models.report_letters import ReportReceiver


@bp.get("/receivers", endpoint="receivers")
def list_receivers() -> str:
    """List who gets a letter about each report."""
    programme = asked_programme()
    return render_template(
        "reports/receivers.html",
        programme=programme,
        receivers=receivers.list_receivers(db_session(), current_actor(), programme),
        languages=dict(LANGUAGE_NAMES),
        letters_are=where_letters_are(),
    )


@bp.route("/receivers/new", methods=["GET", "POST"])
def new_receiver() -> ResponseReturnValue:
    """Let somebody be told of each report."""
    form = ReceiverForm()
    if form.validate_on_submit() and _address_is_free(form, None) and form.is_first():
        receivers.add_receiver(db_session(), programme=asked_programme(), command=form.to_command())
        page = leads_to(url_for(".receivers"))
        db_session().commit()
        flash(_("%(name)s gets a letter about each report from now on.", name=form.name.data), "success")
        return redirect(page)
    return _page(form, None)


@bp.route("/receivers/<int:receiver_id>/edit", methods=["GET", "POST"])
def edit_receiver(receiver_id: int) -> ResponseReturnValue:
    """Change a receiver's name, address or language."""
    receiver = _get(receiver_id)
    form = ReceiverForm(obj=receiver)
    if form.validate_on_submit() and _address_is_free(form, receiver):
        try:
            receivers.edit_receiver(
                db_session(), receiver=receiver, command=form.to_command(), version=form.shown_version
            )
        except StaleRecordError:
            return conflict_page(
                form, lambda: ReceiverForm(formdata=None, obj=_get(receiver_id)), back=url_for(".receivers")
            )
        db_session().commit()
        flash(_("%(name)s is saved.", name=receiver.name), "success")
        return redirect(url_for(".receivers"))
    return _page(form, receiver)


@bp.post("/receivers/<int:receiver_id>/stop")
def stop_receiver(receiver_id: int) -> ResponseReturnValue:
    """Send somebody no more letters about reports."""
    BaseForm().validate_on_submit()
    done = receivers.stop_letters(db_session(), receiver=_get(receiver_id))
    return _done(done=done, said=_("No more letters go there."))


@bp.post("/receivers/<int:receiver_id>/start")
def start_receiver(receiver_id: int) -> ResponseReturnValue:
    """Send somebody letters about reports again."""
    BaseForm().validate_on_submit()
    done = receivers.start_letters(db_session(), receiver=_get(receiver_id))
    return _done(done=done, said=_("Letters go there again, from the next report on."))


@bp.post("/receivers/<int:receiver_id>/remove")
def remove_receiver(receiver_id: int) -> ResponseReturnValue:
    """Forget a receiver; the links in their letters stop working."""
    receivers.remove_receiver(db_session(), receiver=_get(receiver_id), version=shown_version())
    return _done(done=True, said=_("The receiver is removed, and the links in their letters no longer work."))


@bp.post("/<month>/tell")
def tell(month: str) -> ResponseReturnValue:
    """Send the letters about a frozen report to those who have had none; raises DomainError before it is frozen."""
    BaseForm().validate_on_submit()
    programme = asked_programme()
    kept = find_frozen(db_session(), programme, *span_of(programme, month, today()))
    if kept is None:
        raise DomainError
    count = tell_receivers(db_session(), programme, kept.frozen, report_mail())
    db_session().commit()
    if count:
        flash(ngettext("%(num)d letter is on its way.", "%(num)d letters are on their way.", count), "success")
    else:
        flash_already()
    return redirect(url_for(".show", month=month))


def _get(receiver_id: int) -> ReportReceiver:
    return receivers.get_receiver(db_session(), current_actor(), receiver_id)


def _done(*, done: bool, said: str) -> ResponseReturnValue:
    db_session().commit()
    if done:
        flash(said, "success")
    else:
        flash_already()
    return redirect(url_for(".receivers"))


def _page(form: ReceiverForm, receiver: ReportReceiver | None) -> ResponseReturnValue:
    return render_template("reports/receiver.html", form=form, receiver=receiver), form.status


def _address_is_free(form: ReceiverForm, receiver: ReportReceiver | None) -> bool:
    other = receivers.find_by_address(db_session(), asked_programme(), form.email.data or "")
    if other is None or other is receiver:
        return True
    form.email.errors = [_("%(name)s has this address and is on the list already.", name=other.name)]
    return False
