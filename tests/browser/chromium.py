"""Finds Chromium for the browser tests; run as a command, it installs one where that is possible."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def find_chromium() -> str | None:
    """Return the program of an installed Chromium: CHROMIUM if set, one on the PATH, or Playwright's own."""
    candidates = [os.environ.get("CHROMIUM"), *(shutil.which(name) for name in NAMES), _playwrights_own()]
    return next((path for path in candidates if path and Path(path).exists()), None)


def _playwrights_own() -> str | None:
    with sync_playwright() as playwright:
        return playwright.chromium.executable_path


def main() -> None:
    """Install Chromium when it is missing: with apt as root, else Playwright's own; a failure is no error here."""
    if find_chromium():
        return
    print("Chromium is missing; installing it for the browser tests.", flush=True)
    if os.geteuid() == 0 and shutil.which("apt-get"):
        commands = [["apt-get", "update", "-qq"], ["apt-get", "install", "-y", "-qq", "chromium"]]
    else:
        commands = [[sys.executable, "-m", "playwright", "install", "chromium"]]
    for command in commands:
        subprocess.run(command, check=False, stdout=subprocess.DEVNULL)  # noqa: S603 - fixed commands
    if not find_chromium():
        print("Chromium could not be installed: the browser tests WILL BE SKIPPED.", flush=True)


if __name__ == "__main__":
    main()
