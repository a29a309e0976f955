"""Below /api/ every error is a problem (RFC 9457), whatever raised it; nothing is HTML, and nothing tells a trace."""

import json
import re
from collections.abc import Iterator
from io import BytesIO
from typing import Any

import pytest
from django.core.exceptions import DisallowedRedirect, PermissionDenied
from django.core.signals import request_started
from django.db import OperationalError, close_old_connections
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.request import UnreadablePostError
from django.test import Client, override_settings
from django.urls import path
from django.views import View
from django.views.decorators.csrf import csrf_exempt
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from aiwatch import urls
from aiwatch.wsgi import application
from readers.limits import TooOften

pytestmark = pytest.mark.django_db

METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "PROPFIND")
LIST = "/api/v1/articles/"
NOWHERE = (
    *(
        "/api",
        "/api/",
        "/api/v2/x",
        "/api/v1/x",
        "/api/v1/x/",
        "/api/v1/articles.json",
        "/%2Fapi/v1/",
        "/api//v1/",
    ),
    *(
        "/api/v1/articles//",
        "/api/v1/%00/",
        "/api/v1/%ff%fe/",
        "/api/v1/%0a",
        f"/api/v1/{'x' * 9_000}/",
        "/api/../",
    ),
    *("/api/v1/articles/nothing/", "/api/v1/articles/nothing.json", "/api/v1/staff/nothing/"),
)
CALM = Client(raise_request_exception=False)


def problem_of(response: Any, status: int) -> dict[str, Any]:
    """An answer's problem, which is whole and says nothing of our insides."""
    assert response.status_code == status
    assert response["Content-Type"] == "application/problem+json"
    told: dict[str, Any] = json.loads(response.content)
    assert told["status"] == status and told["title"] and told["detail"] and told["type"] == "about:blank"
    assert not any(word in response.text for word in ("Traceback", "Error(", "site-packages", "<html"))
    return told


@pytest.mark.parametrize("address", NOWHERE)
def test_what_is_not_there_is_a_problem_by_every_method(address: str) -> None:
    for method in METHODS:
        response = CALM.generic(method, address)
        if method == "OPTIONS" and response.status_code == 200:
            continue  # what an address of that form takes, without a look at what is there
        if method == "HEAD":
            assert (response.status_code, response.content) == (404, b"")
            assert response["Content-Type"] == "application/problem+json"
        else:
            problem_of(response, response.status_code)
            assert response.status_code in {404, 405} or "/staff/" in address


def routes(patterns: list[Any], so_far: str = "") -> Iterator[str]:
    """Every address of some patterns, with 1 in the place of what is looked for."""
    for pattern in patterns:
        here = so_far + re.sub(r"\(\?P<\w+>[^)]*\)|<[^>]+>", "1", str(pattern.pattern)).strip("^$")
        if hasattr(pattern, "url_patterns"):
            yield from routes(pattern.url_patterns, here)
        elif here.startswith("api/") and "\\" not in here:
            yield f"/{here}"


def test_no_route_answers_any_method_in_html() -> None:
    for address in routes(urls.urlpatterns):
        for method in METHODS:
            response = CALM.generic(method, address, b"{", content_type="application/json")
            kind = response.get("Content-Type", "")
            assert response.status_code < 500, (method, address)
            if not (address == "/api/v1/docs/" and method in {"GET", "HEAD"}):
                assert "html" not in kind, (method, address)
            if response.status_code >= 400:
                assert kind == "application/problem+json", (method, address)
            if response.status_code == 405:
                assert response["Allow"]


def test_a_missing_slash_is_led_on_for_reading_and_told_of_for_writing() -> None:
    led = CALM.get("/api/v1/articles?page_size=2")
    assert (led.status_code, led["Location"]) == (301, f"{LIST}?page_size=2")
    assert CALM.head("/api/v1")["Location"] == "/api/v1/"
    assert LIST in problem_of(CALM.post("/api/v1/articles"), 404)["detail"]


