"""Reaching addresses that somebody typed, and never anything within our own walls.

What is connected to is the very address that was checked: each name is resolved once for each connection, by
us, and what it resolves to goes to `connect`. Redirects are followed here and checked like the first address.
No proxy of the environment is used, nothing is sent along that was not asked for, and no body is read: of what is
answered to `post`, which follows no redirect, the beginning.
"""

import contextlib
import http.client
import io
import re
import socket
import ssl
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from ipaddress import IPv4Network, IPv6Address, IPv6Network, ip_address
from typing import Any
from urllib.parse import SplitResult, urljoin, urlsplit

from django.conf import settings
from django.utils.encoding import iri_to_uri

MOST_REDIRECTS = 5
#: So much of an answer to `post` is read.
BEGINNING = 2_000
REDIRECTS = {301, 302, 303, 307, 308}
PORTS = {"http": 80, "https": 443}

Address = tuple[socket.AddressFamily, Any]

#: What may stand for the public part of IPv6. Outside lie NAT64, mapped and compatible IPv4, local addresses.
_UNICAST = IPv6Network("2000::/3")
_NUMBER = re.compile(r"0x[0-9a-f]*|[0-9]+")
_NAME = re.compile(r"(?!-)[a-z0-9_-]{1,63}(?<!-)(?:\.(?!-)[a-z0-9_-]{1,63}(?<!-))*\.?")
_NO_PART_OF_AN_ADDRESS = re.compile(r"[\x00-\x20\x7f\\]")


class Unreached(Exception):
    """Nothing answered; the message is a sentence that says why."""


class Forbidden(Unreached):
    """The address, or one that it led to, is none that we connect to. Nothing was sent there."""


class Untrusted(Unreached):
    """Something answered, with a certificate that is not that of the name."""


@dataclass(frozen=True)
class Answer:
    """What was answered, and the address that redirects led to."""

    status: int
    address: str


@dataclass(frozen=True)
class Reply:
    """What was answered to `post`. said: how it begins, where it is no success; again_after: its Retry-After."""

    status: int
    said: str
    again_after: str


@dataclass(frozen=True)
class Walls:
    """What may be connected to: the public internet on the ports of the web, and `beside` it these."""

    beside: tuple[IPv4Network, ...] = ()
    ports: frozenset[int] = frozenset(PORTS.values())
    resolve: Callable[..., list[Any]] = socket.getaddrinfo

    def addresses(self, host: str, port: int) -> list[Address]:
        """Where a host may be connected to. Raises Forbidden where nowhere, Unreached where it has no address."""
        if port not in self.ports:
            raise Forbidden(f"Port {port} is not one of the web’s.")
        try:
            found = self.resolve(host, port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError) as reason:
            raise Unreached(f"There is no host of the name {host}.") from reason
        open_to_us = [(family, place) for family, _, _, _, place in found if self.lets_through(place[0])]
        if not open_to_us:
            raise Forbidden(f"{host} is not on the public internet.")
        return open_to_us

    def lets_through(self, written: str) -> bool:
        """Whether a number that a host has may be connected to."""
        address = ip_address(written)
        if any(address in network for network in self.beside):
            return True
        if isinstance(address, IPv6Address) and address not in _UNICAST:
            return False
        return address.is_global and not address.is_multicast


OURS = Walls()


def reach(address: str, *, method: str, seconds: float, walls: Walls = OURS) -> Answer:
    """Ask an address, following redirects; the body of the answer is left where it is.

    method: HEAD or GET, of which a single byte is asked. seconds: for all of it, looking names up aside, which
    the system gives up by itself. Raises Forbidden before anything is sent to what is not public; Unreached
    where nothing that is HTTP answers in time or redirects do not end; Untrusted.
    """
    until = time.monotonic() + seconds
    for _ in range(MOST_REDIRECTS + 1):
        parts = checked(address)
        with _asked(parts, method, until, walls, _headers(method)) as answer:
            # http.client reads headers as Latin-1; servers write UTF-8 where they write more than ASCII.
            location = (
                answer.headers.get("Location", "").encode("latin-1", "replace").decode(errors="replace")
            )
        if answer.status not in REDIRECTS or not location:
            return Answer(answer.status, address)
        address = urljoin(address, iri_to_uri(location.strip()))
    raise Unreached(f"It redirects more than {MOST_REDIRECTS} times.")


def post(
    address: str, *, body: bytes, headers: Mapping[str, str], seconds: float, walls: Walls = OURS
) -> Reply:
    """Send something to an address, and to no other: a redirect is an answer like any other.

    Raises Forbidden before anything is sent to what is not public; Unreached where nothing that is HTTP answers in
    time, though it may have been received; Untrusted.
    """
    until = time.monotonic() + seconds
    with _asked(checked(address), "POST", until, walls, {**_headers("POST"), **headers}, body) as answer:
        said = b""
        if not 200 <= answer.status < 300:
            # What was answered counts, also where its words do not come.
            with contextlib.suppress(OSError, http.client.HTTPException, ValueError):
                said = answer.read1(BEGINNING)
        return Reply(answer.status, said.decode(errors="replace"), answer.headers.get("Retry-After", ""))


