"""The success cases of uses."""

from __future__ import annotations

from app.uses.use_cases import remove_use
from models.clock import today
from models.matches import Stage
from models.use_confirmations import ConfirmationAnswer, UseConfirmation
from models.uses import Use
from tests import factories
from tests.security.valid_posts.setting import Attempt, Setting, Typed, case


@case("uses.new")
def _(stage: Setting) -> Attempt:
    match = stage.match(Stage.AGREED)
    typed: Typed = {
        "started_on": today().isoformat(),
        "hours": "12,5",
        "evidence_kind": "document",
        "evidence": "Order 17",
    }
    return Attempt(
        f"/matches/{match.id}/uses/new",
        lambda: stage.one(Use, Use.match_id == match.id, Use.evidence == "Order 17") is not None,
        typed,
        shown="Order 17",
    )


@case("uses.edit")
def _(stage: Setting) -> Attempt:
    use = stage.add(factories.use(stage.match(Stage.USED)))
    return Attempt(f"/uses/{use.id}/edit", lambda: stage.fresh(use).evidence == "Faktura 3", {"evidence": "Faktura 3"})


@case("uses.remove")
def _(stage: Setting) -> Attempt:
    use = stage.add(factories.use(stage.match(Stage.USED)))
    number = use.id
    return Attempt(
        f"/uses/{number}/edit", lambda: stage.one(Use, Use.id == number) is None, action=f"/uses/{number}/remove"
    )


@case("uses.put_back")
def _(stage: Setting) -> Attempt:
    said = f"Avtal {stage.number}"
    use = stage.add(factories.use(stage.match(Stage.USED), evidence=said))
    thrown = remove_use(stage.session, actor=stage.add(factories.user()), use=use, version=use.version)
    stage.session.commit()
    return Attempt(
        "/bin",
        lambda: stage.one(Use, Use.evidence == said) is not None,
        {"version": str(thrown.version)},
        action=f"/uses/removed/{thrown.id}/put-back",
    )


@case("uses.ask")
def _(stage: Setting) -> Attempt:
    use = stage.add(factories.use(stage.match(Stage.USED)))
    typed: Typed = {"company": "bolaget@test.example", "infrastructure": "", "language": "sv"}
    return Attempt(
        f"/uses/{use.id}/confirmation",
        lambda: stage.one(UseConfirmation, UseConfirmation.use_id == use.id) is not None,
        typed,
    )


@case("uses.confirm")
def _(stage: Setting) -> Attempt:
    use = stage.add(factories.use(stage.match(Stage.USED)))
    token = f"the token {stage.number} in the letter"
    asked = stage.add(factories.use_confirmation(use, token))
    typed: Typed = {"answer": "right", "name": "Anna Ek"}
    return Attempt(
        f"/confirm/{token}",
        lambda: stage.fresh(asked).answer is ConfirmationAnswer.RIGHT,
        typed,
        shown="Ditt svar har kommit fram",
    )
