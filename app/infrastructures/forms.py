"""The forms for an infrastructure, for what its own staff set, and the list's filters."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from app.infrastructures.commands import InfrastructureCommand, InfrastructureFactsCommand
from app.infrastructures.draft_form import DraftForm
from app.infrastructures.names import CONFIDENCE_NAMES, KIND_NAMES, OPENNESS_NAMES, PLACE_NAMES
from app.limits import SHORT_TEXT
from app.tags.forms import tag_field
from app.web.forms.base import VersionedForm
from app.web.forms.choices import ChoiceField, ManyChoiceField
from app.web.forms.fields import email_field, long_text_field, text_field, url_field
from app.web.forms.filters import FilterForm, search_field
from models.infrastructures import Confidence
from models.known_facts import Openness, YesNoUnknown

SAVED_VIEWS = (
    ("stale", _l("Not confirmed in 6 months")),
    ("nearly", _l("Nearly open")),
    ("opened", _l("Opened")),
)


class InfrastructureFilters(FilterForm):
    """What the list of infrastructures can be narrowed by."""

    q = search_field(_l("Search by name or capability"))
    show = ChoiceField(_l("Show"), SAVED_VIEWS, empty=_l("All"))
    host = ChoiceField(_l("Host"), empty=_l("All"))
    place = ChoiceField(
        _l("Place"), (("flemingsberg", _l("In Flemingsberg")), ("elsewhere", _l("Elsewhere"))), empty=_l("All")
    )
    companies = ChoiceField(
        _l("Takes companies"),
        (("open", _l("Yes, or to a limited extent")), ("unknown", _l("Not known"))),
        empty=_l("All"),
    )
    tag = tag_field()


class InfrastructureFactsForm(DraftForm):
    """What a unit's own staff may change; name, host, place and source stay with the office."""

    open_to_companies = ChoiceField(_l("Does the unit take companies?"), OPENNESS_NAMES, needed=True)
    description_sv = long_text_field(_l("What the unit does, in Swedish"), needed=True)
    description_en = long_text_field(_l("What the unit does, in English"))
    building = text_field(_l("Where the unit is"), hint=_l("Building, floor, or how to find the unit."))
    website = url_field(_l("Website"))
    contact_email = email_field(
        _l("E-mail for requests from companies"),
        hint=_l("Introductions go here. Shown only to the unit and the office, and so saved at once."),
    )

    def to_command(self) -> InfrastructureFactsCommand:
        """Return what was asked for."""
        return InfrastructureFactsCommand(
            description_sv=self.description_sv.data,
            description_en=self.description_en.data or "",
            building=self.building.data,
            open_to_companies=Openness(self.open_to_companies.data),
            website=self.website.data,
            contact_email=self.contact_email.data,
        )


class InfrastructureForm(VersionedForm):
    """An infrastructure's facts, as the office sets them."""

    name_sv = text_field(_l("Name in Swedish"), needed=True)
    name_en = text_field(_l("Name in English"), hint=_l("The Swedish name is used when this is empty."))
    host_ids = ManyChoiceField(_l("Hosts"))
    kind = ChoiceField(_l("Kind of unit"), KIND_NAMES, empty=_l("Not known"))
    campus = text_field(_l("Campus"), limit=120)
    building = text_field(_l("Building"))
    in_flemingsberg = ChoiceField(_l("In Flemingsberg?"), PLACE_NAMES, needed=True, default=YesNoUnknown.UNKNOWN)
    open_to_companies = ChoiceField(_l("Takes companies?"), OPENNESS_NAMES, needed=True, default=Openness.UNKNOWN)
    description_sv = long_text_field(_l("What the unit does, in Swedish"), needed=True)
    description_en = long_text_field(_l("What the unit does, in English"))
    website = url_field(_l("Website"))
    contact_email = email_field(_l("E-mail for introductions"), hint=_l("Shown only to the office and the unit."))
    source_title = text_field(_l("Source of the facts"), limit=SHORT_TEXT)
    source_host = text_field(_l("Where the source is published"))
    source_year = text_field(_l("Year of the source"), limit=20)
    confidence = ChoiceField(_l("Reliability of the source"), CONFIDENCE_NAMES, empty=_l("Not judged"))
    note = long_text_field(_l("Note for the office"), hint=_l("The unit does not see it."), rows=3)

    def to_command(self) -> InfrastructureCommand:
        """Return what was asked for."""
        return InfrastructureCommand(
            name_sv=self.name_sv.data,
            name_en=self.stored_or("name_en", self.name_sv.data),
            kind=self.kind.data,
            campus=self.campus.data,
            building=self.building.data,
            in_flemingsberg=YesNoUnknown(self.in_flemingsberg.data),
            description_sv=self.description_sv.data,
            description_en=self.description_en.data or "",
            open_to_companies=Openness(self.open_to_companies.data),
            website=self.website.data,
            contact_email=self.contact_email.data,
            source_title=self.source_title.data,
            source_host=self.source_host.data,
            source_year=self.source_year.data,
            confidence=Confidence(self.confidence.data) if self.confidence.data else None,
            note=self.note.data,
        )
