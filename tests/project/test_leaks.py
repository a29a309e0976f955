"""Nothing private leaks: every public address is walked and no private word is found."""

import re
from collections.abc import Iterator
from datetime import timedelta
from urllib.parse import parse_qsl, unquote, urlsplit

import pytest
import time_machine
from django.contrib.auth.models import User
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import timezone

from articles.models import Article, Author, Edition, Image, Topic
from articles.publishing import publish, schedule, withdraw
from articles.windows import retime
from changes import log
from companies.indexing import put_in_search
from companies.models import KINDS, Alias
from companies.releases import claim
from facts.models import Fact, Source
from facts.supersession import supersede
from questions.answering.giving import answer
from questions.models import Question
from tests.factories import (
    make_article,
    make_author,
    make_company,
    make_fact,
    make_family,
    make_image,
    make_market,
    make_model,
    make_product,
    make_topic,
    someday,
)
from tests.project.test_sitemaps import locs

pytestmark = pytest.mark.django_db

STATES = ("draft", "scheduled", "embargoed", "expired", "withdrawn")
#: 7,654,321 as pages and the API write it: too long to come up in a time's or a key's digits.
UNSAID = re.compile(r"7,?654,?321")


def private_article(state: str, by: User) -> Article:
    """An article in a state that readers must not see, with everything that only it uses."""
    word = f"canary{state}"
    company = make_company(
        f"{word} company",
        description=f"{word} profile",
        native_name=f"{word}公司",
        logo=make_image(f"{word} logo").file,
    )
    company.listings.create(exchange="XHKG", ticker=word.upper())
    product = make_product(f"{word} product", owner=company)
    family = make_family(f"{word} family", developer=company)
    model = make_model(f"{word} model", developer=company, family=family)
    market = make_market(f"{word} market")
    claim(model, status="announced", window="2027", claimed_on=someday(), claimed_by=f"{word} boss")
    Alias.objects.create(record=company, text=f"{word} alias")
    for record in (company, product, family, model, market):
        record.sources.create(column="description", title=f"{word} looked up")
        put_in_search(record)
    fact = make_fact(product, source=f"{word} source", quotation=f"{word} quotation", metric=f"{word}_metric")
    inside = make_image(f"{word} inside", credit=f"{word} credit")
    names = ", ".join(record.name for record in (company, product, family, model, market))
    article = make_article(
        f"{word} headline",
        by=by,
        slug=f"{word}-slug",
        standfirst=f"{word} standfirst",
        body=f'<h2>{word} heading</h2><p>{names}: <data value="fact:{fact.pk}">{word} words</data>.</p>'
        f'<figure><img src="{inside.address}" alt="{word} picture"></figure>',
        closing=f"{word} closing",
        backstory=f"{word} backstory",
        authors=[make_author(f"{word} author")],
        topics=[make_topic(f"{word} topic")],
        lead_image=make_image(f"{word} canary", credit=f"{word} credit"),
        lead_image_alt=f"{word} alternative",
    )
    article.faq.create(question=f"{word} question?", answer=f"<p>{word} answer</p>")
    asked = Question.objects.create(text=f"{word} asked?", slug=f"{word}-asked", asker=word, article=article)
    asked.records.add(company)
    answer(asked, text=f"<p>{word} replied</p>", by=by)
    return article


@pytest.fixture
def private(publisher: User) -> Iterator[dict[str, Article]]:
    """One article in each state, while the clock stands still: a walk must not outlast the embargo."""
    now = timezone.now()
    with time_machine.travel(now, tick=False) as clock:
        articles = {state: private_article(state, publisher) for state in STATES}
        schedule(articles["scheduled"], by=publisher, at=now + timedelta(hours=1))
        schedule(
            articles["embargoed"],
            by=publisher,
            at=now + timedelta(seconds=50),
            expires_at=now + timedelta(days=1),
        )
        publish(articles["withdrawn"], by=publisher)
        clock.shift(1)
        withdraw(articles["withdrawn"], by=publisher, note="Taken back.")
        expired = publish(articles["expired"], by=publisher, expires_at=now + timedelta(hours=1))
        retime(
            Edition.objects.filter(pk=expired.pk),
            visible_from=now - timedelta(hours=2),
            expires_at=now - timedelta(hours=1),
        )
        yield articles


