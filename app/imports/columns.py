"""Which columns a file of each kind may have, what they are called in either language, and which head means which."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from flask_babel import force_locale
from flask_babel import lazy_gettext as _l

from models.base import folded
from models.imports import ImportKind

LANGUAGES: Final = ("sv", "en")


@dataclass(frozen=True, slots=True)
class ImportColumn:
    """A column: its key, what it is called, whether a new record needs it, and other heads that it is known by."""

    key: str
    label: Any
    needed: bool = False
    others: tuple[str, ...] = ()


_NUMBER: Final = ("Org.nr", "Orgnr", "Organisationsnr", "Org number", "VAT number", "CVR", "Y-tunnus")
_COMPANY: Final = ("Företagsnamn", "Bolag", "Company name")
_OWNER: Final = ("Ansvarig", "Owner", "Kontaktansvarig")

_INFRASTRUCTURE: Final = ("Forskningsinfrastruktur", "Enhet", "Unit")
_CONCEPTS: Final = ("Nyckelord", "Termer", "Keywords", "Concepts")
_WEBSITE: Final = ("Hemsida", "Webb", "URL", "Homepage")

COLUMNS: Final[Mapping[ImportKind, Sequence[ImportColumn]]] = {
    ImportKind.COMPANIES: (
        ImportColumn("name", _l("Name"), needed=True, others=("Företag", "Company", *_COMPANY)),
        ImportColumn("org_number", _l("Organisation number"), others=_NUMBER),
        ImportColumn("country", _l("Country"), others=("Landskod", "Country code", "Nation")),
        ImportColumn("kind", _l("Form of company"), others=("Bolagsform",)),
        ImportColumn("municipality", _l("Municipality"), others=("Ort", "Stad", "City")),
        ImportColumn("field", _l("Business field"), others=("Bransch", "Industry")),
        ImportColumn("website", _l("Website"), others=_WEBSITE),
        ImportColumn("summary", _l("About the company"), others=("Beskrivning", "Description")),
        ImportColumn("secrecy_note", _l("What the company wants kept secret, and why")),
        ImportColumn("owner", _l("Responsible"), others=_OWNER),
        ImportColumn("last_contact_on", _l("Last contact")),
        ImportColumn("name_released_on", _l("Name released on")),
    ),
    ImportKind.PEOPLE: (
        ImportColumn("name", _l("Name"), needed=True, others=("Person", "Kontaktperson", "Contact", "Contact person")),
        ImportColumn("email", _l("E-mail"), others=("E-postadress", "Mejl", "Mail", "Email")),
        ImportColumn("phone", _l("Phone"), others=("Telefonnummer", "Mobil", "Tel", "Mobile")),
        ImportColumn("company", _l("Company"), others=_COMPANY),
        ImportColumn("org_number", _l("Organisation number"), others=_NUMBER),
        ImportColumn("infrastructure", _l("Infrastructure"), others=_INFRASTRUCTURE),
        ImportColumn("title", _l("Role there"), others=("Roll", "Titel", "Befattning", "Title", "Position")),
        ImportColumn("is_contact", _l("Contact"), others=("Kontakt", "Is contact")),
        ImportColumn("started_on", _l("Since")),
        ImportColumn("ended_on", _l("Until")),
        ImportColumn("source", _l("Where we have the data from"), needed=True, others=("Källa", "Source")),
    ),
    ImportKind.NEEDS: (
        ImportColumn("title", _l("Title"), needed=True, others=("Behov", "Rubrik", "Need")),
        ImportColumn("company", _l("Company"), others=_COMPANY),
        ImportColumn("org_number", _l("Organisation number"), others=_NUMBER),
        ImportColumn("teaser", _l("Public text"), needed=True, others=("Beskrivning", "Description")),
        ImportColumn("infrastructure_text", _l("Text for units")),
        ImportColumn("desired_result", _l("Desired result")),
        ImportColumn("conditions", _l("Conditions")),
        ImportColumn("private_text", _l("Your own notes")),
        ImportColumn("deadline", _l("Deadline")),
        ImportColumn("trl", _l("Level of readiness (TRL)"), others=("TRL",)),
        ImportColumn("quality", _l("Quality levels that are required")),
        ImportColumn("place_matters", _l("It must be in Flemingsberg")),
        ImportColumn("service_form", _l("Form of work")),
        ImportColumn("concepts", _l("Vocabulary terms"), others=_CONCEPTS),
        ImportColumn("programme", _l("Programme")),
        ImportColumn("opened_on", _l("Came in on"), others=("Datum", "Date")),
        ImportColumn("contact", _l("Contact at the company"), others=("Kontakt", "Kontaktperson", "Contact person")),
        ImportColumn("owner", _l("Responsible"), others=_OWNER),
    ),
    ImportKind.INFRASTRUCTURES: (
        ImportColumn("name_sv", _l("Name in Swedish"), needed=True, others=("Namn", "Name", *_INFRASTRUCTURE)),
        ImportColumn("name_en", _l("Name in English")),
        ImportColumn("hosts", _l("Hosts"), others=("Värd", "Host")),
        ImportColumn("kind", _l("Kind of unit")),
        ImportColumn("campus", _l("Campus")),
        ImportColumn("building", _l("Building")),
        ImportColumn("in_flemingsberg", _l("In Flemingsberg?")),
        ImportColumn("open_to_companies", _l("Takes companies?")),
        ImportColumn("description_sv", _l("What the unit does, in Swedish"), needed=True, others=("Beskrivning",)),
        ImportColumn("description_en", _l("What the unit does, in English"), others=("Description",)),
        ImportColumn("website", _l("Website"), others=_WEBSITE),
        ImportColumn("contact_email", _l("E-mail for introductions"), others=("E-post", "E-mail", "Email")),
        ImportColumn("source_title", _l("Source of the facts"), others=("Källa", "Source")),
        ImportColumn("source_host", _l("Where the source is published")),
        ImportColumn("source_year", _l("Year of the source")),
        ImportColumn("confidence", _l("Reliability of the source")),
        ImportColumn("note", _l("Note for the office")),
    ),
    ImportKind.CAPABILITIES: (
        ImportColumn("title_sv", _l("What can be done, in Swedish"), needed=True, others=("Förmåga", "Capability")),
        ImportColumn("title_en", _l("What can be done, in English")),
        ImportColumn("infrastructure", _l("Infrastructure"), others=_INFRASTRUCTURE),
        ImportColumn("sends_sv", _l("What a company sends, in Swedish")),
        ImportColumn("sends_en", _l("What a company sends, in English")),
        ImportColumn("done_sv", _l("What is done, in Swedish")),
        ImportColumn("done_en", _l("What is done, in English")),
        ImportColumn("gets_sv", _l("What the company gets, in Swedish")),
        ImportColumn("gets_en", _l("What the company gets, in English")),
        ImportColumn("text_sv", _l("Tell more, in Swedish"), others=("Beskrivning",)),
        ImportColumn("text_en", _l("Tell more, in English"), others=("Description",)),
        ImportColumn("not_for_sv", _l("For whom it is not, in Swedish")),
        ImportColumn("not_for_en", _l("For whom it is not, in English")),
        ImportColumn("concepts", _l("Vocabulary terms"), others=_CONCEPTS),
        ImportColumn("service_form", _l("How the work is done")),
        ImportColumn("quality", _l("Levels held")),
        ImportColumn("lead_time_days", _l("Lead time in days"), others=("Ledtid", "Lead time")),
        ImportColumn("price_note", _l("Price for companies"), others=("Pris", "Price")),
        ImportColumn("is_active", _l("Offered now, and so matched")),
    ),
}


def labels_of(column: ImportColumn) -> list[str]:
    """Return what a column is called, in each language."""
    found = []
    for language in LANGUAGES:
        with force_locale(language):
            found.append(str(column.label))
    return found


def plain_head(head: str) -> str:
    """Return a head as heads are compared: without case, accents, and the signs that people put about words."""
    return re.sub(r"[\W_]+", " ", folded(head)).strip()


def guess(kind: ImportKind, heads: Sequence[str], remembered: Mapping[str, str]) -> list[str]:
    """Return for each head of a file the column that it means, "" where none; each column is meant once at most.

    What was said of the same head the last time goes before what the head says by itself.
    """
    known = {plain_head(name): each.key for each in COLUMNS[kind] for name in (*each.others, *labels_of(each))}
    # The own name of one column goes before another's further names.
    known |= {plain_head(name): each.key for each in COLUMNS[kind] for name in labels_of(each)}
    offered = {each.key for each in COLUMNS[kind]}
    meant: list[str] = []
    for head in heads:
        plain = plain_head(head)
        # That a column was left out once says nothing of the next file, where its head is one that Brygga knows.
        key = remembered.get(plain) or known.get(plain, "")
        meant.append(key if key in offered and key not in meant else "")
    return meant
