"""Judging pairs without seeing what the ranking thinks of them."""

from __future__ import annotations

import re
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

from app.matchmaking import matchmaker, need_profile
from app.ranking import blind
from models.accounts import Role, User
from models.judgements import Judgement, Verdict
from models.matches import CloseReason
from models.needs import Need, NeedStatus
from models.ranking import SkippedPair
from tests import factories
from tests.conftest import Browser
from tests.ranking import scenes
from tests.ranking.test_switching import DAY, score

PATH = "/ranking/judge"
HIDDEN = re.compile(r'name="(need_id|capability_id)"[^>]*value="(\d+)"')


def shown(browser: Browser) -> tuple[int, int] | None:
    """Return the pair on the page."""
    found = dict(HIDDEN.findall(browser.get(PATH).get_data(as_text=True)))
    return (int(found["need_id"]), int(found["capability_id"])) if found else None


def answer(browser: Browser, pair: tuple[int, int], verdict: str, **values: Any) -> Any:
    data = {"need_id": str(pair[0]), "capability_id": str(pair[1]), "verdict": verdict, "reason": "wrong_method"}
    return browser.send(PATH, {**data, **values})


def test_the_page_shows_two_texts_and_nothing_of_the_ranking(app: Flask, consultant: Browser, session: Session) -> None:
    scenes.needs(session, 1, private_text="Kanariefågel 7319")
    scenes.catalogue(session)
    pair = shown(consultant)
    assert pair is not None
    page = consultant.get(PATH).get_data(as_text=True)
    need = session.get_one(Need, pair[0])
    given = score(app, session, need, pair[1])
    assert need.teaser in page
    for told in (f"{given:.3f}", f"{given:.2f}", f"{given:.3f}".replace(".", ","), "Kanariefågel"):
        assert told not in page
    for told in ("strength", "candidate", "score", "rank-", "jetty", "limit-", "Stark", "Svag", "poäng", "millionth"):
        assert told not in page.replace("/ranking", "")


@pytest.mark.parametrize(
    ("verdict", "kept", "reason"),
    [
        ("introduce", Verdict.INTRODUCE, None),
        ("related", Verdict.SHORTLIST, None),
        ("not_this", Verdict.DISMISS, CloseReason.WRONG_METHOD),
    ],
)
def test_a_verdict_is_kept_with_the_score_that_was_not_shown(
    app: Flask, consultant: Browser, session: Session, *, verdict: str, kept: Verdict, reason: CloseReason | None
) -> None:
    scenes.needs(session, 1)
    scenes.catalogue(session)
    pair = shown(consultant)
    assert pair is not None
    assert answer(consultant, pair, verdict).status_code == 302
    judgement = session.scalars(sa.select(Judgement)).one()
    assert (judgement.need_id, judgement.capability_id) == pair
    assert (judgement.verdict, judgement.reason, judgement.blind) == (kept, reason, True)
    assert judgement.score == score(app, session, session.get_one(Need, pair[0]), pair[1])


def test_no_pair_comes_back_and_the_last_one_says_so(consultant: Browser, session: Session) -> None:
    scenes.needs(session, 2)
    scenes.catalogue(session)
    met = []
    while (pair := shown(consultant)) is not None:
        met.append(pair)
        answer(consultant, pair, "skip" if len(met) % 3 else "related")
    assert len(met) == len(set(met)) == 2 * len(scenes.SUBJECTS)
    assert session.scalar(sa.select(sa.func.count()).select_from(SkippedPair)) == 8
    assert "Det finns inget par kvar att bedöma" in consultant.get(PATH).get_data(as_text=True)


def test_the_same_person_meets_the_same_pair_until_it_is_judged(consultant: Browser, session: Session) -> None:
    scenes.needs(session, 6)
    scenes.catalogue(session)
    first = shown(consultant)
    assert first is not None
    assert shown(consultant) == first
    answer(consultant, first, "skip")
    assert shown(consultant) != first


def test_people_meet_pairs_in_orders_of_their_own(app: Flask, session: Session) -> None:
    scenes.needs(session, 6)
    scenes.catalogue(session)
    with app.test_request_context():
        met = {
            (pair.need_id, pair.capability_id)
            for _number in range(5)
            if (pair := blind.next_pair(session, matchmaker(), scenes.somebody(session), today=DAY))
        }
    assert len(met) > 1


