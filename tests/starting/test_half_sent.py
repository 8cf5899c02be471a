"""Forms that are half sent hold nobody up: real sockets against the server as `make run` starts it."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import ExitStack, closing
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.running import Served, serving

_HALF_SENT = 20


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder: Path = tmp_path_factory.mktemp("half-sent")
    with serving(folder, BRYGGA_ENCODER="none") as running:
        yield running


def _connected(served: Served) -> socket.socket:
    address = urlsplit(served.url)
    return socket.create_connection((str(address.hostname), int(address.port or 0)), timeout=60)


def _head(*lines: str, method: str = "POST") -> bytes:
    return "\r\n".join((f"{method} /sign-in HTTP/1.1", "Host: 127.0.0.1", *lines, "", "")).encode()


def _status(connection: socket.socket) -> str:
    return connection.recv(65_536).split(b"\r\n", 1)[0].decode()


def test_others_are_answered_while_twenty_forms_are_half_sent(served: Served) -> None:
    form = ("Content-Type: application/x-www-form-urlencoded", "Content-Length: 1000")
    with ExitStack() as opened:
        slow = [opened.enter_context(closing(_connected(served))) for _ in range(_HALF_SENT)]
        for number, connection in enumerate(slow):
            connection.sendall(_head(*form)[: None if number % 2 else -2] + (b"email=a" if number % 2 else b""))
        for _ in range(10):
            with closing(_connected(served)) as quick:
                quick.sendall(_head(method="GET"))
                assert _status(quick) == "HTTP/1.1 200 OK"
        # Not one of them has been let go, and each is answered when it is whole.
        slow[1].sendall(b"x" * 993)
        assert _status(slow[1]).startswith("HTTP/1.1 4")


def test_two_requests_that_come_together_are_both_answered(served: Served) -> None:
    with closing(_connected(served)) as connection:
        connection.sendall(_head(method="GET") + _head("Connection: close", method="GET"))
        told = b""
        while more := connection.recv(65_536):
            told += more
    assert told.count(b"HTTP/1.1 200 OK") == 2


def test_a_form_that_does_not_say_how_long_it_is_is_refused(served: Served) -> None:
    with closing(_connected(served)) as connection:
        connection.sendall(_head("Transfer-Encoding: chunked") + b"5\r\nemail\r\n")
        assert _status(connection) == "HTTP/1.1 411 Length Required"
