"""The success cases of infrastructures."""

from __future__ import annotations

from app.infrastructures.use_cases import confirm_facts
from models.accounts import Role
from models.capacities import YearCapacity
from models.clock import today
from models.infrastructures import Capability, Infrastructure
from models.known_facts import Openness
from models.readiness_items import ReadinessComment, ReadinessItem
from models.requests import IntroductionRequest
from tests import factories
from tests.security.valid_posts.setting import Attempt, Setting, Typed, case


def _published(stage: Setting) -> Typed:
    """Return the button by which staff publish at once, where there is one."""
    return {"publish": "1"} if stage.role is Role.STAFF else {}


@case("infrastructures.new")
def _(stage: Setting) -> Attempt:
    name = f"Renrummet {stage.number}"
    host = stage.add(factories.host())
    return Attempt(
        "/infrastructures/new",
        lambda: stage.one(Infrastructure, Infrastructure.name_sv == name) is not None,
        {"name_sv": name, "description_sv": "Ett renrum.", "host_ids": [str(host.id)]},
        shown=name,
    )


@case("infrastructures.edit")
def _(stage: Setting) -> Attempt:
    words = f"Vi mäter {stage.number}."
    return Attempt(
        f"/infrastructures/{stage.infrastructure.id}/edit",
        lambda: stage.fresh(stage.infrastructure).description_sv == words,
        {"description_sv": words, "open_to_companies": Openness.LIMITED.value, **_published(stage)},
        shown=words,
    )


@case("infrastructures.capacity")
def _(stage: Setting) -> Attempt:
    hours, year = 1_000 + stage.number, today().year + 1
    path = f"/infrastructures/{stage.infrastructure.id}/capacity/{year}"
    typed: Typed = {"hours": str(hours), "source": "Bokningssystemet"}
    return Attempt(path, lambda: stage.one(YearCapacity, YearCapacity.hours == hours) is not None, typed)


@case("infrastructures.confirm")
def _(stage: Setting) -> Attempt:
    path = f"/infrastructures/{stage.infrastructure.id}"
    stage.infrastructure.confirmed_on = None
    stage.session.commit()
    return Attempt(path, lambda: stage.fresh(stage.infrastructure).confirmed_on == today(), action=f"{path}/confirm")


@case("infrastructures.undo")
def _(stage: Setting) -> Attempt:
    user = stage.user
    assert user is not None
    stage.infrastructure.confirmed_on = None
    stage.session.commit()
    stage.session.refresh(stage.infrastructure, ["capabilities"])
    number = confirm_facts(
        stage.session,
        actor=user,
        infrastructure=stage.infrastructure,
        version=stage.infrastructure.facts_version,
        on=today(),
    )
    stage.session.commit()
    path = f"/infrastructures/{stage.infrastructure.id}"
    typed: Typed = {"version": str(number)}
    return Attempt(path, lambda: stage.fresh(stage.infrastructure).confirmed_on is None, typed, action=f"{path}/undo")


@case("infrastructures.ask")
def _(stage: Setting) -> Attempt:
    capability = stage.add(
        factories.capability(stage.infrastructure, text_sv="Krympsäkra kulor av glas mäts med ljus.")
    )
    need = stage.need(title="Krympsäkra kulor av glas", teaser="Vi vill mäta krympsäkra kulor av glas med ljus.")
    path = f"/infrastructures/{stage.infrastructure.id}"
    wish = (IntroductionRequest.need_id == need.id, IntroductionRequest.capability_id == capability.id)
    return Attempt(
        path, lambda: stage.one(IntroductionRequest, *wish) is not None, action=f"{path}/needs/{need.id}/ask"
    )


@case("infrastructures.new_capability")
def _(stage: Setting) -> Attempt:
    title = f"Ytplasmonresonans {stage.number}"
    return Attempt(
        f"/infrastructures/{stage.infrastructure.id}/capabilities/new",
        lambda: stage.one(Capability, Capability.title_sv == title) is not None,
        {"title_sv": title, "lead_time_days": "14", "quality_known": "known", "quality": ["GMP"], **_published(stage)},
        shown=title,
    )


@case("infrastructures.edit_capability")
def _(stage: Setting) -> Attempt:
    capability = stage.capability()
    path = f"/capabilities/{capability.id}/edit"
    return Attempt(
        path, lambda: stage.fresh(capability).price_note == "900 kr", {"price_note": "900 kr", **_published(stage)}
    )


@case("infrastructures.readiness")
def _(stage: Setting) -> Attempt:
    evidence = f"Pärm {stage.number}"
    conditions = (ReadinessItem.infrastructure_id == stage.infrastructure.id, ReadinessItem.evidence == evidence)
    return Attempt(
        f"/infrastructures/{stage.infrastructure.id}/readiness",
        lambda: stage.one(ReadinessItem, *conditions) is not None,
        {"level_2": "3", "evidence_2": evidence},
    )


@case("infrastructures.readiness_item")
def _(stage: Setting) -> Attempt:
    said = f"Beslutet väntar på nämnden {stage.number}."
    return Attempt(
        f"/infrastructures/{stage.infrastructure.id}/readiness/3",
        lambda: stage.one(ReadinessComment, ReadinessComment.text == said) is not None,
        {"text": said},
        shown=said,
    )


@case("infrastructures.review_item")
def _(stage: Setting) -> Attempt:
    item = stage.one(
        ReadinessItem, ReadinessItem.infrastructure_id == stage.infrastructure.id, ReadinessItem.number == 5
    ) or stage.add(ReadinessItem(infrastructure_id=stage.infrastructure.id, number=5, level=3))
    path = f"/infrastructures/{stage.infrastructure.id}/readiness/5"
    item.checked_on = None
    stage.session.commit()
    return Attempt(path, lambda: stage.fresh(item).checked_on == today(), action=f"{path}/review")


@case("infrastructures.terms")
def _(stage: Setting) -> Attempt:
    capability = stage.capability()
    path, price = f"/infrastructures/{stage.infrastructure.id}/terms", f"{stage.number} kr i timmen"
    typed: Typed = {f"price_{capability.id}": price, f"days_{capability.id}": "14", **_published(stage)}
    return Attempt(path, lambda: stage.fresh(capability).price_note == price, typed)
