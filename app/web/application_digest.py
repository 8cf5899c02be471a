"""What the application itself is known by: pages that are kept are others once Brygga has been brought up to date."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path
from typing import Final

_APP: Final = Path(__file__).parent.parent
_MADE_OF: Final = frozenset({".py", ".html", ".css", ".js", ".svg", ".xml", ".mo"})


@cache
def application_digest() -> str:
    """Return the digest of what pages are made with; each process reads it once."""
    digest = hashlib.sha256()
    for path in sorted(_APP.rglob("*")):
        if path.suffix in _MADE_OF:
            digest.update(path.read_bytes())
    return digest.hexdigest()
