"""Finds Chromium for the browser tests; run as a command, it installs one where that is possible."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path

from playwright.sync_api import sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


@cache
def find_chromium() -> str | None:
    """Return the program of an installed Chromium: CHROMIUM if set, one on the PATH, or Playwright's own."""
    candidates = [os.environ.get("CHROMIUM"), *(shutil.which(name) for name in NAMES)]
    found = next((path for path in candidates if path and Path(path).exists()), None)
    return found or _playwrights_own()


def _playwrights_own() -> str | None:
    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if Path(path).exists() else None


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
    find_chromium.cache_clear()
    if not find_chromium():
        print("Chromium could not be installed: the browser tests WILL BE SKIPPED.", flush=True)


if __name__ == "__main__":
    main()
