"""The form for what one's daily letter tells."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField

from app.labels import DIGEST_SETTINGS
from app.web.forms.base import VersionedForm


class DigestForm(VersionedForm):
    """What the letter tells; with nothing ticked there is no letter."""

    digest_steps = BooleanField(DIGEST_SETTINGS["digest_steps"])
    digest_tasks = BooleanField(DIGEST_SETTINGS["digest_tasks"])
    digest_notices = BooleanField(
        DIGEST_SETTINGS["digest_notices"],
        description=_l("Ticked from the beginning, since you choose yourself, need by need, what you are told of."),
    )
    digest_news = BooleanField(DIGEST_SETTINGS["digest_news"])

    def to_command(self) -> dict[str, bool]:
        """Return each setting by its name."""
        return {name: bool(self[name].data) for name in DIGEST_SETTINGS}
