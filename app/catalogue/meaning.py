"""What the engine understands of a visitor's question; nothing of it is kept."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from http import HTTPStatus

from app.catalogue.asking import AskLaterError, asking_of
from app.catalogue.limits import CATALOGUE_BY_MEANING
from app.catalogue.searching import Found
from app.catalogue.shapes import Entry, PublicCatalogue
from app.limits import BUSY_WAIT, VISITOR_WAITS
from app.matchmaking import InfrastructureRanking, Matchmaker
from app.matchmaking.presentation import ShownReason, show
from matching.profiles import NeedProfile, Passage
from matching.results import Candidate, Strength


def find_by_meaning(
    maker: Matchmaker, catalogue: PublicCatalogue, text: str, *, today: date, language: str, field: str = "title"
) -> Found:
    """Return what the engine takes a question to ask for; raises AskLaterError where others ask too much just now.

    A question is read as a need's heading, or as another `field` of it.

    What is only weakly like the question is no answer, and is left out.
    """
    need = NeedProfile(id="", passages=(Passage(field, text),))
    with visitors_turn(maker):
        ranking = maker.rank(need, today=today, top=CATALOGUE_BY_MEANING, without=catalogue.hidden)
    shown = [each for each in ranking.candidates if each.strength is not Strength.WEAK]
    reasons = {
        int(each.capability_id): joined
        for each in shown
        if (joined := _what_joins(each, need, maker, language)) is not None
    }
    return Found(list(_entries(catalogue, ranking, shown)), by_meaning=True, reasons=reasons)


@contextmanager
def visitors_turn(maker: Matchmaker) -> Iterator[None]:
    """Let a visitor ask the engine, and keep nothing of it; raises AskLaterError.

    Visitors ask the engine one at a time, so that however many they are, whoever works here waits for one of them.
    """
    asking = asking_of(maker)
    asking.claim_ranking()
    if not asking.turn.acquire(timeout=VISITOR_WAITS):
        raise AskLaterError(HTTPStatus.SERVICE_UNAVAILABLE, BUSY_WAIT.total_seconds())
    try:
        with maker.vectors.unkept():
            yield
    finally:
        asking.turn.release()


def _entries(catalogue: PublicCatalogue, ranking: InfrastructureRanking, shown: list[Candidate]) -> Iterator[Entry]:
    by_id = {str(entry.capability.id): entry for entry in catalogue.entries if entry.capability}
    for candidate in shown:
        others = [place.id for place in ranking.others[candidate.capability_id] if place.suitable]
        for capability_id in (candidate.capability_id, *others):
            if capability_id in by_id:
                yield by_id[capability_id]


def _what_joins(candidate: Candidate, need: NeedProfile, maker: Matchmaker, language: str) -> ShownReason | None:
    reasons = show(candidate, need, maker, language=language).reasons
    return next((each for each in reasons if each.objection is None and each.need and each.capability), None)
