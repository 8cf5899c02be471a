"""Why two records may be one, in words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from flask_babel import lazy_gettext as _l

from app.likeness.rule import WhyAlike

REASON_NAMES: Final[Mapping[WhyAlike, Any]] = {
    WhyAlike.NUMBER: _l("same organisation number"),
    WhyAlike.NAME: _l("same name"),
    WhyAlike.NAME_ALIKE: _l("similar name"),
    WhyAlike.EARLIER_NAME: _l("an earlier name"),
    WhyAlike.SITE: _l("same website"),
    WhyAlike.EMAIL: _l("same e-mail address"),
    WhyAlike.PHONE: _l("same phone number"),
    WhyAlike.PLACE: _l("same workplace"),
}
