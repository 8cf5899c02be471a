"""Whether a value that was read from a database is of the type that its dataclass declares, in all its parts."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from functools import cache
from types import UnionType
from typing import Any, Final, get_args, get_origin, get_type_hints

# Numbers and years beyond these are no report's, and pages could not write or draw them.
_GREATEST: Final = 10**12
_YEARS: Final = range(2000, 2200)
_HALF_A_SIGN: Final = re.compile("[\ud800-\udfff]")

Check = Callable[[Any], bool]


def is_as_declared(value: object) -> bool:
    """Tell whether a dataclass and all it holds are of their declared types."""
    kind: Any = type(value)
    return _check_of(kind)(value)


@cache
def _check_of(kind: Any) -> Check:
    if is_dataclass(kind):
        return _of_dataclass(kind)
    if isinstance(kind, UnionType):
        choices = [_check_of(each) for each in get_args(kind)]
        return lambda value: any(check(value) for check in choices)
    if get_origin(kind) is tuple:
        return _of_tuple(*get_args(kind))
    if get_origin(kind) is Mapping:
        key, held = map(_check_of, get_args(kind))
        return lambda value: type(value) is dict and all(map(key, value)) and all(map(held, value.values()))
    return _PLAIN.get(kind) or (lambda value: type(value) is kind)


def _of_tuple(*kinds: Any) -> Check:
    if kinds[-1] is Ellipsis:
        inner = _check_of(kinds[0])
        return lambda value: type(value) is tuple and all(map(inner, value))
    checks = [_check_of(kind) for kind in kinds]
    return lambda value: (
        type(value) is tuple
        and len(value) == len(checks)
        and all(check(each) for check, each in zip(checks, value, strict=True))
    )


def _of_dataclass(kind: Any) -> Check:
    hints = get_type_hints(kind)
    checks = [(field.name, _check_of(hints[field.name])) for field in fields(kind)]
    return lambda value: type(value) is kind and all(check(getattr(value, name)) for name, check in checks)


def _is_text(value: Any) -> bool:
    """Tell whether a value is text that can be sent: no half of a sign."""
    return type(value) is str and _HALF_A_SIGN.search(value) is None


_PLAIN: Final[Mapping[Any, Check]] = {
    str: _is_text,
    int: lambda value: type(value) is int and abs(value) < _GREATEST,
    float: lambda value: type(value) in (int, float) and abs(value) < _GREATEST,
    date: lambda value: type(value) is date and value.year in _YEARS,
}
