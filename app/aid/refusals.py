"""Why a step was refused, said on its form, where it can be answered or mended."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from flask_babel import gettext as _

from app.aid.approval import CeilingError, NearLinkError, NoEuroError
from app.aid.declaring import LeftOutError, NoCentError
from app.aid.limits import AID_CEILING_EUR
from app.aid.step_forms import CeilingForm, StepForm, as_declared, as_lines
from app.web.i18n import amount_in, number
from models.errors import DomainError, RateMissingError

REFUSALS: Final = (RateMissingError, NoCentError, LeftOutError, NoEuroError, NearLinkError, CeilingError)


def explain(form: StepForm, error: DomainError) -> None:
    """Put one of the refusals on the field of the form that it is about."""
    about, said = _field_and_words(form, error)
    form[about].errors = said
    if isinstance(error, NearLinkError) and isinstance(form, CeilingForm):
        form.near = error.near


def _field_and_words(form: StepForm, error: DomainError) -> tuple[str, list[str]]:
    if isinstance(error, NoCentError):
        return "earlier", [_("%(amount)s kr comes to 0.00 euro. Leave the line out.", amount=amount_in(error.amount))]
    if isinstance(error, LeftOutError):
        lines = as_lines(as_declared(error.lines)).replace("\n", " · ")
        return "left_out_reason", [
            _("This was declared before and still counts: %(lines)s. Add it, or write why it is left out.", lines=lines)
        ]
    if isinstance(error, NearLinkError):
        return "are_others", [
            _(
                "“%(name)s” may be %(other)s. Declare the size with the name on record, or mark that it is another.",
                name=each.name,
                other=each.alike[0].name,
            )
            for each in error.near
        ]
    if isinstance(error, NoEuroError):
        return "done_on", [_("The aid comes to 0.00 euro on this day, so there is nothing to grant.")]
    if isinstance(error, CeilingError):
        return "override_by", [_over_or_under(error)]
    return "earlier" if "earlier" in form else "done_on", [
        _("No euro rate is recorded for %(month)s. Record it under Euro rates, then save here again.", **error.values)
    ]


def _over_or_under(error: CeilingError) -> str:
    amounts = {"total": number(error.total, 2), "ceiling": number(Decimal(AID_CEILING_EUR))}
    if error.is_above:
        said = _(
            "Three years would come to %(total)s euro, above the ceiling of %(ceiling)s. "
            "It is refused unless somebody decides otherwise: say who, why and which day.",
            **amounts,
        )
    else:
        said = _(
            "Three years come to %(total)s euro, within the ceiling of %(ceiling)s. Empty the decision to go above it.",
            **amounts,
        )
    return str(said)
