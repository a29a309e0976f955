"""A typed client that somebody else’s tool makes of the schema works."""

import os
import subprocess
import sys
from importlib import import_module
from pathlib import Path
from typing import Any

import httpx
import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.test import Client

from articles.publishing import publish
from tests.contract.committed import as_text, made
from tests.factories import make_article, make_topic

pytestmark = pytest.mark.django_db


@pytest.fixture
def client_package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """The name of the package that openapi-python-client makes without a warning."""
    (tmp_path / "schema.yaml").write_text(as_text(made()))
    (tmp_path / "config.yaml").write_text("literal_enums: true")
    tools = Path(sys.executable).parent
    subprocess.run(  # noqa: S603  # the tool of our own environment
        [
            *(tools / "openapi-python-client", "generate", "--path", "schema.yaml"),
            *("--meta", "none", "--output-path", "aiwatch_client", "--fail-on-warning"),
            *("--config", "config.yaml"),
        ],
        cwd=tmp_path,
        env={**os.environ, "PATH": f"{tools}{os.pathsep}{os.environ['PATH']}"},
        check=True,
        capture_output=True,
    )
    monkeypatch.syspath_prepend(str(tmp_path))
    return "aiwatch_client"


class Straight(httpx.BaseTransport):
    """To the site without a wire, within the transaction of the test."""

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """What the site answers."""
        answer = Client().get(request.url.raw_path.decode())
        return httpx.Response(answer.status_code, headers=dict(answer.headers), content=answer.content)


def test_a_generated_client_walks_a_list_and_reads_one_article_and_a_problem(
    client_package: str, publisher: User
) -> None:
    topic = make_topic("Chips")
    for n in range(3):
        publish(make_article(f"Article {n}", slug=f"article-{n}", topics=[topic]), by=publisher)
    module = lambda name: import_module(f"{client_package}.{name}")  # noqa: E731
    client = module("client").Client(base_url="http://127.0.0.1", httpx_args={"transport": Straight()})
    articles_list, one = module("api.articles.articles_list"), module("api.articles.articles_retrieve")

    slugs: list[str] = []
    page: Any = articles_list.sync(client=client, page_size=2, expand=["topics"])
    while True:
        slugs += [article.slug for article in page.results]
        assert all(article.topics[0].description == topic.description for article in page.results)
        if page.next_ is None:
            break
        page = articles_list.sync(
            client=client, page_size=2, expand=["topics"], cursor=str(httpx.URL(page.next_).params["cursor"])
        )
    assert slugs == ["article-2", "article-1", "article-0"]

    article = one.sync(client=client, slug="article-1")
    assert (article.headline, article.first_published.tzinfo is not None) == ("Article 1", True)
    missing = one.sync_detailed(client=client, slug="none")
    assert (missing.status_code, missing.parsed.title) == (404, "Not Found")
    assert settings.SITE_URL in article.url
