"""The newsletter in a real browser, without a script: from the end of an article into it, and out again."""

from typing import Any

import pytest
from django.contrib.auth.models import User
from playwright.sync_api import expect

from articles.publishing import publish
from newsletter import links
from newsletter.models import Subscriber
from tests.factories import make_article, make_topic
from tests.sink import Sink

pytestmark = [pytest.mark.django_db(transaction=True)]


def test_from_the_end_of_an_article_into_the_newsletter_and_out(
    window: Any, publisher: User, settings: Any, live_server: Any
) -> None:
    settings.SITE_URL = live_server.url
    article = make_article(topics=[make_topic("Shade")])
    publish(article, by=publisher)
    page = window(java_script_enabled=False, size=(360, 800))
    with Sink() as sink:
        options = {"host": "127.0.0.1", "port": sink.port, "timeout": 10}
        backend = "readers.smtp.EmailBackend"
        settings.MAILERS = {"default": {"BACKEND": backend, "OPTIONS": options}}
        page.goto(article.get_absolute_url())
        end = page.locator(".follow")
        end.get_by_label("Each story on Shade").check()
        end.get_by_label("E-mail").fill("ines@example.org")
        end.get_by_role("button", name="Subscribe").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Look into your mail")
        text = sink.mails[0].get_body(("plain",)).get_content()
    page.goto(next(line for line in text.splitlines() if line.startswith("http")))
    page.get_by_role("button", name="Yes, send it to me").click()
    page.get_by_role("link", name="Choose what you get").first.click()
    page.get_by_label("Shade Topic").uncheck()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("status")).to_contain_text("You get the weekly digest.")
    reader = Subscriber.objects.get()
    assert reader.weekly and not reader.follows.exists()
    page.goto(links.to_leave(links.token_of(links.Reader(reader.key))))
    page.get_by_role("button", name="Send me nothing more").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("You have left")
    page.get_by_role("button", name="Forget my address now").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Your address is deleted")
    assert not Subscriber.objects.exists()
