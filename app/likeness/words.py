"""Why two records may be one, in words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from flask_babel import lazy_gettext as _l

from app.likeness.rule import Reason

REASON_NAMES: Final[Mapping[Reason, Any]] = {
    Reason.NUMBER: _l("same organisation number"),
    Reason.NAME: _l("same name"),
    Reason.NAME_ALIKE: _l("similar name"),
    Reason.EARLIER_NAME: _l("an earlier name"),
    Reason.SITE: _l("same website"),
    Reason.EMAIL: _l("same e-mail address"),
    Reason.PHONE: _l("same phone number"),
    Reason.PLACE: _l("same workplace"),
}
