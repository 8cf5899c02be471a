"""Reading judged sets: capabilities and needs as JSON lines, judgements as tab-separated grades, gzipped or not."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from matching.profiles import CapabilityProfile, NeedProfile, Passage

_GZIP = b"\x1f\x8b"
_YES, _NO = {"yes", "true", "ja", "1", "limited"}, {"no", "false", "nej", "0"}


class JudgedSetError(ValueError):
    """A file cannot be read as what it should be; the message names the file and the line."""


@dataclass(frozen=True, slots=True)
class JudgedNeed:
    """A need with the grades (1 related, 2 would introduce, 3 exactly this) of the capabilities that have one."""

    profile: NeedProfile
    language: str
    styles: tuple[str, ...]
    unmet: bool
    grades: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class JudgedSet:
    """Capabilities, and needs with their grades."""

    capabilities: tuple[CapabilityProfile, ...]
    needs: tuple[JudgedNeed, ...]


def read(capabilities: Path, needs: Path, qrels: Path) -> JudgedSet:
    """Read the three files; fields that are not known are passed over, and most may be missing.

    Raises JudgedSetError when a file cannot be read, a line is no JSON object or has no id, or a grade is no number.
    """
    grades = _grades(qrels)
    asked = []
    for row in _rows(needs):
        profile = need_of(row)
        language, styles = str(row.get("lang") or "unknown"), tuple(str(style) for style in row.get("style") or ())
        given = grades.get(profile.id, {})
        unmet = bool(row["unmet"]) if "unmet" in row else not any(grade > 1 for grade in given.values())
        asked.append(JudgedNeed(profile, language, styles, unmet, given))
    return JudgedSet(capabilities_of(capabilities), tuple(asked))


def capabilities_of(path: Path) -> tuple[CapabilityProfile, ...]:
    """Read a file of capabilities alone; raises JudgedSetError as `read` does."""
    return tuple(capability_of(row) for row in _rows(path))


def need_of(row: Mapping[str, Any]) -> NeedProfile:
    """Make a need of a line's object."""
    constraints = row.get("constraints") or {}
    place = _truth(constraints.get("in_flemingsberg"))
    return NeedProfile(
        id=str(row["id"]),
        passages=_passages(row),
        tags=_texts(row.get("tags")),
        quality=frozenset(_texts(constraints.get("quality"))),
        in_flemingsberg=True if place else None,
        service_form=str(constraints["service_form"]) if constraints.get("service_form") else None,
        deadline=_day(constraints.get("deadline")),
    )


def capability_of(row: Mapping[str, Any]) -> CapabilityProfile:
    """Make a capability of a line's object."""
    quality = row.get("quality")
    return CapabilityProfile(
        id=str(row["id"]),
        passages=_passages(row),
        infrastructure=str(row.get("infrastructure") or ""),
        tags=_texts(row.get("tags")),
        quality=None if quality is None else frozenset(_texts(quality)),
        in_flemingsberg=_truth(row.get("in_flemingsberg")),
        service_form=str(row["service_form"]) if row.get("service_form") else None,
        open_to_companies=_truth(row.get("open_to_companies")),
    )


def _passages(row: Mapping[str, Any]) -> tuple[Passage, ...]:
    language = row.get("lang") if row.get("lang") in ("sv", "en") else None
    fields = {"title": row.get("title") or row.get("name"), "text": row.get("text")}
    return tuple(Passage(field, str(text), language) for field, text in fields.items() if text)


def _texts(value: object) -> tuple[str, ...]:
    if isinstance(value, str):
        return (value,)
    return tuple(str(each) for each in value) if isinstance(value, list | tuple) else ()


def _truth(value: object) -> bool | None:
    said = str(value).strip().casefold()
    return True if said in _YES else False if said in _NO else None


def _day(value: object) -> date | None:
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        return None


def _text(path: Path) -> str:
    try:
        content = path.read_bytes()
        return (gzip.decompress(content) if content.startswith(_GZIP) else content).decode("utf-8-sig")
    except (OSError, EOFError, UnicodeDecodeError) as error:
        raise JudgedSetError(f"{path}: {error}") from error


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    for number, line in enumerate(_text(path).split("\n"), start=1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except json.JSONDecodeError as error:
            raise JudgedSetError(f"{path}, line {number}: {error}") from error
        if not isinstance(row, dict) or "id" not in row:
            raise JudgedSetError(f"{path}, line {number}: no object with an id")
        yield row


def _grades(path: Path) -> dict[str, dict[str, int]]:
    grades: dict[str, dict[str, int]] = {}
    for number, line in enumerate(_text(path).splitlines(), start=1):
        columns = line.split()
        if not columns or (number == 1 and not columns[-1].lstrip("-").isdigit()):
            continue
        try:
            # Three columns, or four in the form of TREC (need, iteration, capability, grade).
            need, capability, grade = columns[0], columns[-2], int(columns[-1])
        except (IndexError, ValueError) as error:
            raise JudgedSetError(f"{path}, line {number}: need, capability and grade are asked for") from error
        grades.setdefault(need, {})[capability] = grade
    return grades
