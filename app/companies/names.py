"""The words for a company's form, ownership and size; badges carry their tone."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from models.organisations import CompanyKind, Ownership
from models.smf import SizeClass

KIND_NAMES = (
    (CompanyKind.LIMITED_COMPANY, _l("Limited company")),
    (CompanyKind.SOLE_TRADER, _l("Sole trader")),
    (CompanyKind.OTHER, _l("Other form")),
)
OWNERSHIP_NAMES = (
    (Ownership.AUTONOMOUS, _l("Autonomous: no holding of 25 percent or more, up or down")),
    (Ownership.PARTNER, _l("Partner: a holding of 25 to 50 percent")),
    (Ownership.LINKED, _l("Linked: a holding over 50 percent, or a dominant influence")),
    (Ownership.UNKNOWN, _l("Ownership not known")),
)
# (word, tone of the badge)
SIZE_BADGES = {
    SizeClass.MICRO: (_l("SME, micro"), "good"),
    SizeClass.SMALL: (_l("SME, small"), "good"),
    SizeClass.MEDIUM: (_l("SME, medium"), "good"),
    SizeClass.LARGE: (_l("Large company"), "closed"),
    SizeClass.NOT_SMF: (_l("Not an SME"), "closed"),
    SizeClass.UNKNOWN: (_l("Size unknown"), "due"),
}
