"""What the engine's message ids say in the reader's language, in one place: limits, signals, fields, rows compared."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _l

from app.labels import QUALITY_NAMES, SERVICE_FORM_NAMES
from matching.results import Limit
from matching.vocabulary.negated_phrases import is_denied

_FORMS: Mapping[str, Any] = {form.value: name for form, name in SERVICE_FORM_NAMES}
_LEVELS = {level.value: name for level, name in QUALITY_NAMES}

# By message id, and after a colon the state where one id can mean several things.
LIMIT_SENTENCES: Mapping[str, Any] = {
    "limit.quality.pass": _l("%(level)s is required, and the unit works under it."),
    "limit.quality.fail": _l("%(level)s is required, and the unit does not work under it."),
    "limit.quality.unknown": _l("%(level)s is required. Ask the unit whether it works under it."),
    "limit.place.pass": _l("The unit is in %(place)s, as the company wants."),
    "limit.place.fail": _l("The company wants %(place)s, and the unit is elsewhere."),
    "limit.place.unknown": _l("The company wants %(place)s. Ask the unit where the work is done."),
    "limit.deadline.pass": _l("The usual time of %(lead_time_days)s days is enough before %(deadline)s."),
    "limit.deadline.fail": _l(
        "The usual time is %(lead_time_days)s days, but only %(days_left)s are left until %(deadline)s."
    ),
    "limit.deadline.unknown:passed": _l("The deadline %(deadline)s has passed. Ask the company for a new one."),
    "limit.deadline.unknown:unstated": _l(
        "The work must be done by %(deadline)s. Ask the unit how long it usually takes."
    ),
    "limit.exclusion.pass": _l("The company says no to “%(excluded)s”, and the capability is not about that."),
    "limit.exclusion.fail": _l("The company says no to “%(excluded)s”, which is what the capability is about."),
    "limit.exclusion.unknown": _l(
        "The company says no to “%(excluded)s”. Ask whether the work can be done without it."
    ),
    "limit.denial.unknown": _l("The company writes: “%(said)s”. Ask what that means for the work."),
    "limit.service_form.pass": _l("The form of work fits: %(asked)s."),
    "limit.service_form.unknown:unstated": _l("The company asks for: %(asked)s. The unit has not said how it works."),
    "limit.service_form.unknown:other": _l(
        "The company asks for: %(asked)s. The unit offers: %(offered)s. Talk it over."
    ),
    "limit.open_to_companies.pass": _l("The unit is open to companies."),
    "limit.open_to_companies.unknown:unstated": _l(
        "It is not known whether the unit is open to companies. Ask the unit."
    ),
    "limit.open_to_companies.unknown:closed": _l(
        "The unit says that it does not take companies today. Ask what it would need to do so."
    ),
}
SIGNAL_NAMES: Mapping[str, Any] = {
    "wording": _l("Same words"),
    "spelling": _l("Similar spelling"),
    "problems": _l("The problem is one that the method solves"),
    "concepts": _l("Same concepts"),
    "fuzzy_terms": _l("Instruments and brands"),
    "tags": _l("Shared tags"),
    "meaning": _l("Similar meaning"),
    "likeness": _l("Texts that are alike"),
    "not_for": _l("What the method is not for"),
}
FIELD_NAMES: Mapping[str, Any] = {
    "title": _l("Title"),
    "teaser": _l("Public text"),
    "text": _l("The company's own text"),
    "infrastructure_text": _l("Text for units"),
    "desired_result": _l("Desired result"),
    "conditions": _l("Conditions"),
    "title_sv": _l("The capability's name in Swedish"),
    "text_sv": _l("The capability's text in Swedish"),
    "title_en": _l("The capability's name in English"),
    "text_en": _l("The capability's text in English"),
}
ROW_NAMES: Mapping[str, Any] = {
    "method": _l("Method"),
    "quality": _l("Quality level"),
    "place": _l("Place"),
    "service_form": _l("Form of work"),
    "lead_time": _l("Usual time, days"),
    "open_to_companies": _l("Open to companies"),
    "ready": _l("Readiness gate passed"),
    "confirmed_on": _l("Facts confirmed by the unit"),
    "price": _l("Price"),
    "items_passed": _l("Readiness items passed"),
}
_VALUES: Mapping[str, Any] = {
    "yes": _l("Yes"),
    "no": _l("No"),
    "none": _l("No quality level"),
    "elsewhere": _l("Elsewhere"),
}


def limit_sentence(limit: Limit) -> str:
    """Return the sentence of a limit."""
    state = limit.values.get("state", "")
    sentence = LIMIT_SENTENCES.get(f"{limit.sentence}:{state}") or LIMIT_SENTENCES[limit.sentence]
    return str(sentence) % {name: said(limit.kind, value) for name, value in limit.values.items()}


def objection_sentence(concept: str, phrase: str) -> str:
    """Return what a concept is not for as a sentence with the vocabulary's own phrase.

    A phrase that denies it itself ("does not measure pH") is quoted beside the concept's name alone.
    """
    sentence = _l("%(method)s: “%(phrase)s”.") if is_denied(phrase) else _l("%(method)s is not for “%(phrase)s”.")
    return str(sentence) % {"method": concept, "phrase": phrase}


def said(kind: str, value: str) -> str:
    """Return a code of the engine's in words: "full_service", "ISO13485", "GLP, GMP", "yes"."""
    if kind == "service_form":
        return str(_FORMS.get(value, value))
    if kind == "quality" and value != "none":
        return ", ".join(_LEVELS.get(level, level) for level in value.split(", "))
    if kind in ("quality", "place", "open_to_companies", "ready"):
        return str(_VALUES.get(value, value))
    return value


def signal_name(signal: str) -> str:
    """Return what a part of the score is called."""
    return str(SIGNAL_NAMES.get(signal, signal))
