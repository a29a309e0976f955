"""How a cited figure is shown: with its note where it stands, and with what became of it since."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from lxml import html

from articles.models import Article
from articles.publishing import publish
from articles.rendering import show
from articles.telling import SPOKEN
from changes import log
from facts.models import Fact, Source
from facts.supersession import supersede
from facts.withdrawal import withdraw, withdraw_source
from questions.answering.giving import answer
from questions.models import Question
from tests.factories import make_article, make_company, make_fact, make_market, make_product

pytestmark = pytest.mark.django_db


def cite(*facts: Fact, words: str = "") -> str:
    """A paragraph for each fact, citing it."""
    return "".join(
        f'<p>It counts <data value="fact:{fact.pk}">{words or fact.shown}</data> people.</p>'
        for fact in facts
    )


def publish_citing(*facts: Fact, by: User, **values: Any) -> Article:
    """A live article that cites facts."""
    article = make_article(body=cite(*facts), **values)
    publish(article, by=by, all_the_same="It is told as it was.")
    return article


def page(client: Client, address: str) -> Any:
    """A page as a tree."""
    log.forget_version()
    response = client.get(address)
    assert response.status_code == 200
    return html.fromstring(response.content.decode())


def read(client: Client, article: Article) -> Any:
    """An article's page as a tree."""
    return page(client, article.get_absolute_url())


def words(tree: Any, path: str) -> str:
    """The text of what is at a path, as one line; empty where nothing is."""
    return " ".join(" ".join(found.text_content() for found in tree.xpath(path)).split())


NOTE = '//*[@id="note-1"]'
BESIDE = '//div[@class="notes"]'
TOP = '//div[@class="body"]/div[@class!="cited text"][contains(@class, "since") or contains(@class, "correction")]'


def test_the_note_of_a_figure_holds_all_that_is_known_of_it(client: Client, publisher: User) -> None:
    fact = make_fact(
        make_product("Umbra Chat"), nature="claimed", quotation="Over 160 million people.", scope="app only"
    )
    Source.objects.update(url="https://count.example/", archived_url="https://kept.example/")
    tree = read(client, publish_citing(fact, by=publisher))
    note = words(tree, NOTE)
    for said in ("Claimed, January 2026", "Umbra Chat: monthly active users, 163 million", "Scope: app only"):
        assert said in note
    assert "Over 160 million people." in note and "Shadow Count, A report." in note and "Current." in note
    links = {link.text: link.get("href") for link in tree.xpath(f"{NOTE}//a")}
    assert links == {
        "Source": "https://count.example/",
        "Archived copy": "https://kept.example/",
        "A report": fact.source.get_absolute_url(),
        "History": fact.get_absolute_url(),
    }


def test_a_figure_opens_its_note_without_a_script(client: Client, publisher: User) -> None:
    fact = make_fact(nature="estimated")
    tree = read(client, publish_citing(fact, by=publisher))
    figure = tree.xpath('//span[@class="fig"]')[0]
    assert figure[0].get("class") == "cite cite-estimated"
    assert words(figure, f'./span[1]/data[@value="fact:{fact.pk}"]') == "163 million"
    button = figure.xpath(".//button")[0]
    assert button.get("popovertarget") == figure[1].get("id") == "note-1"
    assert "popover" in figure[1].attrib
    assert words(button, './span[@class="vh"]') == "Note 1: estimated, current"


def test_reader_modes_have_no_reason_to_drop_a_cited_paragraph(client: Client, publisher: User) -> None:
    (around,) = read(client, publish_citing(make_fact(), by=publisher)).xpath(
        '//*[contains(@class, "cited")]'
    )
    assert "text" in around.get("class").split()  # else they drop a block with many links


def test_a_figure_that_is_cited_twice_has_its_note_at_both_places(client: Client, publisher: User) -> None:
    fact = make_fact()
    article = publish_citing(fact, fact, by=publisher)
    supersede(fact, by=None, because="revised by its source", value=172_000_000)
    tree = read(client, article)
    assert tree.xpath("//@popovertarget") == ["note-1", "note-2"]
    assert len(tree.xpath('//*[@id="figure-1"]')) == 1
    assert len(tree.xpath(f"{TOP}//a")) == 1
    ids = tree.xpath("//@id")
    assert len(ids) == len(set(ids))


