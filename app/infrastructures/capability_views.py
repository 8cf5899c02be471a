"""Pages about capabilities: a new one, and changing one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, replace

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.infrastructures import draft_views, queries, use_cases
from app.infrastructures.blueprint import bp
from app.infrastructures.capability_form import CapabilityForm, form_of
from app.infrastructures.drafts import concepts_of, find_draft
from app.infrastructures.engine_reading import read_texts
from app.infrastructures.profile_values import CONCEPTS, values_asked
from app.matchmaking import matchmaker
from app.storage.database import db_session
from app.vocabulary.concept_form import offer_ticked, read_concept_form
from app.web.forms.base import leads_to
from app.web.forms.conflict import conflict_page
from app.web.i18n import current_language, named
from app.web.sign_in import current_actor
from models.errors import StaleRecordError
from models.infrastructures import Capability, Infrastructure
from models.vocabulary import Concept


@bp.route("/infrastructures/<int:infrastructure_id>/capabilities/new", methods=["GET", "POST"])
def new_capability(infrastructure_id: int) -> ResponseReturnValue:
    """Record something an infrastructure can do."""
    infrastructure = queries.get_own(db_session(), current_actor(), infrastructure_id)
    form = CapabilityForm()
    if _only_reads(form):
        return _page(form, infrastructure)
    if (concepts := read_concept_form(db_session(), form)) is not None and form.is_first():
        return _add(infrastructure, form, concepts)
    return _page(form, infrastructure)


def _add(infrastructure: Infrastructure, form: CapabilityForm, concepts: Sequence[Concept]) -> ResponseReturnValue:
    command, page = form.to_command(), leads_to(url_for(".show", infrastructure_id=infrastructure.id))
    if current_actor().role.is_office:
        capability = use_cases.add_capability(
            db_session(), infrastructure=infrastructure, command=command, concepts=concepts
        )
        db_session().commit()
        flash(_("%(name)s is recorded.", name=named(capability, "title")))
        return redirect(page)
    # What nobody has published is not offered yet, and so is read by nobody else.
    hidden = replace(command, is_active=False)
    capability = use_cases.add_capability(
        db_session(), infrastructure=infrastructure, command=hidden, concepts=concepts
    )
    form.version.data = str(capability.version)
    return draft_views.save(
        form, capability, values_asked(asdict(command), concepts), again=lambda: _anew(capability.id)
    )


@bp.route("/capabilities/<int:capability_id>/edit", methods=["GET", "POST"])
def edit_capability(capability_id: int) -> ResponseReturnValue:
    """Change what is said of a capability: the office what is published, staff in a draft."""
    capability = _get(capability_id)
    form, stored = _shown(capability)
    if _only_reads(form):
        return _page(form, capability.infrastructure, capability)
    if (concepts := read_concept_form(db_session(), form, stored)) is not None:
        if not current_actor().role.is_office:
            said = values_asked(asdict(form.to_command()), concepts)
            return draft_views.save(form, capability, said, again=lambda: _anew(capability_id))
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
            return conflict_page(form, lambda: _anew(capability_id), back=back)
        db_session().commit()
        flash(_("%(name)s is saved.", name=named(capability, "title")))
        return redirect(back)
    return _page(form, capability.infrastructure, capability)


def _shown(capability: Capability, **kwargs: object) -> tuple[CapabilityForm, Sequence[Concept]]:
    """Return the form of a capability with its concepts, to staff as in their draft, to the office as published."""
    draft = None if current_actor().role.is_office else find_draft(db_session(), capability)
    drafted = draft is not None and CONCEPTS in draft.after
    concepts = concepts_of(db_session(), draft.after) if draft is not None and drafted else capability.concepts
    return form_of(capability, draft, concepts, **kwargs), concepts


def _anew(capability_id: int) -> CapabilityForm:
    return _shown(_get(capability_id), formdata=None)[0]


def _only_reads(form: CapabilityForm) -> bool:
    """Tell whether it is only asked what the engine reads, by the button or while somebody types; nothing is saved."""
    if not (form.is_submitted() and form.read.data):
        return False
    offer_ticked(form)
    return True


def _page(
    form: CapabilityForm, infrastructure: Infrastructure, capability: Capability | None = None
) -> ResponseReturnValue:
    reading = read_texts(matchmaker(), form.texts(), current_language()) if form.is_submitted() else None
    page = render_template(
        "infrastructures/capability.html",
        form=form,
        infrastructure=infrastructure,
        capability=capability,
        reading=reading,
        office=current_actor().role.is_office,
    )
    return page, form.status


def _get(capability_id: int) -> Capability:
    return queries.get_own_capability(db_session(), current_actor(), capability_id)
