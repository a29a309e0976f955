"""What pages say in Markdown: the words that people read, their figures with sources, and nothing that is no text."""

import re

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone
from markdown_it import MarkdownIt

from articles.models import Article
from articles.publishing import publish, withdraw
from companies.models import Company
from tests.factories import make_article, make_company, make_fact

pytestmark = pytest.mark.django_db

ASKED = {"accept": "text/markdown"}
HOSTILE = (
    "<script>alert(1)</script> [x](javascript:alert(1)) *a* `b` | # c & &lt;img src=x onerror=alert(1)&gt;"
)
BODY = (
    "<h2>Where it began</h2><p>In 2026. Then {figure} came, <strong>all</strong> at once: 1 &lt; 2 &amp; 3.</p>"
    '<aside data-callout="pro-tip"><p>Count before you speak.</p></aside>'
    "<table><tbody><tr><th>Name</th><th>Count</th></tr><tr><td>a|b</td><td>7</td></tr></tbody></table>"
    "<blockquote><p>Nobody counts.</p></blockquote><pre><code>x = '```'</code></pre>"
    '<ul><li>One</li><li>Two <a href="https://e.example/a(b)">away</a></li></ul><p>{hostile}</p>'
)


def told(client: Client, address: str) -> str:
    """A page in Markdown."""
    response = client.get(address, headers=ASKED)
    assert (response.status_code, response["Content-Type"]) == (200, "text/markdown; charset=utf-8")
    return response.text


def words(text: str) -> list[str]:
    """The words of a text."""
    return re.findall(r"\w+", text)


def shown(markdown: str) -> str:
    """What a reader of Markdown sees, without links' addresses and marks of notes; it holds no HTML."""
    tokens = [child for token in MarkdownIt().parse(markdown) for child in (token.children or [token])]
    assert not [token.content for token in tokens if token.type.startswith("html")]
    assert not [
        link for token in tokens for link in token.attrs.values() if str(link).startswith("javascript")
    ]
    return re.sub(r"\[\^[\w-]+\]", "", " ".join(token.content for token in tokens if token.content))


@pytest.fixture
def article(publisher: User) -> Article:
    """A live article with all that a body may hold, and a working copy that went on."""
    company = make_company("Umbra Labs", published_from=timezone.now())
    fact = make_fact(company, published_from=timezone.now(), source="The counting house")
    figure = f'<data value="fact:{fact.pk}">163 million</data>'
    escaped = HOSTILE.replace("&", "&amp;").replace("<", "&lt;")
    body = BODY.format(figure=figure, hostile=escaped) + "<p>Umbra Labs said so.</p>"
    made = make_article("A *quiet* <i>eclipse</i>", slug="quiet", body=body, backstory="Asked *twice*.")
    publish(made, by=publisher)
    Article.objects.filter(pk=made.pk).update(headline="Draft words", body="<p>Draft words</p>")
    return made


def test_every_word_of_an_article_is_there_in_order_and_none_of_the_draft(
    client: Client, article: Article
) -> None:
    markdown = told(client, "/articles/quiet/")
    left = iter(words(shown(markdown)))
    assert all(word in left for word in words(article.editions.get().text))
    assert "Draft" not in markdown
    assert "# A \\*quiet\\*" in markdown and "## Where it began" in markdown and "In 2026. Then" in markdown
    assert "/ [" in markdown and "> **How this was reported:** Asked \\*twice\\*." in markdown
    assert "> " in markdown and "| Name | Count |" in markdown and "- One" in markdown
    assert "Edition 1." in markdown and "/articles/quiet/>" in markdown and "Licence: <" in markdown


def test_a_figure_has_a_note_that_says_where_it_is_from_and_how_it_stands(
    client: Client, article: Article
) -> None:
    markdown = told(client, "/articles/quiet/")
    (note,) = re.findall(r"^\[\^(fact-\d+)\]: (.*)$", markdown, re.MULTILINE)
    assert f"163 million[^{note[0]}]" in markdown
    for said in ("Measured", "January 2026", "The counting house", "Shadow Count", "/facts/"):
        assert said in note[1]


def test_records_and_the_api_answer_in_markdown_too(client: Client, article: Article) -> None:
    company = Company.objects.get()
    page = told(client, company.get_absolute_url())
    assert "# Umbra Labs" in page and "163 million" in page and "quiet" in page
    assert told(client, f"/api/v1{company.get_absolute_url()}") == page
    assert told(client, "/api/v1/articles/quiet/") == told(client, "/articles/quiet/")
    missing = client.get("/api/v1/articles/nothing/", headers=ASKED)
    assert (missing.status_code, missing["Content-Type"]) == (404, "application/problem+json")


def test_both_forms_are_kept_apart_and_the_page_names_the_other(client: Client, article: Article) -> None:
    markdown, page = (client.get("/articles/quiet/", headers=asked) for asked in (ASKED, {}))
    assert page["Content-Type"].startswith("text/html") and 'type="text/markdown"' in page["Link"]
    assert page["ETag"] != markdown["ETag"] and "Accept" in page["Vary"].split(", ")
    for asked, first in ((ASKED, markdown), ({}, page)):
        assert client.get("/articles/quiet/", headers=asked).content == first.content
    held = ASKED | {"if-none-match": markdown["ETag"]}
    assert client.get("/articles/quiet/", headers=held).status_code == 304
    assert client.get("/articles/quiet/", headers={"if-none-match": markdown["ETag"]}).status_code == 200


def test_what_is_gone_says_so_in_text(client: Client, article: Article, publisher: User) -> None:
    withdraw(article, by=publisher, note="It was wrong.")
    for address, status in (("/articles/quiet/", 410), ("/articles/nothing/", 404)):
        response = client.get(address, headers=ASKED)
        assert (response.status_code, response["Content-Type"]) == (status, "text/markdown; charset=utf-8")
        assert "Where it began" not in response.text and "ETag" not in response
    assert "It was wrong" in client.get("/articles/quiet/", headers=ASKED).text
    gone, never = (client.get(f"/api/v1/articles/{slug}/", headers=ASKED) for slug in ("quiet", "nothing"))
    assert (gone.status_code, gone.json()["detail"]) == (410, "It was wrong.")
    assert (never.status_code, never["Content-Type"]) == (404, "application/problem+json")


def test_llms_txt_names_what_there_is_and_nothing_that_is_not_out(client: Client, article: Article) -> None:
    make_article("Never published")
    page = client.get("/llms.txt")
    assert page["Content-Type"].startswith("text/plain") and page.text.startswith("# AIWatch\n\n> ")
    assert "Accept: text/markdown" in page.text and "A \\*quiet\\*" in page.text and "Never" not in page.text
    shown(page.text)
    for address in re.findall(r"\]\(http://[^/]+(/[^)]*)\)", page.text):
        if address != "/api/v1/schema/":
            assert client.get(address).status_code == 200, address
