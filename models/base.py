"""The common ground of all records: column tags, timestamps, versions and how names sort in Swedish."""

from __future__ import annotations

import enum
import secrets
import unicodedata
from datetime import UTC, datetime
from functools import partial
from typing import Any, ClassVar, Final, Protocol

import sqlalchemy as sa
from sqlalchemy.orm import DeclarativeBase, Mapped, declared_attr, mapped_column, relationship

from matching.text.signs import without_invisible
from models.clock import now
from models.errors import StaleRecordError


class Sensitivity(enum.StrEnum):
    """Who may read a table or column; a test fails on one that carries no tag.

    PUBLIC may be shown to anyone, INTERNAL to those who work in Brygga, CONFIDENTIAL only where the reader's view
    says so, and PERSONAL is about an identifiable person and so under the GDPR.
    """

    PUBLIC = "public"
    INTERNAL = "internal"
    CONFIDENTIAL = "confidential"
    PERSONAL = "personal"

    def __repr__(self) -> str:
        """Read as plain text where a generated migration repeats it."""
        return repr(self.value)


def tag(sensitivity: Sensitivity) -> dict[str, Sensitivity]:
    """Return the `info` that marks a table or a column with its sensitivity."""
    return {"sensitivity": sensitivity}


public = partial(mapped_column, info=tag(Sensitivity.PUBLIC))
internal = partial(mapped_column, info=tag(Sensitivity.INTERNAL))
confidential = partial(mapped_column, info=tag(Sensitivity.CONFIDENTIAL))
personal = partial(mapped_column, info=tag(Sensitivity.PERSONAL))

# Nothing is loaded behind a reader's back: `queries.py` says what it loads, everything else raises.
relation = partial(relationship, lazy="raise_on_sql")


def table(sensitivity: Sensitivity, *constraints: sa.schema.SchemaItem) -> tuple[Any, ...]:
    """Return `__table_args__` with the table's sensitivity and its constraints."""
    return (*constraints, {"info": tag(sensitivity)})


class UtcDateTime(sa.TypeDecorator[datetime]):
    """A moment: aware in Python, naive UTC in the database, so that SQLite and PostgreSQL agree."""

    impl = sa.DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: sa.Dialect) -> datetime | None:
        """Turn an aware moment into naive UTC; a naive one is a programming error, and raises ValueError."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("A stored moment must carry its time zone.")
        return value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: sa.Dialect) -> datetime | None:
        """Give the stored moment its time zone back."""
        return None if value is None else value.replace(tzinfo=UTC)


# Sorting by code point must give the same order on both databases, whatever the server's locale.
SortText = sa.String(400).with_variant(sa.String(400, collation="C"), "postgresql")

_AFTER_Z = str.maketrans({"å": "{", "ä": "|", "æ": "|", "ö": "}", "ø": "}"})


def swedish_sort_key(text: str) -> str:
    """Return a key whose code-point order is Swedish alphabetical order (å ä ö last), at most 400 characters."""
    return folded(text)[:400]


def folded(text: str) -> str:
    """Return a text without case and accents; å, ä and ö become the three signs after z."""
    after_z = unicodedata.normalize("NFC", without_invisible(text)).casefold().translate(_AFTER_Z)
    return "".join(sign for sign in unicodedata.normalize("NFKD", after_z) if not unicodedata.combining(sign)).strip()


class Base(DeclarativeBase):
    """The declarative base of every record."""

    metadata = sa.MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {  # noqa: RUF012 - read by SQLAlchemy as a class attribute
        datetime: UtcDateTime,
        enum.Enum: sa.Enum(enum.Enum, native_enum=False, length=40, values_callable=lambda e: [m.value for m in e]),
        list[str]: sa.JSON,
        dict[str, Any]: sa.JSON,
    }


class Identified:
    """A row with a number of its own, used in addresses and never reused for another thing."""

    id: Mapped[int] = public(primary_key=True)


class Timestamps:
    """When a row came to be and when it last changed."""

    created_at: Mapped[datetime] = internal(default=now)
    updated_at: Mapped[datetime] = internal(default=now, onupdate=now)


FIRST_VERSIONS: Final = 2**30


def first_version() -> int:
    """Return the version that a new row begins with, drawn by lot.

    SQLite gives the number of the last row that was removed to the next one; what somebody was shown of the removed
    row must not fit the new one.
    """
    return 1 + secrets.randbelow(FIRST_VERSIONS)


def next_version(version: int | None) -> int:
    """Return the version after another; None is before the first."""
    return first_version() if version is None else version + 1


class Versioned:
    """A row people edit: forms carry the version, and a stale one is refused instead of overwriting."""

    # A row of the catalogue is never removed: it begins with 1, which tells seeds that nobody has edited it.
    is_removed_at_times: ClassVar[bool] = True
    version: Mapped[int] = internal(default=first_version)

    @declared_attr.directive
    def __mapper_args__(cls) -> dict[str, Any]:  # noqa: N805 - SQLAlchemy hands over the class
        drawn = {"version_id_generator": next_version} if cls.is_removed_at_times else {}
        return {"version_id_col": cls.version, **drawn}


def require_version(row: Versioned, shown: int | None) -> None:
    """Let a row be changed by whoever was shown it as it is; raises StaleRecordError when somebody changed it since."""
    if row.version != shown:
        raise StaleRecordError


class CanBeTakenBack(Protocol):
    """A row people edit that is kept when it is taken back, so that it can be put back as it was."""

    version: int
    taken_back_at: datetime | None


def require_unchanged(row: CanBeTakenBack, shown: int | None, *, taken_back: bool) -> None:
    """Let a row be changed that is as somebody was shown it, and taken back or not; else raises StaleRecordError."""
    if row.version != shown or (row.taken_back_at is not None) is not taken_back:
        raise StaleRecordError


class MayBeDemo:
    """A row that may belong to the demo data, and then says so wherever it is shown."""

    is_demo: Mapped[bool] = public(default=False)
