"""What the office sees of needs that companies hand in, and the buttons that answer them."""

from __future__ import annotations

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.busy_pages import post
from app.companies.likely_doubles import list_alike, list_same_name
from app.companies.public_text_form import may_be_saved
from app.companies.queries import find_by_org_number, get_company
from app.hand_ins import acceptance, queries, triage
from app.hand_ins.blueprint import bp
from app.hand_ins.disclosure import list_readings
from app.hand_ins.letters import draft
from app.hand_ins.names import SEEN_WORDS, STATE_BADGES
from app.hand_ins.overview import masked_number, overview_of
from app.hand_ins.triage_forms import NEW_COMPANY, PRESETS, AcceptForm, DeclineForm, HandInFilters, QuestionForm
from app.hand_ins.wording import is_agreed
from app.matchmaking import matchmaker
from app.programmes.current import find_current
from app.storage.database import db_session
from app.web.forms.base import VersionedForm
from app.web.i18n import current_language
from app.web.sign_in import current_actor
from app.web.undo import flash_undo
from models.clock import today
from models.errors import StaleRecordError
from models.hand_ins import UNDECIDED, WAITING_FOR_US, HandIn
from models.letter_templates import LetterKind
from models.organisations import Company


@bp.get("/handed-in")
def index() -> str:
    """List what companies have handed in, what is to be answered first."""
    filters = HandInFilters(request.args)
    state = filters.state(sorts=queries.SORTS, default_sort="answer")
    return render_template(
        "hand_ins/index.html",
        filters=filters,
        page=queries.list_hand_ins(db_session(), current_actor(), state),
        preset_counts=queries.count_presets(db_session(), current_actor()),
        presets_offered=(("", filters.show.empty), *PRESETS),
        badges=STATE_BADGES,
        waiting=WAITING_FOR_US,
    )


@bp.get("/handed-in/<int:hand_in_id>")
def show(hand_in_id: int) -> str:
    """Show what a company wrote, what it may be, and what can be done with it."""
    found = queries.get_hand_in(db_session(), current_actor(), hand_in_id)
    is_waiting = found.state in UNDECIDED
    return render_template(
        "hand_ins/show.html",
        found=found,
        number=masked_number(found),
        badge_of=STATE_BADGES[found.state],
        is_waiting=is_waiting,
        is_ours=found.state in WAITING_FOR_US,
        overview=overview_of(
            db_session(), current_actor(), matchmaker(), found, today=today(), language=current_language()
        )
        if is_waiting
        else None,
        agreed=is_agreed(found),
        failed=queries.list_failed_letters(db_session(), current_actor(), found),
    )


@bp.get("/handed-in/<int:hand_in_id>/readings")
def office_readings(hand_in_id: int) -> str:
    """Show who has seen what, as the company sees it."""
    found = queries.get_hand_in(db_session(), current_actor(), hand_in_id)
    rows = list_readings(db_session(), found)
    return render_template("hand_ins/readings.html", found=found, rows=rows, words=SEEN_WORDS, token=None)


@bp.post("/handed-in/<int:hand_in_id>/take-up")
def take_up(hand_in_id: int) -> ResponseReturnValue:
    """Say that the reader looks at it."""
    form = _sent()
    version = form.shown_version
    found = triage.take_up(db_session(), actor=current_actor(), hand_in_id=hand_in_id, version=version)
    return _done(found, _("You look at it now. The company sees that."))


@bp.route("/handed-in/<int:hand_in_id>/ask", methods=["GET", "POST"])
def ask(hand_in_id: int) -> ResponseReturnValue:
    """Ask the company something."""
    found = queries.get_hand_in(db_session(), current_actor(), hand_in_id)
    form = QuestionForm(found, draft(db_session(), found, LetterKind.ASKED, current_actor()))
    if not form.validate_on_submit():
        return render_template("hand_ins/ask.html", form=form, found=found), form.status
    version = form.shown_version
    found = triage.ask(
        db_session(),
        post(),
        actor=current_actor(),
        hand_in_id=hand_in_id,
        text=form.question.data,
        letter=form.to_letter(),
        version=version,
    )
    return _done(found, _("The question is on its way."))


@bp.route("/handed-in/<int:hand_in_id>/decline", methods=["GET", "POST"])
def decline(hand_in_id: int) -> ResponseReturnValue:
    """Decline a need, and say why."""
    found = queries.get_hand_in(db_session(), current_actor(), hand_in_id)
    form = DeclineForm(found, draft(db_session(), found, LetterKind.DECLINED, current_actor()))
    if not form.validate_on_submit():
        return render_template("hand_ins/decline.html", form=form, found=found), form.status
    version = form.shown_version
    found = triage.decline(
        db_session(),
        post(),
        actor=current_actor(),
        hand_in_id=hand_in_id,
        reason=form.reason.data,
        letter=form.to_letter(),
        version=version,
    )
    return _done(found, _("The need is declined, and the answer is on its way."))


@bp.route("/handed-in/<int:hand_in_id>/accept", methods=["GET", "POST"])
def accept(hand_in_id: int) -> ResponseReturnValue:
    """Make one of the office's needs of it, with its company and its contact."""
    session, actor = db_session(), current_actor()
    found = queries.get_hand_in(session, actor, hand_in_id)
    holder = find_by_org_number(session, found.org_number) if found.org_number else None
    same = list_same_name(session, actor, found.company_name)
    alike = same or list_alike(session, actor, found.company_name, number=found.org_number)
    form = AcceptForm(found, draft(session, found, LetterKind.ACCEPTED, actor), holder, alike)
    chosen = form.company.data
    is_new, is_valid = chosen == NEW_COMPANY, form.validate_on_submit()
    company = get_company(session, actor, int(chosen)) if is_valid and not is_new else None
    if not is_valid or not may_be_saved(form, company or Company(name=found.company_name)):
        return render_template("hand_ins/accept.html", form=form, found=found), form.status
    if found.state not in UNDECIDED:
        raise StaleRecordError
    programme = find_current()
    acceptance.accept(
        session,
        post(),
        actor=actor,
        hand_in_id=hand_in_id,
        company=company,
        command=form.to_command(),
        letter=form.to_letter(),
        programme_id=programme.id if programme else None,
        version=form.shown_version,
    )
    return _done(
        queries.get_hand_in(session, actor, hand_in_id), _("The need is accepted, and the answer is on its way.")
    )


@bp.post("/handed-in/<int:hand_in_id>/undo")
def undo(hand_in_id: int) -> ResponseReturnValue:
    """Put a need back to what it was before what the office did last."""
    form = _sent()
    version = form.shown_version
    told = triage.undo(db_session(), post(), actor=current_actor(), hand_in_id=hand_in_id, version=version)
    db_session().commit()
    if told:
        flash(_("It is undone. The company had got its letter, and another says that you look at it again."), "success")
    else:
        flash(_("It is undone. No letter had gone, and none will."), "success")
    return redirect(url_for(".show", hand_in_id=hand_in_id))


def _sent() -> VersionedForm:
    form = VersionedForm()
    if not form.validate_on_submit():
        abort(400)
    return form


def _done(found: HandIn, said: str) -> ResponseReturnValue:
    number, version = found.id, found.version
    db_session().commit()
    flash_undo(said, url_for(".undo", hand_in_id=number), version=version)
    return redirect(url_for(".show", hand_in_id=number))
