"""The words of the daily letter: public titles, days and links, under the setting that brought them."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import force_locale, ngettext
from flask_babel import gettext as _

from app.home.digest import Digest
from app.labels import ANSWER_NAMES, DIGEST_SETTINGS, STAGE_NAMES
from app.limits import NAMES_TOLD
from app.mail.letters import NewLetter
from app.web.i18n import iso_date, named
from models.party_answers import AnswerKind
from models.vocabulary import Language


def write_digest(digest: Digest, *, base_url: str, off_url: str) -> NewLetter:
    """Return the letter in its reader's language; Swedish where none has been chosen."""
    user = digest.user
    with force_locale((user.language or Language.SV).value):
        parts = [
            *_part("digest_steps", _steps(digest, base_url)),
            *_part("digest_tasks", _tasks(digest, base_url)),
            *_part("digest_notices", _notices(digest, base_url)),
            *_part("digest_news", _news(digest, base_url)),
        ]
        paragraphs = (
            _("Hello %(name)s,", name=user.name),
            _("This is how it stands today in Brygga."),
            *parts,
            _("Choose what the letter tells, or turn it off, in your settings:") + f"\n{base_url}/settings/letter",
            _("Turn it off at once, without signing in:") + f"\n{off_url}",
        )
        return NewLetter(user.email, _("Your day in Brygga"), "\n\n".join(paragraphs))


def _part(setting: str, lines: Sequence[str]) -> list[str]:
    """Return a part under the setting that brought it, or nothing where there is nothing to say."""
    if not lines:
        return []
    head = _("Because you have ticked “%(setting)s” in your settings:", setting=str(DIGEST_SETTINGS[setting]))
    return ["\n".join([head, *lines])]


def _steps(digest: Digest, base_url: str) -> list[str]:
    lines = [
        _line(f"{match.need.title} ({iso_date(match.next_step_on)})", f"{base_url}/matches/{match.id}")
        for match in digest.steps.first
    ]
    more = digest.steps.count - len(lines)
    if more > 0:
        said = ngettext("%(num)s more next step", "%(num)s more next steps", more)
        lines.append(_line(said, f"{base_url}/matches?show=mine"))
    return lines


def _tasks(digest: Digest, base_url: str) -> list[str]:
    if not digest.tasks:
        return []
    said = ngettext("%(num)s task is late or for today", "%(num)s tasks are late or for today", digest.tasks)
    return [_line(said, f"{base_url}/tasks")]


def _notices(digest: Digest, base_url: str) -> list[str]:
    lines = [
        _line(f"{each.need.title}: {named(each.infrastructure)}", f"{base_url}/needs/{each.need_id}")
        for each in digest.notices[:NAMES_TOLD]
    ]
    more = len(digest.notices) - len(lines)
    if more > 0:
        said = ngettext("%(num)s more that fits", "%(num)s more that fit", more)
        lines.append(_line(said, f"{base_url}/needs?show=watched"))
    return lines


def _news(digest: Digest, base_url: str) -> list[str]:
    needs = [_line(_("New need: %(title)s", title=need.title), f"{base_url}/needs/{need.id}") for need in digest.needs]
    answers = [
        _line(
            f"{_answer(each.answer)}: {each.introduction.match.need.title}",
            f"{base_url}/matches/{each.introduction.match_id}#answers",
        )
        for each in digest.answers
        if each.answer is not None
    ]
    return [*answers, *needs] + [
        _line(f"{STAGE_NAMES[move.to_stage]}: {move.match.need.title}", f"{base_url}/matches/{move.match_id}")
        for move in digest.moves
    ]


def _answer(answer: AnswerKind) -> str:
    return str(_("Answer: %(answer)s", answer=str(ANSWER_NAMES[answer]).lower()))


def _line(text: str, address: str) -> str:
    return f"- {text}\n  {address}"
