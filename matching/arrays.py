"""What arrays of numbers are called by what they hold; their shapes stand with each function."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

BoolArray = NDArray[np.bool_]
RealArray = NDArray[np.float64]
FloatArray = NDArray[np.float32]
# Row numbers, and other places in an array.
RowArray = NDArray[np.intp]
# Places of a sparse row.
PlaceArray = NDArray[np.int32]
# Whole numbers that are counted with, such as millionths of a score.
IntArray = NDArray[np.int64]
