"""The signs that a document's font can draw: PDF/UA refuses a document with any other.

Another is drawn as its nearest letter, as e for ę, and where there is none as a plain mark.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from struct import iter_unpack, unpack_from
from typing import Final
from unicodedata import category, combining, normalize

import font_lato

FONTS: Final = Path(font_lato.__file__).with_name("files")
# What stands for a sign that the font lacks.
MARK: Final = "◊"
_USED: Final = ("Lato-Regular.ttf", "Lato-Bold.ttf")
# Where a font lists its tables, and the form of its list of signs, as OpenType has them.
_TABLES, _BY_SEGMENT = 12, 4


def drawable(text: str) -> str:
    """Return a text of signs that can be drawn, with its ends of lines."""
    known = _signs()
    if known.issuperset(text):
        return text
    return "".join(sign if sign in known else _nearest(sign, known) for sign in normalize("NFC", text))


def _nearest(sign: str, known: frozenset[str]) -> str:
    kind = category(sign)
    if sign == "\n" or kind in ("Cf", "Mn", "Me"):
        # Marks that join signs or say in which direction they run, and accents over what has gone.
        return sign if sign == "\n" else ""
    if kind in ("Zs", "Cc", "Zl", "Zp", "Pd"):
        return "-" if kind == "Pd" else " "
    plain = "".join(part for part in normalize("NFKD", sign) if not combining(part))
    return plain if plain and known.issuperset(plain) else MARK


@cache
def _signs() -> frozenset[str]:
    """Return the signs that every font in use has, but for those that steer a printer."""
    found = frozenset.intersection(*(_signs_of((FONTS / name).read_bytes()) for name in _USED))
    return frozenset(sign for sign in found if category(sign) != "Cc")


def _signs_of(font: bytes) -> frozenset[str]:
    (count,) = unpack_from(">H", font, 4)
    tables = {name: at for name, _sum, at, _size in iter_unpack(">4sIII", font[_TABLES : _TABLES + 16 * count])}
    begin = tables[b"cmap"]
    (count,) = unpack_from(">H", font, begin + 2)
    lists = {begin + at for _platform, _kind, at in iter_unpack(">HHI", font[begin + 4 : begin + 4 + 8 * count])}
    return frozenset(
        sign for at in lists if unpack_from(">H", font, at) == (_BY_SEGMENT,) for sign in _listed(font, at)
    )


def _listed(font: bytes, at: int) -> set[str]:
    """Return the signs of a list by segments: of each its last and first code, and where their glyphs are found."""
    (double,) = unpack_from(">H", font, at + 6)
    segments = double // 2
    lasts = unpack_from(f">{segments}H", font, at + 14)
    firsts = unpack_from(f">{segments}H", font, at + 16 + double)
    deltas = unpack_from(f">{segments}H", font, at + 16 + 2 * double)
    offsets_at = at + 16 + 3 * double
    signs = set()
    for turn, (first, last, delta) in enumerate(zip(firsts, lasts, deltas, strict=True)):
        place = offsets_at + 2 * turn
        (offset,) = unpack_from(">H", font, place)
        for code in range(first, last + 1):
            glyph = unpack_from(">H", font, place + offset + 2 * (code - first))[0] if offset else code + delta
            if glyph % 0x10000:
                signs.add(chr(code))
    return signs
