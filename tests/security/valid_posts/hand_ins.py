"""The success cases of needs that companies hand in themselves."""

from __future__ import annotations

import io
from typing import Any

from models.clock import now
from models.files import RecordFile
from models.hand_ins import HandIn, HandInPurpose, HandInQuestion, HandInState
from models.need_layers import layers_digest, layers_of
from models.needs import Need, NeedStatus
from models.vocabulary import Language
from tests import factories
from tests.security.valid_posts.setting import Attempt, Setting, Typed, case


def _linked(stage: Setting, purpose: HandInPurpose, **values: object) -> tuple[HandIn, str]:
    found = stage.add(factories.hand_in(**values))
    token = f"token-{stage.number}-of-a-hand-in"
    stage.add(factories.hand_in_link(found, purpose, token))
    return found, token


@case("hand_ins.new")
def _(stage: Setting) -> Attempt:
    name = f"Nya bolaget {stage.number} AB"
    typed: Typed = {
        "text": "Är vårt plåster tätt?",
        "title": "Tätt plåster",
        "company_name": name,
        "contact_name": "Anna Ek",
        "contact_email": f"anna{stage.number}@foretag.example",
        "agrees": "y",
    }
    return Attempt("/hand-in", lambda: stage.one(HandIn, HandIn.company_name == name) is not None, typed)


@case("hand_ins.confirm")
def _(stage: Setting) -> Attempt:
    found, token = _linked(stage, HandInPurpose.CONFIRM, state=HandInState.UNCONFIRMED)
    return Attempt(
        f"/hand-in/confirm/{token}",
        lambda: stage.fresh(found).state is HandInState.RECEIVED,
        shown="Ert behov har kommit fram",
    )


@case("hand_ins.own")
def _(stage: Setting) -> Attempt:
    found, token = _linked(stage, HandInPurpose.OWN, state=HandInState.ASKED_BACK)
    asked = stage.add(HandInQuestion(hand_in_id=found.id, text="Hur många prover?"))
    return Attempt(f"/hand-in/own/{token}", lambda: stage.fresh(asked).answer == "Tolv", {"said": "Tolv"})


@case("hand_ins.correct")
def _(stage: Setting) -> Attempt:
    found, token = _linked(stage, HandInPurpose.OWN)
    typed: Typed = {"public_text": "Vi mäter bindning."}
    return Attempt(
        f"/hand-in/own/{token}/correct", lambda: stage.fresh(found).public_text == "Vi mäter bindning.", typed
    )


@case("hand_ins.withdraw")
def _(stage: Setting) -> Attempt:
    found, token = _linked(stage, HandInPurpose.OWN, language=Language.SV)
    return Attempt(f"/hand-in/own/{token}/withdraw", lambda: stage.fresh(found).state is HandInState.WITHDRAWN)


@case("hand_ins.restore")
def _(stage: Setting) -> Attempt:
    state = {"state": HandInState.WITHDRAWN, "state_before": HandInState.TAKEN_UP}
    found, token = _linked(stage, HandInPurpose.RESTORE, **state, withdrawn_at=now())
    return Attempt(f"/hand-in/restore/{token}", lambda: stage.fresh(found).state is HandInState.TAKEN_UP)


@case("hand_ins.agree")
def _(stage: Setting) -> Attempt:
    need = stage.need(status=NeedStatus.DRAFT, opened_on=None)
    found, token = _linked(stage, HandInPurpose.OWN, state=HandInState.ACCEPTED, need_id=need.id)
    page = f"/hand-in/own/{token}"
    return Attempt(page, lambda: stage.fresh(found).layers_agreed_at is not None, action=f"{page}/agree")


@case("hand_ins.decline_wording")
def _(stage: Setting) -> Attempt:
    need = stage.need(status=NeedStatus.DRAFT, opened_on=None)
    found, token = _linked(stage, HandInPurpose.OWN, state=HandInState.ACCEPTED, need_id=need.id)
    page = f"/hand-in/own/{token}"
    return Attempt(page, lambda: stage.fresh(found).layers_declined is not None, action=f"{page}/decline")


