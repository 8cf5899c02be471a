"""Where the repository keeps what the commands of `matching` read when no other files are named; only they ask."""

from __future__ import annotations

from pathlib import Path
from typing import Final

_REPOSITORY: Final = Path(__file__).resolve().parent.parent

VOCABULARY: Final = _REPOSITORY / "seeds" / "data" / "vocabulary"
# Judged sets of the project's own: capabilities.jsonl, needs.jsonl, qrels.tsv and smaller ones beside them.
JUDGED: Final = _REPOSITORY / "tests" / "matching" / "data"
