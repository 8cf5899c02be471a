"""Frozen reports that this process has read and found to be what was frozen; the same text is not read again.

Each is known by the SHA-256 of all that its seal covers and of its text: one letter changed is another report, and is
read and held against its seal.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Mapping
from threading import Lock
from typing import Final

from app.limits import READ_REPORTS
from app.reports.content import Report

# The report, whether it is what was frozen, and the digests of its files by their names.
WhatWasRead = tuple[Report | None, bool, Mapping[str, str]]

_known: Final[OrderedDict[bytes, tuple[int, WhatWasRead]]] = OrderedDict()
_lock: Final = Lock()


def read_once(identity: bytes, size: int, read: Callable[[], WhatWasRead]) -> WhatWasRead:
    """Return what was read of a report before, or read it now; `size` is that of its text."""
    with _lock:
        found = _known.get(identity)
        if found is not None:
            _known.move_to_end(identity)
            return found[1]
    was_read = read()
    if was_read[1]:
        with _lock:
            _known[identity] = (size, was_read)
            while len(_known) > 1 and sum(each for each, _read in _known.values()) > READ_REPORTS:
                _known.popitem(last=False)
    return was_read


def is_known(identity: bytes) -> bool:
    """Tell whether a report was read before and is what was frozen."""
    with _lock:
        return identity in _known