def patterns(resolver: URLResolver, prefix: str = "") -> list[str]:
    """Every route below a resolver."""
    found = []
    for entry in resolver.url_patterns:
        route = prefix + str(entry.pattern)
        found += [route] if isinstance(entry, URLPattern) else patterns(entry, route)
    return found


def addresses(client: Client, private: dict[str, Article]) -> set[str]:
    """All public addresses: every route, with every private slug and id; sitemap; feeds; API; searches."""
    slugs: set[str] = set()
    ids: set[int] = set()
    for model in (Article, *(m for m in _public_models())):
        for row in model.objects.all():
            slugs |= {row.slug} if hasattr(row, "slug") else set()
            ids.add(row.pk)
    found = {"/", "/sitemap.xml", "/robots.txt", "/api/v1/", f"/articles/{timezone.localdate():%Y/%m}/"}
    for route in patterns(get_resolver()):
        if route.startswith(("admin/", "^api")):
            continue
        route = "/" + re.sub(r"\(\?P<format>[^)]*\)\??|\\?\.\$?|\^|\$|\\Z|/\?", "", route.replace("/?", "/"))
        if "<" not in route:
            found.add(route)
            continue
        for value in [*sorted(slugs), *map(str, sorted(ids))]:
            pks = re.sub(r"<int:\w+>|\(\?P<pk>[^)]*\)", value if value.isdigit() else "1", route)
            found.add(re.sub(r"<(slug:)?\w+>|\(\?P<\w+>[^)]*\)", value, pks))
    found |= {
        f"/feeds/{what}.{kind}" for what in ("latest", "corrections") for kind in ("rss", "atom", "json")
    }
    words = ["canary", *(f"canary{state}" for state in STATES)]
    found |= {f"/search/?q={word}" for word in words}
    found |= {f"/api/v1/articles/?mentions={slug}" for slug in slugs}
    found |= {
        f"/api/v1/{many}/?company={slug}" for many in ("models", "families", "products") for slug in slugs
    }
    for ledger in ("/facts/", "/api/v1/facts/"):
        found |= {f"{ledger}?q={word}" for word in words}
        found |= {f"{ledger}?metric={word}_metric" for word in words}
        found |= {f"{ledger}?state={state}" for state in ("superseded", "withdrawn", "disputed")}
        found |= {f"{ledger}?as_known_on={timezone.localdate()}", f"{ledger}?as_known_on=2020-01-01"}
    found |= {f"/api/v1/{many}/?q={word}" for many in ("sources", "questions") for word in words}
    for here in ("/questions/", "/questions/open/", "/api/v1/questions/"):
        found |= {f"{here}?q={word}" for word in words}
        found |= {f"{here}?topic={slug}" for slug in Topic.objects.values_list("slug", flat=True)}
        found |= {f"{here}?record=company/{word}-company" for word in words}
    for sitemap in locs(client, "/sitemap.xml"):
        found |= {sitemap, *locs(client, sitemap)}
    return found


def _public_models() -> list[type]:
    from companies.models import Record

    return [Author, Topic, Record, Fact, Source, Question, Image]


def test_no_public_address_holds_a_private_word(
    client: Client, private: dict[str, Article], publisher: User
) -> None:
    live = make_article("A live article", body="<p>Nothing to hide.</p>")
    publish(live, by=publisher)
    walked = sorted(addresses(client, private))
    leaks = []
    for address in walked:
        response = client.get(address)
        content = response.getvalue() if response.streaming else response.content
        headers = " ".join(f"{name}: {value}" for name, value in response.headers.items())
        asked = address.casefold()
        text = content.decode(errors="replace").casefold()
        for state in STATES:
            word = f"canary{state}"
            # What was asked for may be repeated (the search box, a refusal); nothing else may.
            found = without(text, echoes(asked)).count(word)
            allowed = 4 if address.startswith(("/search/", "/questions/")) else int("/facts/?" in address)
            told = unquote(headers.casefold()).replace(
                unquote(asked), ""
            )  # Link says where the list that was asked for begins
            if found > allowed or (word in told and response.status_code != 301):
                leaks.append((address, word, response.status_code))
    assert not leaks
    assert len(walked) > 100


