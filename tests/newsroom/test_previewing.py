"""A preview is the very page that publishing would make, for whoever may see it and nobody else."""

import re
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.contrib.auth.models import Group, User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.models import Article
from articles.publishing import publish
from changes import log
from newsroom.models import SharedPreview
from newsroom.writing.sharing import address, share
from questions.answering.giving import answer
from questions.models import Question
from tests.editing import change, signed_in, typed
from tests.factories import make_article, make_company, make_fact, make_image, make_product, make_topic

pytestmark = [
    pytest.mark.django_db,
    # django-unfold 0.110 still has the old signature.
    pytest.mark.filterwarnings("ignore:Overriding get_action_choices"),
]


def make_rich(by: User) -> Article:
    """An unpublished article with everything that a page can show, all of it private."""
    product = make_product("Umbra Chat")
    fact = make_fact(product)
    rival = make_fact(product, value=172_000_000, source="Another report")
    older = make_fact(product, metric="revenue", unit="USD", value=5_000_000, as_of="2024")
    make_fact(
        product, metric="revenue", unit="USD", value=7_000_000, as_of="2025", published_from=timezone.now()
    )
    make_company("Penumbra Works")
    topic, inside = make_topic("Lamps"), make_image()
    publish(make_article("A story to read next", topics=[topic]), by=None)
    article = make_article(
        "A quiet <eclipse>",
        by=by,
        body=f'<h2>Figures</h2><p>Umbra Chat has <data value="fact:{fact.pk}">163 million</data> users and took '
        f'<data value="fact:{older.pk}">$5 million</data>, said Penumbra Works.</p>'
        f'<aside data-callout="pro-tip"><p>Look up.</p></aside><table><tbody><tr><td>1</td></tr></tbody></table>'
        f'<figure><img src="{inside.address}" alt="A shadow"></figure><p>Of <a href="/companies/">them</a>.</p>',
        topics=[topic, make_topic("Stars")],
        lead_image=make_image(credit="Bo Lantern"),
        lead_image_alt="A lamp",
        closing="More of it is here.",
        closing_topic=topic,
        backstory="Asked <of> all.",
    )
    cited = f'<p><data value="fact:{rival.pk}">172 million</data> by another count.</p>'
    article.faq.create(question="How many?", answer=cited, position=0)
    asked = Question.objects.create(text="Is it dark?", slug="dark", asker="Ada", article=article)
    answer(asked, text="<p>At night.</p>", by=by)
    return article


def shared(article: Article, by: User, **options: Any) -> str:
    return address(share(article, by=by, **options))


def test_a_shared_preview_is_the_page_that_publishing_makes_to_the_byte(publisher: User) -> None:
    article = make_rich(publisher)
    with time_machine.travel(timezone.now() + timedelta(hours=1), tick=False):
        link = shared(article, publisher)
        preview = Client().get(link).text
        publish(article, by=publisher, all_the_same="So.")
        log.forget_version()
        page = Client().get(article.get_absolute_url()).text
    assert "Is it dark?" in page and "A story to read next" in page and "cite-disputed" in page
    assert "<b>How this was reported:</b> Asked &lt;of&gt; all.</p>" in page
    bar = re.compile(r'\n  <aside class="preview-bar".*?</aside>\n  ', re.DOTALL)
    assert bar.search(preview)
    preview = bar.sub("", preview).replace(f"{link}images/", "/images/")
    preview = preview.replace(f"{link}renditions/", "/renditions/")
    assert preview.replace("\n\n</main>", "\n</main>") == page


def test_what_is_typed_is_shown_and_nothing_of_it_is_saved(editor: User) -> None:
    article = make_rich(editor)
    values = typed(article, headline="Typed", body="<p>Half a sentence<script>alert(1)</script>", slug="")
    values |= {"faq-TOTAL_FORMS": 1, "faq-0-question": "Typed?", "faq-0-answer": "<p>Yes.</p>"}
    values |= {"closing": "All of it is here.", "closing_topic": article.closing_topic_id}
    values |= {"backstory": "Typed of it."}
    values |= {"lead_image": article.lead_image_id, "lead_image_alt": "A lamp"}
    for where in (f"{article.pk}/", ""):
        response = signed_in(editor).post(f"/admin/articles/article/{where}preview/", values)
        for words in (
            "<h1>Typed</h1>",
            "Half a sentence",
            "Typed?",
            ">here<",
            "Typed of it.",
            "/admin/preview/images/",
        ):
            assert words in response.text
        assert "alert(1)" not in response.text
        policy = response.headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy and "script-src" not in policy
        assert policy.endswith("sandbox allow-same-origin") and "frame-ancestors 'self'" in policy
        assert "no-store" in response.headers["Cache-Control"]
    article.refresh_from_db()
    assert (article.headline, Article.objects.count(), article.revisions.count()) == (
        "A quiet <eclipse>",
        2,
        0,
    )


