"""What is to be said against each achievement as part of an indicator: the one rule figures and pages go by."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from app.programmes.achievement_facts import AchievementFacts
from app.programmes.judging import Period
from models.achievements import AchievementKind
from models.programmes import CountingRule, Indicator, Programme
from models.smf import class_on
from models.uses import Why


def same_event(facts: AchievementFacts, _recorded: Mapping[str, int]) -> Hashable:
    """Take one title on one day for one event, however often it was written down."""
    return (facts.happened_on, facts.name)


def same_name(facts: AchievementFacts, _recorded: Mapping[str, int]) -> Hashable:
    """Take a network or a collaboration for one by its name."""
    return facts.name


def same_company(facts: AchievementFacts, recorded: Mapping[str, int]) -> Hashable:
    """Take a company for one by its record, and one that was only written by name for the recorded one of that name."""
    return facts.company_id or recorded.get(facts.name, facts.name)


def each_entry(facts: AchievementFacts, _recorded: Mapping[str, int]) -> Hashable:
    """Take every entry for itself."""
    return facts.id


@dataclass(frozen=True, slots=True)
class Whole:
    """Who counts for an indicator that another is a part of: companies on record, and those that are not, by name.

    `names` are sort keys of those that are not on record, `known_as` of those that are.
    """

    companies: frozenset[int]
    names: frozenset[str] = frozenset()
    known_as: frozenset[str] = frozenset()

    def holds(self, company_id: int | None, name: str) -> bool:
        """Tell whether a company counts there; `name` is a sort key, and all that is known of one not on record."""
        return company_id in self.companies or name in self.names or (company_id is None and name in self.known_as)


def counts_in_whole(facts: AchievementFacts, whole: Whole | None) -> bool:
    """Tell whether who counts for a part counts for the whole as well; where there is no whole, nothing is asked."""
    return whole is None or whole.holds(facts.company_id, facts.name)


@dataclass(frozen=True, slots=True)
class AchievementRule:
    """The kind that a rule counts, and what makes two of it one; `asks_size` where only an SMF counts.

    `asks_whole` where only who counts for another indicator does, which the one is a part of.
    """

    kind: AchievementKind
    same: Callable[[AchievementFacts, Mapping[str, int]], Hashable]
    asks_size: bool = False
    asks_whole: bool = False


ACHIEVEMENT_RULES: Final = {
    CountingRule.NETWORK_STARTED: AchievementRule(AchievementKind.NETWORK, same_name),
    CountingRule.SOCIAL_EVENT: AchievementRule(AchievementKind.SOCIAL_EVENT, same_event),
    CountingRule.ESTABLISHED: AchievementRule(AchievementKind.ESTABLISHMENT, same_company),
    CountingRule.STARTED_UP: AchievementRule(AchievementKind.START_UP, same_company),
    CountingRule.SUSTAINABILITY_STARTED: AchievementRule(AchievementKind.SUSTAINABILITY, same_name),
    CountingRule.ENTERED_COMPANY: AchievementRule(AchievementKind.FIGURE, same_company),
    CountingRule.ENTERED_SMF: AchievementRule(AchievementKind.FIGURE, same_company, asks_size=True),
    CountingRule.ENTERED_PART: AchievementRule(AchievementKind.FIGURE, same_company, asks_whole=True),
    CountingRule.REPORTED: AchievementRule(AchievementKind.FIGURE, each_entry),
}
# What the place of an establishment says that counts; one without a place was recorded as being here.
_HERE: Final = "flemingsberg"
OF_COMPANIES: Final = frozenset(rule for rule, counts in ACHIEVEMENT_RULES.items() if counts.same is same_company)


def judge_achievements(
    all_facts: Sequence[AchievementFacts],
    indicator: Indicator,
    programme: Programme,
    *,
    until: date,
    whole: Whole | None = None,
) -> list[tuple[AchievementFacts, tuple[Why, ...]]]:
    """Return each achievement of an indicator's own kind with what is to be said against it, the earliest first.

    All of the programme's achievements must be there: what one counts for depends on the others. An SMF is asked for
    its size on the day of its first entry that could count, as with uses. `whole` is who counts by then for the
    indicator that this one is a part of, where its rule asks for that.
    """
    rule, period = ACHIEVEMENT_RULES[indicator.rule], Period.until(programme, until)
    own = [facts for facts in all_facts if is_of(facts, indicator)]
    recorded = {facts.name: facts.company_id for facts in own if facts.company_id is not None}
    counted: set[Hashable] = set()
    asked_on: dict[int, date] = {}
    judged = []
    for facts in sorted(own, key=lambda each: (each.happened_on, each.id)):
        found = plain_objections(facts, period)
        if rule.asks_size:
            found += _of_size(facts, asked_on, can_decide=not found)
        if indicator.rule is CountingRule.ESTABLISHED and facts.place and _HERE not in facts.place.casefold():
            found.append(Why.NOT_FLEMINGSBERG)
        if rule.asks_whole and not counts_in_whole(facts, whole):
            found.append(Why.NOT_IN_WHOLE)
        one = rule.same(facts, recorded)
        if not found and one in counted:
            found.append(Why.COUNTED_BEFORE)
        if not found:
            counted.add(one)
        judged.append((facts, tuple(found)))
    return judged


def is_of(facts: AchievementFacts, indicator: Indicator) -> bool:
    """Tell whether an achievement is of the kind that an indicator counts; a figure must be entered for it."""
    if facts.kind is not ACHIEVEMENT_RULES[indicator.rule].kind:
        return False
    return facts.kind is not AchievementKind.FIGURE or facts.indicator_id == indicator.id


def plain_objections(facts: AchievementFacts, period: Period) -> list[Why]:
    """Return what is to be said against an achievement of any kind: without evidence, or outside the period."""
    wrong = ((Why.NO_EVIDENCE, not facts.has_evidence), (Why.OUTSIDE_PERIOD, not period.holds(facts.happened_on)))
    return [why for why, applies in wrong if applies]


def _of_size(facts: AchievementFacts, asked_on: dict[int, date], *, can_decide: bool) -> list[Why]:
    if facts.company_id is None or facts.company.org_number is None:
        return [Why.NO_ORG_NUMBER]
    if can_decide:
        asked_on.setdefault(facts.company_id, facts.happened_on)
    size = class_on(facts.company.declarations, asked_on.get(facts.company_id, facts.happened_on))
    if size.is_smf:
        return []
    return [Why.SIZE_UNKNOWN if size.value == "unknown" else Why.NOT_SMF]
