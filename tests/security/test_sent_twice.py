"""A form that creates makes one thing, however often it is sent: in turn, at once, or changed in between."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
import sqlalchemy as sa
from werkzeug.test import TestResponse

from app.limits import KEYS_KEPT
from app.storage import used_keys
from app.storage.used_keys import KeyState
from models.accounts import Role
from models.base import Base
from models.clock import now
from models.meetings import Meeting
from models.sent_forms import UsedKey
from tests.conftest import Browser
from tests.faults.threads import at_once
from tests.security.conftest import World
from tests.security.valid_posts import CASES, Setting
from tests.security.valid_sending import browser_of, filled_in, follow

# What each creates; every form that carries a key is here, and every other way in which something comes to be.
KEYED = (
    "accounts.new_user",
    "achievements.add_participants",
    "achievements.enter",
    "achievements.new",
    "aid.new",
    "aid.new_for_match",
    "batches.assign",
    "batches.plan",
    "batches.put_on",
    "batches.take_off",
    "vocabulary.add_term",
    "companies.new",
    "companies.new_declaration",
    "fact_checks.ask",
    "infrastructures.readiness_item",
    "files.new",
    "files.new_for_infrastructure",
    "hand_ins.new",
    "hours.new",
    "hours.new_for_need",
    "imports.new",
    "infrastructures.new",
    "infrastructures.new_capability",
    "letters.edit",
    "matches.consent",
    "meetings.call_off",
    "meetings.invite",
    "meetings.new",
    "meetings.plan",
    "needs.new",
    "needs.call",
    "notes.new",
    "people.new",
    "people.new_for_infrastructure",
    "programmes.new_group",
    "rates.new",
    "reports.comment",
    "reports.freeze",
    "reports.new_receiver",
    "saved_views.new",
    "tags.put_on",
    "uses.ask",
    "uses.new",
)
# A file is read once, so that a test cannot send the same one again.
_WITH_A_FILE = ("files.new", "files.new_for_infrastructure", "imports.new")
# One row for each pair, whoever is first; so these need no key.
ONE_A_PAIR = ("matches.add", "matches.dismiss", "matches.introduce", "matches.shortlist", "programmes.choose_groups")
# Come and go with other things than what a form makes.
_NOT_COUNTED = (
    "audit_entry",
    "used_key",
    "user_session",
    "sign_in_attempt",
    "evaluation_row",
    "stored_vector",
    "way_back",
    "infrastructure_way_back",
    "call_way_back",
    "double_key",
    "double_pair",
)


def _rows(setting: Setting) -> Counter[str]:
    tables = [table for table in Base.metadata.tables.values() if table.name not in _NOT_COUNTED]
    count = sa.func.count()
    return Counter({table.name: setting.session.scalar(sa.select(count).select_from(table)) or 0 for table in tables})


def _twin(setting: Setting, browser: Browser) -> Browser:
    """Return a second window of a browser, for another thread."""
    window = setting.app.test_client()
    assert isinstance(window, Browser)
    cookie = browser.get_cookie("brygga")
    assert cookie is not None
    window.set_cookie("brygga", cookie.value)
    return window


def test_every_form_that_carries_a_key_is_tried(world: World) -> None:
    assert {found.endpoint for found in world.forms_of("administrator") if "once" in found.form.data} == set(KEYED)


@pytest.mark.parametrize("endpoint", [each for each in (*KEYED, *ONE_A_PAIR) if each not in _WITH_A_FILE])
def test_what_is_sent_twice_is_made_once(setting: Setting, endpoint: str) -> None:
    browser = browser_of(setting, Role.ADMINISTRATOR)
    target, data = filled_in(browser, CASES[endpoint](setting))
    before = _rows(setting)
    first = browser.post(target, data=data)
    made = _rows(setting) - before
    assert first.status_code == 302
    assert made
    second = browser.post(target, data=data)
    assert second.status_code == 302
    if endpoint in KEYED:
        assert second.location == first.location
        assert "Inget har sparats två gånger" in follow(browser, second).get_data(as_text=True)
    assert _rows(setting) - before == made
    # And at the same moment, from two windows.
    target, data = filled_in(browser, CASES[endpoint](setting))
    before = _rows(setting)
    windows = [_twin(setting, browser) for _ in range(2)]
    answers: list[TestResponse] = at_once([partial(window.post, target, data=data) for window in windows])
    assert {answer.status_code for answer in answers} == {302}
    if endpoint in KEYED:
        assert len({answer.location for answer in answers}) == 1
    assert _rows(setting) - before == made


def _meeting(setting: Setting, browser: Browser) -> tuple[str, dict[str, Any]]:
    return filled_in(browser, CASES["meetings.new"](setting))


def test_a_form_that_was_changed_after_it_was_saved_is_shown_again_and_nothing_is_lost(setting: Setting) -> None:
    browser = browser_of(setting, Role.CONSULTANT)
    target, data = _meeting(setting, browser)
    assert browser.post(target, data=data).status_code == 302
    answer = browser.post(target, data=data | {"notes": "Ett annat möte"})
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert "Ett annat möte" in page
    assert "Formuläret har skickats och sparats tidigare" in page
    notes = sa.select(Meeting.notes).where(Meeting.match_id == int(target.split("/")[2])).order_by(Meeting.id)
    assert setting.session.scalars(notes).all() == ["Bra möte"]
    # The page holds a new key: sent once more, it is a second meeting.
    key = page.split('name="once"')[1].split('value="')[1].split('"')[0]
    assert key != data["once"][0]
    assert browser.post(target, data=data | {"notes": "Ett annat möte", "once": key}).status_code == 302
    assert setting.session.scalars(notes).all() == ["Bra möte", "Ett annat möte"]


def test_a_key_of_somebody_else_or_of_another_page_is_another_key(setting: Setting) -> None:
    first, second = browser_of(setting, Role.CONSULTANT), browser_of(setting, Role.CONSULTANT)
    target, data = _meeting(setting, first)
    other, elsewhere = _meeting(setting, second)
    assert first.post(target, data=data).status_code == 302
    mine = elsewhere | {"once": data["once"]}
    assert second.post(other, data=mine).status_code == 302
    # What the first decided to happen next is not replaced unseen: the second says nothing of it.
    silent = {"next_step": "", "next_step_on": "", "waiting_for": ""}
    same_page = elsewhere | {"once": data["once"], "person_ids": data["person_ids"], **silent}
    assert second.post(target, data=same_page).status_code == 302
    where = Meeting.match_id.in_([int(target.split("/")[2]), int(other.split("/")[2])])
    assert setting.session.scalar(sa.select(sa.func.count()).select_from(Meeting).where(where)) == 3


def test_a_key_whose_form_was_refused_is_not_used_up(setting: Setting) -> None:
    browser = browser_of(setting, Role.CONSULTANT)
    target, data = _meeting(setting, browser)
    assert browser.post(target, data=data | {"held_on": "2099-01-01"}).status_code == 422
    assert browser.post(target, data=data).status_code == 302


def test_whoever_finds_their_number_taken_by_their_own_first_press_is_led_to_what_it_made(
    setting: Setting, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The second press looked for its key before the first was saved, and for the number after."""
    browser = browser_of(setting, Role.CONSULTANT)
    target, data = filled_in(browser, CASES["companies.new"](setting))
    first = browser.post(target, data=data)
    assert first.status_code == 302
    answers = iter([(KeyState.UNUSED, None)])
    look_up = used_keys.look_up
    monkeypatch.setattr(used_keys, "look_up", lambda *asked: next(answers, None) or look_up(*asked))
    second = browser.post(target, data=data)
    assert (second.status_code, second.location) == (302, first.location)


def test_a_page_without_a_key_still_saves(setting: Setting) -> None:
    browser = browser_of(setting, Role.CONSULTANT)
    target, data = _meeting(setting, browser)
    del data["once"]
    assert browser.post(target, data=data).status_code == 302


def test_keys_are_forgotten_after_some_days(setting: Setting) -> None:
    browser = browser_of(setting, Role.CONSULTANT)
    target, data = _meeting(setting, browser)
    browser.post(target, data=data)
    number = setting.session.scalars(sa.select(UsedKey.id).order_by(UsedKey.id.desc())).first()
    long_ago = now() - KEYS_KEPT - timedelta(minutes=1)
    setting.session.execute(sa.update(UsedKey).where(UsedKey.id == number).values(created_at=long_ago))
    setting.session.commit()
    target, data = _meeting(setting, browser)
    browser.post(target, data=data)
    assert number not in setting.session.scalars(sa.select(UsedKey.id)).all()
