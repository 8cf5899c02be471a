"""What can be wrong with a row besides what a field of a form refuses."""

from __future__ import annotations

import enum


class Fault(enum.StrEnum):
    """Why a row cannot be imported; the words are in `names.py`."""

    MISSING = "missing"
    NO_COLLEAGUE = "no_colleague"
    DEMO = "demo"
    SEVERAL = "several"
    TWICE = "twice"
    PERSONAL_NUMBER = "personal_number"
    OTHER_COUNTRY = "other_country"
    NO_PLACE = "no_place"
    TWO_PLACES = "two_places"
    UNKNOWN_COMPANY = "unknown_company"
    SEVERAL_COMPANIES = "several_companies"
    UNKNOWN_INFRASTRUCTURE = "unknown_infrastructure"
    ENDS_BEFORE = "ends_before"
    UNKNOWN_HOST = "unknown_host"
    UNKNOWN_PROGRAMME = "unknown_programme"
    UNKNOWN_CONTACT = "unknown_contact"
    UNKNOWN_WORD = "unknown_word"
    DAY_AHEAD = "day_ahead"
    IS_DRAFT = "is_draft"
    CLOSED_BEFORE = "closed_before"
    TELLS_WHO = "tells_who"
    HANDED_IN = "handed_in"
