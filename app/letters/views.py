"""Pages about the text of letters: all of them, one to word anew, and the way back to the original."""

from __future__ import annotations

from typing import Any

from flask import current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.letters import preview
from app.letters.blueprint import bp
from app.letters.forms import WordingForm
from app.letters.kinds import LETTERS
from app.mail import wording as wordings
from app.mail.wording import LetterWording
from app.matches.drafting import INTRODUCTION_KINDS
from app.storage.database import db_session
from app.web.forms.base import leads_to, shown_version
from app.web.forms.conflict import conflict_page
from app.web.i18n import named
from app.web.sign_in import current_actor
from app.web.undo import flash_undo
from models.errors import NotFoundError, StaleRecordError
from models.letter_templates import LetterKind, LetterTemplate
from models.matches import Match
from models.vocabulary import Language


@bp.get("")
def index() -> str:
    """List the letters, each with how its text stands in both languages."""
    own = {(each.kind, each.language): each for each in wordings.list_own(db_session())}
    unfit = {
        place
        for place, each in own.items()
        if each.in_use and not LETTERS[each.kind].fits(LetterWording(each.subject, each.body))
    }
    return render_template("letters/index.html", letters=LETTERS, languages=list(Language), own=own, unfit=unfit)


@bp.route("/<letter_kind>/<letter_language>", methods=["GET", "POST"])
def edit(letter_kind: str, letter_language: str) -> ResponseReturnValue:
    """Word a letter anew; `?preview=1` shows how it would look, and saves nothing."""
    kind, language = _named(letter_kind, letter_language)
    matches = preview.list_matches(db_session(), current_actor()) if kind in INTRODUCTION_KINDS else ()
    form = _form(kind, language, matches)
    only_looks = request.args.get("preview") == "1"
    if form.validate_on_submit() and not only_looks and form.is_first():
        try:
            wordings.save_wording(
                db_session(),
                actor=current_actor(),
                kind=kind,
                language=language,
                wording=form.to_wording(),
                version=form.shown_version,
            )
        except StaleRecordError:
            return conflict_page(form, lambda: _form(kind, language, matches, formdata=None), back=url_for(".index"))
        page = leads_to(url_for(".index"))
        db_session().commit()
        flash(_("The text is saved. Letters that are written from now on begin with it."), "success")
        return redirect(page)
    mine = form.to_wording() if form.subject.data and form.body.data and not form.errors else None
    shown = preview.wordings_with(db_session(), kind, language, mine)
    page = render_template(
        "letters/edit.html",
        form=form,
        kind=kind,
        letter_language=language,
        letter=LETTERS[kind],
        own=wordings.find_own(db_session(), kind, language),
        previews=preview.show_letters(
            db_session(),
            current_actor(),
            kind,
            shown,
            _chosen(form, matches),
            base_url=current_app.extensions["brygga"].base_url,
        ),
        needs_match=kind in INTRODUCTION_KINDS,
        subject_signs=[sign.written(language.value) for sign in LETTERS[kind].in_subject],
    )
    return page, form.status


@bp.post("/<letter_kind>/<letter_language>/original")
def use_original(letter_kind: str, letter_language: str) -> ResponseReturnValue:
    """Go back to the original text, with a way to undo it."""
    own = _use(letter_kind, letter_language, in_use=False)
    address = url_for(".use_own", letter_kind=letter_kind, letter_language=letter_language)
    flash_undo(_("The original text is used again."), address, version=own.version)
    return redirect(url_for(".index"))


@bp.post("/<letter_kind>/<letter_language>/own")
def use_own(letter_kind: str, letter_language: str) -> ResponseReturnValue:
    """Use the office's own text again, as it was."""
    _use(letter_kind, letter_language, in_use=True)
    flash(_("Your own text is used again."), "success")
    return redirect(url_for(".index"))


def _use(letter_kind: str, letter_language: str, *, in_use: bool) -> LetterTemplate:
    kind, language = _named(letter_kind, letter_language)
    own = wordings.use_own(
        db_session(), actor=current_actor(), kind=kind, language=language, in_use=in_use, version=shown_version()
    )
    db_session().commit()
    return own


def _named(letter_kind: str, letter_language: str) -> tuple[LetterKind, Language]:
    if letter_kind not in set(LetterKind) or letter_language not in set(Language):
        raise NotFoundError
    return LetterKind(letter_kind), Language(letter_language)


def _form(kind: LetterKind, language: Language, matches: Any, **kwargs: Any) -> WordingForm:
    own = wordings.find_own(db_session(), kind, language)
    used = wordings.wording_in_use(db_session(), kind, language, original=LETTERS[kind].original(kind, language))
    data: dict[str, Any] = {"subject": used.subject, "body": used.body}
    if own is not None:
        data["version"] = own.version
    form = WordingForm(LETTERS[kind], language.value, data=data, **kwargs)
    form.about.offer((match.id, _called(match)) for match in matches)
    return form


def _called(match: Match) -> str:
    return f"{match.need.company.name} – {named(match.capability.infrastructure)}: {match.need.title}"


def _chosen(form: WordingForm, matches: Any) -> Match | None:
    wanted = form.about.data
    return next((match for match in matches if str(match.id) == wanted), matches[0] if matches else None)
