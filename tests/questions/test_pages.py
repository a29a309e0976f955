"""What readers find of questions: the answered and the open, by topic, record and words, and each one's page."""

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.cache import cache
from django.test import Client
from django.utils import timezone
from django.utils.text import slugify
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree, html

from articles.publishing import publish, withdraw
from changes import addresses, log
from questions import indexing
from questions.answering.giving import answer
from questions.deciding.merging import merge
from questions.deciding.moderation import open_to_readers, take_back
from questions.models import Question
from questions.wanted import at_least, in_words
from search.documents import find
from tests.factories import make_article, make_company, make_topic

pytestmark = pytest.mark.django_db

Ask = Callable[..., Question]


def ask(text: str, *, state: str = "open", told: str = "", about: Any = None, **values: Any) -> Question:
    """A question in a state, in the index as the verbs leave it; with `told`, answered in public."""
    question = Question.objects.create(text=text, slug=slugify(text), state=state, **values)
    if about:
        question.records.add(about)
    if told:
        answer(question, text=told, by=None, published_from=timezone.now())
    elif state == "open":
        indexing.index(question)
    log.forget_version()
    return question


def links(client: Client, address: str) -> list[str]:
    """Where a page's main part leads, in order."""
    cache.clear()
    page: Any = html.fromstring(client.get(address).text)
    return [str(href) for href in page.xpath("//main//a/@href")]


def linked_data(client: Client, question: Question) -> dict[str, Any]:
    """What a question's page says to programs, the first block."""
    page: Any = html.fromstring(client.get(question.get_absolute_url()).text)
    found: dict[str, Any] = json.loads(page.xpath('//script[@type="application/ld+json"]/text()')[0])
    return found


def test_lists_hold_what_an_editor_lets_readers_see_and_nothing_else(client: Client) -> None:
    answered, wanted = ask("Who pays?", told="<p>You.</p>"), ask("Who sees it?", times_asked=3)
    more = ask("What does it cost?", times_asked=12)
    hidden = [ask(f"A {state} one?", state=state) for state in ("received", "spam")]
    hidden += [ask("A declined one?", state="declined", reason="Not ours.")]
    hidden += [ask("A repeated one?", state="duplicate", duplicate_of=hidden[0])]
    both = links(client, "/questions/")
    assert both.index(answered.get_absolute_url()) < both.index(more.get_absolute_url())
    open_ones = links(client, "/questions/open/")
    assert open_ones.index(more.get_absolute_url()) < open_ones.index(wanted.get_absolute_url())
    assert answered.get_absolute_url() not in open_ones
    for question in hidden:
        assert question.get_absolute_url() not in [*both, *open_ones, *links(client, "/search/?q=one")]
        assert client.get(question.get_absolute_url()).status_code == 404
        assert client.get(f"/api/v1/questions/{question.pk}/").status_code == 404


def test_questions_are_found_by_topic_and_record_as_they_are_called_today(
    client: Client, publisher: User
) -> None:
    topic, company = make_topic("Clouds"), make_company(published_from=timezone.now())
    article = make_article(topics=[topic])
    publish(article, by=publisher)
    one = ask("Who rents it?", told="<p>Many do.</p>", article=article)
    wanted, other = (
        ask("Since when?", article=article),
        ask("Is it theirs?", told="<p>No.</p>", about=company),
    )
    where = {str(q): q.get_absolute_url() for q in (one, wanted, other)}
    on_topic = links(client, f"/questions/?topic={topic.slug}")
    assert (
        where[str(one)] in on_topic and where[str(wanted)] in on_topic and where[str(other)] not in on_topic
    )
    about = links(client, f"/questions/?record=company/{company.slug}")
    assert where[str(other)] in about and where[str(one)] not in about
    assert where[str(wanted)] in links(client, f"/questions/open/?topic={topic.slug}")
    addresses.claim("topic", "skies", topic.pk)
    page: Any = html.fromstring(client.get("/questions/?topic=skies").text)
    assert page.xpath('//link[@rel="canonical"]/@href')[0].endswith(f"/questions/?topic={topic.slug}")
    withdraw(article, by=publisher, note="Taken back.")
    log.forget_version()
    assert client.get(f"/questions/?topic={topic.slug}").status_code == 400


@pytest.mark.parametrize("address", ["/questions/", "/questions/open/"])
@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ("topic=nothing", "There is no topic “nothing” to choose."),
        ("record=nothing", "“record” takes a kind and a slug, as in company/openai."),
        ("record=company/nothing", "There is no company “nothing” here."),
        ("state=spam", "There is no filter “state” here."),
        ("q=a&q=b", "Give “q” once."),
        ("q=" + "a" * 201, "“Search” takes at most 200 letters."),
    ],
)
def test_what_cannot_be_asked_for_is_refused_in_a_sentence(
    client: Client, address: str, asked: str, sentence: str
) -> None:
    response = client.get(f"{address}?{asked}")
    assert response.status_code == 400
    assert sentence in response.text and "All questions" in response.text


