"""Addresses that somebody typed: what is public is asked, what lies within our walls never hears of it."""

import gzip
import socket
import time
from collections.abc import Iterator
from ipaddress import IPv4Address, IPv6Address
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from changes import reaching
from changes.reaching import BEGINNING, Forbidden, Reply, Unreached, Walls, outside, post, reach
from tests.serving import OUTSIDE, WITHIN, Served, answer, serving

SECONDS = 5.0


def asked(served: Served, path: str = "/", *, walls: Walls | None = None, seconds: float = SECONDS) -> Any:
    address = f"http://paper.test:{served.port}{path}"
    return reach(address, method="GET", seconds=seconds, walls=walls or served.walls())


def resolving_to(*places: str) -> Walls:
    """Walls as they stand, before names that resolve to these."""
    families = [socket.AF_INET6 if ":" in place else socket.AF_INET for place in places]
    found = [(family, 1, 6, "", (place, 80)) for family, place in zip(families, places, strict=True)]
    return Walls(resolve=lambda *args, **kwargs: found)


@pytest.mark.parametrize(
    "place",
    [
        *("127.0.0.1", "127.9.9.9", "0.0.0.0", "10.0.0.1", "172.16.0.1", "192.168.1.1", "100.64.0.1"),  # noqa: S104
        *("169.254.169.254", "192.0.0.1", "198.18.0.1", "224.0.0.1", "239.255.255.250", "255.255.255.255"),
        *("::", "::1", "::ffff:169.254.169.254", "::ffff:8.8.8.8", "::127.0.0.1", "64:ff9b::7f00:1"),
        *("64:ff9b:1::1", "fc00::1", "fd12::1", "fe80::1", "fec0::1", "ff02::1", "2002:7f00:1::1", "2001::1"),
        "2001:db8::1",
    ],
)
def test_what_is_not_public_is_not_connected_to(place: str) -> None:
    with pytest.raises(Forbidden, match="is not on the public internet"):
        reach("http://paper.test/", method="GET", seconds=SECONDS, walls=resolving_to(place))


@given(st.integers(0, 2**128 - 1).map(IPv6Address) | st.integers(0, 2**32 - 1).map(IPv4Address))
def test_whatever_is_let_through_is_public(address: Any) -> None:
    try:
        ((_, place),) = resolving_to(str(address)).addresses("paper.test", 80)
    except Forbidden:
        return
    assert place[0] == str(address)
    assert address.is_global and not address.is_multicast and not address.is_reserved
    assert not getattr(address, "ipv4_mapped", None) and not getattr(address, "sixtofour", None)


@pytest.mark.parametrize("place", ["93.184.215.14", "2606:2800:21f:cb07:6820:80da:af6b:8b2c"])
def test_what_is_public_is_let_through_with_what_is_not_left_aside(place: str) -> None:
    found = resolving_to("10.0.0.1", place, "::1").addresses("paper.test", 443)
    assert [where[0] for _, where in found] == [place]


@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        ("ftp://paper.test/", "neither http:// nor https://"),
        ("file:///etc/passwd", "neither http:// nor https://"),
        ("gopher://paper.test:70/", "neither http:// nor https://"),
        ("//paper.test/", "neither http:// nor https://"),
        ("paper.test", "neither http:// nor https://"),
        ("http://user@paper.test/", "names a user"),
        ("http://user:word@paper.test/", "names a user"),
        ("http://paper.test@127.0.0.1/", "names a user"),
        ("http://2130706433/", "a number that is no address"),
        ("http://134744072/", "a number that is no address"),
        ("http://0x7f.1/", "a number that is no address"),
        ("http://0x08080808/", "a number that is no address"),
        ("http://0177.0.0.1/", "a number that is no address"),
        ("http://127.1/", "a number that is no address"),
        ("http://8.8.8.8./", "a number that is no address"),
        ("http://[fe80::1%25eth0]/", "is no address|local to a network"),
        ("http://127.0.0.1/", "not on the public internet"),
        ("http://１２７.０.０.１/", "not on the public internet"),
        ("http://127。0。0。1/", "not on the public internet"),
        ("http://[::1]/", "not on the public internet"),
        ("http://[::ffff:7f00:1]/", "not on the public internet"),
        ("http://paper.test:22/", "Port 22"),
        ("http://paper.test:0/", "Port 0"),
        ("https://paper.test:8443/", "Port 8443"),
        ("http://paper.test:99999/", "no address of the web"),
        ("http://[::1/", "no address of the web"),
        ("http:///path", "names no host"),
        ("http://-a.test/", "names no host"),
        ("http://paper..test/", "no address of the web"),
        ("http://paper.test\\@127.0.0.1/", "characters in it"),
        ("http://paper.test/\r\nHost: x", "characters in it"),
        ("http://paper.test/a b", "characters in it"),
        (" http://paper.test/", "characters in it"),
        ("http://paper.test/\0", "characters in it"),
        ("", "neither http:// nor https://"),
    ],
)
def test_an_address_that_is_none_of_the_web_is_refused(address: str, sentence: str) -> None:
    def resolve(host: str, port: int, **kwargs: Any) -> list[Any]:
        assert host in {"127.0.0.1", "::1", "::ffff:7f00:1"}
        return [(socket.AF_INET6 if ":" in host else socket.AF_INET, 1, 6, "", (host, port))]

    with pytest.raises(Forbidden, match=sentence):
        reach(address, method="GET", seconds=SECONDS, walls=Walls(resolve=resolve))