def test_a_preview_takes_the_same_queries_whatever_it_cites(editor: User) -> None:
    article, client = make_rich(editor), signed_in(editor)

    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            client.post(f"/admin/articles/article/{article.pk}/preview/", typed(article))
        return len(queries)

    asked()
    few = asked()
    article.body += "".join(
        f'<p>{fact.subject.name}: <data value="fact:{fact.pk}">163 million</data></p>'
        for fact in (make_fact(make_product(f"Umbra {letter}ex")) for letter in "ABCDEFGH")
    )
    assert few <= asked() <= few + 6  # read next asks once for each of at most six records
    assert few < 45


def test_a_link_opens_what_it_shows_and_counts_it(editor: User) -> None:
    article = make_rich(editor)
    link = shared(article, editor)
    response = Client().get(link)
    assert response.headers["Cache-Control"] == "private, no-store"
    assert response.headers["X-Robots-Tag"].startswith("noindex")
    assert response.headers["Referrer-Policy"] == "no-referrer"
    assert not response.cookies
    assert link.strip("/").split("/")[-1] not in re.sub(r'src="[^"]*"', "", response.text)
    pictures = re.findall(rf'src="({re.escape(link)}images/[^"]+)"', response.text)
    assert len(pictures) == 2
    for picture in pictures:
        answered = Client().get(picture)
        assert answered.headers["Cache-Control"] == "private, no-store"
        assert b"".join(answered)
        assert Client().get(picture.replace(link.rstrip("/"), "")).status_code == 404
    other = make_image()
    assert Client().get(f"{link.rstrip('/')}{other.address}").status_code == 404
    Client().head(link)
    Client().get(link)
    assert SharedPreview.objects.get().opened == 2
    signed_in(editor).post(change(article), typed(article, headline="Saved since"))
    assert "<h1>Saved since</h1>" in Client().get(link).text


def test_every_link_that_is_not_good_answers_alike(editor: User, publisher: User) -> None:
    article = make_rich(editor)
    good, short = shared(article, editor), shared(article, editor, days=1)
    picture = article.lead_image.address
    nothing = Client().get("/preview/1.nothing/").text
    lost = [
        good[:-2] + "/",
        good.upper(),
        f"/preview/{good.split('/')[2].replace('.', '', 1)}/",
        "/preview/x/",
    ]
    with time_machine.travel(timezone.now() + timedelta(days=2)):
        lost.append(short)
        assert [Client().get(link).text for link in lost] == [nothing] * len(lost)
        assert Client().get(short.rstrip("/") + picture).status_code == 404
        assert Client().get(good).status_code == 200
    editor.groups.clear()
    assert Client().get(good).text == nothing
    editor.groups.add(Group.objects.get(name="editor"))
    assert Client().get(good).status_code == 200
    link = SharedPreview.objects.first()
    client = signed_in(publisher)
    for row in SharedPreview.objects.all():
        client.post(f"/admin/articles/shared/{row.pk}/revoke/")
    assert Client().get(good).text == nothing and Client().get(good).status_code == 404
    assert Client().get(good.rstrip("/") + picture).status_code == 404
    link.refresh_from_db()
    assert link.revoked_by == publisher
    page = client.get(change(article)).text
    assert "Revoked" in page and "opened 2 times" in page and "by editor" in page


def test_links_are_made_by_those_who_may_write_for_some_days(contributor: User, editor: User) -> None:
    article = make_article(by=editor)
    make = f"/admin/articles/article/{article.pk}/share/"
    client = signed_in(editor)
    for days in ("", "0", "31", "x", "9" * 40):
        response = client.post(make, {"days": days}, headers={"HX-Request": "true"})
        assert "Not made: choose between 1 and 30 days." in response.text
    assert signed_in(contributor).post(make, {"days": 7}).status_code == 403
    assert not SharedPreview.objects.exists()
    response = client.post(make, {"days": 7}, headers={"HX-Request": "true"})
    link = SharedPreview.objects.get()
    assert address(link) in response.text
    assert link.expires_at - link.made_at > timedelta(days=6, hours=23)
    assert signed_in(contributor).post(f"/admin/articles/shared/{link.pk}/revoke/").status_code == 403
    assert str(uuid4()) not in response.text


def test_the_page_cache_keeps_no_preview(editor: User) -> None:
    article = make_article(by=editor)
    link = shared(article, editor)
    assert Client().get(link).status_code == 200
    SharedPreview.objects.update(revoked_at=timezone.now(), revoked_by=editor)
    assert Client().get(link).status_code == 404
