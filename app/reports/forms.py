"""The form of a month's comment."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from app.reports.commands import CommentCommand
from app.web.forms.base import VersionedForm
from app.web.forms.fields import long_text_field


class CommentForm(VersionedForm):
    """What the author says to whoever reads the report."""

    text = long_text_field(
        _l("Your comment"),
        rows=8,
        hint=_l("What the figures do not say by themselves. The steering group reads it, so name no company."),
    )

    def to_command(self) -> CommentCommand:
        """Return what was written."""
        return CommentCommand(self.text.data)
