"""The page on which a unit's capacity in a year is set."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.infrastructures.blueprint import bp
from app.infrastructures.capacity import CapacityCommand, set_capacity
from app.infrastructures.economic_share import find_capacity
from app.infrastructures.queries import get_own
from app.limits import CAPACITY_SOURCE, FIRST_DATE_YEAR, MAX_HOURS
from app.storage.database import db_session
from app.web.forms.base import VersionedForm, leads_to
from app.web.forms.conflict import conflict_page
from app.web.forms.fields import text_field
from app.web.forms.numbers import NumberField
from app.web.sign_in import current_actor
from models.clock import today
from models.errors import NotFoundError, StaleRecordError


class CapacityForm(VersionedForm):
    """The hours that a unit can be used in a year."""

    hours = NumberField(
        _l("Hours in the year"),
        lowest=1,
        highest=MAX_HOURS,
        hint=_l("All hours that the unit can be used, by researchers and companies together. Empty: not known."),
    )
    source = text_field(
        _l("What the hours rest on"),
        limit=CAPACITY_SOURCE,
        hint=_l("For example the booking system, the opening hours or a decision with its date."),
    )

    def validate(self, extra_validators: Any = None) -> bool:
        """Refuse hours that rest on nothing."""
        is_valid = super().validate(extra_validators)
        if self.hours.value is not None and not self.source.data:
            self.source.errors = [_("Say what the hours rest on.")]
            return False
        return is_valid

    def to_command(self) -> CapacityCommand:
        """Return what was entered."""
        return CapacityCommand(self.hours.whole, self.source.data, None)


class FormerYearForm(CapacityForm):
    """The hours of a year that is over; its share was told, so a change says why."""

    always_asked = frozenset({"reason"})
    reason = text_field(
        _l("Why the year is changed now"),
        needed=True,
        limit=CAPACITY_SOURCE,
        hint=_l("The year is over, and its share may have been decided upon."),
    )

    def to_command(self) -> CapacityCommand:
        """Return what was entered."""
        return CapacityCommand(self.hours.whole, self.source.data, self.reason.data)


@bp.route("/infrastructures/<int:infrastructure_id>/capacity/<int:year>", methods=["GET", "POST"])
def capacity(infrastructure_id: int, year: int) -> ResponseReturnValue:
    """Say how many hours a unit can be used in a year: this one, the next, or one that is over, with a reason."""
    actor, this_year = current_actor(), today().year
    infrastructure = get_own(db_session(), actor, infrastructure_id)
    if not FIRST_DATE_YEAR <= year <= this_year + 1:
        raise NotFoundError
    form = _form(infrastructure_id, year)
    back = url_for(".show", infrastructure_id=infrastructure_id, _anchor="share")
    if form.validate_on_submit() and form.is_first():
        try:
            set_capacity(
                db_session(),
                actor=actor,
                infrastructure_id=infrastructure_id,
                year=year,
                command=form.to_command(),
                version=form.shown_version,
            )
        except StaleRecordError:
            return conflict_page(form, lambda: _form(infrastructure_id, year, formdata=None), back=back)
        page = leads_to(back)
        db_session().commit()
        flash(_("The capacity of %(year)s is saved.", year=year), "success")
        return redirect(page)
    page = render_template("infrastructures/capacity.html", form=form, infrastructure=infrastructure, year=year)
    return page, form.status


def _form(infrastructure_id: int, year: int, **kwargs: object) -> CapacityForm:
    kind = FormerYearForm if year < today().year else CapacityForm
    return kind(obj=find_capacity(db_session(), infrastructure_id, year), **kwargs)
