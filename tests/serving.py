"""A web server of our own for tests that ask addresses: it notes where it was reached and what it was asked."""

import re
import socket
import socketserver
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from ipaddress import IPv4Network
from threading import Event, Thread
from typing import Any

from changes.reaching import Walls

#: The two addresses of this machine that stand for the public internet and for what lies within our walls.
OUTSIDE, WITHIN = "127.0.0.2", "127.0.0.1"

Answers = Callable[[str], "bytes | Iterator[bytes]"]


@dataclass
class Served:
    """What a server was asked. heads: of each request its first line and headers; places: where it came in."""

    port: int
    stopped: Event
    heads: list[str] = field(default_factory=list)
    bodies: list[bytes] = field(default_factory=list)
    places: list[str] = field(default_factory=list)
    sent: int = 0

    def walls(self, *resolved: str) -> Walls:
        """Walls that let through to OUTSIDE on the server's port. Names resolve to these in turn, then the last."""
        left = list(resolved or [OUTSIDE])

        def resolve(host: str, port: int, **kwargs: Any) -> list[Any]:
            if ":" in host:
                return [(socket.AF_INET6, 1, 6, "", (host, port))]
            place = host if host[0].isdigit() else left.pop(0) if len(left) > 1 else left[0]
            return [(socket.AF_INET, 1, 6, "", (place, port))]

        return Walls(beside=(IPv4Network(OUTSIDE),), ports=frozenset({self.port}), resolve=resolve)


class _Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True

    def handle_error(self, *args: Any) -> None:
        """Whoever asked is gone; that is what some tests are about."""


@contextmanager
def serving(answers: Answers) -> Iterator[Served]:
    """A server on all of this machine's addresses; `answers` gets each request's head, and may answer bit by bit."""

    class Handler(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            head = b""
            while not head.endswith(b"\r\n\r\n") and (line := self.rfile.readline()):
                head += line
            length = re.search(rb"\r\ncontent-length: (\d+)\r\n", head, re.IGNORECASE)
            served.bodies.append(self.rfile.read(int(length[1])) if length else b"")
            served.heads.append(head.decode())
            served.places.append(self.request.getsockname()[0])
            said = answers(head.decode())
            for part in [said] if isinstance(said, bytes) else said:
                self.request.sendall(part)
                served.sent += len(part)

    with _Server(("0.0.0.0", 0), Handler) as server:  # noqa: S104
        served = Served(server.server_address[1], Event())
        thread = Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        try:
            yield served
        finally:
            served.stopped.set()
            server.shutdown()
            thread.join()


def answer(status: str, *headers: str, body: bytes = b"") -> bytes:
    """A whole answer."""
    return "\r\n".join([f"HTTP/1.1 {status}", *headers, "", ""]).encode() + body