def echoes(address: str) -> list[str]:
    """What an answer may say back of the address it was asked for, the longest first."""
    asked = urlsplit(address)
    pieces = {
        piece
        for said in (unquote(asked.path), *(value for _, value in parse_qsl(asked.query)))
        for piece in said.strip("/").split("/")
        if "canary" in piece
    }
    return [
        address,
        *sorted(pieces | {re.sub(r"[\W_]+", " ", piece) for piece in pieces}, key=len, reverse=True),
    ]


def without(text: str, said: list[str]) -> str:
    """A text without any of these."""
    for part in said:
        text = text.replace(part, "")
    return text


def test_private_addresses_answer_like_addresses_that_never_were(
    client: Client, private: dict[str, Article]
) -> None:
    never = client.get("/articles/there-never-was/").content.decode()
    never = without(never, ["there-never-was", "there never was"])
    for state in ("draft", "scheduled", "embargoed"):
        response = client.get(f"/articles/{private[state].slug}/")
        assert response.status_code == 404
        slug = private[state].slug
        assert without(response.content.decode(), [slug, slug.replace("-", " ")]) == never


#: Other ways to ask for an address: how it is written, and with which method and headers.
WAYS: dict[str, tuple[str, str, dict[str, str]]] = {
    "GET": ("{}", "GET", {}),
    "HEAD": ("{}", "HEAD", {}),
    "OPTIONS": ("{}", "OPTIONS", {}),
    "a range": ("{}", "GET", {"Range": "bytes=0-99"}),
    "what changed": ("{}", "GET", {"If-None-Match": "*"}),
    "a preview": ("{}?preview=1", "GET", {}),
    "JSON": ("{}?format=json", "GET", {}),
    "CSV": ("{}?format=csv", "GET", {}),
    "capitals": ("{}", "GET", {}),
    "no slash": ("{}", "GET", {}),
    ".json": ("{}.json", "GET", {}),
}
IN_API = ("article", *(model._meta.model_name for model in KINDS), "question", "fact", "source")
BY_NUMBER = ("question", "fact", "source")


def written(address: str, way: str) -> str:
    """An address as that way writes it."""
    form = WAYS[way][0]
    if way == "capitals":
        return address.upper()
    return form.format(address.rstrip("/") if way in {"no slash", ".json"} else address)


def asked_for(client: Client, address: str, way: str) -> tuple[int, str]:
    """The status, and headers and body without the address that was asked for, in small letters."""
    _, method, headers = WAYS[way]
    address = written(address, way)
    response = client.generic(method, address, headers=headers)
    content = response.getvalue() if response.streaming else response.content
    told = " ".join([*(f"{name}: {value}" for name, value in response.headers.items()), content.decode()])
    return response.status_code, told.casefold().replace(address.split("?")[0].rstrip("/").casefold(), "")


def own_addresses() -> list[tuple[str, str]]:
    """The address of each private object, on the site and in the API, and one like it that never was."""
    found = []
    for model in (*KINDS, Fact, Source, Question, Author, Topic, Article, Image):
        for row in model.objects.all():
            name = model._meta.model_name
            if isinstance(row, Article):
                here, never = f"/articles/{row.slug}/", "/articles/there-never-was/"
            elif isinstance(row, Image):
                here, never = f"/images/{row.pk}/{row.filename}", f"/images/999999/{'0' * 40}.png"
            else:
                here = row.get_absolute_url()
                never = re.sub(
                    r"[^/]+/$", "999999/" if name in {"fact", "source"} else "999999-never-was/", here
                )
            found.append((here, never))
            if name == "company":
                found.append((row.logo_address, f"/logos/999999/{'0' * 40}.png"))
            if name in IN_API:
                key = row.pk if name in BY_NUMBER else row.slug
                list_of = here.split("/")[1]
                found.append((f"/api/v1/{list_of}/{key}/", f"/api/v1/{list_of}/999999/"))
    return found


