"""The short form for a phone: only price and lead time, of all that a unit offers."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from flask_babel.speaklater import LazyString
from wtforms import SubmitField

from app.infrastructures.blueprint import bp
from app.infrastructures.draft_form import DraftForm
from app.infrastructures.queries import get_own
from app.infrastructures.terms import OfferedTerms, Terms, list_terms, save_terms, terms_version
from app.limits import MAX_LEAD_DAYS, SHORT_TEXT
from app.storage.database import db_session
from app.web.forms.base import BaseForm
from app.web.forms.conflict import conflict_page
from app.web.forms.fields import like, text_field
from app.web.forms.numbers import NumberField
from app.web.i18n import named
from app.web.sign_in import current_actor
from models.clock import today
from models.errors import StaleRecordError
from models.infrastructures import Capability


class TermsOfOneForm(BaseForm):
    """What is asked of each capability; where it lies in a form, its fields' names are followed by its number."""

    price = text_field(_l("Price"), limit=SHORT_TEXT)
    days = NumberField(_l("Lead time in days"), lowest=0, highest=MAX_LEAD_DAYS)


class TermsForm(DraftForm):
    """Price and lead time; the fields price_7 and days_7 of capability 7 are made for each unit."""

    publish = SubmitField(_l("Publish and confirm"))

    def terms(self) -> dict[int, Terms]:
        """Return what was asked for, by capability."""
        numbers = [int(name.removeprefix("price_")) for name in self.data if name.startswith("price_")]
        return {each: Terms(self[f"price_{each}"].data, self[f"days_{each}"].whole) for each in numbers}


@bp.route("/infrastructures/<int:infrastructure_id>/terms", methods=["GET", "POST"])
def terms(infrastructure_id: int) -> ResponseReturnValue:
    """Change prices and lead times, and nothing else."""
    actor = current_actor()
    infrastructure = get_own(db_session(), actor, infrastructure_id)
    offered = list_terms(db_session(), actor, infrastructure_id)
    # A capability that was added while somebody typed is not asked about in what they send.
    sent = [each for each in offered if f"price_{each.capability.id}" in request.form]
    form = _form(offered, sent if request.method == "POST" else offered)
    back = url_for(".show", infrastructure_id=infrastructure_id)
    if form.validate_on_submit():
        try:
            changed = save_terms(
                db_session(),
                actor=actor,
                infrastructure_id=infrastructure_id,
                asked=form.terms(),
                version=form.shown_version,
                publishes=bool(form.publish.data) or actor.role.is_office,
                on=today(),
            )
        except StaleRecordError:
            return conflict_page(form, _anew(infrastructure_id, form.terms()), back=back)
        db_session().commit()
        if form.publish.data or actor.role.is_office or not changed:
            flash(_told(changed, confirmed=bool(form.publish.data) and not actor.role.is_office), "success")
            return redirect(back)
        flash(_("The draft is saved. Outsiders see it when you publish it."))
        return redirect(url_for("profile_changes.show", infrastructure_id=infrastructure_id))
    shown = [each for each in offered if f"price_{each.capability.id}" in form]
    return render_template(
        "infrastructures/terms.html",
        form=form,
        infrastructure=infrastructure,
        offered=shown,
        office=actor.role.is_office,
    ), form.status


def _told(changed: int, *, confirmed: bool) -> str:
    if not changed:
        return str(_("Prices and lead times are confirmed today.") if confirmed else _("Nothing was changed."))
    confirmation = _("All of them are confirmed today.")
    told = ngettext(
        "Price and lead time of %(num)d capability are published.",
        "Prices and lead times of %(num)d capabilities are published.",
        changed,
    )
    return f"{told} {confirmation}" if confirmed else str(told)


def _anew(infrastructure_id: int, asked: Collection[int]) -> Callable[[], TermsForm]:
    def made() -> TermsForm:
        offered = list_terms(db_session(), current_actor(), infrastructure_id)
        return _form(offered, [each for each in offered if each.capability.id in asked], formdata=None)

    return made


def _form(offered: Sequence[OfferedTerms], asked: Sequence[OfferedTerms], **kwargs: Any) -> TermsForm:
    fields: dict[str, Any] = {}
    data: dict[str, Any] = {"version": str(terms_version(offered))}
    for each in asked:
        number = each.capability.id
        fields[f"price_{number}"] = like(TermsOfOneForm.price, _label(each.capability, _l("price")))
        fields[f"days_{number}"] = like(TermsOfOneForm.days, _label(each.capability, _l("lead time in days")))
        data[f"price_{number}"], data[f"days_{number}"] = each.terms.price_note, each.terms.lead_time_days
    made: TermsForm = type("TermsForm", (TermsForm,), fields)(data=data, **kwargs)
    return made


def _label(capability: Capability, part: Any) -> LazyString:
    return LazyString(lambda: f"{named(capability, 'title')}: {part}")