@case("hand_ins.add_file")
def _(stage: Setting) -> Attempt:
    need, name = stage.need(), f"fil{stage.number}.txt"
    _found, token = _linked(stage, HandInPurpose.OWN, state=HandInState.ACCEPTED, need_id=need.id)
    typed: dict[str, Any] = {"file": (io.BytesIO(b"En rad text.\r\n"), name)}
    page = f"/hand-in/own/{token}/file"
    return Attempt(page, lambda: stage.one(RecordFile, RecordFile.name == name) is not None, typed)


def _received(stage: Setting, **values: object) -> tuple[HandIn, str]:
    found = stage.add(factories.hand_in(**values))
    return found, f"/handed-in/{found.id}"


@case("hand_ins.take_up")
def _(stage: Setting) -> Attempt:
    found, page = _received(stage)
    return Attempt(page, lambda: stage.fresh(found).state is HandInState.TAKEN_UP, action=f"{page}/take-up")


@case("hand_ins.ask")
def _(stage: Setting) -> Attempt:
    found, page = _received(stage)
    typed: Typed = {"question": "Hur många prover?"}
    return Attempt(f"{page}/ask", lambda: stage.fresh(found).state is HandInState.ASKED_BACK, typed)


@case("hand_ins.decline")
def _(stage: Setting) -> Attempt:
    found, page = _received(stage)
    typed: Typed = {"reason": "Det finns inte här."}
    return Attempt(f"{page}/decline", lambda: stage.fresh(found).decline_reason == "Det finns inte här.", typed)


@case("hand_ins.accept")
def _(stage: Setting) -> Attempt:
    found, page = _received(stage)
    typed: Typed = {"company": "new", "title": "Bindning av ett protein", "teaser": "Hur hårt binder det?"}
    return Attempt(f"{page}/accept", lambda: stage.fresh(found).need_id is not None, typed)


@case("hand_ins.undo")
def _(stage: Setting) -> Attempt:
    found, page = _received(stage, state=HandInState.DECLINED, decline_reason="Nej", decided_at=now())
    return Attempt(page, lambda: stage.fresh(found).state is HandInState.TAKEN_UP, action=f"{page}/undo")


def _accepted(stage: Setting, **values: object) -> tuple[HandIn, Need]:
    need = stage.need()
    agreed = {"state": HandInState.ACCEPTED, "layers_agreed": layers_digest(layers_of(need)), "layers_agreed_at": now()}
    return stage.add(factories.hand_in(need_id=need.id, **{**agreed, **values})), need


@case("hand_ins.propose")
def _(stage: Setting) -> Attempt:
    found, need = _accepted(stage)
    typed: Typed = {"infrastructure_text": "Elva prover"}
    page = f"/needs/{need.id}/edit"
    asked = f"/handed-in/{found.id}/wording"
    return Attempt(page, lambda: stage.fresh(found).proposed_layers is not None, typed, action=asked)


@case("hand_ins.ask_about_wording")
def _(stage: Setting) -> Attempt:
    need = stage.need(status=NeedStatus.DRAFT, opened_on=None)
    found = stage.add(factories.hand_in(state=HandInState.ACCEPTED, need_id=need.id))
    asked = f"/handed-in/{found.id}/ask-about-wording"
    return Attempt(f"/needs/{need.id}", lambda: stage.fresh(found).layers_asked_at is not None, action=asked)


@case("hand_ins.take_back_wording")
def _(stage: Setting) -> Attempt:
    found, need = _accepted(stage, layers_asked_at=now())
    found.proposed_layers = {**layers_of(need), "teaser": "Andra ord"}
    stage.session.commit()
    page = f"/handed-in/{found.id}"
    return Attempt(page, lambda: stage.fresh(found).proposed_layers is None, action=f"{page}/wording/take-back")