@given(st.text(max_size=40) | st.text(max_size=30).map("http://{}/".format))
def test_any_text_is_an_address_or_is_refused(address: str) -> None:
    try:
        parts = reaching.checked(address)
    except Forbidden:
        return
    assert parts.scheme in {"http", "https"} and parts.hostname and "@" not in parts.netloc


def test_an_answer_tells_its_status_and_we_say_who_asks() -> None:
    with serving(lambda head: answer("404 Not Found", "Content-Length: 0")) as served:
        assert asked(served, "/a?b=ü#c").status == 404
    (head,) = served.heads
    assert head.startswith("GET /a?b=%C3%BC HTTP/1.1\r\n")
    assert f"\r\nHost: paper.test:{served.port}\r\n" in head
    assert "\r\nRange: bytes=0-0\r\n" in head
    assert "\r\nUser-Agent: AIWatch (+http" in head


def test_redirects_are_followed_and_the_last_address_told() -> None:
    def answers(head: str) -> bytes:
        number = int(head.split("?")[1].split()[0])
        return answer("302 Found", f"Location: /?{number + 1}") if number < 5 else answer("200 OK")

    with serving(answers) as served:
        assert asked(served, "/?0").address == f"http://paper.test:{served.port}/?5"
    assert len(served.heads) == 6


def test_redirects_that_do_not_end_are_left_after_five() -> None:
    loops = answer("301 Moved Permanently", "Location: /")
    with serving(lambda head: loops) as served, pytest.raises(Unreached, match="more than 5 times"):
        asked(served)
    assert len(served.heads) == 6


@pytest.mark.parametrize(
    "location",
    [
        *(
            "http://127.0.0.1:{port}/",
            "//127.0.0.1:{port}/",
            "http://[::1]:{port}/",
            "http://2130706433:{port}/",
        ),
        *("http://169.254.169.254/latest/meta-data/", "file:///etc/passwd", "javascript:alert(1)"),
        *("http://root@127.0.0.2:{port}/", "http://127.0.0.2:1/"),
    ],
)
def test_a_redirect_to_within_our_walls_is_refused(location: str) -> None:
    def answers(head: str) -> bytes:
        return answer("302 Found", f"Location: {location.format(port=served.port)}")

    with serving(answers) as served, pytest.raises(Forbidden):
        asked(served)
    assert served.places == [OUTSIDE]


def test_a_name_that_moves_within_our_walls_is_not_followed_there() -> None:
    with serving(lambda head: answer("302 Found", "Location: /again")) as served, pytest.raises(Forbidden):
        asked(served, walls=served.walls(OUTSIDE, WITHIN))
    assert served.places == [OUTSIDE]


def test_what_was_checked_is_what_is_connected_to() -> None:
    # Whoever looked the name up once more on connecting would be led within.
    with serving(lambda head: answer("200 OK")) as served:
        assert asked(served, walls=served.walls(OUTSIDE, WITHIN)).status == 200
    assert served.places == [OUTSIDE]


def test_a_server_that_sends_a_byte_now_and_then_gets_no_more_time() -> None:
    def answers(head: str) -> Iterator[bytes]:
        yield b"HTTP/1.1 200 OK\r\nX: "
        while not served.stopped.wait(0.02):
            yield b"x"

    with serving(answers) as served:
        began = time.monotonic()
        with pytest.raises(Unreached, match="took too long"):
            asked(served, seconds=0.3)
        assert time.monotonic() - began < 2


def test_a_server_that_says_to_go_on_for_ever_gets_no_more_time() -> None:
    def answers(head: str) -> Iterator[bytes]:
        while not served.stopped.wait(0.01):
            yield answer("100 Continue")

    with serving(answers) as served, pytest.raises(Unreached, match="took too long"):
        asked(served, seconds=0.3)


