"""The pages behind the links in letters: confirming, the need's own page with what can be done there, and the way back.

A link that is wrong, used, too old or ended shows the same page, whatever the reason; to look at a page does nothing.
"""

from __future__ import annotations

from collections.abc import Callable

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import force_locale
from flask_babel import gettext as _

from app.accounts import throttle
from app.accounts.busy_pages import post
from app.hand_ins import use_cases, withdrawal
from app.hand_ins.blueprint import bp
from app.hand_ins.disclosure import list_readings
from app.hand_ins.forms import CorrectionForm, LinkForm, ReplyForm
from app.hand_ins.limits import ANSWER_WORKING_DAYS, BY_ONE_LINK, RESTORE_LIFE
from app.hand_ins.links import find_by_link
from app.hand_ins.names import SEEN_WORDS, STATE_BADGES, STATE_WORDS
from app.hand_ins.own_files import list_own_files, takes_files
from app.hand_ins.wording import asked_layers, is_agreed
from app.storage.database import db_session
from app.web.forms.base import VersionedForm
from app.web.forms.conflict import conflict_page
from app.web.forms.typed import shown, typed_here
from models.errors import StaleRecordError
from models.hand_ins import HandIn, HandInPurpose
from models.need_layers import layers_digest

OWN, CONFIRM, RESTORE = HandInPurpose.OWN, HandInPurpose.CONFIRM, HandInPurpose.RESTORE


@bp.route("/hand-in/confirm/<token>", methods=["GET", "POST"])
def confirm(token: str) -> ResponseReturnValue:
    """Ask whether it was they who wrote; only the button confirms, since mail programs look at pages too."""

    def done(form: VersionedForm, _found: HandIn) -> ResponseReturnValue:
        own = use_cases.confirm(db_session(), post(), token=token, version=form.shown_version)
        return _go_on(own, _("Thank you. Your need has reached us."))

    return _button(token, CONFIRM, "hand_ins/confirm.html", done)


@bp.route("/hand-in/own/<token>", methods=["GET", "POST"])
def own(token: str) -> ResponseReturnValue:
    """Show how it goes with a need, and take the answer to what is asked."""
    found = find_by_link(db_session(), token, OWN)
    if found is None:
        return over()
    with force_locale(found.language.value):
        form = ReplyForm(found) if found.open_question else None
        if form is None and request.method == "POST":
            # The question was answered in another window, or is taken back: the page shows what was typed.
            raise StaleRecordError
        if form is None:
            return _own_page(token, found, None)
        if not form.validate_on_submit():
            return _own_page(token, found, form), form.status
        claim(found.id)
        use_cases.answer(db_session(), found=found, said=form.said.data, version=form.shown_version)
        db_session().commit()
        flash(_("Thank you. Your answer has reached us."), "success")
        return redirect(url_for(".own", token=token))


@bp.route("/hand-in/own/<token>/correct", methods=["GET", "POST"])
def correct(token: str) -> ResponseReturnValue:
    """Let a company correct what it wrote, until something has been decided on it."""
    found = find_by_link(db_session(), token, OWN)
    if found is None:
        return over()
    if not found.may_be_corrected:
        raise StaleRecordError
    back = url_for(".own", token=token)
    with force_locale(found.language.value):
        form = CorrectionForm(obj=found)
        if not form.validate_on_submit():
            return render_template("hand_ins/correct.html", form=form, back=back), form.status
        claim(found.id)
        try:
            use_cases.correct(db_session(), found=found, command=form.to_command(), version=form.shown_version)
        except StaleRecordError:
            return conflict_page(form, lambda: _as_it_is(token), back=back)
        db_session().commit()
        flash(_("Your text is corrected."), "success")
        return redirect(back)


@bp.get("/hand-in/own/<token>/readings")
def readings(token: str) -> ResponseReturnValue:
    """Show the company who has seen what, to print."""
    found = find_by_link(db_session(), token, OWN)
    if found is None:
        return over()
    with force_locale(found.language.value):
        rows = list_readings(db_session(), found)
        return render_template("hand_ins/readings.html", found=found, rows=rows, words=SEEN_WORDS, token=token)


@bp.route("/hand-in/own/<token>/withdraw", methods=["GET", "POST"])
def withdraw(token: str) -> ResponseReturnValue:
    """Ask whether a need is to be withdrawn, and say what that means; then lead to the page that takes it back."""

    def done(form: VersionedForm, _found: HandIn) -> ResponseReturnValue:
        undo = withdrawal.withdraw(db_session(), post(), token=token, version=form.shown_version)
        if undo is None:
            return over()
        db_session().commit()
        flash(_("Your need is withdrawn."), "success")
        return redirect(url_for(".restore", token=undo))

    return _button(token, OWN, "hand_ins/withdraw.html", done)


@bp.route("/hand-in/restore/<token>", methods=["GET", "POST"])
def restore(token: str) -> ResponseReturnValue:
    """Say that a need is withdrawn, and let that be taken back once."""

    def done(form: VersionedForm, _found: HandIn) -> ResponseReturnValue:
        own = withdrawal.restore(db_session(), post(), token=token, version=form.shown_version)
        return _go_on(own, _("Your need is as it was before."))

    return _button(token, RESTORE, "hand_ins/restore.html", done)


def _button(
    token: str, purpose: HandInPurpose, page: str, done: Callable[[VersionedForm, HandIn], ResponseReturnValue]
) -> ResponseReturnValue:
    """Show a page with one button, or do what the button says."""
    found = find_by_link(db_session(), token, purpose)
    if found is None:
        return over()
    with force_locale(found.language.value):
        sent = VersionedForm()
        if sent.validate_on_submit():
            claim(found.id)
            return done(sent, found)
        return render_template(page, form=LinkForm(found), found=found, token=token, restore_days=RESTORE_LIFE.days)


def _go_on(own: str | None, said: str) -> ResponseReturnValue:
    if own is None:
        return over()
    db_session().commit()
    flash(said, "success")
    return redirect(url_for(".own", token=own))


def _own_page(token: str, found: HandIn, form: ReplyForm | None) -> str:
    return render_template(
        "hand_ins/own.html",
        token=token,
        found=found,
        form=form,
        badge_of=STATE_BADGES[found.state],
        words=STATE_WORDS[found.state],
        working_days=ANSWER_WORKING_DAYS,
        agreed=is_agreed(found),
        files=list_own_files(db_session(), found),
        takes_files=takes_files(found),
        asked=(layers := asked_layers(found)),
        layers_shown=layers_digest(layers) if layers else None,
    )


def _as_it_is(token: str) -> CorrectionForm:
    found = find_by_link(db_session(), token, OWN)
    if found is None or not found.may_be_corrected:
        raise StaleRecordError
    return CorrectionForm(formdata=None, obj=found)


def claim(hand_in_id: int) -> None:
    """Count what is done by the links of one need; too much of it is a 429."""
    if throttle.claim_guess(db_session(), f"hand-in {hand_in_id}", lane="hand-in link", limits=BY_ONE_LINK) is not None:
        abort(429)


def over() -> ResponseReturnValue:
    """Say that a link opens nothing any longer, the same whatever the reason, and show what was typed."""
    typed = typed_here()
    db_session().rollback()
    return render_template("hand_ins/over.html", typed=shown(typed.content) if typed else []), 404
