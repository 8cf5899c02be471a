"""Walks over pages as a browser does: what a page names is fetched, and what may be kept is not asked for again."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from html import unescape
from http import HTTPStatus
from itertools import cycle, islice
from typing import Final

from benchmarks.web.pages import MeasuredPage
from benchmarks.web.serving import Server

_FILES: Final = re.compile(rb'(?:<link[^>]*?\bhref|<script[^>]*?\bsrc|<img[^>]*?\bsrc)="(/[^"]+)"')


@dataclass(frozen=True, slots=True)
class Browsed:
    """What so many page views asked for: files, how many of them after the first view, and the files' share of CPU."""

    views: int
    files: int
    files_later: int
    cpu_of_files: float


def browse(server: Server, pages: Sequence[MeasuredPage], *, views: int) -> Browsed:
    """View pages of every kind, one after the other, as one browser that starts with nothing kept."""
    browser = server.browser()
    kept: set[str] = set()
    files, later, of_files, of_all = 0, 0, 0.0, 0.0
    walk = [page.addresses[turn % len(page.addresses)] for turn in range(views) for page in pages]
    for number, address in enumerate(islice(cycle(walk), views)):
        before = server.cpu_seconds()
        _status, body = browser.get(address)
        shown = server.cpu_seconds()
        for name in {unescape(found.decode()) for found in _FILES.findall(body)} - kept:
            files += 1
            later += number > 0
            status, may_keep = browser.fetch(name)
            if status != HTTPStatus.OK:
                raise RuntimeError(f"{name} answered {status}.")
            kept |= {name} if may_keep else set()
        after = server.cpu_seconds()
        of_files += after - shown
        of_all += after - before
    return Browsed(views, files, later, of_files / max(of_all, 0.01))
