"""The page on which a unit's yearly capacity is set."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.infrastructures.blueprint import bp
from app.infrastructures.capacity import set_capacity
from app.infrastructures.queries import get_own
from app.limits import CAPACITY_SOURCE, MAX_HOURS
from app.storage.database import db_session
from app.web.forms.base import VersionedForm
from app.web.forms.conflict import conflict_page
from app.web.forms.fields import text_field
from app.web.forms.numbers import NumberField
from app.web.i18n import named
from app.web.sign_in import current_actor
from models.errors import StaleRecordError


class CapacityForm(VersionedForm):
    """The hours that a unit can be used in a year."""

    capacity_hours = NumberField(
        _l("Hours in a year"),
        lowest=1,
        highest=MAX_HOURS,
        hint=_l("All hours that the unit can be used, by researchers and companies together. Empty: not known."),
    )
    capacity_source = text_field(
        _l("What the hours rest on"),
        limit=CAPACITY_SOURCE,
        hint=_l("For example the booking system, the opening hours or a decision with its date."),
    )

    def validate(self, extra_validators: Any = None) -> bool:
        """Refuse hours that rest on nothing."""
        is_valid = super().validate(extra_validators)
        if self.capacity_hours.value is not None and not self.capacity_source.data:
            self.capacity_source.errors = [_("Say what the hours rest on.")]
            return False
        return is_valid


@bp.route("/infrastructures/<int:infrastructure_id>/capacity", methods=["GET", "POST"])
def capacity(infrastructure_id: int) -> ResponseReturnValue:
    """Say how many hours a unit can be used in a year."""
    infrastructure = get_own(db_session(), current_actor(), infrastructure_id)
    form = CapacityForm(obj=infrastructure)
    back = url_for(".show", infrastructure_id=infrastructure_id, _anchor="share")
    if form.validate_on_submit():
        hours = form.capacity_hours.value
        try:
            set_capacity(
                db_session(),
                actor=current_actor(),
                infrastructure=infrastructure,
                source=form.capacity_source.data,
                hours=None if hours is None else int(hours),
                version=form.shown_version,
            )
        except StaleRecordError:
            return conflict_page(form, lambda: _anew(infrastructure_id), back=back)
        db_session().commit()
        flash(_("%(name)s is saved.", name=named(infrastructure)))
        return redirect(back)
    return render_template("infrastructures/capacity.html", form=form, infrastructure=infrastructure), form.status


def _anew(infrastructure_id: int) -> CapacityForm:
    return CapacityForm(formdata=None, obj=get_own(db_session(), current_actor(), infrastructure_id))
