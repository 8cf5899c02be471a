"""The texts of a need that others than the office may come to read, and what stands for them as they are."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Final

LAYERS: Final = ("title", "teaser", "infrastructure_text", "desired_result", "conditions")
Layers = Mapping[str, str | None]


def layers_of(source: object) -> dict[str, str | None]:
    """Return what of a need, or of what is to become one, others than the office may come to read."""
    return {name: getattr(source, name) for name in LAYERS}


def layers_digest(layers: Layers) -> str:
    """Return what stands for the layers as a company agrees to them, all together."""
    told = json.dumps([layers[name] for name in LAYERS], ensure_ascii=False)
    return hashlib.sha256(told.encode()).hexdigest()
