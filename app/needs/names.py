"""The words for why a pair was dismissed or a match closed."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from app.needs.met import NeedState
from models.matches import CloseReason

CLOSE_REASON_NAMES = {
    CloseReason.WRONG_METHOD: _l("Wrong method"),
    CloseReason.WRONG_QUALITY: _l("The quality level is missing"),
    CloseReason.WRONG_PLACE: _l("Wrong place"),
    CloseReason.NOT_OPEN: _l("The unit does not take companies"),
    CloseReason.TOO_LATE: _l("It would take too long"),
    CloseReason.TOO_EXPENSIVE: _l("Too expensive"),
    CloseReason.COMPANY_DECLINED: _l("The company declined"),
    CloseReason.UNIT_DECLINED: _l("The unit declined"),
    CloseReason.SOLVED_ELSEWHERE: _l("Solved elsewhere"),
    CloseReason.OTHER: _l("Another reason"),
}
# How an open need stands; lists and reports say it in the same words.
STATE_NAMES = {
    NeedState.MATCHED: _l("Introduced to a unit"),
    NeedState.WAITING: _l("With a capability under consideration"),
    NeedState.UNMET: _l("Unmet"),
}
