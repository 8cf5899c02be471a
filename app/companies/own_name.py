"""Whether a public text tells which company it is about: by its name, a part of it, an earlier name or its domain."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.addresses import host_of
from models.audit import AuditEntry
from models.base import swedish_sort_key
from models.organisations import Company

_WORD: Final = re.compile(r"\w+")
_LEGAL_FORMS: Final = frozenset(
    _WORD.findall(
        "ab publ aktiebolag aktiebolaget hb handelsbolag kb kommanditbolag ek för ekonomisk förening enskild firma "
        "filial inc ltd llc limited gmbh as aps oy oyj sa bv plc corp corporation company co holding group i och and"
    )
)
# Words that many companies have in their names say nothing of which one it is.
_COMMON: Final = frozenset(
    _WORD.findall(
        "sverige sweden swedish svenska stockholm uppsala göteborg lund nordic nordiska scandinavia scandinavian "
        "europe international global medical medicin medicinsk medtech biotech bioteknik pharma pharmaceuticals "
        "läkemedel diagnostics diagnostik therapeutics science sciences life lab labs laboratories teknik technology "
        "technologies tech solutions system systems research forskning innovation innovations health hälsa care vård "
        "clinical analys analytics data konsult consulting development utveckling bolaget företaget"
    )
)
_SHORTEST: Final = 4  # letters; a shorter part is met by chance
_SHORTEST_NAME: Final = 3
# What stands for å, ä and ö in a sort key.
_AS_IN_ADDRESSES: Final = str.maketrans("{|}", "aao")


def own_names_in(session: Session, company: Company, *texts: str) -> list[str]:
    """Return what in public texts tells which company it is, in the words of its names; nothing where nothing does."""
    said = [_folded(text) for text in texts if text]
    phrases = {_folded(phrase): phrase for name in _names(session, company) for phrase in _telling(name)}
    phrases |= {_folded(domain): domain for domain in _domains(company)}
    found = {phrase for phrase in phrases if any(_stands_in(phrase, text) for text in said)}
    # A part of what was found whole is not told twice.
    whole = (each for each in found if not any(each != other and each in other for other in found))
    return [phrases[phrase] for phrase in sorted(whole)]


def _folded(text: str) -> str:
    """Return a text as words are compared: whatever its case and accents, and with a for å as in an address."""
    return " ".join(swedish_sort_key(word).translate(_AS_IN_ADDRESSES) for word in text.split())


def _names(session: Session, company: Company) -> Iterable[str]:
    """Yield the name, and those that the trail knows it had before."""
    yield company.name
    changes = session.scalars(
        sa.select(AuditEntry.changes).where(
            AuditEntry.subject == Company.__tablename__,
            AuditEntry.subject_id == str(company.id),
            AuditEntry.action == "update",
        )
    )
    for change in changes:
        before = change.get("name")
        if isinstance(before, list) and before and isinstance(before[0], str):
            yield before[0]


def core_of(name: str) -> str:
    """Return a name as names are compared: without its legal form, whatever its case and accents."""
    return _folded(_without_form(name)) or _folded(name)


def telling_words(name: str) -> set[str]:
    """Return the words of a name that few other names have."""
    words = _without_form(name).split()
    return {word for word in words if len(word) >= _SHORTEST and word.casefold() not in _COMMON}


def _without_form(name: str) -> str:
    return " ".join(word for word in _WORD.findall(name) if word.casefold() not in _LEGAL_FORMS)


def _telling(name: str) -> set[str]:
    """Return the name without its legal form, and each of its parts that few others have."""
    whole = _without_form(name)
    is_telling = len(whole) >= _SHORTEST_NAME and whole.casefold() not in _COMMON
    return telling_words(name) | ({whole} if is_telling else set())


def _domains(company: Company) -> set[str]:
    host = host_of(company.website) if company.website else None
    if not host:
        return set()
    labels = host.removeprefix("www.").split(".")
    own = labels[-2] if len(labels) > 1 else labels[0]
    return {own} if len(own) >= _SHORTEST and own not in _COMMON else set()


def _stands_in(phrase: str, text: str) -> bool:
    """Tell whether a phrase begins a word of a text: a name takes endings (Sagoliks) and joins (sagolikmetoden)."""
    spaced = r"[\W_]*".join(re.escape(word) for word in phrase.split())
    return re.search(rf"(?<!\w){spaced}", text) is not None
