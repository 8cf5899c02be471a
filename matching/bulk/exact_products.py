"""Matrix products in single precision that are the same to the last digit on every machine."""

from __future__ import annotations

from typing import Final

import numpy as np

from matching.arrays import FloatArray

# Rows are brought to whole numbers of about this length. Every sum on the way to a product of two such rows is then a
# whole number below 2 to the power of 24, which single precision holds without rounding: the order of the sum, which
# depends on the processor, the kernel of the linear-algebra library and its threads, no longer matters.
_LENGTH: Final = 4_000.0


def exact_products(some: FloatArray, others: FloatArray) -> FloatArray:
    """Return the products of all rows of two matrices, shape (len(some), len(others)), good to about four digits."""
    mine, scale = _whole(some)
    theirs, other_scale = _whole(others)
    return np.asarray((mine @ theirs.T) / np.float32(scale * other_scale))


def _whole(rows: FloatArray) -> tuple[FloatArray, float]:
    """Return rows of whole numbers, and what they are larger by."""
    # Rounded, so that the scale itself is the same everywhere.
    longest = round(float(np.sqrt(np.max(np.sum(np.square(rows, dtype=np.float64), axis=1), initial=0.0))), 6)
    scale = _LENGTH / longest if longest else 1.0
    return np.rint(rows * np.float32(scale)), scale
