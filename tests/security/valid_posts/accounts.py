"""The success cases of accounts."""

from __future__ import annotations

from models.accounts import AccountToken, Role, User
from models.vocabulary import Language
from tests import factories
from tests.security.valid_posts.setting import Attempt, Setting, Typed, case


@case("accounts.sign_in")
def _(stage: Setting) -> Attempt:
    user = stage.add(factories.user(role=Role.CONSULTANT))
    typed: Typed = {"email": user.email, "password": factories.PASSWORD}
    return Attempt("/sign-in", lambda: True, typed, shown=user.name)


@case("accounts.sign_out")
def _(_stage: Setting) -> Attempt:
    return Attempt("/", lambda: True, action="/sign-out")


@case("accounts.choose_language")
def _(_stage: Setting) -> Attempt:
    return Attempt("/accessibility", lambda: True, action="/language", shown='<html lang="en">')


@case("accounts.settings")
def _(stage: Setting) -> Attempt:
    user = stage.user
    assert user is not None
    return Attempt("/settings", lambda: stage.fresh(user).language is Language.EN, {"language": "en"})


@case("accounts.new_user")
def _(stage: Setting) -> Attempt:
    name = f"Nya Nilsson {stage.number}"
    typed: Typed = {
        "name": name,
        "email": f"nya{stage.number}@test.example",
        "role": "staff",
        "infrastructure_ids": [str(stage.infrastructure.id)],
    }
    return Attempt("/users/new", lambda: stage.one(User, User.name == name) is not None, typed)


@case("accounts.edit_user")
def _(stage: Setting) -> Attempt:
    user = stage.add(factories.user(role=Role.STEERING))
    return Attempt(f"/users/{user.id}/edit", lambda: stage.fresh(user).name == "Åsa Ny", {"name": "Åsa Ny"})


@case("accounts.invite")
def _(stage: Setting) -> Attempt:
    user = stage.add(factories.user(role=Role.STEERING, password_hash=None))
    return Attempt(
        f"/users/{user.id}/edit",
        lambda: stage.one(AccountToken, AccountToken.user_id == user.id) is not None,
        action=f"/users/{user.id}/invite",
        shown=user.email,
    )


@case("accounts.forgotten_password")
def _(stage: Setting) -> Attempt:
    user = stage.add(factories.user())
    return Attempt(
        "/forgotten-password",
        lambda: stage.one(AccountToken, AccountToken.user_id == user.id) is not None,
        {"email": user.email},
    )


@case("accounts.choose_password")
def _(stage: Setting) -> Attempt:
    user = stage.add(factories.user(password_hash=None))
    stage.add(factories.account_token(user, "the token in the letter"))
    return Attempt(
        "/choose-password/invitation/the token in the letter",
        lambda: stage.fresh(user).password_hash is not None,
        {"new_password": factories.PASSWORD, "again": factories.PASSWORD},
    )