def test_a_link_around_a_figure_gives_way_to_its_note(client: Client, publisher: User) -> None:
    fact = make_fact()
    linked = (
        cite(fact).replace("<data", '<a href="https://a.example/"><data').replace("</data>", "</data></a>")
    )
    article = make_article(body=linked)
    publish(article, by=publisher)
    assert not read(client, article).xpath("//a//button | //a//a")


def test_a_figure_that_stands_is_told_of_nowhere_else(client: Client, publisher: User) -> None:
    past = timezone.localdate() - timedelta(days=1)
    tree = read(client, publish_citing(make_fact(), make_fact(review_after=past), by=publisher))
    assert not tree.xpath(BESIDE) and not tree.xpath(TOP)
    assert "To be looked at again." in words(tree, '//*[@id="note-2"]')


def test_our_error_is_told_as_a_correction(client: Client, publisher: User) -> None:
    fact = make_fact(make_product("Umbra Chat"))
    article = publish_citing(fact, by=publisher)
    supersede(fact, by=None, because="our error", value=172_000_000)
    tree = read(client, article)
    sentence = "Correction: this article gave 163 million; it is 172 million."
    for place in (NOTE, BESIDE, TOP):
        assert sentence in words(tree, place), place
    assert tree.xpath(TOP)[0].get("class") == "correction"
    assert tree.xpath(f"{TOP}//a/@href") == ["#figure-1"]
    assert words(tree, f"{TOP}//a") == "Umbra Chat: monthly active users"
    assert tree.xpath('//*[@id="figure-1"]/data/text()') == ["163 million"]
    assert words(tree, '//button/span[@class="vh"]') == "Note 1: measured, corrected since"
    assert "newer value" not in words(tree, TOP)


@pytest.mark.parametrize(
    ("because", "told"),
    [
        ("revised by its source", "Revised by its source: 163 million then, 172 million now."),
        (
            "better source",
            "A better source exists: 163 million by the one in this article, 172 million by the other.",
        ),
        ("definition changed", "Its definition changed: 163 million then, 172 million now."),
        ("withdrawn by its source", "Withdrawn by its source: 163 million then, 172 million now."),
    ],
)
def test_a_better_value_is_told_with_its_reason(
    client: Client, publisher: User, because: str, told: str
) -> None:
    fact = make_fact()
    article = publish_citing(fact, by=publisher)
    after = supersede(fact, by=None, because=because, value=172_000_000)
    tree = read(client, article)
    for place in (NOTE, BESIDE, TOP):
        assert told in words(tree, place), place
    assert words(tree, f"{TOP}//summary") == "1 figure in this article has a newer value"
    assert tree.xpath(f"{BESIDE}//a/@href") == [after.get_absolute_url()]
    assert words(tree, '//button/span[@class="vh"]') == "Note 1: measured, a better value exists"


def test_every_reason_has_its_sentence(client: Client, publisher: User) -> None:
    for reason in Fact.Reason.values:
        fact = make_fact(published_from=timezone.now())
        supersede(fact, by=None, because=reason, value=172_000_000)
        assert "172 million" in words(read(client, publish_citing(fact, by=publisher)), BESIDE), reason


def test_a_newer_period_leaves_the_figure_true_of_its_own(client: Client, publisher: User) -> None:
    one, other = make_product("Umbra Chat"), make_product("Penumbra Chat")
    article = publish_citing(make_fact(one), make_fact(other), by=publisher)
    for product in (one, other):
        make_fact(product, value=172_000_000, as_of="2026-02", published_from=timezone.now())
    tree = read(client, article)
    told = "A newer figure exists: 172 million, February 2026. 163 million remains true of January 2026."
    for place in (NOTE, BESIDE, TOP):
        assert told in words(tree, place), place
    assert words(tree, f"{TOP}//summary") == "2 figures in this article have newer values"
    assert tree.xpath(f"{TOP}//a/@href") == ["#figure-1", "#figure-2"]