def test_the_top_the_middle_and_the_rest_of_one_need_follow_each_other(app: Flask, session: Session) -> None:
    infrastructure = factories.infrastructure()
    session.add_all([infrastructure, *(factories.capability(infrastructure) for _number in range(30))])
    need = scenes.needs(session, 1)[0]
    session.refresh(need, ["concepts"])
    actor = scenes.somebody(session)
    with app.test_request_context():
        with matchmaker().engine() as engine:
            order = [int(place.id) for place in engine.order(need_profile(need), today=DAY)]
        places = []
        for _number in range(3):
            pair = blind.next_pair(session, matchmaker(), actor, today=DAY)
            assert pair is not None
            places.append(order.index(pair.capability_id))
            session.add(SkippedPair(user_id=actor.id, need_id=need.id, capability_id=pair.capability_id))
            session.commit()
    assert sum(place < 5 for place in places) == 1
    assert sum(5 <= place < 20 for place in places) == 1
    assert sum(place >= 20 for place in places) == 1


def test_pairs_with_a_match_and_closed_needs_are_not_asked_about(consultant: Browser, session: Session) -> None:
    need = scenes.needs(session, 1)[0]
    scenes.needs(session, 1, status=NeedStatus.MET)
    first, *rest = scenes.catalogue(session)
    session.add_all([factories.match(need, capability) for capability in rest])
    session.commit()
    assert shown(consultant) == (need.id, first.id)
    answer(consultant, (need.id, first.id), "skip")
    assert shown(consultant) is None


def test_a_form_sent_twice_counts_once(consultant: Browser, session: Session) -> None:
    scenes.needs(session, 1)
    scenes.catalogue(session)
    pair = shown(consultant)
    assert pair is not None
    answer(consultant, pair, "introduce")
    answer(consultant, pair, "not_this")
    assert session.scalars(sa.select(Judgement.verdict)).all() == [Verdict.INTRODUCE]
    assert "din första bedömning gäller" in consultant.get(PATH).get_data(as_text=True)


def test_not_this_needs_a_reason_and_keeps_the_pair(consultant: Browser, session: Session) -> None:
    scenes.needs(session, 3)
    scenes.catalogue(session)
    pair = shown(consultant)
    assert pair is not None
    refused = answer(consultant, pair, "not_this", reason="")
    assert refused.status_code == 422
    assert dict(HIDDEN.findall(refused.get_data(as_text=True))) == {
        "need_id": str(pair[0]),
        "capability_id": str(pair[1]),
    }
    assert answer(consultant, pair, "maybe").status_code == 422


@pytest.mark.parametrize(
    "values",
    [{"need_id": "x"}, {"capability_id": ""}, {"need_id": "9" * 20}, {"score": "1"}, {"verdict": ["skip", "related"]}],
)
def test_garbled_forms_are_refused(consultant: Browser, session: Session, values: dict[str, Any]) -> None:
    scenes.needs(session, 1)
    scenes.catalogue(session)
    pair = shown(consultant)
    assert pair is not None
    assert answer(consultant, pair, **{"verdict": "skip", **values}).status_code == 400


def test_a_missing_need_is_not_found_and_a_closed_one_is_passed_over(consultant: Browser, session: Session) -> None:
    need, offered = scenes.needs(session, 1)[0], scenes.catalogue(session)
    assert answer(consultant, (999999, offered[0].id), "related").status_code == 404
    need.status = NeedStatus.MET
    session.commit()
    assert answer(consultant, (need.id, offered[0].id), "related").status_code == 302
    assert session.scalars(sa.select(Judgement)).all() == []


def test_who_may_judge_and_who_may_see_the_figures(make_browser: Any, session: Session) -> None:
    expected = {
        Role.ADMINISTRATOR: (200, 200),
        Role.CONSULTANT: (403, 200),
        Role.STAFF: (403, 403),
        Role.STEERING: (403, 403),
    }
    for role, statuses in expected.items():
        browser = make_browser(role)
        assert (browser.get("/ranking").status_code, browser.get(PATH).status_code) == statuses, role
        if role is not Role.ADMINISTRATOR:
            for path in ("/ranking/retrain", "/ranking/1/use", "/ranking/1/undo"):
                assert browser.send(path).status_code == 403
    assert session.scalar(sa.select(sa.func.count()).select_from(User)) == 4


def test_judging_costs_the_same_however_many_needs_there_are(
    consultant: Browser, session: Session, count_statements: Any
) -> None:
    scenes.needs(session, 1)
    scenes.catalogue(session)
    consultant.get(PATH).close()
    with count_statements() as few:
        consultant.get(PATH).close()
    scenes.needs(session, 200)
    consultant.get(PATH).close()
    with count_statements() as many:
        consultant.get(PATH).close()
    assert len(many) <= len(few) <= 25
