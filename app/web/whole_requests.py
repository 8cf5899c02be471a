"""A gunicorn worker that gives a request to a thread only when all of it has come.

With gunicorn's own worker of threads a form that is half sent holds a thread until it is whole, and eight of them hold
everybody. Here the loop that watches all connections gathers each request without a thread, and lets it go when it is
not whole within its deadline. A proxy that buffers requests does the same; Brygga does not depend on one.
"""

from __future__ import annotations

import re
import socket
import time
from collections import OrderedDict
from selectors import EVENT_READ
from typing import Any, Final

from gunicorn.workers.gthread import TConn, ThreadWorker

from app.limits import FILE_REQUEST_BYTES, REQUEST_GATHERED_BYTES, REQUEST_SECONDS

_HEAD_END: Final = b"\r\n\r\n"
_LONGEST_HEAD: Final = 64 * 1024
_AT_ONCE: Final = 64 * 1024
_LENGTH: Final = re.compile(rb"\r\ncontent-length[ \t]*:[ \t]*(\d{1,12})[ \t]*\r\n", re.IGNORECASE)
_CHUNKED: Final = re.compile(rb"\r\ntransfer-encoding[ \t]*:", re.IGNORECASE)
_EXPECTS: Final = re.compile(rb"\r\nexpect[ \t]*:[ \t]*100-continue", re.IGNORECASE)
# Browsers always say how long a form is.
_LENGTH_REQUIRED: Final = b"HTTP/1.1 411 Length Required\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"
_TOO_SLOW: Final = b"HTTP/1.1 408 Request Timeout\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"
_CONTINUE: Final = b"HTTP/1.1 100 Continue\r\n\r\n"


class GatheringSocket:
    """A connection's socket with what has been read of its next request; otherwise the socket itself."""

    def __init__(self, plain: socket.socket) -> None:
        self._plain = plain
        self.gathered = bytearray()
        self.told_to_go_on = False

    def __getattr__(self, name: str) -> Any:
        return getattr(self._plain, name)

    def recv(self, size: int, *flags: int) -> bytes:
        """Return what was gathered, and read from the network only when nothing is left of it."""
        if not self.gathered:
            return self._plain.recv(size, *flags)
        taken = bytes(self.gathered[:size])
        del self.gathered[:size]
        return taken

    def setblocking(self, blocking: bool) -> None:
        """Wait for the other side with a deadline where it would be waited for without one."""
        self._plain.settimeout(REQUEST_SECONDS if blocking else 0.0)

    def gather(self) -> bool:
        """Read what has come; False when the other side has gone."""
        try:
            more = self._plain.recv(_AT_ONCE)
        except (BlockingIOError, InterruptedError):
            return True
        except OSError:
            return False
        self.gathered += more
        return bool(more)

    def say(self, answer: bytes) -> None:
        """Send a few bytes if they can be sent without waiting."""
        try:
            self._plain.send(answer)
        except OSError:
            return


def is_whole(connection: GatheringSocket) -> bool:
    """Tell whether a request has come as far as a thread may take it.

    One that is too large is whole with its head: it is refused without reading on.
    """
    data = connection.gathered
    end = data.find(_HEAD_END, 0, _LONGEST_HEAD)
    if end < 0:
        return len(data) >= _LONGEST_HEAD
    head = bytes(data[: end + 2])
    told = _LENGTH.search(head)
    wanted = int(told[1]) if told else 0
    if wanted > FILE_REQUEST_BYTES or len(data) >= end + len(_HEAD_END) + wanted:
        return True
    if _EXPECTS.search(head) and not connection.told_to_go_on:
        connection.told_to_go_on = True
        connection.say(_CONTINUE)
    return False


def is_chunked(connection: GatheringSocket) -> bool:
    """Tell whether a request does not say how long it is."""
    end = connection.gathered.find(_HEAD_END, 0, _LONGEST_HEAD)
    return end >= 0 and _CHUNKED.search(connection.gathered, 0, end + 2) is not None


class WholeRequestWorker(ThreadWorker):  # type: ignore[misc]  # gunicorn ships no types
    """Threads that never wait for a request to arrive."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Connections whose request is on its way, with when it must be here, the oldest first.
        self._coming: OrderedDict[TConn, float] = OrderedDict()

    def enqueue_req(self, conn: TConn) -> None:
        """Gather the connection's next request."""
        if not isinstance(conn.sock, GatheringSocket):
            conn.sock = GatheringSocket(conn.sock)
        if conn.initialized:
            conn.sock.gathered[:0] = conn.parser.unreader.take_buffered()
        conn.sock.told_to_go_on = False
        conn.sock.settimeout(0.0)
        self._coming[conn] = time.monotonic() + REQUEST_SECONDS
        self.poller.register(conn.sock, EVENT_READ, lambda _sock: self._read(conn))
        if conn.sock.gathered:
            self._look(conn)

    def _read(self, conn: TConn) -> None:
        if not conn.sock.gather():
            self._let_go(conn)
            return
        self._look(conn)
        while sum(len(each.sock.gathered) for each in self._coming) > REQUEST_GATHERED_BYTES:
            self._let_go(next(iter(self._coming)), _TOO_SLOW)

    def _look(self, conn: TConn) -> None:
        if is_chunked(conn.sock):
            self._let_go(conn, _LENGTH_REQUIRED)
        elif is_whole(conn.sock):
            self._forget(conn)
            conn.data_ready = True
            super().enqueue_req(conn)

    def _forget(self, conn: TConn) -> None:
        del self._coming[conn]
        self.poller.unregister(conn.sock)

    def _let_go(self, conn: TConn, answer: bytes = b"") -> None:
        self._forget(conn)
        if answer:
            conn.sock.say(answer)
        self.nr_conns -= 1
        conn.close()

    def finish_request(self, conn: TConn, fs: Any) -> None:
        """Go on with a request that came together with the one before."""
        goes_on = not fs.cancelled() and fs.exception() is None and fs.result() is True
        if goes_on and conn.sock.gathered:
            self.enqueue_req(conn)
            return
        super().finish_request(conn, fs)

    def murder_pending(self) -> None:
        """Let go of requests that are not here by their deadline."""
        super().murder_pending()
        late = time.monotonic()
        while self._coming and next(iter(self._coming.values())) <= late:
            self._let_go(next(iter(self._coming)), _TOO_SLOW)
        if self.nr_conns >= self.worker_connections and self._coming:
            # Nobody new would be let in.
            self._let_go(next(iter(self._coming)), _TOO_SLOW)