def test_words_find_questions_and_where_they_find_none_the_page_says_what_may_help(client: Client) -> None:
    answered, other = ask("Who pays?", told="<p>The cloud.</p>"), ask("Why now?", told="<p>Because.</p>")
    wanted = ask("Which cloud?")
    found = links(client, "/questions/?q=CLOUD")
    assert answered.get_absolute_url() in found and wanted.get_absolute_url() in found
    assert other.get_absolute_url() not in found
    assert found.count(answered.get_absolute_url()) == 1
    nothing = client.get("/questions/?q=accordions").text
    assert "No answered question matches" in nothing and "/search/?q=accordions" in nothing
    assert "No open question matches" in client.get("/questions/open/?q=accordions").text


def test_an_open_question_says_who_wants_to_know_and_claims_no_answer(client: Client) -> None:
    wanted = ask("Who pays?", times_asked=47, asker="Ines")
    text = client.get(wanted.get_absolute_url()).text
    words = html.fromstring(text).get_element_by_id("main").text_content()
    assert "At least 40 readers want to know" in words and "47" not in words and "Ines" in words
    said = linked_data(client, wanted)
    assert said["@type"] == "WebPage" and said["about"]["answerCount"] == 0
    locs = etree.fromstring(client.get("/sitemaps/questions-1.xml").content).itertext("{*}loc")
    assert not [loc for loc in locs if str(loc).endswith(wanted.get_absolute_url())]


def test_a_page_with_an_answer_is_described_as_google_asks_for_it(client: Client) -> None:
    answered = ask("Who pays?", told="<p>You do.</p><p>We all do.</p>", times_asked=7)
    said = linked_data(client, answered)
    assert said["@type"] == "QAPage"
    question = said["mainEntity"]
    assert (question["@type"], question["name"], question["text"]) == ("Question", "Who pays?", "Who pays?")
    assert (question["answerCount"], question["upvoteCount"]) == (1, 5)
    assert question["author"] == {"@type": "Person", "name": "A reader"}
    given = question["acceptedAnswer"]
    assert " ".join(given["text"].split()) == "You do. We all do."
    assert given["url"].endswith(answered.get_absolute_url() + "#answer")
    assert given["author"]["url"] and given["datePublished"] and "dateModified" not in given
    assert (
        html.fromstring(client.get(answered.get_absolute_url()).text).get_element_by_id("answer") is not None
    )


def test_a_duplicate_leads_to_what_it_repeats_once_readers_see_that(client: Client) -> None:
    first = ask("Who pays?", state="received")
    again = ask("Who is paying?", state="duplicate", duplicate_of=first)
    assert client.get(again.get_absolute_url()).status_code == 404
    Question.objects.filter(pk=first.pk).update(state="open")
    log.forget_version()
    response = client.get(again.get_absolute_url())
    assert (response.status_code, response["Location"]) == (301, first.get_absolute_url())
    Question.objects.filter(pk=again.pk).update(state="spam", duplicate_of=None)
    cache.clear()
    assert client.get(again.get_absolute_url()).status_code == 404


def test_the_index_follows_what_editors_decide(editor: User) -> None:
    question = ask("Which eclipse?", state="received")
    assert not find("eclipse")
    open_to_readers(question, by=editor)
    assert [hit.kind for hit in find("eclipse")] == [indexing.OPEN]
    merge(question, ask("Which moon?"), by=editor)
    assert not find("eclipse")
    take_back(question, by=editor)
    assert not find("eclipse")


def test_search_finds_open_questions_after_everything_else(client: Client, publisher: User) -> None:
    wanted = ask("Which eclipse?")
    publish(make_article(body="<p>Nothing but an eclipse.</p>"), by=publisher)
    ask("Why?", told="<p>For the eclipse.</p>")
    assert [hit.kind for hit in find("eclipse")][-1] == indexing.OPEN
    answer(wanted, text="<p>The next.</p>", by=None, published_from=timezone.now())
    assert {hit.kind for hit in find("which")} == {indexing.ANSWERED}


def test_an_article_and_a_record_show_what_was_asked_of_them(client: Client, publisher: User) -> None:
    article, company = make_article(), make_company(published_from=timezone.now())
    publish(article, by=publisher)
    wanted = ask("Who pays?", article=article, about=company, times_asked=8)
    for address in (article.get_absolute_url(), company.get_absolute_url()):
        text = client.get(address).text
        assert wanted.get_absolute_url() in text and "At least 5 readers want to know" in text, address
    assert f"/questions/?record=company/{company.slug}" in links(client, company.get_absolute_url())
    assert wanted.get_absolute_url() in links(client, "/")


