"""The page of the readiness ladder: fourteen items in one form, and what still holds the gate back."""

from __future__ import annotations

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.infrastructures import queries, use_cases
from app.infrastructures.blueprint import bp
from app.infrastructures.readiness_form import ReadinessForm
from app.infrastructures.readiness_ladder import RUNGS, holding_back
from app.infrastructures.undo_views import flash_done
from app.infrastructures.use_cases import AssessmentOutcome, ladder_version
from app.storage.database import db_session
from app.web.forms.conflict import conflict_page
from app.web.i18n import iso_date, named
from app.web.sign_in import current_actor
from models.clock import today
from models.errors import StaleRecordError
from models.infrastructures import Infrastructure
from models.readiness import is_overdue, lacks_review, overall_level, passed_count


@bp.route("/infrastructures/<int:infrastructure_id>/readiness", methods=["GET", "POST"])
def readiness(infrastructure_id: int) -> ResponseReturnValue:
    """Show and assess how ready an infrastructure is to open to companies."""
    actor = current_actor()
    infrastructure = queries.get_own(db_session(), actor, infrastructure_id, lock=request.method == "POST")
    form = ReadinessForm.of(infrastructure.readiness, ladder_version(infrastructure.readiness))
    if form.validate_on_submit():
        try:
            outcome = use_cases.assess(
                db_session(),
                actor=actor,
                infrastructure=infrastructure,
                commands=form.to_commands(),
                version=form.shown_version,
                on=today(),
            )
        except StaleRecordError:
            back = url_for(".readiness", infrastructure_id=infrastructure_id)
            return conflict_page(form, lambda: _form_anew(infrastructure_id), back=back)
        db_session().commit()
        flash_done(infrastructure, *_told(infrastructure, outcome), way_back=outcome.way_back)
        return redirect(url_for(".readiness", infrastructure_id=infrastructure_id))
    return render_template(
        "infrastructures/readiness.html",
        form=form,
        infrastructure=infrastructure,
        rungs=RUNGS,
        items={item.number: item for item in infrastructure.readiness},
        held_by=holding_back(infrastructure.readiness),
        level=overall_level(infrastructure.readiness),
        passed=passed_count(infrastructure.readiness),
        late={item.number for item in infrastructure.readiness if is_overdue(item, today())},
        unreviewed={item.number for item in infrastructure.readiness if lacks_review(item, today())},
    ), form.status


def _told(infrastructure: Infrastructure, outcome: AssessmentOutcome) -> tuple[str, str]:
    """Return what saving the ladder led to, and how the message is marked."""
    items = ", ".join(f"{rung.number} {named(rung)}" for rung in outcome.held_by)
    if outcome.opened:
        sentence = _(
            "%(name)s is open to companies from %(day)s.",
            name=named(infrastructure),
            day=iso_date(infrastructure.opened_on),
        )
        return sentence, "success"
    if outcome.closed:
        return _(
            "%(name)s is no longer open to companies. What is missing: %(items)s.",
            name=named(infrastructure),
            items=items,
        ), "warning"
    if outcome.held_by:
        return _("The ladder is saved. What is still missing: %(items)s.", items=items), "success"
    return _("The ladder is saved. The gate is passed."), "success"


def _form_anew(infrastructure_id: int) -> ReadinessForm:
    items = queries.get_own(db_session(), current_actor(), infrastructure_id).readiness
    return ReadinessForm.of(items, ladder_version(items), formdata=None)
