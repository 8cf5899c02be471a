"""Who may read which canary: the whole of it on one screen, apart from the code that decides it in the application."""

from __future__ import annotations

from app.web.access_of_hand_ins import HAND_IN_LINKS
from models.base import Sensitivity
from tests.security.canaries import COMPUTED, HIDDEN, Canary

OFFICE = ("administrator", "consultant")
_INFRASTRUCTURE_LAYER = ("need.infrastructure_text", "need.desired_result", "need.conditions")
_HIDDEN_FROM_ALL = COMPUTED | {"outbox_message.message_id"}

# (column, of): what the staff of the own unit may read besides what is public.
_STAFF = {
    *((column, need) for column in _INFRASTRUCTURE_LAYER for need in ("need own", "need closed after")),
    ("person.name", "contact own"),
    ("person.email", "contact own"),
    ("person.name", "contact new"),  # the contact of the need whose match was closed after the introduction
    ("person.email", "contact new"),
    ("company.name", "company own"),
    ("infrastructure.contact_email", "unit own"),
    ("year_capacity.source", "capacity own"),
    ("year_capacity.reason", "capacity own"),
    ("profile_change.asked_back", "profile change own"),
    ("readiness_comment.text", "readiness comment own"),
    ("party_answer.said", "unit answer own"),
    *(
        (f"record_file.{name}", of)
        for name in ("name", "about")
        for of in ("file own", "match file own", "need file own")
    ),
}
# Whoever knows a party's link reads what that party has answered.
_BY_LINK = {("party_answer.said", f"answer {side}") for side in ("own", "foreign")}
_BY_LINK |= {("fact_check.said", f"facts {side}") for side in ("own", "foreign")}
_BY_LINK |= {
    (f"use_confirmation.{column}", f"confirmation {side}") for column in ("said", "name") for side in ("own", "foreign")
}
# A unit works on its own readiness.
_STAFF_COLUMNS_OF_OWN = {"readiness_item.responsible", "readiness_item.evidence", "readiness_item.reason"}
# What the steering group is told of a counted company that it may not name (the municipality only of three or more).
_STEERING = {("company.field", "company own"), ("company.field", "company foreign")}
# Where an event was held; a company's place is the office's.
_STEERING |= {("achievement.place", "achievement own"), ("achievement.place", "achievement foreign")}
# What the office writes for the steering group to read; its forms say so.
_STEERING_COLUMNS = {"report_comment.text", "achievement.title"}


def may_read(visitor: str, canary: Canary) -> bool:
    """Tell whether a visitor may read a canary."""
    if (canary.column, canary.of) in _BY_LINK:
        return True
    if canary.column in _HIDDEN_FROM_ALL or visitor in ("anonymous", "disabled", "signed out"):
        return False
    # Everybody is shown their own name; an address is typed at every sign-in.
    if canary.of == f"user {visitor}":
        return True
    if visitor in OFFICE:
        return not _is_masked(canary)
    if visitor == "staff":
        own_item = canary.of.startswith("readiness own") and canary.column in _STAFF_COLUMNS_OF_OWN
        return own_item or (canary.column, canary.of) in _STAFF
    told = canary.column in _STEERING_COLUMNS or (canary.column, canary.of) in _STEERING
    return visitor == "steering" and told


def _is_masked(canary: Canary) -> bool:
    """Tell whether not even the office is shown it: a sole trader's number is a personal identity number."""
    return canary.column == "company.org_number" and canary.of == "company new"


def may_leave(canary: Canary) -> bool:
    """Tell whether a canary may stand in a document that leaves Brygga, such as a report."""
    return canary.sensitivity is Sensitivity.INTERNAL and canary.sensitivity not in HIDDEN


_OF_HAND_IN = {
    *(f"hand_in.{column}" for column in ("title", "text", "infrastructure_text", "public_text", "decline_reason")),
    *("hand_in.company_name", "hand_in_question.text", "hand_in_question.answer"),
}


def may_read_by_link(endpoint: str, canary: Canary) -> bool:
    """Tell whether a page behind a link to a need that was handed in may show what the company wrote and was asked."""
    return endpoint in HAND_IN_LINKS and canary.column in _OF_HAND_IN