def test_a_wrong_host_and_a_format_that_there_is_not() -> None:
    problem_of(CALM.get(LIST, headers={"host": "evil.example"}), 400)
    problem_of(CALM.get(LIST, headers={"host": "a b"}), 400)
    problem_of(CALM.get(LIST, headers={"accept": "image/png"}), 406)
    problem_of(CALM.get(LIST, headers={"if-match": '"x"'}), 412)
    assert CALM.generic("GET", LIST, b"{", content_type="application/json").status_code == 200
    assert "format" in problem_of(CALM.get(f"{LIST}?format=xml"), 400)["errors"]


class Taking(APIView):
    """Takes JSON, and gives it back."""

    def post(self, request: Request) -> Response:
        """What was sent."""
        return Response({"sent": request.data})


RAISED: dict[str, tuple[BaseException, int]] = {
    "ours": (RuntimeError("a secret of ours"), 500),
    "busy": (OperationalError("database is locked"), 503),
    "often": (TooOften(90), 429),
    "cut": (UnreadablePostError("gone"), 400),
    "led": (DisallowedRedirect("x"), 400),
    "kept": (PermissionDenied("a secret of ours"), 403),
}


class Falling(APIView):
    """Raises what its name says, within a view of the API."""

    def get(self, request: Request, name: str) -> Response:
        """Nothing."""
        raise RAISED[name][0]


def bare(request: HttpRequest, name: str) -> HttpResponse:
    """The same in a plain view."""
    raise RAISED[name][0]


def led_out(request: HttpRequest) -> HttpResponse:
    """A redirect that Django does not make."""
    return HttpResponseRedirect("javascript:alert(1)")


class Own:
    """The project's addresses, and some that fall."""

    handler400, handler404, handler500 = urls.handler400, urls.handler404, urls.handler500
    urlpatterns = [
        path("api/v1/taking/", Taking.as_view()),
        path("api/v1/falling/<name>/", Falling.as_view()),
        path("api/v1/bare/<name>/", bare),
        path("api/v1/led/", led_out),
        path("api/v1/plain/", csrf_exempt(View.as_view())),
        *urls.urlpatterns,
    ]


@pytest.fixture
def own() -> Iterator[None]:
    """Those addresses."""
    with override_settings(ROOT_URLCONF=Own):
        yield


@pytest.mark.parametrize("name", RAISED)
def test_whatever_a_view_raises_is_a_problem(own: None, name: str) -> None:
    status = RAISED[name][1]
    response = CALM.get(f"/api/v1/falling/{name}/")
    assert "secret" not in problem_of(response, status)["detail"]
    assert ("Retry-After" in response) == (status in {429, 503})
    if name not in {"often", "cut"}:  # what only DRF knows to name
        assert "secret" not in problem_of(CALM.get(f"/api/v1/bare/{name}/"), status)["detail"]


def test_what_middleware_and_plain_views_refuse_is_a_problem(own: None) -> None:
    problem_of(CALM.get("/api/v1/led/"), 400)
    assert "Allow" in CALM.get("/api/v1/plain/") and problem_of(CALM.get("/api/v1/plain/"), 405)
    strict = Client(enforce_csrf_checks=True, raise_request_exception=False)
    problem_of(strict.post("/api/v1/led/"), 403)
    problem_of(strict.post("/api/v1/nothing/"), 404)


