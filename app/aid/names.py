"""Words for supports, what shows their worth, and the steps."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from flask_babel import lazy_gettext as _l

from models.aid import SupportKind, ValueBasis
from models.aid_rules import AidStep

KIND_NAMES: Final[Mapping[SupportKind, Any]] = {
    SupportKind.INFRASTRUCTURE_USE: _l("Use of an infrastructure"),
    SupportKind.MATCHING: _l("Matching"),
    SupportKind.MEETING_HOURS: _l("Meeting hours"),
    SupportKind.OTHER: _l("Other support"),
}
BASIS_NAMES: Final[Mapping[ValueBasis, Any]] = {
    ValueBasis.PUBLISHED_PRICE: _l("Published price"),
    ValueBasis.QUOTE: _l("Quote"),
    ValueBasis.FULL_COST: _l("Full cost"),
    ValueBasis.HOUR_RATE: _l("The project's hour rate"),
}
STEP_NAMES: Final[Mapping[AidStep, Any]] = {
    AidStep.VALUED: _l("Value drafted"),
    AidStep.INFORMED: _l("Company informed"),
    AidStep.DECLARED: _l("Earlier aid declared"),
    AidStep.CHECKED: _l("Checked"),
    AidStep.APPROVED: _l("Approved by the funder"),
    AidStep.STARTED: _l("Support may start"),
    AidStep.DELIVERED: _l("Delivered"),
    AidStep.REGISTERED: _l("In the central register"),
}
# What the button says that leads to a step.
STEP_ACTS: Final[Mapping[AidStep, Any]] = {
    AidStep.VALUED: _l("Draft the value"),
    AidStep.INFORMED: _l("Inform the company"),
    AidStep.DECLARED: _l("Record the declaration"),
    AidStep.CHECKED: _l("Confirm the check"),
    AidStep.APPROVED: _l("Record the approval"),
    AidStep.STARTED: _l("Let the support start"),
    AidStep.DELIVERED: _l("Record the delivery"),
    AidStep.REGISTERED: _l("Record the registration"),
}
# What is done in a step, said over its form.
STEP_HELP: Final[Mapping[AidStep, Any]] = {
    AidStep.VALUED: _l("What the support is worth, and what is paid for it."),
    AidStep.INFORMED: _l(
        "The company is sent the letter with the amount and the regulation, before it is given anything."
    ),
    AidStep.DECLARED: _l(
        "The company says in writing which de minimis aid it has received from others in three years."
    ),
    AidStep.CHECKED: _l(
        "Own support, what linked companies have received and what was declared stay within the ceiling together."
    ),
    AidStep.APPROVED: _l(
        "On this day the right to the aid is granted. The month's rate brings it to euro, and it counts from here."
    ),
    AidStep.STARTED: _l("From this day on the support may be given."),
    AidStep.DELIVERED: _l("The company has been given what was approved."),
    AidStep.REGISTERED: _l("The aid stands in the central register. Keep the receipt's number."),
}
# What is asked of whom a step is about.
WHO_ASKED: Final[Mapping[AidStep, Any]] = {
    AidStep.INFORMED: _l("Who at the company was informed"),
    AidStep.DECLARED: _l("Who at the company declares it"),
    AidStep.CHECKED: _l("Who has checked it"),
    AidStep.APPROVED: _l("Who approves it at the funder"),
    AidStep.STARTED: _l("Who lets it start"),
    AidStep.DELIVERED: _l("Who delivered it"),
    AidStep.REGISTERED: _l("Who registered it"),
}
