"""Whether a use will count, rule by rule: the counting rules' own answer, put in sentences."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy.orm.attributes import set_committed_value

from app.programmes.judging import JudgedUse
from app.uses.forms import UseForm
from models.matches import Match
from models.uses import Use, Why

# What holds, and what does not and what to do about it.
_COMPANY: Mapping[Why, tuple[Any, Any]] = {
    Why.NO_EVIDENCE: (
        _l("There is evidence."),
        _l("There is no evidence yet. Add it here when you have it; the use is kept meanwhile."),
    ),
    Why.DISPUTED: (
        _l("No party says that the use is wrong."),
        _l(
            "A party says that the use is wrong. Correct it, ask anew, or write who has decided that it stands and why."
        ),
    ),
    Why.OUTSIDE_PERIOD: (
        _l("The use began within the programme's period."),
        _l("The use began outside the programme's period, so it does not count in this programme."),
    ),
    Why.NO_ORG_NUMBER: (
        _l("The company's organisation number is known."),
        _l("The company's organisation number is missing. Add it to the company."),
    ),
    Why.SIZE_UNKNOWN: (
        _l("The company's size was known on %(day)s, when its first use that can count began."),
        _l(
            "The company's size was unknown on %(day)s, when its first use that can count began. "
            "Declare its size on the company's page."
        ),
    ),
    Why.NOT_SMF: (
        _l("The company was an SME on %(day)s, when its first use that can count began."),
        _l("The company was not an SME on %(day)s, when its first use that can count began, so it does not count."),
    ),
}
_INFRASTRUCTURE: Mapping[Why, tuple[Any, Any]] = {
    Why.NOT_FLEMINGSBERG: (
        _l("The unit lies in Flemingsberg."),
        _l("The unit does not lie in Flemingsberg, or it is not known, so it does not count as opened there."),
    ),
    Why.GATE_NOT_PASSED: (
        _l("The unit is open to companies."),
        _l("The unit is not open to companies yet, so it does not count as opened."),
    ),
}


@dataclass(frozen=True, slots=True)
class Check:
    """One rule, as a limit on the page: "pass" or "fail", and its sentence."""

    outcome: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Checklist:
    """The rules for counting the company and, apart from that, the infrastructure."""

    company: tuple[Check, ...]
    infrastructure: tuple[Check, ...]

    @property
    def company_counts(self) -> bool:
        """Tell whether the use makes its company count."""
        return all(check.outcome == "pass" for check in self.company)

    @property
    def infrastructure_counts(self) -> bool:
        """Tell whether the use makes its infrastructure count as opened and used."""
        return self.company_counts and all(check.outcome == "pass" for check in self.infrastructure)


def checklist(judged: JudgedUse[Use]) -> Checklist:
    """Return how a use stands, rule by rule."""
    day = judged.size_asked_on.isoformat()
    return Checklist(
        company=_checks(_COMPANY, judged.company, day),
        infrastructure=_checks(_INFRASTRUCTURE, judged.infrastructure, day),
    )


def _checks(sentences: Mapping[Why, tuple[Any, Any]], objections: tuple[Why, ...], day: str) -> tuple[Check, ...]:
    # A size that is unknown is neither an SME's nor not: that rule is then left unsaid.
    shown = [why for why in sentences if not (why is Why.NOT_SMF and Why.SIZE_UNKNOWN in objections)]
    return tuple(
        Check("fail", str(sentences[why][1]) % {"day": day})
        if why in objections
        else Check("pass", str(sentences[why][0]) % {"day": day})
        for why in shown
    )


def draft_use(form: UseForm, match: Match, saved: Use | None, *, today: date) -> Use:
    """Return the use that a form describes, tied to no session, so that it can be held against the rules."""
    draft = Use(started_on=form.started_on.data or today, evidence=form.evidence.data)
    if saved is not None:
        set_committed_value(draft, "id", saved.id)
        draft.is_disputed = saved.is_disputed and not form.stands_because.data
    if form.evidence_kind.data and not form.evidence_kind.errors:
        draft.evidence_kind = form.evidence_kind.data
    # Set without events: an ordinary assignment would add the draft to the match, and so to the database.
    set_committed_value(draft, "match", match)
    return draft
