"""Whether a refusal that reaches over a name turns down what it names, or only describes it."""

from __future__ import annotations

import re

from matching.hard_limits.names_between import Name
from matching.hard_limits.negation import Refusal, says_lacking
from matching.hard_limits.negation_words import Force

_NEAR = 2  # words that may stand between "no" and an everyday word: "no more live animals"
_WORD = re.compile(r"[^\W_][\w'’/-]*")
# An activity may be turned down with a mere "no" or "without"; of other names these may only describe a sample
# ("utan endotoxin", "no aggregates").
_ACTIVITY = re.compile(
    r"(?:ning|ingar|ing|ings|analys(?:er)?|analys[ie]s|stud(?:ie|ier|y|ies)|prövningar|tests?|tester|försök|metri|metry|"
    r"grafi|graphy|skopi|scopy|assays?|trials?|kurs(?:er)?|courses?|PCR|ELISA|service|tillverkning|enkäter?|surveys?|"
    r"culture|odling)$",
    re.IGNORECASE,
)
_WHERE = re.compile(
    r"\b(?:i|in(?!\s+vivo)|på|on|hos|av|of|från|from|for|för|mellan|between|mot|against)\b", re.IGNORECASE
)
_TRIAL = re.compile(
    r"\b(?:försök|studi\w*|test\w*|prov\w*|arbete|experiment\w*|trials?|stud\w+|work|use|bruk)\b", re.IGNORECASE
)


def is_turned_down(text: str, refusal: Refusal, name: Name) -> bool:
    """Tell whether a refusal that reaches over a name turns down what it names."""
    said = text[refusal.start : name.start]
    between = len(_WORD.findall(said))
    if says_lacking(text, name.end) or between > (_NEAR if refusal.far else 0):
        return False
    if refusal.force is Force.PLAIN and _WHERE.search(said) and not _TRIAL.search(said):
        # "No side effects in rats" is a finding, "no trials in rats" a refusal.
        return False
    if name.everyday or refusal.force is Force.FIRM:
        return True
    # A mere "no" reaches a label only when it stands right before it, and only when the label is something done.
    return not between and _ACTIVITY.search(text[name.start : name.end]) is not None
