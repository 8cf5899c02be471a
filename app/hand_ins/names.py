"""Words for where a need that was handed in stands."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from app.hand_ins.disclosure import Seen
from models.hand_ins import HandInState

# (word, tone of the badge)
STATE_BADGES = {
    HandInState.UNCONFIRMED: (_l("Not confirmed"), "neutral"),
    HandInState.RECEIVED: (_l("Received"), "current"),
    HandInState.TAKEN_UP: (_l("Being looked at"), "current"),
    HandInState.ASKED_BACK: (_l("Question asked"), "due"),
    HandInState.ACCEPTED: (_l("Accepted"), "good"),
    HandInState.DECLINED: (_l("Declined"), "closed"),
    HandInState.WITHDRAWN: (_l("Withdrawn"), "closed"),
}
# What that means for the company.
STATE_WORDS = {
    HandInState.UNCONFIRMED: _l("Nobody reads your need before you have confirmed it."),
    HandInState.RECEIVED: _l("A consultant will read it."),
    HandInState.TAKEN_UP: _l("A consultant is reading it and looking for infrastructures that can help you."),
    HandInState.ASKED_BACK: _l("We need to know more before we can go on."),
    HandInState.ACCEPTED: _l(
        "We go on with it. A unit reads your text for units when we have introduced you to it. You then get a letter."
    ),
    HandInState.DECLINED: _l("We cannot go on with it."),
    HandInState.WITHDRAWN: _l("You have withdrawn it."),
}
# What somebody has seen of a need.
SEEN_WORDS = {
    Seen.ALL: _l("All of it"),
    Seen.FOR_INFRASTRUCTURES: _l("The public text, and the text for introduced infrastructures"),
    Seen.PUBLIC: _l("Introduced: the public text, in a letter"),
}