def test_however_it_is_asked_for_what_is_private_answers_like_what_never_was(
    client: Client, private: dict[str, Article], publisher: User
) -> None:
    gone = [f"/articles/{private[state].slug}/" for state in ("expired", "withdrawn")]
    pairs = own_addresses()
    assert len(pairs) > 60
    for way in WAYS:
        never_was = {never: asked_for(client, never, way)[0] for _, never in pairs}
        for here, never in pairs:
            status, text = asked_for(client, here, way)
            # A page that is not there offers to search for the words of its address.
            sought = here.strip("/").split("/")[-1].replace("-", " ")
            assert "canary" not in text.replace(f'name="q" type="search" value="{sought}"', ""), (way, here)
            if here.removeprefix("/api/v1") not in gone:
                assert status == never_was[never], (way, here)
    publish(private["draft"], by=publisher)
    assert "canarydraft" in asked_for(client, f"/articles/{private['draft'].slug}/", "GET")[1]


def test_what_was_public_is_gone_and_says_so(client: Client, private: dict[str, Article]) -> None:
    withdrawn = client.get(f"/articles/{private['withdrawn'].slug}/")
    assert withdrawn.status_code == 410
    assert b"Taken back." in withdrawn.content
    assert client.get(f"/articles/{private['expired'].slug}/").status_code == 410


def test_a_private_picture_is_not_served(client: Client, private: dict[str, Article]) -> None:
    for image in Image.objects.all():
        name = image.file.name.rsplit("/", 1)[1]
        assert client.get(f"/images/{image.pk}/{name}").status_code == 404
        assert client.get(f"/media/{image.file.name}").status_code == 404
        assert client.get(image.file.url).headers["Location"].startswith("/admin/login/")


def test_what_was_told_before_a_withdrawal_does_not_come_back(client: Client, publisher: User) -> None:
    article = make_article("Canary words", slug="canary-words")
    publish(article, by=publisher)
    withdraw(article, by=publisher, note="Taken back.")
    Article.objects.filter(pk=article.pk).update(headline="Other words", slug="other-words")
    publish(article, by=publisher)
    for address in ("/", "/changes/"):
        html = client.get(address).text
        assert "Other words" in html and "Taken back." in html
        assert "anary" not in html


def test_a_reserved_address_answers_like_one_that_never_was(client: Client, publisher: User) -> None:
    article = make_article(slug="of-old")
    publish(article, by=publisher)
    Article.objects.filter(pk=article.pk).update(slug="canary-to-come")
    schedule(article, by=publisher, at=timezone.now() + timedelta(hours=1), note="A new address.")
    assert client.get("/articles/canary-to-come/").status_code == 404
    withdraw(article, by=publisher, note="Taken back.")
    log.forget_version()
    assert client.get("/articles/canary-to-come/").status_code == 404
    assert client.get("/articles/of-old/").status_code == 410


def test_a_value_that_took_over_while_all_was_private_stays_private(client: Client, publisher: User) -> None:
    fact = make_fact()
    successor = supersede(fact, by=publisher, because="our error", value=7_654_321, quotation="Canary.")
    figure = f'<data value="fact:{fact.pk}">163 million</data>'
    article = make_article(body=f"<p>It has {figure} users.</p>")
    publish(article, by=publisher, all_the_same="It is told as it was.")
    asked = Question.objects.create(text="How many?", slug="how-many", article=article)
    answer(asked, text=f"<p>About {figure}.</p>", by=publisher)
    pages = (article.get_absolute_url(), asked.get_absolute_url(), fact.get_absolute_url())
    for address in (*pages, f"/api/v1{article.get_absolute_url()}"):
        text = client.get(address).text
        assert "163 million" in text
        assert not UNSAID.search(text) and "our error" not in text.lower() and "better value" not in text
        assert successor.get_absolute_url() not in text
    Fact.objects.filter(pk=successor.pk).update(published_from=timezone.now())
    log.touched("fact", successor.pk)
    log.forget_version()
    for address in pages:
        text = client.get(address).text
        assert UNSAID.search(text) or "better value" in text


def test_a_superseded_figure_is_not_told_by_the_name_of_a_private_subject(
    client: Client, publisher: User
) -> None:
    fact = make_fact(make_company("Canary Labs"), published_from=timezone.now())
    supersede(fact, by=publisher, because="better source", value=7)
    assert "Canary" not in client.get("/changes/").text
