"""What each counting rule says, in one sentence; a rule without one stops the application from starting."""

from __future__ import annotations

from typing import Final

from flask_babel import lazy_gettext as _l

from models.programmes import CountingRule

_COMPANY: Final = _l(
    "A company counts once, however often it is helped: from its first use with date and evidence, if it was an SME "
    "that day and its organisation number is known."
)
RULE_SENTENCES: Final = {
    CountingRule.SMF_USED: _COMPANY,
    CountingRule.COMPANY_SUPPORTED: _COMPANY,
    CountingRule.INFRASTRUCTURE_OPENED: _l(
        "An infrastructure in Flemingsberg counts once its readiness gate is passed and an SME has used it, with date "
        "and evidence."
    ),
    CountingRule.JOINT_RD: _l(
        "A company counts once it has done joint research and development with evidence of its own; a service it "
        "bought does not count."
    ),
}
if missing := set(CountingRule) - {CountingRule.REPORTED} - RULE_SENTENCES.keys():
    raise LookupError(f"Say in one sentence what these rules count: {sorted(missing)}.")
