"""The success cases of matches."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from app.matches import use_cases
from models.clock import now, today
from models.consents import Consent
from models.infrastructures import Capability
from models.matches import Match, Stage
from models.needs import Need
from models.outbox import OutboxMessage
from models.waiting import WaitingFor
from tests import factories
from tests.security.valid_posts.setting import Attempt, Setting, Typed, case


def _staged(stage: Setting, match: Match, after: Stage) -> Callable[[], bool]:
    return lambda: stage.fresh(match).stage is after


def _pair(stage: Setting) -> tuple[str, Callable[[], Match | None], Need, Capability]:
    need, capability = stage.need(), stage.capability()
    path = f"/needs/{need.id}/capabilities/{capability.id}"
    return path, lambda: stage.one(Match, Match.need_id == need.id), need, capability


@case("matches.shortlist")
def _(stage: Setting) -> Attempt:
    path, find, need, capability = _pair(stage)
    # Among all that the other cases have made, this one must be among those that the page shows.
    words = f"Nefelometri {stage.number} av grumliga lösningar"
    need.teaser = capability.title_sv = capability.text_sv = words
    stage.session.commit()
    return Attempt(
        f"/needs/{need.id}?show=all",
        lambda: (found := find()) is not None and found.stage is Stage.SHORTLISTED,
        action=f"{path}/shortlist",
    )


@case("matches.dismiss")
def _(stage: Setting) -> Attempt:
    path, find, *_rest = _pair(stage)
    return Attempt(
        f"{path}/dismiss",
        lambda: (found := find()) is not None and found.close_note == "För långt",
        {"reason": "wrong_place", "note": "För långt"},
    )


@case("matches.introduce")
def _(stage: Setting) -> Attempt:
    path, find, *_rest = _pair(stage)
    return Attempt(
        f"{path}/introduce",
        lambda: (found := find()) is not None and found.stage is Stage.INTRODUCED,
        {"next_step": "Ringa om tid", "consent_way": "phone", "consent_by": "Bo Ek"},
        shown="Ringa om tid",
    )


@case("matches.consent")
def _(stage: Setting) -> Attempt:
    need = stage.need()
    return Attempt(
        f"/needs/{need.id}/consent",
        lambda: stage.one(Consent, Consent.need_id == need.id) is not None,
        {"consent_way": "mail", "consent_by": "Bo Ek"},
        shown="Bo Ek",
    )


@case("matches.take_back_consent")
def _(stage: Setting) -> Attempt:
    consent = stage.add(factories.consent(stage.need()))
    return Attempt(
        f"/needs/{consent.need_id}",
        lambda: stage.fresh(consent).taken_back_at is not None,
        action=f"/needs/consents/{consent.id}/take-back",
    )


@case("matches.put_back_consent")
def _(stage: Setting) -> Attempt:
    consent = stage.add(factories.consent(stage.need(), taken_back_at=now()))
    return Attempt(
        f"/needs/{consent.need_id}",
        lambda: stage.fresh(consent).taken_back_at is None,
        {"version": str(consent.version)},
        action=f"/needs/consents/{consent.id}/put-back",
    )


@case("matches.add")
def _(stage: Setting) -> Attempt:
    _path, find, need, capability = _pair(stage)
    # The word is the capability's own, so the search finds it alone.
    path = f"/needs/{need.id}/matches/new"
    return Attempt(f"{path}?q={capability.title_sv}", lambda: find() is not None, action=path)


@case("matches.next_step")
def _(stage: Setting) -> Attempt:
    match = stage.match()
    day = today() + timedelta(days=7)
    return Attempt(
        f"/matches/{match.id}/next-step",
        lambda: (stage.fresh(match).next_step, match.next_step_on) == ("Ringa", day),
        {"next_step": "Ringa", "next_step_on": day.isoformat()},
        shown="Ringa",
    )


@case("matches.finish_step")
def _(stage: Setting) -> Attempt:
    match = stage.match()
    match.next_step = "Ringa"
    stage.session.commit()
    path = f"/matches/{match.id}"
    typed: Typed = {"then": "Skicka avtal", "then_on": (today() + timedelta(days=7)).isoformat()}
    return Attempt(
        path,
        lambda: stage.fresh(match).next_step == "Skicka avtal",
        typed,
        action=f"{path}/next-step/done",
        shown="Skicka avtal",
    )


@case("matches.wait")
def _(stage: Setting) -> Attempt:
    match = stage.match(Stage.INTRODUCED)
    path = f"/matches/{match.id}"
    typed: Typed = {"version": str(match.version), "waiting_for": "company"}
    return Attempt(path, lambda: stage.fresh(match).waiting_for is WaitingFor.COMPANY, typed, action=f"{path}/waiting")


@case("matches.assign")
def _(stage: Setting) -> Attempt:
    match, colleague = stage.match(), stage.add(factories.user())
    typed: Typed = {"owner_id": str(colleague.id)}
    return Attempt(f"/matches/{match.id}/owner", lambda: stage.fresh(match).owner_id == colleague.id, typed)


@case("matches.move")
def _(stage: Setting) -> Attempt:
    match = stage.match(Stage.INTRODUCED)
    typed: Typed = {"version": str(match.version), "stage": "agreed"}
    path = f"/matches/{match.id}/move?back=/matches/board"
    return Attempt("/matches/board", lambda: stage.fresh(match).stage is Stage.AGREED, typed, path)


@case("matches.agree")
def _(stage: Setting) -> Attempt:
    match = stage.match(Stage.MEETING_HELD)
    return Attempt(f"/matches/{match.id}/agree", _staged(stage, match, Stage.AGREED))


@case("matches.undo")
def _(stage: Setting) -> Attempt:
    match, user = stage.match(Stage.INTRODUCED), stage.user
    assert user is not None
    use_cases.agree(stage.session, actor=user, match_id=match.id, version=match.version)
    stage.session.commit()
    path = f"/matches/{match.id}"
    typed: Typed = {"version": str(match.version)}
    return Attempt(path, _staged(stage, match, Stage.INTRODUCED), typed, action=f"{path}/undo")


@case("matches.correct")
def _(stage: Setting) -> Attempt:
    match = stage.match(Stage.INTRODUCED)
    typed: Typed = {"stage": "shortlisted", "note": "Fel enhet"}
    return Attempt(f"/matches/{match.id}/stage", _staged(stage, match, Stage.SHORTLISTED), typed)


@case("matches.letter")
def _(stage: Setting) -> Attempt:
    match = stage.match(Stage.INTRODUCED)
    letter = stage.add(
        OutboxMessage(
            match_id=match.id,
            to_address="nobody@company.example",
            subject="Hej",
            body="Hej",
            message_id=f"<{match.id}@test.example>",
            attempts=1,
            last_error="recipient 550",
            given_up_at=now(),
        )
    )
    typed: Typed = {"to": "somebody@company.example"}

    def is_on_its_way() -> bool:
        sent = stage.fresh(letter)
        return (sent.to_address, sent.given_up_at, sent.attempts) == ("somebody@company.example", None, 0)

    return Attempt(f"/matches/{match.id}/letters/{letter.id}", is_on_its_way, typed)


@case("matches.close")
def _(stage: Setting) -> Attempt:
    match = stage.match(Stage.INTRODUCED)
    typed: Typed = {"reason": "too_expensive", "note": "Dyrt"}
    return Attempt(f"/matches/{match.id}/close", _staged(stage, match, Stage.CLOSED), typed)
