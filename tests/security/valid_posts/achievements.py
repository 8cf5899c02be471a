"""The success cases of achievements."""

from __future__ import annotations

import io
from typing import Any

import sqlalchemy as sa

from models.achievements import Achievement
from models.clock import now, today
from models.participants import Participant
from models.programmes import CountingRule, Indicator, Programme
from tests import factories
from tests.security.valid_posts.setting import Attempt, Setting, case


def _programme(stage: Setting) -> Programme:
    found = stage.session.scalars(sa.select(Programme)).first()
    return found or stage.add(factories.programme())


def _indicator(stage: Setting) -> Indicator:
    found = stage.session.scalars(sa.select(Indicator).where(Indicator.rule == CountingRule.REPORTED)).first()
    if found is None:
        made = Indicator(code="fte", name_sv="Forskare", name_en="Researchers", unit="fte", target=3)
        made.programme = _programme(stage)
        found = stage.add(made)
    return found


@case("achievements.new")
def _(stage: Setting) -> Attempt:
    programme, title = _programme(stage), f"Mingel {stage.number}"
    return Attempt(
        "/achievements/new/social_event",
        lambda: (found := stage.one(Achievement, Achievement.title == title)) is not None and found.is_demo is False,
        {"title": title, "happened_on": str(today()), "programme_id": str(programme.id), "evidence": "Inbjudan"},
        shown=title,
    )


@case("achievements.enter")
def _(stage: Setting) -> Attempt:
    indicator = _indicator(stage)
    code = stage.session.get_one(Programme, indicator.programme_id).code
    evidence = f"Intyg {stage.number}"
    return Attempt(
        f"/programmes/{code}/{indicator.code}/enter",
        lambda: (found := stage.one(Achievement, Achievement.evidence == evidence)) is not None and found.amount == 1.5,
        {"amount": "1,5", "happened_on": str(today()), "evidence": evidence},
        shown=evidence,
    )


@case("achievements.edit")
def _(stage: Setting) -> Attempt:
    found = stage.add(factories.achievement(_programme(stage)))
    there = f"/achievements/{found.id}/edit"
    return Attempt(there, lambda: stage.fresh(found).place == "Flemingsberg", {"place": "Flemingsberg"})


@case("achievements.take_back")
def _(stage: Setting) -> Attempt:
    found = stage.add(factories.achievement(_programme(stage)))
    return Attempt(
        f"/achievements/{found.id}/edit",
        lambda: stage.fresh(found).taken_back_at is not None,
        {"version": str(found.version)},
        action=f"/achievements/{found.id}/take-back",
    )


@case("achievements.put_back")
def _(stage: Setting) -> Attempt:
    found = stage.add(factories.achievement(_programme(stage), title="Kväll igen", taken_back_at=now()))
    return Attempt(
        "/achievements/new",
        lambda: stage.fresh(found).taken_back_at is None,
        {"version": str(found.version)},
        action=f"/achievements/{found.id}/put-back",
        shown="Kväll igen",
    )


@case("imports.sign_up")
def _(stage: Setting) -> Attempt:
    found = stage.add(factories.achievement(_programme(stage)))
    typed: dict[str, Any] = {"file": (io.BytesIO(b"Organisation;Namn\r\nKI;Ada\r\n"), "anmalda.csv")}
    return Attempt(f"/imports/participants/{found.id}", lambda: stage.fresh(found).participant_count == 1, typed)


def _participant(stage: Setting) -> Participant:
    event = stage.add(factories.achievement(_programme(stage), participants_until=today(), participant_count=1))
    return stage.add(Participant(achievement_id=event.id, organisation=f"Kommun {stage.number}"))


@case("achievements.add_participants")
def _(stage: Setting) -> Attempt:
    found = stage.add(factories.achievement(_programme(stage)))
    there = f"/achievements/{found.id}/participants/new"
    return Attempt(there, lambda: stage.fresh(found).participant_count == 2, {"people": "KI, talare\nHemsö"})


@case("achievements.edit_participant")
def _(stage: Setting) -> Attempt:
    found = _participant(stage)
    there = f"/achievements/participants/{found.id}/edit"
    return Attempt(there, lambda: stage.fresh(found).role == "talare", {"role": "talare"})


@case("achievements.confirm_participant")
def _(stage: Setting) -> Attempt:
    found, company = _participant(stage), stage.need().company
    company.name = found.organisation
    stage.session.commit()
    return Attempt(
        f"/achievements/{found.achievement_id}",
        lambda: stage.fresh(found).company_id == company.id,
        {"version": str(found.version), "record": f"company-{company.id}"},
        action=f"/achievements/participants/{found.id}/confirm",
    )


@case("achievements.remove_participant")
def _(stage: Setting) -> Attempt:
    found = _participant(stage)
    number = found.id
    return Attempt(
        f"/achievements/{found.achievement_id}",
        lambda: stage.one(Participant, Participant.id == number) is None,
        {"version": str(found.version)},
        action=f"/achievements/participants/{number}/remove",
    )