def test_many_newer_values_are_folded_at_the_top(client: Client, publisher: User) -> None:
    facts = [make_fact(published_from=timezone.now()) for _ in range(4)]
    for fact in facts:
        supersede(fact, by=None, because="revised by its source", value=172_000_000)
    three, four = (read(client, publish_citing(*facts[:n], by=publisher)) for n in (3, 4))
    assert three.xpath(f"{TOP}//@open") and not four.xpath(f"{TOP}//@open")
    assert len(four.xpath(f"{TOP}//li")) == 4


def test_a_withdrawn_figure_says_so_and_why(client: Client, publisher: User) -> None:
    fact, other = make_fact(), make_fact()
    article = publish_citing(fact, other, by=publisher)
    withdraw(fact, because="the sample was counted twice")
    withdraw_source(other.source, because="Its publisher took the report back.")
    tree = read(client, article)
    told = "Withdrawn: 163 million. The sample was counted twice."
    for place in (NOTE, BESIDE, TOP):
        assert told in words(tree, place), place
    assert "Its publisher took the report back." in words(tree, TOP)
    assert words(tree, '(//button/span[@class="vh"])[1]') == "Note 1: measured, withdrawn"
    assert "newer" not in words(tree, TOP)


def test_what_took_over_is_followed_to_its_end(client: Client, publisher: User) -> None:
    fact = make_fact()
    article = publish_citing(fact, by=publisher)
    between = supersede(fact, by=None, because="our error", value=172_000_000)
    last = supersede(between, by=None, because="revised by its source", value=181_000_000)
    told = "Correction: this article gave 163 million; it is 181 million."
    assert told in words(read(client, article), TOP)
    withdraw(last, because="nobody can repeat it")
    assert words(read(client, article), BESIDE).startswith("1. Withdrawn: 163 million. Nobody can repeat it.")


MARKET = {"metric": "market", "unit": "people", "as_of": "2025"}


def forecast(subject: Any, **values: Any) -> Fact:
    """A forecast for a year that is over."""
    return make_fact(subject, **MARKET | {"nature": "forecast", "value": 90_000_000} | values)


def test_a_forecast_that_is_due_stands_beside_what_was_measured(client: Client, publisher: User) -> None:
    market = make_market("Shade rental")
    article = publish_citing(forecast(market), by=publisher)
    measured = make_fact(market, **MARKET, value=84_000_000, published_from=timezone.now())
    make_fact(market, **MARKET, value=88_000_000, nature="claimed", published_from=timezone.now())
    tree = read(client, article)
    for place in (NOTE, BESIDE, TOP):
        assert "Forecast for 2025: 90 million. Measured: 84 million." in words(tree, place), place
    assert tree.xpath(f"{BESIDE}//a/@href") == [measured.get_absolute_url()]
    assert words(tree, f"{TOP}//summary") == "1 forecast in this article has come due"
    spoken = words(tree, '//button/span[@class="vh"]')
    assert spoken == "Note 1: forecast, its time has come, a measured value exists"


@pytest.mark.parametrize(
    "other",
    [
        {"as_of": "2024"},
        {"as_of": "2025-06"},
        {"scope": "without what a group rents to itself"},
        {"nature": "forecast", "as_of": "2025"},
        {"metric": "another"},
        {"published_from": None},
    ],
)
def test_a_forecast_is_held_against_nothing_else(
    client: Client, publisher: User, other: dict[str, Any]
) -> None:
    market = make_market()
    article = publish_citing(forecast(market), by=publisher)
    make_fact(market, **MARKET | {"value": 84_000_000, "published_from": timezone.now()} | other)
    tree = read(client, article)
    assert not tree.xpath(BESIDE) and not tree.xpath(TOP)
    assert "Its time has come. We know of no measured figure." in words(tree, NOTE)


def test_a_forecast_whose_time_is_to_come_waits(client: Client, publisher: User) -> None:
    market = make_market()
    article = publish_citing(forecast(market, as_of="2090"), by=publisher)
    tree = read(client, article)
    assert "Not yet due." in words(tree, NOTE) and not tree.xpath(BESIDE)


