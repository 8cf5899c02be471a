"""The part of a form that carries the next step as it was when the form was opened."""

from __future__ import annotations

from flask import request
from flask_babel import gettext as _
from wtforms import HiddenField

from app.labels import PARTY_NAMES
from app.matches.seen_steps import StepChangedError, stamp_of
from app.web.forms.base import BaseForm
from app.web.i18n import iso_date
from models.matches import Match


class SeenStepFields(BaseForm):
    """A form that writes a match's next step beside something of its own: it says which step it is to replace."""

    seen_step = HiddenField()

    def carry(self, match: Match | None) -> None:
        """Carry the step that the page shows; a form that is sent says itself what it was shown with."""
        if request.method != "POST":
            self.seen_step.data = stamp_of(match)

    @property
    def seen(self) -> str:
        """Return what the form was shown with; of a page that did not carry it, that there was no step."""
        return self.seen_step.data or ""

    def tell_changed(self, error: StepChangedError, match: Match) -> None:
        """Say at its field what somebody else has written; sent once more, the form has seen that."""
        self.seen_step.data = stamp_of(match)
        if "next_step" in error.fields:
            day = iso_date(match.next_step_on) if match.next_step_on else None
            self["next_step"].errors = [
                _(
                    "Somebody changed the next step meanwhile. Saved now: %(step)s. Save once more to put yours in its "
                    "place, or change what you wrote.",
                    step=", ".join(filter(None, (match.next_step, day))),
                )
            ]
        if "waiting_for" in error.fields and match.waiting_for is not None:
            self["waiting_for"].errors = [
                _(
                    "Somebody changed whose answer is waited for meanwhile. Saved now: %(party)s. Save once more to "
                    "put yours in its place, or choose another.",
                    party=PARTY_NAMES[match.waiting_for],
                )
            ]
