"""Saving what staff wrote in a form over their profile: as a draft, or published at once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.infrastructures.draft_form import DraftForm
from app.infrastructures.drafts import publish, save_draft
from app.infrastructures.forms import InfrastructureFactsForm
from app.infrastructures.profile_groups import confirm_groups
from app.infrastructures.profile_values import Values, values_asked
from app.storage.database import db_session
from app.storage.locks import lock_rows
from app.web.forms.base import VersionedForm
from app.web.forms.conflict import conflict_page
from app.web.i18n import named
from app.web.sign_in import current_actor
from models.clock import today
from models.errors import StaleRecordError
from models.infrastructures import Capability, Infrastructure
from models.profile_groups import ProfileGroup


def hold(record: Infrastructure | Capability) -> None:
    """Let nobody else change a unit's profile until the transaction ends, and see the record as it is by then."""
    infrastructure_id = record.infrastructure_id if isinstance(record, Capability) else record.id
    lock_rows(db_session(), Infrastructure, [infrastructure_id])
    db_session().refresh(record, ["version", "concepts"] if isinstance(record, Capability) else ["version"])


def save_facts(
    form: InfrastructureFactsForm, infrastructure: Infrastructure, *, again: Callable[[], VersionedForm]
) -> ResponseReturnValue:
    """Keep what staff want their unit's facts to say; the address for letters, which is no fact, is saved at once."""
    command = form.to_command()

    def keep_address() -> None:
        infrastructure.contact_email = command.contact_email
        if form.publish.data:
            # The form shows these whole.
            confirm_groups(
                db_session(),
                actor=current_actor(),
                infrastructure_id=infrastructure.id,
                groups=[ProfileGroup.ABOUT, ProfileGroup.ACCESS],
                on=today(),
            )

    return save(form, infrastructure, values_asked(asdict(command)), again=again, beside=keep_address)


def save(
    form: DraftForm,
    record: Infrastructure | Capability,
    said: Values,
    *,
    again: Callable[[], VersionedForm],
    beside: Callable[[], None] = lambda: None,
) -> ResponseReturnValue:
    """Keep what staff want a record to say, and lead to the draft or, where they publish, to the unit.

    `again` makes the form anew when somebody else was first; `beside` saves what is not published.
    """
    infrastructure_id = record.infrastructure_id if isinstance(record, Capability) else record.id
    hold(record)
    try:
        draft = save_draft(db_session(), actor=current_actor(), record=record, said=said, version=form.shown_version)
    except StaleRecordError:
        return conflict_page(form, again, back=url_for(".show", infrastructure_id=infrastructure_id))
    beside()
    name = named(record, "title") if isinstance(record, Capability) else named(record)
    if draft is not None and form.publish.data:
        publish(db_session(), actor=current_actor(), drafts=[draft])
        draft = None
    db_session().commit()
    if draft is None:
        flash(_("%(name)s is saved.", name=name), "success")
        return redirect(url_for(".show", infrastructure_id=infrastructure_id))
    flash(_("The draft is saved. Outsiders see it when you publish it."))
    return redirect(url_for("profile_changes.show", infrastructure_id=infrastructure_id))