def checked(address: str) -> SplitResult:
    """The parts of an address that is written as one of the web's. Raises Forbidden. Looks nothing up."""
    if _NO_PART_OF_AN_ADDRESS.search(address):
        raise Forbidden("There are characters in it that no address has.")
    try:
        parts = urlsplit(address)
        host, _ = _host(parts), parts.port
    except ValueError as reason:
        raise Forbidden("It is no address of the web.") from reason
    if parts.scheme not in PORTS:
        raise Forbidden("It begins with neither http:// nor https://.")
    if "@" in parts.netloc:
        raise Forbidden("It names a user, and we sign in nowhere.")
    if ":" in host or _NUMBER.fullmatch(host.rstrip(".").rpartition(".")[2]):
        _must_be_written_out(host)
    elif not _NAME.fullmatch(host):
        raise Forbidden("It names no host.")
    return parts


def outside(address: str, walls: Walls = OURS) -> SplitResult:
    """The parts of an address that may be reached, as far as it says so itself. Raises Forbidden. Looks nothing up."""
    parts = checked(address)
    host, port = _host(parts), _port(parts)
    if port not in walls.ports:
        raise Forbidden(f"Port {port} is not one of the web’s.")
    try:
        is_let_through = walls.lets_through(str(ip_address(host)))
    except ValueError:
        is_let_through = "." in host.rstrip(".") and not host.rstrip(".").endswith(".localhost")
    if not is_let_through:
        raise Forbidden(f"{host} is not on the public internet.")
    return parts


def _port(parts: SplitResult) -> int:
    return PORTS[parts.scheme] if parts.port is None else parts.port


def _host(parts: SplitResult) -> str:
    """The host as the name service takes it. Raises ValueError."""
    return (parts.hostname or "").encode("idna").decode()


def _must_be_written_out(host: str) -> None:
    """2130706433, 0x7f.1 and 0177.0.0.1 are ways to write 127.0.0.1 that not everybody reads alike."""
    try:
        written = ip_address(host)
    except ValueError as reason:
        raise Forbidden("Its host is a number that is no address.") from reason
    if getattr(written, "scope_id", None):
        raise Forbidden("Its host is local to a network.")


@contextlib.contextmanager
def _asked(
    parts: SplitResult,
    method: str,
    until: float,
    walls: Walls,
    headers: Mapping[str, str],
    body: bytes | None = None,
) -> Iterator[http.client.HTTPResponse]:
    """One answer, of which the head is read, until its connection is closed."""
    host, port = _host(parts), _port(parts)
    places = walls.addresses(host, port)
    kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
    connection = kind(host, port)
    connection.auto_open = 0  # it never connects by itself
    path = iri_to_uri(parts._replace(scheme="", netloc="", fragment="").geturl()) or "/"
    try:
        connected = _connected(places, until)
        connection.sock = _Limited(connected, until)
        if parts.scheme == "https":
            connection.sock = _Limited(_secured(connected, host, until), until)
        connection.request(method, path, body, headers)
        answer = connection.getresponse()
    except ssl.SSLCertVerificationError as reason:
        connection.close()
        raise Untrusted(f"The certificate of {host} is not to be trusted.") from reason
    except TimeoutError as reason:
        connection.close()
        raise Unreached(f"{host} took too long.") from reason
    except (OSError, http.client.HTTPException, ValueError) as reason:
        connection.close()
        raise Unreached(f"{host} does not answer.") from reason
    with contextlib.closing(connection), answer:
        yield answer


def _headers(method: str) -> dict[str, str]:
    said = {
        "User-Agent": f"AIWatch (+{iri_to_uri(settings.SITE_URL)})",
        "Accept": "*/*",
        "Connection": "close",
    }
    return said | ({"Range": "bytes=0-0"} if method == "GET" else {})


def _connected(places: list[Address], until: float) -> socket.socket:
    """A connection to the first place that takes one. Raises OSError."""
    failed = OSError()
    for tried, (family, place) in enumerate(places):
        connection = socket.socket(family, socket.SOCK_STREAM)
        try:
            # What is left is shared, so that one that is silent leaves time for the next.
            connection.settimeout(_left(until) / (len(places) - tried))
            connection.connect(place)
            return connection
        except OSError as reason:
            connection.close()
            failed = reason
    raise failed


def _secured(connection: socket.socket, host: str, until: float) -> socket.socket:
    connection.settimeout(_left(until))
    return ssl.create_default_context().wrap_socket(connection, server_hostname=host)


def _left(until: float) -> float:
    left = until - time.monotonic()
    if left <= 0:
        raise TimeoutError
    return left


class _Limited:
    """A connection with one limit for all that passes: a byte now and then does not make it longer."""

    def __init__(self, connection: socket.socket, until: float) -> None:
        self.connection, self.until = connection, until

    def sendall(self, data: bytes) -> None:
        self.connection.settimeout(_left(self.until))
        self.connection.sendall(data)

    def makefile(self, mode: str) -> io.BufferedReader:
        return io.BufferedReader(_Stream(self.connection, self.until))

    def close(self) -> None:
        self.connection.close()


class _Stream(io.RawIOBase):
    def __init__(self, connection: socket.socket, until: float) -> None:
        self.connection, self.until = connection, until

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        self.connection.settimeout(_left(self.until))
        return self.connection.recv_into(buffer)
