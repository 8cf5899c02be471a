"""Pages on which achievements are recorded and corrected."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.achievements import queries, use_cases
from app.achievements.blueprint import bp
from app.achievements.entry_forms import ENTRY_FORMS, EntryForm, entry_form
from app.achievements.forms import AchievementForm, GroupedForm
from app.achievements.kind_forms import FORMS, EventForm
from app.achievements.participant_queries import list_participants
from app.programmes.achievement_names import KIND_NAMES, measure_of
from app.programmes.current import find_current
from app.programmes.group_queries import list_groups
from app.programmes.queries import get_programme, list_programme_names
from app.storage.database import db_session
from app.web.forms.base import leads_to
from app.web.forms.conflict import conflict_page
from app.web.i18n import named
from app.web.sign_in import current_actor
from models.achievements import EVENTS, Achievement, AchievementKind
from models.dimensions import Dimension
from models.errors import NotFoundError, StaleRecordError
from models.programmes import Indicator


@bp.get("/achievements/new")
def choose() -> str:
    """Show what can be recorded: events, milestones, and the indicators for which entries are made by hand."""
    indicators = [each for each in queries.list_entered(db_session()) if each.rule in ENTRY_FORMS]
    return render_template(
        "achievements/choose.html",
        events=EVENTS,
        milestones=[kind for kind in FORMS if kind not in EVENTS],
        indicators=indicators,
        kind_names=KIND_NAMES,
    )


@bp.route("/achievements/new/<what>", methods=["GET", "POST"])
def new(what: str) -> ResponseReturnValue:
    """Record an achievement of a kind."""
    kind = next((each for each in FORMS if each.value == what), None)
    if kind is None:
        raise NotFoundError
    programme = find_current()
    form = _offering(FORMS[kind](data={"programme_id": programme.id if programme else None}))
    return _record(form, kind, None)


@bp.route("/programmes/<code>/<indicator_code>/enter", methods=["GET", "POST"])
def enter(code: str, indicator_code: str) -> ResponseReturnValue:
    """Make an entry by hand for an indicator of which Brygga has no other record."""
    programme = get_programme(db_session(), code)
    indicator = next((each for each in programme.indicators if each.code == indicator_code), None)
    if indicator is None or indicator.rule not in ENTRY_FORMS:
        raise NotFoundError
    return _record(_of_indicator(entry_form(indicator)(), indicator), AchievementKind.FIGURE, indicator)


def _record(form: AchievementForm, kind: AchievementKind, indicator: Indicator | None) -> ResponseReturnValue:
    if form.validate_on_submit() and form.is_first():
        command = form.to_command(indicator.programme_id if indicator else None)
        made = use_cases.record(
            db_session(),
            actor=current_actor(),
            kind=kind,
            command=command,
            indicator=indicator,
            came=form.read.came if isinstance(form, EventForm) and form.read else (),
        )
        page = leads_to(url_for(".show", achievement_id=made.id))
        db_session().commit()
        flash(_("The result is recorded."), "success")
        return redirect(page)
    return _page(form, kind, indicator, None)


@bp.route("/achievements/<int:achievement_id>/edit", methods=["GET", "POST"])
def edit(achievement_id: int) -> ResponseReturnValue:
    """Correct an achievement."""
    found = queries.get_achievement(db_session(), current_actor(), achievement_id)
    if found.taken_back_at is not None:
        # Whoever was writing is told why, and is shown what they wrote.
        raise StaleRecordError if request.method == "POST" else NotFoundError
    form = _form_of(found)
    if form.validate_on_submit():
        try:
            use_cases.correct(
                db_session(),
                actor=current_actor(),
                achievement_id=achievement_id,
                command=form.to_command(found.programme_id),
                version=form.shown_version,
            )
        except StaleRecordError:
            back = url_for(".show", achievement_id=achievement_id)
            return conflict_page(form, lambda: _form_of(get_standing(achievement_id), anew=True), back=back)
        db_session().commit()
        flash(_("The result is saved."), "success")
        return redirect(url_for(".show", achievement_id=achievement_id))
    return _page(form, found.kind, found.indicator, found)


def get_standing(achievement_id: int) -> Achievement:
    """Return an achievement that was not taken back; raises NotFoundError."""
    found = queries.get_achievement(db_session(), current_actor(), achievement_id)
    if found.taken_back_at is not None:
        raise NotFoundError
    return found


def _form_of(achievement: Achievement, *, anew: bool = False) -> AchievementForm:
    """Return the form for correcting an achievement; `anew` leaves out what was sent."""
    indicator = achievement.indicator
    kind = entry_form(indicator) if indicator else FORMS[achievement.kind]
    form = kind(formdata=None, obj=achievement) if anew else kind(obj=achievement)
    form.stored = achievement
    if isinstance(form, EventForm):
        del form.participants
        if list_participants(db_session(), current_actor(), achievement):
            form.ask_until_when()
    return _of_indicator(form, indicator) if indicator else _offering(form)


def _offering(form: AchievementForm) -> AchievementForm:
    form["programme_id"].offer((each.id, named(each)) for each in list_programme_names(db_session()))
    _offer_groups(form, None)
    if "network_id" in form:
        form["network_id"].offer((each.id, each.title) for each in queries.list_networks(db_session(), current_actor()))
    return form


def _offer_groups(form: AchievementForm, indicator: Indicator | None) -> None:
    """Offer the areas and regions of the programme, else of each; a form that has none to offer does not ask."""
    if not isinstance(form, GroupedForm):
        return
    everything = list_groups(db_session())
    form.programme_of = {each.id: each.programme_id for each in everything}
    for name, dimension in (("area_id", Dimension.AREA), ("region_id", Dimension.REGION)):
        stored = getattr(form.stored, name) if form.stored else None
        groups = [
            (each.id, named(each) if indicator else f"{named(each.programme)}: {named(each)}")
            for each in everything
            if each.dimension is dimension
            and (each.retired_at is None or each.id == stored)
            and (indicator is None or each.programme_id == indicator.programme_id)
        ]
        if groups:
            form[name].offer(groups)
        else:
            del form[name]


def _of_indicator(form: AchievementForm, indicator: Indicator) -> AchievementForm:
    if isinstance(form, EntryForm):
        form.indicator = indicator
    _offer_groups(form, indicator)
    if "amount" in form:
        form["amount"].label.text = _("Amount (%(measure)s)", measure=measure_of(indicator))
    return form


def _page(
    form: AchievementForm, kind: AchievementKind, indicator: Indicator | None, achievement: Achievement | None
) -> ResponseReturnValue:
    back = url_for(".show", achievement_id=achievement.id) if achievement else url_for(".index")
    page = render_template(
        "achievements/form.html",
        form=form,
        name=named(indicator) if indicator else KIND_NAMES[kind],
        indicator=indicator,
        achievement=achievement,
        back=back,
    )
    return page, form.status
