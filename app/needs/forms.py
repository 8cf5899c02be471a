"""The forms for needs: the list's filters, the need itself, and the buttons that change its status."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, ValidationError

from app.companies.public_text_form import tells_who_field
from app.labels import QUALITY_NAMES, SERVICE_FORM_NAMES, STATE_NAMES
from app.needs.commands import NeedCommand
from app.tags.forms import tag_field
from app.vocabulary.concept_form import ConceptForm
from app.web.forms.base import VersionedForm
from app.web.forms.choices import ChoiceField, ManyChoiceField
from app.web.forms.dates import DateField
from app.web.forms.fields import long_text_field, text_field
from app.web.forms.filters import FilterForm, search_field
from app.web.i18n import iso_date
from models.clock import today
from models.infrastructures import ServiceForm
from models.needs import NeedStatus

TRL_CHOICES = tuple((level, f"TRL {level}") for level in range(1, 10))

# (value of ?show=, name); "" is all open needs.
PRESETS = (
    ("", _l("All open needs")),
    ("mine", _l("Mine")),
    ("new", _l("New in two weeks")),
    *STATE_NAMES.items(),
    ("due", _l("Deadline within 30 days")),
    ("watched", _l("Watched")),
)


class NeedFilters(FilterForm):
    """What the list of needs can be narrowed by; without a status it shows the open ones."""

    q = search_field(_l("Search by need or company"))
    status = ChoiceField(
        _l("Status"),
        (
            (NeedStatus.DRAFT, _l("Drafts")),
            (NeedStatus.MET, _l("Met needs")),
            (NeedStatus.WITHDRAWN, _l("Withdrawn needs")),
            ("all", _l("All statuses")),
        ),
        empty=_l("Open needs"),
    )
    show = ChoiceField(_l("Show"), PRESETS[1:], empty=_l("All"))
    programme = ChoiceField(_l("Programme"), empty=_l("All programmes"))
    tag = tag_field()


class CompanySearch(FilterForm):
    """The search for the company that a new need belongs to."""

    q = search_field(_l("Search by the company's name"))


class NeedForm(ConceptForm):
    """A need in its three layers, what it demands, and who works with it."""

    title = text_field(_l("Title"), needed=True, hint=_l("What the company wants done, in one line, without secrets."))
    teaser = long_text_field(
        _l("Public text"),
        needed=True,
        hint=_l("The problem in the company's own words. Leave out what would tell competitors who asks."),
        rows=5,
    )
    tells_who = tells_who_field()
    infrastructure_text = long_text_field(
        _l("Text for units"),
        hint=_l("What a unit must know to say yes or no: samples, amounts, earlier results."),
        rows=5,
    )
    desired_result = long_text_field(
        _l("Desired result"), hint=_l("What the company wants to have in its hand afterwards."), rows=2
    )
    conditions = long_text_field(
        _l("Conditions"), hint=_l("What must or must not be done, such as “no animal experiments”."), rows=2
    )
    private_text = long_text_field(
        _l("Your own notes"),
        hint=_l("Never shown to units, never sent, and never read by the ranking. No patient data or health data."),
        rows=3,
    )
    deadline = DateField(_l("Deadline"), hint=_l("The day by which the work must be done."))
    trl = ChoiceField(_l("Level of readiness (TRL)"), TRL_CHOICES, empty=_l("Not stated"))
    quality = ManyChoiceField(_l("Quality levels that are required"), QUALITY_NAMES)
    place_matters = BooleanField(
        _l("It must be in Flemingsberg"), description=_l("Units elsewhere are then ranked last and marked as not met.")
    )
    service_form = ChoiceField(_l("Form of work"), SERVICE_FORM_NAMES, empty=_l("Any form"))
    programme_id = ChoiceField(
        _l("Programme"), empty=_l("The programme that runs here"), hint=_l("What comes of the need counts there only.")
    )
    opened_on = DateField(_l("Came in on"), hint=_l("The day the company asked. Reports count the need from then on."))
    contact_id = ChoiceField(_l("Contact at the company"), empty=_l("Nobody named"))
    owner_id = ChoiceField(_l("Responsible"), empty=_l("Nobody"))
    # The day a need was met or withdrawn, before which it came in; set by the view.
    closed_on: date | None = None
    # The programme that the empty line of `programme_id` stands for; set by the view.
    programme_here: int | None = None

    def validate_opened_on(self, field: DateField) -> None:
        """Refuse a day that has not come, or on which the need had been closed already."""
        if field.data and field.data > today():
            raise ValidationError(_("This day has not come yet."))
        if field.data and self.closed_on and field.data > self.closed_on:
            raise ValidationError(_("The need was closed on %(day)s, before this day.", day=iso_date(self.closed_on)))

    def to_command(self) -> NeedCommand:
        """Return what was asked for; the words of the vocabulary are looked up apart."""
        return NeedCommand(
            title=self.title.data,
            teaser=self.teaser.data,
            infrastructure_text=self.infrastructure_text.data,
            desired_result=self.desired_result.data,
            conditions=self.conditions.data,
            private_text=self.private_text.data,
            deadline=self.deadline.data,
            trl=self.trl.number,
            quality=list(self.quality.data or ()),
            place_matters=bool(self.place_matters.data),
            service_form=ServiceForm(self.service_form.data) if self.service_form.data else None,
            programme_id=self.programme_id.number or self.programme_here,
            contact_id=self.contact_id.number,
            owner_id=self.owner_id.number,
        )


class NewNeedForm(NeedForm):
    """A need that is recorded for the first time, and may be opened at once."""

    open_now: Any = BooleanField(
        _l("Open it for matching at once"),
        default=True,
        description=_l("Otherwise it stays a draft until you open it."),
    )


class StatusForm(VersionedForm):
    """A button that moves a need to another status; it carries the version that was shown."""
