"""Pages about capabilities: a new one, and changing one."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.infrastructures import queries, use_cases
from app.infrastructures.blueprint import bp
from app.infrastructures.forms import KNOWN, UNKNOWN, CapabilityForm
from app.storage.database import db_session
from app.vocabulary.concept_form import read_concept_form, shown_concepts
from app.web.forms.base import leads_to
from app.web.forms.conflict import conflict_page
from app.web.i18n import named
from app.web.sign_in import current_actor
from models.errors import StaleRecordError
from models.infrastructures import Capability


@bp.route("/infrastructures/<int:infrastructure_id>/capabilities/new", methods=["GET", "POST"])
def new_capability(infrastructure_id: int) -> ResponseReturnValue:
    """Record something an infrastructure can do."""
    infrastructure = queries.get_own(db_session(), current_actor(), infrastructure_id)
    form = CapabilityForm()
    if (concepts := read_concept_form(db_session(), form)) is not None and form.is_first():
        capability = use_cases.add_capability(
            db_session(), infrastructure=infrastructure, command=form.to_command(), concepts=concepts
        )
        page = leads_to(url_for(".show", infrastructure_id=infrastructure.id))
        db_session().commit()
        flash(_("%(name)s is recorded.", name=named(capability, "title")))
        return redirect(page)
    return render_template(
        "infrastructures/capability.html", form=form, infrastructure=infrastructure, capability=None
    ), form.status


@bp.route("/capabilities/<int:capability_id>/edit", methods=["GET", "POST"])
def edit_capability(capability_id: int) -> ResponseReturnValue:
    """Change what is said of a capability."""
    capability = _get(capability_id)
    form = _form_of(capability)
    if (concepts := read_concept_form(db_session(), form, capability.concepts)) is not None:
        back = url_for(".show", infrastructure_id=capability.infrastructure_id)
        try:
            use_cases.edit_capability(
                db_session(),
                capability=capability,
                command=form.to_command(),
                concepts=concepts,
                version=form.shown_version,
            )
        except StaleRecordError:
            return conflict_page(form, lambda: _form_of(_get(capability_id), formdata=None), back=back)
        db_session().commit()
        flash(_("%(name)s is saved.", name=named(capability, "title")))
        return redirect(back)
    infrastructure = capability.infrastructure
    return render_template(
        "infrastructures/capability.html", form=form, infrastructure=infrastructure, capability=capability
    ), form.status


def _form_of(capability: Capability, **kwargs: object) -> CapabilityForm:
    shown = {
        "concepts": shown_concepts(capability.concepts),
        "quality_known": UNKNOWN if capability.quality is None else KNOWN,
        "quality": capability.quality or [],
    }
    return CapabilityForm(data={**_plain(capability), **shown}, **kwargs)


def _plain(capability: Capability) -> dict[str, object]:
    names = (
        "title_sv",
        "title_en",
        "text_sv",
        "text_en",
        "service_form",
        "lead_time_days",
        "price_note",
        "is_active",
        "version",
    )
    return {name: getattr(capability, name) for name in names}


def _get(capability_id: int) -> Capability:
    return queries.get_own_capability(db_session(), current_actor(), capability_id)
