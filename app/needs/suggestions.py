"""What is suggested for a need: the ranking without what was dismissed, and beside it what has come of each pair."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from sqlalchemy.orm import Session

from app.limits import INFRASTRUCTURE_OTHERS_SHOWN, SIMILAR_AMONG, SIMILAR_SHOWN
from app.matchmaking import Best, InfrastructureRanking, Matchmaker, need_profile
from app.matchmaking.engine_input import RANKED
from app.matchmaking.presentation import ShownCandidate, show
from app.needs import queries
from app.needs.met import state_of
from app.storage.kept_answers import kept
from matching.profiles import NeedProfile
from matching.results import Strength
from models.accounts import User
from models.actions import Actions, MatchAction, actions_for, actions_for_pair
from models.infrastructures import Capability
from models.matches import Match, Stage
from models.needs import Need, NeedState, NeedStatus
from models.readiness import passed_count

WORTH_TELLING: Final = 0.18  # likeness from which two needs are said to be alike


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A unit's best capability as the need's page shows it; `match` is the pair's match when there is one.

    `others` are the unit's further capabilities, best first, each with its score and its match.
    """

    shown: ShownCandidate
    capability: Capability
    items_passed: int
    match: Match | None
    actions: Actions[MatchAction]
    others: Sequence[Other]


@dataclass(frozen=True, slots=True)
class Other:
    """A further capability of a unit that is suggested for a better one."""

    score: float
    capability: Capability
    match: Match | None
    actions: Actions[MatchAction]


@dataclass(frozen=True, slots=True)
class Suggestions:
    """The ranking of a need, best first, and its matches.

    `others` are live matches with capabilities that are not among the ranked ones shown, and those introduced that
    stand folded under another of their unit; `closed` the dismissed and ended ones.
    `suitable` is False when the answer is "nothing suitable yet"; `is_unmet`: nothing is under way.
    """

    ranked: Sequence[Suggestion]
    others: Sequence[Match]
    closed: Sequence[Match]
    suitable: bool
    has_more: bool
    is_unmet: bool = False

    @property
    def answers(self) -> Sequence[Suggestion]:
        """Return those that are worth calling an answer: weak ones are none."""
        return [each for each in self.ranked if each.shown.strength is not Strength.WEAK]

    @property
    def weak(self) -> Sequence[Suggestion]:
        """Return the rest, the nearest first."""
        return [each for each in self.ranked if each.shown.strength is Strength.WEAK]


def open_pairs(
    matchmaker: Matchmaker, profile: NeedProfile, closed: Sequence[Match], *, today: date, top: int
) -> InfrastructureRanking:
    """Return the best capability of each unit, and its others, dismissed ones left out.

    The need's page and `flask match` both ask this, and so they give the same order, scores and reasons.
    """
    gone = {str(match.capability_id) for match in closed}
    return matchmaker.rank(profile, today=today, top=top, without=gone)


def suggest(
    session: Session, actor: User, matchmaker: Matchmaker, need: Need, *, today: date, top: int, language: str
) -> Suggestions:
    """Return what is suggested for a need, with sentences in a language; a closed need only has its matches."""
    matches = queries.list_matches_of(session, need)
    closed = [match for match in matches if match.stage is Stage.CLOSED]
    live = {match.capability_id: match for match in matches if match.stage is not Stage.CLOSED}
    if not is_ranked(need):
        return Suggestions((), list(live.values()), closed, suitable=False, has_more=False)
    profile = need_profile(need)
    ranking = open_pairs(matchmaker, profile, closed, today=today, top=top)
    others = {best: places[:INFRASTRUCTURE_OTHERS_SHOWN] for best, places in ranking.others.items()}
    wanted = [each.capability_id for each in ranking.candidates]
    wanted += [place.id for places in others.values() for place in places]
    capabilities = queries.list_capabilities(session, [int(each) for each in wanted])
    shown = [
        Suggestion(
            shown=show(candidate, profile, matchmaker, language=language),
            capability=capability,
            items_passed=passed_count(capability.infrastructure.readiness),
            match=live.get(capability.id),
            actions=_actions(actor, need, live.get(capability.id)),
            others=[
                Other(place.score, capabilities[number], live.get(number), _actions(actor, need, live.get(number)))
                for place in others[candidate.capability_id]
                if (number := int(place.id)) in capabilities
            ],
        )
        for candidate in ranking.candidates
        if (capability := capabilities.get(int(candidate.capability_id)))
    ]
    on_page = {suggestion.capability.id for suggestion in shown}
    # What has come to an introduction or further is under way and must be seen; in a fold it would not be.
    folded = (other for suggestion in shown for other in suggestion.others)
    on_page |= {
        other.capability.id for other in folded if other.match is None or other.match.stage.lies_below(Stage.INTRODUCED)
    }
    elsewhere = [match for each, match in live.items() if each not in on_page]
    is_open = need.status is NeedStatus.OPEN
    unmet = is_open and state_of(match.stage for match in matches) is NeedState.UNMET
    return Suggestions(shown, elsewhere, closed, ranking.suitable, has_more=ranking.has_more, is_unmet=unmet)


def _actions(actor: User, need: Need, match: Match | None) -> Actions[MatchAction]:
    if match is None:
        return actions_for_pair(actor.role, need.status)
    return actions_for(actor.role, match.stage, need.status, introduced=match.is_introduced)


def is_ranked(need: Need) -> bool:
    """Tell whether capabilities are ranked for a need: for a draft to see, for an open need to act on."""
    return need.status in RANKED


def best_of_page(
    session: Session, matchmaker: Matchmaker, needs: Sequence[Need], *, today: date
) -> dict[int, tuple[Best, Capability]]:
    """Return by need id the best capability of every need that is ranked, dismissed ones passed over."""
    ranked = [need for need in needs if is_ranked(need)]
    if not ranked:
        return {}
    without = queries.closed_pairs(session, ranked)
    bests = matchmaker.bests([need_profile(need) for need in ranked], today=today, without=without)
    capabilities = queries.list_capability_names(session, [int(best.capability_id) for best in bests if best])
    return {
        need.id: (best, capabilities[int(best.capability_id)])
        for need, best in zip(ranked, bests, strict=True)
        if best and int(best.capability_id) in capabilities
    }


@dataclass(frozen=True, slots=True)
class SimilarNeed:
    """Another open need that is like one."""

    need_id: int
    title: str
    company: str


def similar_to(session: Session, actor: User, matchmaker: Matchmaker, need: Need) -> Sequence[SimilarNeed]:
    """Return the open needs most like a need, among those opened last; kept until a record changes."""

    def find() -> tuple[SimilarNeed, ...]:
        others = queries.list_latest_open(session, actor, besides=need.id, at_most=SIMILAR_AMONG)
        by_id = {str(other.id): other for other in others}
        like = matchmaker.similar_needs(need_profile(need), [need_profile(each) for each in others], top=SIMILAR_SHOWN)
        close = (by_id[each.id] for each in like if each.value >= WORTH_TELLING)
        return tuple(SimilarNeed(other.id, other.title, other.company.name) for other in close)

    return kept(session, ("similar needs", need.id, actor.role, matchmaker.waits_for_texts), find)
