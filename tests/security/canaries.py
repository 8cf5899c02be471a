"""Canaries: words that stand in one column of one record only, so that whoever reads one has read that column."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from email import message_from_bytes
from email.policy import default
from io import BytesIO
from typing import Any, TypeAlias
from zipfile import ZipFile

import sqlalchemy as sa
from pypdf import PdfReader
from sqlalchemy.sql.elements import NamedColumn

from models import Base
from models.base import Sensitivity
from models.exact import Exact
from tests import factories

HIDDEN = (Sensitivity.CONFIDENTIAL, Sensitivity.PERSONAL)
# Columns that hold what the application itself computes: their real content is the canary.
COMPUTED = frozenset(
    {
        "user_account.password_hash",
        "user_session.token_hash",
        "account_token.token_hash",
        "calendar_feed.token_hash",
        "party_answer.token_hash",
        "use_confirmation.token_hash",
        "hand_in_link.token_hash",
        "report_letter.token_hash",
        "fact_check.token_hash",
        "sign_in_attempt.account",
    }
)
# Kept beside another column by the model, so it holds that one's canary.
_DERIVED = "_sort"
# Has a record of its own form in the scene, or none that a page reads: the trail and the engine's own notes.
_UNPLANTED_TABLES = frozenset({"audit_entry", "audit_head", "stored_vector", "catalogue_state"})
_WORD = re.compile(r"kanin\d{4}q")
_ORG_NUMBER = re.compile(r"\b(5599\d\d)[-– ]?(\d{4})\b")
_AMOUNT = re.compile(r"7391\d{4}")
_SPACES = re.compile(r"[\s\u00a0\u202f]|&nbsp;|&#160;")
_FOLDED = re.compile(r"\r\n[ \t]")
_ZIPPED = b"PK\x03\x04"
_PRINTED = b"%PDF"
Column: TypeAlias = sa.Column[Any] | NamedColumn[Any]
UNKNOWN_WORD = "kanin9999q"


@dataclass(frozen=True, slots=True)
class Canary:
    """A word, and where it stands: `of` names the record in the scene, `column` is table.column."""

    word: str
    of: str
    column: str
    sensitivity: Sensitivity


@dataclass
class Aviary:
    """All canaries of a scene, found again in any text."""

    canaries: dict[str, Canary] = field(default_factory=dict)

    def plant(self, of: str, record: Base) -> None:
        """Put a canary into every column of a record that is not public."""
        mapper = sa.inspect(type(record))
        for attribute in mapper.column_attrs:
            column = attribute.columns[0]
            if not is_plantable(column) or name_of(column) in COMPUTED:
                continue
            word = self._new_word(column)
            self._add(word, of, column)
            setattr(record, attribute.key, _shaped(word, column))

    def know(self, of: str, table: str, column: str, word: str) -> None:
        """Take what the application wrote into a computed column as its canary."""
        self._add(word, of, Base.metadata.tables[table].c[column])

    def _add(self, word: str, of: str, column: Column) -> None:
        self.canaries[word] = Canary(word, of, name_of(column), column.info["sensitivity"])

    def _new_word(self, column: Column) -> str:
        number = len(self.canaries) + 1
        if is_number(column):
            return str(73_910_000 + number)
        if column.name == "org_number":
            return factories.org_number(90_000 + number)
        return f"kanin{number:04d}q"

    def found_in(self, text: str) -> set[Canary]:
        """Return the canaries that a text holds, however it wraps, groups or hyphenates them."""
        words = set(_WORD.findall(text.casefold()))
        words |= {first + last for first, last in _ORG_NUMBER.findall(text)}
        if "7391" in (close := _SPACES.sub("", text)):
            words |= set(_AMOUNT.findall(close))
        words |= {word for word in self._computed if word in text}
        return {self.canaries[word] for word in words if word in self.canaries}

    @property
    def _computed(self) -> list[str]:
        return [word for word, canary in self.canaries.items() if canary.column in COMPUTED]

    def of_column(self, column: str) -> list[Canary]:
        """Return the canaries that stand in a column."""
        return [canary for canary in self.canaries.values() if canary.column == column]


def name_of(column: Column) -> str:
    """Return table.column."""
    return str(column)


def is_text(column: Column) -> bool:
    """Tell whether people's words can stand in a column; an enumeration's cannot."""
    return isinstance(column.type, sa.String) and not isinstance(column.type, sa.Enum)


def is_number(column: Column) -> bool:
    """Tell whether a column holds an amount."""
    return isinstance(column.type, sa.Numeric | sa.Float | Exact)


def is_plantable(column: Column) -> bool:
    """Tell whether a canary can stand in a column; amounts only where they are confidential."""
    sensitivity = column.info["sensitivity"]
    if sensitivity is Sensitivity.PUBLIC or column.primary_key or column.foreign_keys or column.name.endswith(_DERIVED):
        return False
    return is_text(column) or (is_number(column) and sensitivity in HIDDEN)


def hidden_columns() -> Iterator[str]:
    """Yield every confidential or personal column that must have a canary, as the metadata has them today."""
    for table in Base.metadata.tables.values():
        if table.name in _UNPLANTED_TABLES:
            continue
        for column in table.columns:
            if column.info["sensitivity"] in HIDDEN and is_plantable(column):
                yield name_of(column)


def _shaped(word: str, column: Column) -> str | int:
    if is_number(column):
        return int(word)
    if "email" in column.name or "address" in column.name:
        return f"{word}@test.example"
    if column.name == "website":
        return f"https://{word}.example"
    return word


def readable(body: bytes, headers: Iterable[tuple[str, str]] = ()) -> str:
    """Return everything an answer says, headers too, with folded lines joined, letters decoded and files unpacked."""
    if body.startswith(_ZIPPED):
        with ZipFile(BytesIO(body)) as packed:
            body = b"\n".join(packed.read(name) for name in packed.namelist())
    if body.startswith(_PRINTED):
        body = "\n".join(page.extract_text() for page in PdfReader(BytesIO(body)).pages).encode()
    text = body.decode("utf-8", errors="replace")
    told = "\n".join(f"{name}: {value}" for name, value in headers)
    return f"{told}\n{_FOLDED.sub('', text)}"


def read_letter(content: bytes) -> str:
    """Return a letter's headers and text, decoded."""
    letter = message_from_bytes(content, policy=default)
    headers = "\n".join(f"{name}: {value}" for name, value in letter.items())
    body = letter.get_body()
    return f"{headers}\n{body.get_content() if body else ''}"
