"""Pages that act on a need and a capability: short-list, dismiss, introduce, and add a pair by hand."""

from __future__ import annotations

from flask import abort, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.addresses import host_of, record_number
from app.companies.own_name import own_names_in
from app.labels import CONSENT_WAYS, STAGE_BADGES
from app.mail.whereabouts import where_letters_are
from app.matches import queries, use_cases
from app.matches.blueprint import bp
from app.matches.coming_back import board_asked_for, coming_back
from app.matches.contacts import list_account_holders
from app.matches.drafting import INTRODUCTION_KINDS, find_parties, introduction_wording
from app.matches.forms import CapabilitySearch, DismissForm, PairForm
from app.matches.introductions import is_introduced
from app.matches.letter_forms import IntroductionForm
from app.matches.letters import draft_letters
from app.matches.mail_room import MailRoom
from app.matches.queries import Pair, get_pair
from app.matches.undo_views import flash_with_undo
from app.matchmaking import matchmaker, need_profile
from app.needs.queries import get_need
from app.people.present import find_asker, find_contact
from app.storage.agreed_layers import find_agreement
from app.storage.consents import consent_beside
from app.storage.database import db_session
from app.web.i18n import LANGUAGES, current_language, named
from app.web.sign_in import current_actor
from config import Settings
from models.actions import NeedAction, allows
from models.clock import today
from models.errors import MatchClosedError, NeedNotReadyError
from models.matches import Match, Stage
from models.people import Person
from models.vocabulary import Language


@bp.post("/needs/<int:need_id>/capabilities/<int:capability_id>/shortlist")
def shortlist(need_id: int, capability_id: int) -> ResponseReturnValue:
    """Put a pair on the short list."""
    pair = get_pair(db_session(), current_actor(), need_id, capability_id)
    before = pair.match.stage if pair.match else Stage.SUGGESTED
    match = use_cases.shortlist(
        db_session(), actor=current_actor(), need_id=need_id, capability_id=capability_id, score=_score(pair)
    )
    db_session().commit()
    if match.stage is before and pair.match:
        flash(_("%(capability)s was on the short list already.", capability=named(pair.capability, "title")))
    else:
        text = _("%(capability)s is on the short list.", capability=named(pair.capability, "title"))
        flash_with_undo(match, text)
    return redirect(url_for("needs.show", need_id=need_id))


@bp.route("/needs/<int:need_id>/capabilities/<int:capability_id>/dismiss", methods=["GET", "POST"])
def dismiss(need_id: int, capability_id: int) -> ResponseReturnValue:
    """Say that a pair is not worth going on with, and why."""
    pair = get_pair(db_session(), current_actor(), need_id, capability_id)
    if pair.match is not None and pair.match.stage is Stage.CLOSED:
        return _already(pair.match, _("The pair was dismissed already."))
    form = DismissForm()
    if form.validate_on_submit():
        try:
            match = use_cases.dismiss(
                db_session(),
                actor=current_actor(),
                need_id=need_id,
                capability_id=capability_id,
                command=form.to_command(),
                score=_score(pair),
            )
        except MatchClosedError:
            # Somebody dismissed it between our look and our lock, perhaps with this same form sent twice.
            closed = get_pair(db_session(), current_actor(), need_id, capability_id).match
            assert closed is not None  # noqa: S101 - a match was found closed
            return _already(closed, _("The pair was dismissed already."))
        db_session().commit()
        text = _("%(capability)s is dismissed.", capability=named(pair.capability, "title"))
        flash_with_undo(match, text)
        return redirect(url_for("needs.show", need_id=need_id))
    return render_template("matches/dismiss.html", form=form, pair=pair), form.status


@bp.route("/needs/<int:need_id>/capabilities/<int:capability_id>/introduce", methods=["GET", "POST"])
def introduce(need_id: int, capability_id: int) -> ResponseReturnValue:
    """Show both letters for correction, and send them; a pair that was introduced before gets none."""
    pair = get_pair(db_session(), current_actor(), need_id, capability_id)
    if pair.match is not None and is_introduced(db_session(), pair.match):
        return _already(pair.match, _("They were introduced before. No letter has been sent now."))
    if pair.match is not None:
        pair.match.require_open()
    pair.need.require_open()
    agreement = find_agreement(db_session(), pair.need)
    consent = consent_beside(db_session(), pair.need, agreement)
    contact = find_contact(db_session(), pair.need, today=today())
    form = IntroductionForm(pair.need, _letter_language(), is_handed_in=agreement is not None)
    asker = find_asker(db_session(), pair.need, today=today())
    form.begin_with(consent, asker.name if asker else None)
    if form.validate_on_submit():
        return _send(pair, form)
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
    return page, form.status


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
        score=_score(pair),
        mail_room=MailRoom(
            match_address=lambda match_id: settings.base_url + url_for("matches.show", match_id=match_id),
            answer_address=f"{settings.base_url}/answer/",
            domain=host_of(settings.base_url) or "localhost",
            secret=settings.secret_key,
        ),
    )
    if not is_new:
        return _already(match, _("They were introduced before. No letter has been sent now."))
    db_session().commit()
    stays = where_letters_are(is_demo=match.is_demo) is not None
    flash_with_undo(match, _("Both letters are in the outbox.") if stays else _("Both letters are on their way."))
    if request.args.get("back") == "need":
        return redirect(url_for("needs.show", need_id=pair.need.id))
    return redirect(coming_back(match.id))


@bp.route("/needs/<int:need_id>/matches/new", methods=["GET", "POST"])
def add(need_id: int) -> ResponseReturnValue:
    """Pair a need with a capability that the ranking did not put first."""
    need = get_need(db_session(), current_actor(), need_id)
    if not allows(need.status, NeedAction.ADD_PAIR):
        raise NeedNotReadyError(title=need.title)
    form = PairForm()
    if form.validate_on_submit():
        capability_id = record_number(form.capability_id.data)
        if capability_id is None:
            abort(400)
        match = use_cases.shortlist(
            db_session(), actor=current_actor(), need_id=need_id, capability_id=capability_id, score=None
        )
        db_session().commit()
        flash(_("The pair is on the short list."), "success")
        return redirect(url_for("matches.show", match_id=match.id))
    search = CapabilitySearch(request.args)
    found = queries.search_capabilities(db_session(), current_actor(), need, search.q.data or "")
    return render_template("matches/add.html", need=need, search=search, found=found, stages=STAGE_BADGES)


def _score(pair: Pair) -> float | None:
    """Return the score that the need's page shows for a pair."""
    candidate = matchmaker().pair(need_profile(pair.need), pair.capability.id, today=today())
    return candidate.score if candidate else None


def _already(match: Match, text: str) -> ResponseReturnValue:
    flash(text)
    return redirect(url_for("matches.show", match_id=match.id))