@pytest.mark.parametrize(
    ("body", "kind", "status"),
    [
        *(
            (b"a=1", "application/x-www-form-urlencoded", 415),
            (b"{}", "application/json; charset=utf-16", 415),
            (b"{}", "application/json; charset=nothing", 415),
        ),
        *((b"{}", "text/plain", 415), (b"{}", "", 415)),
        *((b"{}", "x" * 300, 415), (b" " * 6_000_001, "application/json", 413)),
    ],
)
def test_a_body_that_is_no_json_is_refused(own: None, body: bytes, kind: str, status: int) -> None:
    problem_of(CALM.generic("POST", "/api/v1/taking/", body, content_type=kind), status)


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (b"{", "no JSON, at line 1, column 2"),
        (b'{"a": 1} x', "no JSON, at line 1, column 10"),
        (b'{"a": "\xff"}', "no UTF-8: the byte at 7"),
        (b"\xef\xbb\xbf{}", "byte order mark"),
        (b'{"a": {"b": 1, "b": 1}}', "“b” stands twice"),
        (b'{"a": NaN}', "NaN is no number"),
        (b'{"a": -Infinity}', "-Infinity is no number"),
        (b'{"a": 1e999}', "1e999 is too large"),
        (b"[" + b"1" * 5_000 + b"]", "too many digits"),
        (b"[" * 10_000 + b"]" * 10_000, "nested too deeply"),
        (b'{"a": ' * 10_000 + b"1" + b"}" * 10_000, "nested too deeply"),
        (b'{"\\ud800": 1}', "half a character"),
        *((body, "Send a JSON object") for body in (b"[]", b'"a"', b"1", b"null")),
    ],
)
def test_what_is_wrong_with_json_is_said_in_a_sentence(own: None, body: bytes, said: str) -> None:
    response = CALM.generic("POST", "/api/v1/taking/", body, content_type="application/json")
    assert said in problem_of(response, 400)["errors"]["body"][0]


def test_a_body_that_is_packed_or_of_no_known_length_is_refused(own: None) -> None:
    for headers, status in (
        ({"content-encoding": "gzip"}, 415),
        ({"content-encoding": "x, deflate"}, 415),
        ({"content-encoding": "Identity"}, 200),
    ):
        sent = CALM.post("/api/v1/taking/", {"a": 1}, content_type="application/json", headers=headers)
        assert sent.status_code == status
    assert problem_of(CALM.post("/api/v1/taking/", b"", "a/b", headers={"content-encoding": "br"}), 415)
    chunked = CALM.generic("POST", "/api/v1/taking/", headers={"transfer-encoding": "chunked"})
    assert "Content-Length" in problem_of(chunked, 411)["detail"]


def test_very_many_parameters_are_refused_by_their_number() -> None:
    address = f"{LIST}?{'&'.join(f'p{n}=1' for n in range(10_000))}"
    assert "at most 1,000" in problem_of(CALM.get(address), 400)["detail"]


def test_a_content_type_that_would_fell_the_server_is_refused() -> None:
    for kind in (
        "application/json; charset=hex",
        "text/plain; charset=zlib",
        f"text/plain; x={'y' * 20_000}",
    ):
        begun: list[Any] = []
        environ = {"CONTENT_TYPE": kind, "REQUEST_METHOD": "GET", "PATH_INFO": LIST, "QUERY_STRING": "x=%41"}
        environ |= {"wsgi.input": None}
        (body,) = application(environ, lambda *args, begun=begun: begun.append(args))
        assert begun[0][0] == "400 Bad Request" and json.loads(body)["status"] == 400


@pytest.fixture
def connected() -> Iterator[None]:
    """What begins in the test as on a server does not close the connection of the tests."""
    request_started.disconnect(close_old_connections)
    yield
    request_started.connect(close_old_connections)


def test_what_is_sent_to_an_address_in_any_script_reaches_it(connected: None) -> None:
    begun: list[Any] = []
    path = "/api/v1/questions/本影/".encode().decode("latin-1")  # as WSGI has it
    environ = {"CONTENT_TYPE": "application/json", "REQUEST_METHOD": "POST", "PATH_INFO": path}
    environ |= {
        "wsgi.input": BytesIO(),
        "wsgi.url_scheme": "http",
        "SERVER_NAME": "testserver",
        "SERVER_PORT": "80",
    }
    (body,) = application(environ, lambda *args: begun.append(args))
    assert begun[0][0] == "404 Not Found" and json.loads(body)["status"] == 404
