"""One Chromium for all tests of a worker; each test gets a window of its own, signed in by a cookie."""

import shutil
from collections.abc import Callable, Iterator
from threading import Condition
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.core import mail
from django.core.signals import request_finished, request_started
from django.db import connections
from django.test import Client

sync_api = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed: make setup")
CHROMIUM = shutil.which("chromium")


@pytest.fixture(scope="package")
def chromium() -> Iterator[Any]:
    """The browser. Starting one takes as long as a test."""
    if not CHROMIUM:
        pytest.skip("no Chromium: apt-get install chromium fonts-noto-cjk")
    with pytest.MonkeyPatch.context() as environment, sync_api.sync_playwright() as playwright:
        # Playwright runs an event loop in this thread, in which Django would refuse to ask the database.
        environment.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        try:
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
            yield browser
            browser.close()
        finally:
            # While that loop runs, this thread's connections are others than before and after it, and nobody
            # else closes them: PostgreSQL could not drop the database.
            connections.close_all()


class Answering:
    """Counts what the server is asked and has answered."""

    def __init__(self) -> None:
        self.under_way = 0
        self.changed = Condition()

    def begin(self, **kwargs: Any) -> None:
        with self.changed:
            self.under_way += 1

    def end(self, **kwargs: Any) -> None:
        with self.changed:
            self.under_way -= 1
            self.changed.notify_all()

    def wait(self) -> None:
        """Until nothing is under way: a request that is would find its database emptied."""
        with self.changed:
            assert self.changed.wait_for(lambda: self.under_way <= 0, timeout=30)


@pytest.fixture
def answering(live_server: Any) -> Iterator[Answering]:
    """What the server is asked during the test."""
    count = Answering()
    request_started.connect(count.begin)
    request_finished.connect(count.end)
    yield count
    request_started.disconnect(count.begin)
    request_finished.disconnect(count.end)


@pytest.fixture
def window(
    live_server: Any, chromium: Any, transactional_db: None, answering: Answering
) -> Iterator[Callable[..., Any]]:
    """Opens a window, signed in as a user or as nobody. At the end no page may have complained, of the policy least."""
    complaints: list[str] = []
    opened: list[Any] = []

    def open_one(user: User | None = None, *, size: tuple[int, int] = (1440, 1000), **options: Any) -> Any:
        viewport = {"width": size[0], "height": size[1]}
        context = chromium.new_context(base_url=live_server.url, viewport=viewport, **options)
        if user is not None:
            client = Client()
            client.force_login(user)
            cookie = client.cookies[settings.SESSION_COOKIE_NAME]
            context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": live_server.url}])
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda line: complaints.append(said(line)) if line.type == "error" else None)
        opened.append(context)
        return page

    yield open_one
    for context in opened:
        context.close()
    answering.wait()
    assert [line for line in complaints if "Failed to load resource" not in line] == []


def said(line: Any) -> str:
    """A line of the console, and where it comes from."""
    return f"{line.text} ({line.location['url']}:{line.location['lineNumber']})"


@pytest.fixture
def desk(window: Callable[..., Any], publisher: User) -> Any:
    """A publisher's window."""
    return window(publisher)


@pytest.fixture
def outbox(settings: Any) -> list[Any]:
    """The mail that is sent."""
    settings.MAILERS = {"default": {"BACKEND": "django.core.mail.backends.locmem.EmailBackend"}}
    mail.outbox = []
    return mail.outbox
