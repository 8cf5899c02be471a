"""One success case for every POST of the policy: what is filled in where, and what must stand in the database after it.

A new POST needs a function in the file of its room, marked with its endpoint; without one the suite fails. Each is
tried as every role that the policy lets in, on both databases. The hidden fields come from the page, as in a browser.
"""

from __future__ import annotations

from tests.security.valid_posts import (
    accounts,
    achievements,
    aid,
    answers,
    batches,
    calendars,
    companies,
    duplicates,
    fact_checks,
    files,
    hand_ins,
    home,
    hours,
    imports,
    infrastructures,
    letters,
    matches,
    meetings,
    needs,
    notes,
    people,
    profile_changes,
    ranking,
    reports,
    saved_views,
    tags,
    uses,
    vocabulary,
)
from tests.security.valid_posts.setting import CASES, Attempt, Setting

__all__ = [
    "CASES",
    "Attempt",
    "Setting",
    "accounts",
    "achievements",
    "aid",
    "answers",
    "batches",
    "calendars",
    "companies",
    "duplicates",
    "fact_checks",
    "files",
    "hand_ins",
    "home",
    "hours",
    "imports",
    "infrastructures",
    "letters",
    "matches",
    "meetings",
    "needs",
    "notes",
    "people",
    "profile_changes",
    "ranking",
    "reports",
    "saved_views",
    "tags",
    "uses",
    "vocabulary",
]
