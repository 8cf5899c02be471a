"""The success cases of needs."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

from app.needs import by_phone, division
from app.needs.commands import NeedCommand
from app.needs.queries import get_need
from matching.results import RankedPlace
from matching.several.needs import Part, TwoNeeds
from models.clock import today
from models.needs import Need, NeedStatus
from models.watches import NeedWatch
from tests import factories
from tests.security.valid_posts.setting import Attempt, Setting, Typed, case


@case("needs.new")
def _(stage: Setting) -> Attempt:
    company, title = stage.add(factories.company()), f"Mäta bindning {stage.number}"
    concept = stage.add(factories.concept())
    return Attempt(
        f"/needs/new?company={company.id}",
        lambda: stage.one(Need, Need.title == title, Need.concepts.any(key=concept.key)) is not None,
        {"title": title, "teaser": "Vi vill mäta.", "concepts": concept.label_sv, "quality": ["GMP"], "trl": "4"},
        shown=title,
    )


@case("needs.call")
def _(stage: Setting) -> Attempt:
    company, title = stage.add(factories.company()), f"Mäta renhet {stage.number}"
    typed: Typed = {"company": company.name, "contact": "Disa Ö", "title": title, "teaser": "Pulver."}
    whole = (Need.title == title, Need.company_id == company.id, Need.contact.has(name="Disa Ö"))
    return Attempt("/needs/by-phone", lambda: stage.one(Need, *whole) is not None, typed, shown=title)


@case("needs.undo_call")
def _(stage: Setting) -> Attempt:
    assert stage.user is not None
    company, title = stage.add(factories.company()), f"Mäta renhet {stage.number}"
    plain: dict[str, Any] = dict.fromkeys(each.name for each in fields(NeedCommand))
    command = NeedCommand(**{**plain, "title": title, "teaser": "Pulver.", "quality": [], "place_matters": False})
    need = by_phone.record_call(stage.session, company=company, caller=None, need=command, on=today())
    stage.session.commit()
    page, action = f"/needs/{need.id}", f"/needs/{need.id}/by-phone/undo"
    typed: Typed = {"version": str(need.version)}
    return Attempt(page, lambda: stage.one(Need, Need.title == title) is None, typed, action)


@case("needs.edit")
def _(stage: Setting) -> Attempt:
    need = stage.need()
    typed: Typed = {"infrastructure_text": "Tre prover"}
    path = f"/needs/{need.id}/edit"
    return Attempt(path, lambda: stage.fresh(need).infrastructure_text == "Tre prover", typed, shown="Tre prover")


def _status(stage: Setting, before: NeedStatus, verb: str, after: NeedStatus) -> Attempt:
    need = stage.need(status=before)
    path = f"/needs/{need.id}"
    return Attempt(path, lambda: stage.fresh(need).status is after, action=f"{path}/{verb}")


def _closed(stage: Setting, verb: str, after: NeedStatus) -> Attempt:
    need = stage.need()
    assert need.opened_on is not None
    typed: Typed = {"closed_on": str(need.opened_on)}
    return Attempt(
        f"/needs/{need.id}/{verb}",
        lambda: (stage.fresh(need).status, need.closed_on) == (after, need.opened_on),
        typed,
    )


@case("needs.publish")
def _(stage: Setting) -> Attempt:
    return _status(stage, NeedStatus.DRAFT, "open", NeedStatus.OPEN)


@case("needs.mark_met")
def _(stage: Setting) -> Attempt:
    return _closed(stage, "met", NeedStatus.MET)


@case("needs.withdraw")
def _(stage: Setting) -> Attempt:
    return _closed(stage, "withdraw", NeedStatus.WITHDRAWN)


@case("needs.reopen")
def _(stage: Setting) -> Attempt:
    return _status(stage, NeedStatus.WITHDRAWN, "reopen", NeedStatus.OPEN)


def _two_in_one(stage: Setting) -> Need:
    """Save a need whose text holds two, and a capability for each."""
    number = stage.number
    stage.add(factories.capability(stage.infrastructure, text_sv=f"Krympsäkra glaskulor{number} mäts med ljus."))
    stage.add(factories.capability(stage.infrastructure, text_sv=f"Nefelometri{number} av grumliga lösningar."))
    return stage.need(
        title="Kulor och lösningar",
        teaser=f"Vi vill mäta krympsäkra glaskulor{number} med ljus. "
        f"En helt annan fråga: vem gör nefelometri{number} av grumliga lösningar?",
    )


@case("needs.divide")
def _(stage: Setting) -> Attempt:
    need = _two_in_one(stage)
    path = f"/needs/{need.id}"
    saved = (Need.company_id == need.company_id, Need.id != need.id, Need.teaser.startswith("En helt annan fråga:"))
    return Attempt(path, lambda: stage.one(Need, *saved) is not None, action=f"{path}/divide", shown="Vem gör nefelo")


@case("needs.undivide")
def _(stage: Setting) -> Attempt:
    user = stage.user
    assert user is not None
    need = get_need(stage.session, user, _two_in_one(stage).id)
    whole = need.teaser
    cut = whole.index("En helt")
    first, second = ({"teaser": (span,)} for span in ((0, cut), (cut, len(whole))))
    nothing = RankedPlace("1", 0.0, suitable=False)
    found = TwoNeeds(Part(first, whole[:cut], nothing), Part(second, whole[cut:], nothing))
    made = division.divide(stage.session, need=need, found=found, version=need.version, on=today())
    number = made.id
    stage.session.commit()
    path = f"/needs/{need.id}"
    return Attempt(
        f"{path}/divided",
        lambda: (stage.one(Need, Need.id == number), stage.fresh(need).teaser) == (None, whole),
        action=f"{path}/undivide",
        shown="glaskulor",
    )


@case("needs.say_one")
def _(stage: Setting) -> Attempt:
    need = _two_in_one(stage)
    path = f"/needs/{need.id}"
    return Attempt(path, lambda: stage.fresh(need).one_need is not None, action=f"{path}/one")


@case("needs.watch")
def _(stage: Setting) -> Attempt:
    need = stage.need()
    page = f"/needs/{need.id}"
    return Attempt(page, lambda: stage.one(NeedWatch, NeedWatch.need_id == need.id) is not None, action=f"{page}/watch")


@case("needs.unwatch")
def _(stage: Setting) -> Attempt:
    need = stage.need()
    assert stage.user is not None
    kept = stage.add(NeedWatch(need_id=need.id, user_id=stage.user.id, known=[], revision=0))
    page = f"/needs/{need.id}"
    return Attempt(page, lambda: stage.fresh(kept).ended_at is not None, action=f"{page}/unwatch")
