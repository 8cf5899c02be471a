"""The page that introduces a company to an infrastructure: both letters, shown for correction and sent."""

from __future__ import annotations

from flask import current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.addresses import host_of
from app.companies.own_name import own_names_in
from app.labels import CONSENT_WAYS
from app.mail.whereabouts import where_letters_are
from app.matches import use_cases
from app.matches.blueprint import bp
from app.matches.coming_back import board_asked_for, coming_back
from app.matches.contacts import list_account_holders
from app.matches.drafting import INTRODUCTION_KINDS, find_parties, introduction_wording
from app.matches.introductions import is_introduced
from app.matches.letter_forms import IntroductionForm
from app.matches.letters import draft_letters
from app.matches.mail_room import MailRoom
from app.matches.pair_views import already, score_of
from app.matches.queries import Pair, get_pair
from app.matches.seen_steps import StepChangedError
from app.matches.undo_views import flash_with_undo
from app.people.present import find_asker, find_contact
from app.storage.agreed_layers import find_agreement
from app.storage.consents import consent_beside
from app.storage.database import db_session
from app.web.i18n import LANGUAGES, current_language
from app.web.sign_in import current_actor
from config import Settings
from models.clock import today
from models.people import Person
from models.vocabulary import Language


@bp.route("/needs/<int:need_id>/capabilities/<int:capability_id>/introduce", methods=["GET", "POST"])
def introduce(need_id: int, capability_id: int) -> ResponseReturnValue:
    """Show both letters for correction, and send them; a pair that was introduced before gets none."""
    return _page(need_id, capability_id)


def _page(need_id: int, capability_id: int, changed: StepChangedError | None = None) -> ResponseReturnValue:
    """Show the form, or send what it says; where the next step was `changed` meanwhile, show it with both."""
    pair = get_pair(db_session(), current_actor(), need_id, capability_id)
    if pair.match is not None and is_introduced(db_session(), pair.match):
        return already(pair.match, _("They were introduced before. No letter has been sent now."))
    if pair.match is not None:
        pair.match.require_open()
    pair.need.require_open()
    agreement = find_agreement(db_session(), pair.need)
    consent = consent_beside(db_session(), pair.need, agreement)
    contact = find_contact(db_session(), pair.need, today=today())
    form = IntroductionForm(pair.need, _letter_language(), is_handed_in=agreement is not None)
    asker = find_asker(db_session(), pair.need, today=today())
    form.begin_with(consent, asker.name if asker else None)
    form.carry(pair.match)
    if changed is not None and pair.match is not None:
        form.tell_changed(changed, pair.match)
    elif form.validate_on_submit():
        try:
            return _send(pair, form)
        except StepChangedError as error:
            # What was read before is read anew.
            db_session().rollback()
            return _page(need_id, capability_id, error)
    if request.method == "GET" and not form.company_body.raw_data:
        _suggest(form, pair, contact)
    page = render_template(
        "matches/introduce.html",
        form=form,
        pair=pair,
        contact=contact,
        own_names=own_names_in(pair.need.company, pair.need.title, pair.need.teaser),
        agreement=agreement,
        consent=consent,
        consent_ways=CONSENT_WAYS,
        language_chosen=_letter_language(),
        cancel_url=board_asked_for(),
        infrastructure_can_sign_in=bool(list_account_holders(db_session(), pair.capability.infrastructure)),
    )
    return page, 409 if changed else form.status


def _suggest(form: IntroductionForm, pair: Pair, contact: Person | None) -> None:
    parties = find_parties(db_session(), pair.need, pair.capability, contact=contact, actor=current_actor())
    language = Language(_letter_language())
    wordings = {kind: introduction_wording(db_session(), kind, language) for kind in INTRODUCTION_KINDS}
    form.suggest(*draft_letters(parties, language=language, wordings=wordings))


def _letter_language() -> str:
    chosen = request.args.get("language", "")
    return chosen if chosen in LANGUAGES else current_language()


def _send(pair: Pair, form: IntroductionForm) -> ResponseReturnValue:
    settings: Settings = current_app.extensions["brygga"]
    match, is_new = use_cases.introduce(
        db_session(),
        actor=current_actor(),
        need_id=pair.need.id,
        capability_id=pair.capability.id,
        command=form.to_command(),
        score=score_of(pair),
        seen_step=form.seen,
        mail_room=MailRoom(
            match_address=lambda match_id: settings.base_url + url_for("matches.show", match_id=match_id),
            answer_address=f"{settings.base_url}/answer/",
            domain=host_of(settings.base_url) or "localhost",
            secret=settings.secret_key,
        ),
    )
    if not is_new:
        return already(match, _("They were introduced before. No letter has been sent now."))
    db_session().commit()
    stays = where_letters_are(is_demo=match.is_demo) is not None
    flash_with_undo(match, _("Both letters are in the outbox.") if stays else _("Both letters are on their way."))
    if request.args.get("back") == "need":
        return redirect(url_for("needs.show", need_id=pair.need.id))
    return redirect(coming_back(match.id))
