"""The words for a company's form, ownership and size; badges carry their tone."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from app.companies.size_explained import Lacking
from app.labels import country_name, currency_name
from models.foreign_numbers import FOREIGN
from models.org_numbers import SWEDEN
from models.organisations import Company, CompanyKind, Ownership
from models.smf import SizeClass
from models.smf_basis import EURO, KRONOR, OTHER_CURRENCIES

KIND_NAMES = (
    (CompanyKind.LIMITED_COMPANY, _l("Limited company")),
    (CompanyKind.SOLE_TRADER, _l("Sole trader")),
    (CompanyKind.OTHER, _l("Other form")),
)
# The nearest countries first, the others by their Swedish names.
_NEAR = (SWEDEN, "DK", "FI", "IS", "NO", "DE")
COUNTRY_NAMES = tuple(
    (code, LazyString(country_name, code))
    for code in (*_NEAR, *sorted(set(FOREIGN) - set(_NEAR), key=lambda code: country_name(code, "sv")))
)
OWNERSHIP_NAMES = (
    (Ownership.AUTONOMOUS, _l("Autonomous: no holding of 25 percent or more, up or down")),
    (Ownership.PARTNER, _l("Partner: a holding of 25 to 50 percent")),
    (Ownership.LINKED, _l("Linked: a holding over 50 percent, or a dominant influence")),
    (Ownership.UNKNOWN, _l("Ownership not known")),
)
CURRENCY_NAMES = (
    (EURO, _l("Euro")),
    (KRONOR, _l("Kronor")),
    *((code, LazyString(currency_name, code)) for code in OTHER_CURRENCIES),
)
LACKING_NAMES = {
    Lacking.DECLARATION: _l("No accounting year is declared. Until one is, the class is unknown and nothing counts."),
    Lacking.HEADCOUNT: _l("The headcount is missing. Without it there is no class."),
    Lacking.AMOUNTS: _l("Turnover and balance sheet total are missing. One of them is needed."),
    Lacking.RELATED_FIGURE: _l(
        "A figure of the company or of one that it is added to is missing, so a sum is unknown."
    ),
    Lacking.OWNERSHIP: _l("The ownership is not known, so the figures of others may be missing."),
    Lacking.RELATED: _l("It has partners or linked companies, and they are not listed with their shares and figures."),
    Lacking.EVIDENCE: _l("Where the evidence is has not been written down."),
    Lacking.ACCOUNTS: _l("The year is over and was only estimated. Declare the accounts."),
    Lacking.NEWER_YEAR: _l("The latest year is over since more than a year and a half. Ask for a newer one."),
    Lacking.YEAR_BETWEEN: _l(
        "The year before the latest is missing. The latest says another class, which counts once two years running do."
    ),
    Lacking.ORG_NUMBER: _l("The organisation number is missing. Without it the company cannot count."),
}
# (word, tone of the badge)
SIZE_BADGES = {
    SizeClass.MICRO: (_l("SME, micro"), "good"),
    SizeClass.SMALL: (_l("SME, small"), "good"),
    SizeClass.MEDIUM: (_l("SME, medium"), "good"),
    SizeClass.LARGE: (_l("Large company"), "closed"),
    SizeClass.NOT_SMF: (_l("Not an SME"), "closed"),
    SizeClass.UNKNOWN: (_l("Size unknown"), "due"),
}


def place_of(company: Company) -> str | None:
    """Return where a company is: its municipality, and its country where that is not Sweden; None where unknown."""
    country = company.country if company.country not in (None, SWEDEN) else None
    return ", ".join(filter(None, (company.municipality, country and country_name(country)))) or None
