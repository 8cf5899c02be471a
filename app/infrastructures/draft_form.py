"""The form over what is published, as staff fill it in: kept as a draft, or published."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import SubmitField

from app.web.forms.base import VersionedForm


class DraftForm(VersionedForm):
    """A form that staff save as a draft with one button, and publish with the other."""

    publish = SubmitField(_l("Publish now"))
