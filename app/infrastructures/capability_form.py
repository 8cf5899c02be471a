"""The form for a capability: four questions in two languages, its terms, and its facts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, Field, SubmitField, ValidationError

from app.infrastructures.commands import CapabilityCommand
from app.infrastructures.draft_form import DraftForm
from app.infrastructures.drafts import shown_version
from app.infrastructures.profile_values import OF_CAPABILITY, typed
from app.labels import QUALITY_NAMES, SERVICE_FORM_NAMES
from app.limits import MAX_LEAD_DAYS, SHORT_TEXT
from app.vocabulary.concept_form import ConceptForm, shown_concepts
from app.web.forms.choices import ChoiceField, ManyChoiceField
from app.web.forms.fields import long_text_field, text_field
from app.web.forms.numbers import NumberField
from models.capability_answers import PARTS, answers_of, kept_answers, text_of
from models.infrastructures import Capability, ServiceForm
from models.profile_changes import ProfileChange
from models.vocabulary import Concept

KNOWN, UNKNOWN = "known", "unknown"
_LANGUAGES = ("sv", "en")


@dataclass(frozen=True, slots=True)
class Question:
    """A question with an example of its answer, and the two fields that it is answered in."""

    asked: str
    example: str
    fields: tuple[Field, Field]

    @property
    def is_lacking(self) -> bool:
        """Tell whether it is answered in one language only."""
        swedish, english = (bool(field.data) for field in self.fields)
        return swedish != english


class CapabilityForm(ConceptForm, DraftForm):
    """One thing an infrastructure can do."""

    title_sv = text_field(_l("What can be done, in Swedish"), needed=True)
    title_en = text_field(_l("What can be done, in English"), hint=_l("The Swedish words are used when this is empty."))
    sends_sv = long_text_field(_l("What a company sends, in Swedish"), rows=3)
    sends_en = long_text_field(_l("What a company sends, in English"), rows=3)
    done_sv = long_text_field(_l("What is done, in Swedish"), rows=3)
    done_en = long_text_field(_l("What is done, in English"), rows=3)
    gets_sv = long_text_field(_l("What the company gets, in Swedish"), rows=3)
    gets_en = long_text_field(_l("What the company gets, in English"), rows=3)
    text_sv = long_text_field(_l("Tell more, in Swedish"), rows=6)
    text_en = long_text_field(_l("Tell more, in English"), rows=6)
    not_for_sv = long_text_field(_l("For whom it is not, in Swedish"), rows=3)
    not_for_en = long_text_field(_l("For whom it is not, in English"), rows=3)
    service_form = ChoiceField(_l("How the work is done"), SERVICE_FORM_NAMES, empty=_l("Not known"))
    quality_known = ChoiceField(
        _l("Quality and safety levels"),
        (
            (UNKNOWN, _l("Not known which are held")),
            (KNOWN, _l("Known: exactly those ticked below are held")),
        ),
        needed=True,
        default=UNKNOWN,
    )
    quality = ManyChoiceField(_l("Levels held"), QUALITY_NAMES)
    lead_time_days = NumberField(
        _l("Lead time in days"),
        lowest=0,
        highest=MAX_LEAD_DAYS,
        hint=_l("Usual time from order to result. Leave it empty when it is not known."),
    )
    price_note = text_field(_l("Price for companies"), limit=SHORT_TEXT, hint=_l("Such as “from 1 200 kr an hour”."))
    is_active = BooleanField(_l("Offered now, and so matched"), default=True)
    read = SubmitField(_l("Show what is read"))

    def validate_quality(self, field: Field) -> None:
        """Refuse levels ticked for a capability whose levels are said not to be known."""
        if field.data and self.quality_known.data == UNKNOWN:
            raise ValidationError(_("Levels are ticked. Choose that they are known, or untick them."))

    @property
    def questions(self) -> list[Question]:
        """Return the four questions as the page asks them, and what answers none; a running text stands first."""
        asked = {
            "sends": (
                _("What does the company send or bring?"),
                _("“You send three pieces of the material, at least 2 × 2 cm, dry and at room temperature.”"),
            ),
            "done": (
                _("What is done?"),
                _("“We photograph the surface in a scanning electron microscope and measure how large the pores are.”"),
            ),
            "gets": (
                _("What does the company get?"),
                _("“You get the pictures, a table of the pores and a page on what they show, within three weeks.”"),
            ),
            "text": (_("Anything else?"), _("“A first conversation costs nothing.”")),
            "not_for": (
                _("For whom is it not?"),
                _("“Living cells are imaged elsewhere.” Say where it belongs, then it is not read as offered."),
            ),
        }
        if self._is_running_text():
            asked["text"] = (
                _("The text as it stands"),
                _("Move what answers a question to its place, or leave it here."),
            )
            asked = {"text": asked["text"], **asked}
        return [Question(*said, self._pair(part)) for part, said in asked.items()]

    def _is_running_text(self) -> bool:
        """Tell whether something is written that answers none of the questions by itself."""
        answers = [kept_answers(self._answers(code)) for code in _LANGUAGES]
        return answers == [None, None] and any(self[f"text_{code}"].data for code in _LANGUAGES)

    def texts(self) -> list[tuple[str, str, str]]:
        """Return what is written, as (field, language, text), as it is read when it is saved."""
        both = [(name, code, text) for code in _LANGUAGES for name, text in self._of(code)]
        return [(f"{name}_{code}", code, text) for name, code, text in both if text]

    def _of(self, code: str) -> tuple[tuple[str, str], tuple[str, str]]:
        return ("title", self[f"title_{code}"].data or ""), ("text", text_of(self._answers(code)))

    def _answers(self, code: str) -> list[str]:
        at = _LANGUAGES.index(code)
        return [self._pair(part)[at].data or "" for part in PARTS]

    def _pair(self, part: str) -> tuple[Field, Field]:
        """Return the Swedish and the English field of a part."""
        pairs = {
            "sends": (self.sends_sv, self.sends_en),
            "done": (self.done_sv, self.done_en),
            "gets": (self.gets_sv, self.gets_en),
            "text": (self.text_sv, self.text_en),
            "not_for": (self.not_for_sv, self.not_for_en),
        }
        return pairs[part]

    def to_command(self) -> CapabilityCommand:
        """Return what was asked for."""
        known = self.quality_known.data == KNOWN
        swedish, english = self._answers("sv"), self._answers("en")
        return CapabilityCommand(
            title_sv=self.title_sv.data,
            title_en=self.stored_or("title_en", self.title_sv.data),
            text_sv=text_of(swedish),
            text_en=text_of(english),
            answers_sv=kept_answers(swedish),
            answers_en=kept_answers(english),
            quality=list(self.quality.data or ()) if known else None,
            service_form=ServiceForm(self.service_form.data) if self.service_form.data else None,
            lead_time_days=self.lead_time_days.whole,
            price_note=self.price_note.data,
            is_active=bool(self.is_active.data),
        )


def form_of(
    capability: Capability, draft: ProfileChange | None = None, concepts: Sequence[Concept] = (), **kwargs: Any
) -> CapabilityForm:
    """Return the form that shows a capability as it is stored or, where there is one, as a draft has it.

    `concepts` are those that it then has.
    """
    after = draft.after if draft else {}
    said = {name: typed(name, after[name]) if name in after else getattr(capability, name) for name in OF_CAPABILITY}
    shown: dict[str, object] = {
        **{name: value for name, value in said.items() if not name.startswith(("text_", "answers_"))},
        **{
            f"{part}_{code}": answer
            for code in _LANGUAGES
            for part, answer in answers_of(said[f"text_{code}"], said[f"answers_{code}"]).items()
        },
        "concepts": shown_concepts(concepts),
        "quality_known": UNKNOWN if said["quality"] is None else KNOWN,
        "quality": said["quality"] or [],
        "version": shown_version(capability, draft),
    }
    return CapabilityForm(data=shown, **kwargs)
