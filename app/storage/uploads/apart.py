"""Runs a script on an uploaded file in a process of its own: nothing of the application, and no setting, is in it."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

# What is said of a file that used up what its reader may use.
_TOO_MUCH: Final[dict[str, Any]] = {"fault": "bomb", "row": None}


def look_apart(script: Path, limits: Mapping[str, int], content: bytes) -> dict[str, Any]:
    """Return what a script tells of a file: a JSON object, with "fault" where something is wrong with it.

    The script is given its limits as JSON, reads the file from standard input and writes one object. `limits` has
    "CPU", its seconds of work.
    """
    try:
        # The interpreter by its own path and a script of our own: nothing of the file is part of the command.
        done = subprocess.run(  # noqa: S603
            [sys.executable, "-I", "-X", "utf8", str(script), json.dumps(dict(limits))],
            input=content,
            capture_output=True,
            timeout=2 * limits["CPU"],
            env={},
            check=False,
        )
        told: dict[str, Any] = json.loads(done.stdout) if done.returncode == 0 else _TOO_MUCH
    except (subprocess.TimeoutExpired, ValueError):
        told = _TOO_MUCH
    return told