def test_a_body_is_not_read_however_large_or_packed() -> None:
    packed = gzip.compress(bytes(10_000_000))

    def answers(head: str) -> Iterator[bytes]:
        yield answer("200 OK", "Content-Encoding: gzip", "Content-Length: 1000000000000") + packed
        while not served.stopped.is_set():
            yield bytes(100_000)

    with serving(answers) as served:
        assert asked(served).status == 200
        assert served.sent < 50_000_000


@pytest.mark.parametrize(
    "nonsense",
    [b"", b"SSH-2.0-OpenSSH_9.2\r\n", b"HTTP/1.1 OK\r\n\r\n", b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 500],
)
def test_what_is_no_answer_of_the_web_counts_as_none_and_is_not_quoted(nonsense: bytes) -> None:
    with serving(lambda head: nonsense) as served, pytest.raises(Unreached) as refused:
        asked(served)
    assert str(refused.value) == "paper.test does not answer."


def test_a_server_that_is_not_there_does_not_answer() -> None:
    with serving(lambda head: b"") as served:
        walls = served.walls()
    with pytest.raises(Unreached, match="does not answer"):
        asked(served, walls=walls)


def test_a_name_that_is_not_known_has_no_host() -> None:
    def resolve(*args: Any, **kwargs: Any) -> list[Any]:
        raise socket.gaierror(-2, "Name or service not known")

    with pytest.raises(Unreached, match="There is no host of the name"):
        reach("http://paper.test/", method="HEAD", seconds=SECONDS, walls=Walls(resolve=resolve))


def test_the_next_address_of_a_name_is_tried_where_one_does_not_take_us() -> None:
    with serving(lambda head: answer("200 OK")) as served:
        walls = served.walls()
        both = [("127.0.0.2", 1), ("127.0.0.2", served.port)]
        walls = Walls(walls.beside, walls.ports, lambda *a, **k: [(2, 1, 6, "", place) for place in both])
        assert asked(served, walls=walls).status == 200


def test_plain_text_where_a_certificate_belongs_does_not_answer() -> None:
    with serving(lambda head: answer("200 OK")) as served, pytest.raises(Unreached):
        reach(f"https://paper.test:{served.port}/", method="GET", seconds=1, walls=served.walls())


def sent(served: Served, *, seconds: float = SECONDS) -> Reply:
    address = f"http://paper.test:{served.port}/hooks?a=b"
    headers = {"Content-Type": "application/json", "X-Mark": "1"}
    return post(address, body=b'{"a":1}', headers=headers, seconds=seconds, walls=served.walls())


def test_what_is_posted_arrives_whole_and_of_a_refusal_the_beginning_is_read() -> None:
    packed = answer("503 Service Unavailable", "Retry-After: 60", body=b"So. " * 1_000_000)
    with serving(lambda head: packed) as served:
        assert sent(served).status == 503
        reply = sent(served)
    assert (reply.again_after, reply.said[:8]) == ("60", "So. So. ")
    assert len(reply.said) <= BEGINNING
    head, body = served.heads[0], served.bodies[0]
    assert head.startswith("POST /hooks?a=b HTTP/1.1\r\n")
    assert "\r\nContent-Length: 7\r\n" in head and "\r\nX-Mark: 1\r\n" in head
    assert "Range" not in head
    assert body == b'{"a":1}'


def test_words_that_do_not_come_take_nothing_from_the_answer() -> None:
    def answers(head: str) -> Iterator[bytes]:
        yield answer("500 Internal Server Error", "Content-Length: 100")
        served.stopped.wait(2)

    with serving(answers) as served:
        assert sent(served, seconds=0.3) == Reply(500, "", "")


@pytest.mark.parametrize("location", ["http://127.0.0.1:{port}/", "/elsewhere"])
def test_nothing_is_posted_where_a_redirect_leads(location: str) -> None:
    def answers(head: str) -> bytes:
        return answer("307 Temporary Redirect", f"Location: {location.format(port=served.port)}")

    with serving(answers) as served:
        assert sent(served).status == 307
    assert len(served.heads) == 1


@pytest.mark.parametrize(
    "address",
    [
        "https://127.0.0.1/",
        "https://[::1]/",
        "https://localhost/",
        "https://intranet/",
        "https://paper.test:22/",
    ],
)
def test_an_address_says_of_itself_that_it_is_not_public(address: str) -> None:
    with pytest.raises(Forbidden):
        outside(address)