def test_figures_in_our_own_answers_are_told_of_like_the_others(client: Client, publisher: User) -> None:
    fact = make_fact()
    article = make_article()
    article.faq.create(question="How many?", answer=cite(fact), position=0)
    publish(article, by=publisher)
    supersede(fact, by=None, because="our error", value=172_000_000)
    tree = read(client, article)
    assert tree.xpath(f"{TOP}//a/@href") == ["#figure-1"]
    assert tree.xpath('//section[contains(@class, "faq")]//*[@id="figure-1"]')
    assert tree.xpath('//section[contains(@class, "faq")]//*[@id="note-1"]')


def test_figures_in_readers_answers_have_their_notes_too(client: Client, publisher: User) -> None:
    fact = make_fact()
    article = publish_citing(make_fact(), by=publisher)
    for n in range(2):
        asked = Question.objects.create(text=f"How many, {n}?", slug=f"how-many-{n}", article=article)
        answer(asked, text=cite(fact), by=publisher, published_from=timezone.now())
    supersede(fact, by=None, because="our error", value=172_000_000)
    tree = read(client, article)
    assert tree.xpath("//@popovertarget") == ["note-1", "answer-1-note-1", "answer-2-note-1"]
    told = "1. Correction: this answer gave 163 million; it is 172 million."
    assert told in words(tree, f'//div[@class="asked entry"][1]{BESIDE}')
    assert not tree.xpath(TOP)
    own = page(client, asked.get_absolute_url())
    assert told in words(own, BESIDE) and own.xpath('//*[@id="answer-1-note-1"]')


def test_what_is_in_a_fact_cannot_end_its_note(client: Client, publisher: User) -> None:
    fact = make_fact(make_company("<b>Umbra"), quotation='"><script>alert(1)</script>', source="<i>A")
    withdraw(fact, because="<img src=x>")
    source = client.get(publish_citing(fact, by=publisher).get_absolute_url()).content.decode()
    for never in ("<b>Umbra", "<script>alert", "<i>A", "<img src=x>"):
        assert never not in source


def states(by: User) -> dict[str, Article]:
    """An article for each state that a figure can be in."""
    past = timezone.localdate() - timedelta(days=1)
    facts = {"current": make_fact(), "review": make_fact(review_after=past), "due": forecast(make_market())}
    facts["superseded"], facts["withdrawn"], product = make_fact(), make_fact(), make_product()
    facts["newer"] = make_fact(product)
    articles = {state: publish_citing(fact, by=by) for state, fact in facts.items()}
    supersede(facts["superseded"], by=None, because="our error", value=172_000_000)
    withdraw(facts["withdrawn"], because="nobody can repeat it")
    make_fact(product, value=172_000_000, as_of="2026-02", published_from=timezone.now())
    return articles


def test_every_state_is_said_aloud_and_told_by_the_api(client: Client, publisher: User) -> None:
    for state, article in states(publisher).items():
        told = client.get(f"/api/v1/articles/{article.slug}/").json()["facts"][0]
        assert told["state"] == state
        assert told["news"] in words(read(client, article), f"{BESIDE}/p")
        assert bool(told["news"]) == (state in {"superseded", "newer", "withdrawn"})
        assert bool(told["now"]) == bool(told["now_fact"]) == (state in {"superseded", "newer"})
        assert bool(told["because"]) == (state in {"superseded", "withdrawn"})
        spoken = words(read(client, article), '//button/span[@class="vh"]')
        assert spoken.endswith(str(SPOKEN[state]) if state != "superseded" else "corrected since")


def test_no_state_costs_another_query(publisher: User) -> None:
    counts = {}
    for state, article in states(publisher).items():
        edition = article.editions.get()
        show(edition)
        with CaptureQueriesContext(connection) as asked:
            show(edition)
        counts[state] = len(asked)
    # What to read next, the facts cited, those near them, the records named.
    assert set(counts.values()) == {4}, counts
