"""The page of a letter that could not be sent: why, and a form to correct it and try again."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.mail.letters import NewLetter
from app.mail.queries import get_letter
from app.mail.use_cases import send_again
from app.mail.whereabouts import where_letters_are
from app.matches.blueprint import bp
from app.matches.letter_forms import LetterForm
from app.matches.queries import get_match
from app.storage.consents import require_not_withdrawn
from app.storage.database import db_session
from app.web.sign_in import current_actor


@bp.route("/matches/<int:match_id>/letters/<int:letter_id>", methods=["GET", "POST"])
def letter(match_id: int, letter_id: int) -> ResponseReturnValue:
    """Correct a letter that could not be sent, and let it go."""
    match = get_match(db_session(), current_actor(), match_id)
    kept = get_letter(db_session(), current_actor(), match_id, letter_id)
    if kept.given_up_at is None:
        flash(_("The letter needs nothing: it has gone, or will be tried again."))
        return redirect(url_for(".show", match_id=match_id))
    form = LetterForm(match.need, data={"to": kept.to_address, "subject": kept.subject, "body": kept.body})
    if request.method == "POST" and form.validate_on_submit():
        require_not_withdrawn(db_session(), match.need)
        corrected = NewLetter(to=form.to.data, subject=form.subject.data, body=form.body.data)
        send_again(db_session(), actor=current_actor(), match_id=match_id, letter_id=letter_id, letter=corrected)
        db_session().commit()
        stays = where_letters_are(is_demo=match.is_demo) is not None
        flash(_("The letter is in the outbox.") if stays else _("The letter is on its way."), "success")
        return redirect(url_for(".show", match_id=match_id, _anchor="letters"))
    return render_template("matches/letter.html", form=form, match=match, letter=kept), form.status