def test_feeds_tell_answers_whole_and_keep_their_ids(client: Client, publisher: User) -> None:
    company = make_company(published_from=timezone.now())
    asked = ask("Who <pays>?", told='<p>As <a href="/facts/">we</a> say.</p>', about=company)
    ask("Not yet?", about=company)
    ask("Elsewhere?", told="<p>There.</p>")
    whole = client.get("/feeds/questions.json").json()
    assert [entry["title"] for entry in whole["items"]] == ["Elsewhere?", "Who <pays>?"]
    some = f"/feeds/questions/companies/{company.slug}"
    [entry] = client.get(f"{some}.json").json()["items"]
    assert "http://127.0.0.1:8000/facts/" in entry["content_html"]
    before = entry["id"]
    Question.objects.filter(pk=asked.pk).update(slug="who-pays")
    answer(asked, text="<p>Others.</p>", by=publisher, published_from=timezone.now(), note="Who it is.")
    log.forget_version()
    [entry] = client.get(f"{some}.json").json()["items"]
    assert (
        entry["id"] == before and entry["url"].endswith("-who-pays/") and "Others." in entry["content_html"]
    )
    assert entry["date_modified"] > entry["date_published"]
    for form in ("rss", "atom"):
        response = client.get(f"{some}.{form}")
        assert b"Others." in response.content and before.encode() in response.content
        again = client.get(f"{some}.{form}", headers={"If-None-Match": response["ETag"]})
        assert again.status_code == 304
        head = client.get(f"/questions/?record=company/{company.slug}").text
        assert f'href="{some}.{form}"' in head
    assert client.get("/feeds/questions/companies/nothing.rss").status_code == 404
    assert client.get("/feeds/questions/accordions/nothing.rss").status_code == 404


def test_the_api_lists_answered_ones_unless_open_ones_are_asked_for(client: Client, publisher: User) -> None:
    topic, company = make_topic("Clouds"), make_company(published_from=timezone.now())
    article = make_article(topics=[topic])
    publish(article, by=publisher)
    one = ask("Who pays?", told="<p>You.</p>", article=article, about=make_company())
    two = ask("Since when?", article=article, about=company, times_asked=15)
    three = ask("Who rents?", times_asked=99, asked_at=timezone.now() - timedelta(days=9))

    def listed(query: str) -> list[int]:
        return [row["id"] for row in client.get(f"/api/v1/questions/?{query}").json()["results"]]

    assert listed("state=answered") == listed("") == [one.pk]
    assert listed("state=open") == [three.pk, two.pk]
    assert listed(f"state=open&topic={topic.slug}&article={article.slug}") == [two.pk]
    assert listed(f"state=open&record=company/{company.slug}&q=WHEN") == [two.pk]
    assert not listed(f"record=company/{company.slug}")
    row = client.get(f"/api/v1/questions/{two.pk}/").json()
    assert (row["state"], row["wanted"], row["answer"], row["answered_at"]) == ("open", 10, None, None)
    assert [t["slug"] for t in row["topics"]] == [topic.slug]
    assert [(r["type"], r["slug"]) for r in row["records"]] == [("company", company.slug)]
    assert client.get(f"/api/v1/questions/{one.pk}/").json()["records"] == []  # it is not public
    for wrong in ("state=spam", "record=people/openai", "asker=Ines"):
        assert client.get(f"/api/v1/questions/?{wrong}").status_code == 400, wrong


@given(st.integers(1, 10**7), st.integers(0, 10**6))
def test_the_number_that_is_told_stays_true_when_more_want_to_know(now: int, later: int) -> None:
    assert at_least(now) <= now
    assert at_least(now) <= at_least(now + later)
    assert at_least(now) * 5 > now or now < 5
    assert in_words(now).count(f"{at_least(now):,}") == (now >= 5)


@pytest.mark.parametrize("waits_for", ["a time", "its article", "an editor"])
def test_an_open_question_stays_open_to_readers_until_they_see_its_answer(
    waits_for: str, client: Client, publisher: User
) -> None:
    article = make_article(by=publisher) if waits_for == "its article" else None
    question = ask("Who pays for marmalade?", article=article, asker="Ines", times_asked=4)
    later = timezone.now() + timedelta(days=2) if waits_for == "a time" else None
    answer(question, text="<p>The accordionist.</p>", by=None, published_from=later)
    here, api = question.get_absolute_url(), f"/api/v1/questions/{question.pk}/"
    page, told = client.get(here).text, client.get(api).json()
    assert "We have not answered this yet" in page
    assert "accordionist" not in page + str(told)
    assert (told["state"], told["answer"], told["answered_at"]) == ("open", None, None)
    assert client.get(f"/questions/join/{question.pk}/").status_code == 200
    for path in ("/questions/", "/questions/open/", "/questions/open/?q=marmalade"):
        assert (here in links(client, path)) is (waits_for == "an editor" or "q=" not in path)
    assert here not in links(client, "/questions/open/?q=accordionist")
    assert client.get("/api/v1/questions/?state=all&q=accordionist").json()["results"] == []
    assert client.get("/api/v1/questions/?state=open").json()["results"][0]["answer"] is None
    answer(question, text="<p>The accordionist.</p>", by=None, published_from=timezone.now())
    assert "The accordionist." in client.get(here).text
    assert here not in links(client, "/questions/open/")


def test_a_question_that_was_never_open_is_not_shown_by_an_answer_for_later(client: Client) -> None:
    question = ask("Who pays?", state="received")
    answer(question, text="<p>You.</p>", by=None, published_from=timezone.now() + timedelta(days=2))
    assert client.get(question.get_absolute_url()).status_code == 404
    assert question.get_absolute_url() not in links(client, "/questions/open/")
