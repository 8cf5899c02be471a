"""The words for verdicts, changes of the ranking and where a set of weights comes from."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from app.labels import CLOSE_REASON_NAMES
from app.ranking.commands import BlindVerdict
from models.judgements import Verdict
from models.matches import CloseReason
from models.ranking import Change

VERDICT_NAMES = {
    Verdict.SHORTLIST: _l("Shortlisted, or related"),
    Verdict.INTRODUCE: _l("Introduced, or would be"),
    Verdict.USE: _l("Led to a use"),
    Verdict.DISMISS: _l("Dismissed, or not this"),
}
# (word, tone of the badge)
CHANGE_BADGES = {
    Change.START: (_l("First figures"), "neutral"),
    Change.WEIGHTS: (_l("Weights"), "current"),
    Change.VOCABULARY: (_l("Vocabulary"), "good"),
    Change.MODEL: (_l("Language model"), "due"),
}
BLIND_VERDICTS = (
    (BlindVerdict.INTRODUCE, _l("Would introduce")),
    (BlindVerdict.RELATED, _l("Related, no more")),
    (BlindVerdict.NOT_THIS, _l("Not this")),
    (BlindVerdict.SKIP, _l("Skip the pair")),
)
# What can be told from two texts; price, time and who said no cannot.
BLIND_REASONS = tuple(
    (reason, CLOSE_REASON_NAMES[reason])
    for reason in (CloseReason.WRONG_METHOD, CloseReason.WRONG_QUALITY, CloseReason.WRONG_PLACE, CloseReason.OTHER)
)
