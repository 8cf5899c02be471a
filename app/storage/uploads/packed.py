"""What is wrong with a packed document, before anything of it is unpacked; run by the scripts that look at files.

It imports nothing of ours: the process it runs in holds nothing of the application.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib

_DECLARES = re.compile(rb"<!\s*(DOCTYPE|ENTITY)", re.IGNORECASE)


def look_into_zip(content: bytes, limits: dict[str, int]) -> tuple[str | None, frozenset[str]]:
    """Return the fault of a packed file, None for a plain one, and the names of its parts.

    Faults are "broken", "bomb" and "strange_zip". `limits` has "entries", "unpacked" (bytes), "ratio" and "small"
    (bytes under which a part may be any number of times larger than packed).
    """
    try:
        packed = zipfile.ZipFile(io.BytesIO(content))
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        return "broken", frozenset()
    entries = packed.infolist()
    sizes = [(each.file_size, each.compress_size) for each in entries]
    is_bomb = any(size > limits["small"] and size > limits["ratio"] * max(small, 1) for size, small in sizes)
    if len(entries) > limits["entries"] or is_bomb or sum(size for size, _ in sizes) > limits["unpacked"]:
        return "bomb", frozenset()
    names = [each.filename for each in entries]
    found = frozenset(names)
    is_strange = any(name.startswith("/") or "\\" in name or ".." in name.split("/") for name in names)
    if is_strange or len(set(names)) < len(names) or any(each.flag_bits & 1 for each in entries):
        return "strange_zip", found
    try:
        declares = any(_declares(packed, name, limits["small"]) for name in names if name.endswith((".xml", ".rels")))
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, ValueError):
        return "broken", found
    return ("strange_zip" if declares else None), found


def _declares(packed: zipfile.ZipFile, name: str, read: int) -> bool:
    with packed.open(name) as part:
        # A declaration stands near the beginning; it is seen in UTF-8, which is what Office writes.
        beginning = part.read(read)
    return bool(_DECLARES.search(beginning)) or b"\0" in beginning
