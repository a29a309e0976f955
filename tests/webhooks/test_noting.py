"""What changes is told once, when readers see it: nothing is lost or invented, and nothing said that is not public."""

import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.utils import timezone
from drf_spectacular.plumbing import ComponentRegistry, process_webhooks
from drf_spectacular.settings import spectacular_settings
from drf_spectacular.validation import validate_schema
from standardwebhooks import Webhook

from articles.publishing import cancel, move, publish, withdraw
from changes import log
from changes.corrections import Said, Thing, correct
from changes.models import Change
from companies.releases import claim
from facts.supersession import supersede
from questions.answering.giving import answer
from questions.models import Question
from tests.factories import make_article, make_company, make_endpoint, make_fact, make_model, make_topic
from tests.serving import answer as answer_of
from tests.webhooks.receiving import DOCS, Receiver, receiving
from webhooks import narrowing, signing, switching
from webhooks.events import Event
from webhooks.models import Delivery, Endpoint
from webhooks.noting import note
from webhooks.signing import secret_of

pytestmark = pytest.mark.django_db
State = Delivery.State


@pytest.fixture
def receiver(db: None) -> Iterator[Receiver]:
    with receiving() as found:
        yield found


def later(**time: int) -> Any:
    return time_machine.travel(timezone.now() + timedelta(**time))


def told(receiver: Receiver) -> list[dict[str, Any]]:
    """What arrived at the one endpoint."""
    return receiver.messages(secret_of(Endpoint.objects.get()))


def test_a_message_is_signed_and_says_what_happened_to_what_and_where(receiver: Receiver) -> None:
    endpoint = receiver.endpoint()
    article = make_article("A quiet eclipse — 静")
    edition = publish(article, by=None)
    assert receiver.run() == 1
    change = Change.objects.get(kind="published")
    [head], [headers] = receiver.served.heads, receiver.headers
    assert head.startswith("POST /hooks HTTP/1.1")
    assert headers["content-type"] == "application/json"
    assert headers["webhook-id"] == f"chg_{change.pk}_edition_published"
    assert told(receiver) == [
        {
            "type": "edition.published",
            "timestamp": change.effective_at.isoformat().replace("+00:00", "Z"),
            "data": {
                "type": "article",
                "id": article.pk,
                "url": f"http://127.0.0.1:8000/articles/{edition.slug}/",
                "self": f"http://127.0.0.1:8000/api/v1/articles/{edition.slug}/",
                "title": "A quiet eclipse — 静",
                "note": None,
                "change": change.pk,
            },
        }
    ]
    # The standard's own library agrees with our docs.
    assert Webhook(secret_of(endpoint)).verify(receiver.served.bodies[0], headers)
    with pytest.raises(ValueError, match="not from us"):
        receiver.messages(secret_of(make_endpoint()))


def test_every_event_stands_in_the_docs() -> None:
    assert [event for event in Event.values if f"`{event}`" not in DOCS.read_text()] == []


def test_the_schema_of_the_api_says_what_is_sent() -> None:
    webhooks = process_webhooks(spectacular_settings.WEBHOOKS, ComponentRegistry())
    info = {"title": "AIWatch", "version": "1"}
    validate_schema({"openapi": "3.1.1", "info": info, "paths": {}, "webhooks": webhooks})
    body = webhooks["message"]["post"]["requestBody"]["content"]["application/json"]["schema"]
    assert body["properties"]["type"]["enum"] == [*Event.values, "endpoint.test"]


def test_each_change_is_told_once_by_its_name(receiver: Receiver) -> None:
    receiver.endpoint()
    article = make_article()
    publish(article, by=None)
    publish(article, by=None, major=False)
    publish(article, by=None, note="More of it.")
    publish(article, by=None, correction=Said("It was two.", "It is three."))
    fact = make_fact(published_from=timezone.now())
    fact.subject.published_from = timezone.now()
    fact.subject.save()
    supersede(fact, by=None, because="better source", value=172_000_000)
    model = make_model(published_from=timezone.now())
    claim(model, status="announced", window="2026-12", claimed_on="2026-11-01")
    claim(model, status="announced", window="2027-03", claimed_on="2026-11-02")
    claim(model, status="released", window="2026-11-20", claimed_on="2026-11-20")
    question = Question.objects.create(text="How many?", slug="how-many")
    answer(question, text="<p>Two.</p>", by=None, published_from=timezone.now())
    answer(question, text="<p>Three.</p>", by=None, published_from=timezone.now(), note="Three.")
    withdraw(article, by=None, note="All wrong.")
    receiver.run()
    assert [message["type"] for message in told(receiver)] == [
        *("edition.published", "edition.updated", "edition.updated", "edition.corrected", "fact.superseded"),
        *("model.slipped", "model.released", "question.answered", "question.updated", "edition.withdrawn"),
    ]
    assert [one["data"]["minor"] for one in told(receiver)[1:3]] == [True, False]
    assert receiver.run() == 0


def test_everything_that_is_named_answers_at_its_address(receiver: Receiver, client: Any) -> None:
    receiver.endpoint()
    now = timezone.now()
    publish(make_article(), by=None)
    fact = make_fact(make_company(published_from=now), published_from=now)
    supersede(fact, by=None, because="our error", value=172_000_000)
    claim(make_model(published_from=now), status="released", window="2026-11-20", claimed_on="2026-11-20")
    question = Question.objects.create(text="How many?", slug="how-many")
    answer(question, text="<p>Two.</p>", by=None, published_from=now)
    receiver.run()
    places = [message["data"] for message in told(receiver)]
    corrections = [place["correction"] for place in places if place.get("correction")]
    places += corrections + [touched for one in corrections for touched in one["touches"]]
    assert len(places) > 8
    for place in places:
        url, api = (place[name].removeprefix("http://127.0.0.1:8000") for name in ("url", "self"))
        assert client.get(url).status_code == 200, url
        found = client.get(api).json()
        told_of = place["id"], place.get("type", "correction")
        assert (found.get("id", told_of[0]), found.get("type", told_of[1])) == told_of, api


def test_our_error_is_told_of_the_figure_and_of_the_articles_that_cited_it(receiver: Receiver) -> None:
    receiver.endpoint(events=[Event.EDITION_CORRECTED, Event.FACT_SUPERSEDED])
    fact = make_fact(published_from=timezone.now())
    fact.subject.published_from = timezone.now()
    fact.subject.save()
    article = make_article(body=f'<p><data value="fact:{fact.pk}">163 million</data></p>')
    publish(article, by=None)
    supersede(fact, by=None, because="our error", value=172_000_000)
    receiver.run()
    first, second = told(receiver)
    assert {first["type"], second["type"]} == {"edition.corrected", "fact.superseded"}
    assert len(set(receiver.ids)) == 2
    correction = first["data"]["correction"]
    assert correction["right"] == "It is 172 million."
    assert ("article", article.pk) in [(one["type"], one["id"]) for one in correction["touches"]]


def test_what_is_scheduled_is_told_at_its_time_and_what_is_cancelled_never(receiver: Receiver) -> None:
    receiver.endpoint()
    kept, moved, cancelled = (make_article(name) for name in ("Kept", "Moved", "Cancelled"))
    for article in (kept, moved, cancelled):
        publish(article, by=None, at=timezone.now() + timedelta(hours=1))
    move(moved, to=timezone.now() + timedelta(hours=3), by=None)
    cancel(cancelled, by=None)
    receiver.run()
    assert receiver.ids == []
    with later(hours=2):
        receiver.run()
        assert [one["data"]["title"] for one in told(receiver)] == ["Kept"]
    with later(days=9):
        receiver.run()
    assert len(receiver.ids) == 2
    assert Delivery.objects.count() == 2


def test_a_change_that_is_committed_late_is_told_all_the_same(receiver: Receiver) -> None:
    receiver.endpoint()
    began = timezone.now()
    with later(hours=1):
        publish(make_article("In time"), by=None)
        receiver.run()
    # It was written before, by a transaction that is committed only now.
    late = log.record(Change.Kind.PUBLISHED, about="article", about_id=1, at=began)
    with later(hours=2):
        receiver.run()
    assert receiver.ids[-1] == f"chg_{late.pk}_edition_published"
    assert len(receiver.ids) == 2


def test_nothing_from_before_an_endpoint_or_its_wish_is_told(receiver: Receiver) -> None:
    publish(make_article("Before"), by=None)
    with later(minutes=1):
        endpoint = receiver.endpoint(events=[Event.EDITION_WITHDRAWN])
        publish(make_article("Unwanted"), by=None)
    with later(minutes=2):
        switching.want(endpoint, [Event.EDITION_PUBLISHED, Event.EDITION_WITHDRAWN])
        publish(make_article("Wanted"), by=None)
        receiver.run()
        assert [one["data"]["title"] for one in told(receiver)] == ["Wanted"]


def test_one_that_named_things_hears_of_what_is_major_in_these_alone(receiver: Receiver) -> None:
    topic = make_topic("Chips")
    model = make_model("Lamp 2", slug="lamp-2", published_from=timezone.now())
    article, other = make_article("On chips"), make_article("On lamps")
    article.topics.add(topic)
    endpoint = receiver.endpoint()
    lines = f"topic/{topic.slug}\nrelease/lamp-2"
    with pytest.raises(narrowing.NoSuchThing, match="“topic/none”"):
        narrowing.read("topic/none", timezone.now())
    publish(article, by=None)
    narrowing.narrow(endpoint, narrowing.read(f"{lines}\n{lines}", timezone.now()))
    assert narrowing.written(endpoint, timezone.now()) == lines
    publish(article, by=None, note="A comma.", major=False)
    publish(other, by=None)
    claim(model, status="released", window="2026-11-20", claimed_on="2026-11-20")
    withdraw(article, by=None, note="All wrong.")
    receiver.run()
    assert [one["type"] for one in told(receiver)] == [
        "edition.published",
        "model.released",
        "edition.withdrawn",
    ]
    narrowing.narrow(endpoint, [])
    publish(other, by=None, note="More.", major=True)
    receiver.run()
    assert told(receiver)[-1]["type"] == "edition.updated"


def test_what_waits_and_is_no_longer_wanted_is_dropped(receiver: Receiver) -> None:
    endpoint = receiver.endpoint()
    publish(make_article(), by=None)
    note(timezone.now())
    switching.want(endpoint, [Event.EDITION_WITHDRAWN])
    assert receiver.run() == 0
    assert Delivery.objects.get().state == State.DROPPED


def test_words_that_were_withdrawn_are_told_to_nobody(receiver: Receiver) -> None:
    receiver.endpoint()
    article = make_article("A slander")
    publish(article, by=None)
    publish(article, by=None, note="A slander, longer.")
    withdraw(article, by=None, note="It was untrue.")
    receiver.run()
    article.headline = "An apology"
    article.save()
    publish(article, by=None)
    receiver.run()
    [published, updated, withdrawn, again] = [one["data"] for one in told(receiver)]
    assert not any(b"slander" in body.replace(b"/a-slander-", b"") for body in receiver.served.bodies)
    assert published["title"] is published["note"] is updated["title"] is updated["note"] is None
    assert withdrawn["title"] is None
    assert withdrawn["note"] == "It was untrue."
    assert withdrawn["id"] == article.pk
    assert again["title"] == "An apology"


def test_words_of_a_withdrawn_text_stay_untold_after_it_is_published_anew(receiver: Receiver) -> None:
    receiver.endpoint()
    article = make_article("A slander")
    publish(article, by=None)
    withdraw(article, by=None, note="It was untrue.")
    article.headline = "An apology"
    article.save()
    publish(article, by=None)
    receiver.run()
    assert [one["data"]["title"] for one in told(receiver)] == [None, None, "An apology"]


def test_a_message_that_comes_late_has_no_words_that_readers_do_not_see_any_more(receiver: Receiver) -> None:
    receiver.endpoint(events=[Event.EDITION_PUBLISHED])
    publish(make_article("Seats until Friday"), by=None, expires_at=timezone.now() + timedelta(hours=1))
    receiver.says = [answer_of("503 Service Unavailable")]
    receiver.run()
    with later(hours=2):
        receiver.run()
        first, second = (json.loads(body)["data"]["title"] for body in receiver.served.bodies)
        assert (first, second) == ("Seats until Friday", None)
    assert len(set(receiver.ids)) == 1


def test_what_is_private_is_never_told(receiver: Receiver) -> None:
    receiver.endpoint()
    # The figure is public, and what it is of is not.
    fact = make_fact(published_from=timezone.now())
    supersede(fact, by=None, because="better source", value=172_000_000)
    receiver.run()
    assert receiver.ids == []
    assert Delivery.objects.get().state == State.PASSED
    fact.subject.published_from = timezone.now()
    fact.subject.save()
    receiver.run()
    assert receiver.ids == []


def test_an_answer_that_comes_out_with_its_article_is_told_then(receiver: Receiver) -> None:
    receiver.endpoint(events=[Event.QUESTION_ANSWERED])
    article = make_article()
    question = Question.objects.create(text="How many?", slug="how-many", article=article)
    answer(question, text="<p>Two.</p>", by=None)
    receiver.run()
    assert receiver.ids == []
    with later(days=40):
        receiver.run()
        publish(article, by=None)
        receiver.run()
        [message] = told(receiver)
    assert message["data"]["title"] == "How many?"


def test_an_article_that_expires_is_told(receiver: Receiver) -> None:
    receiver.endpoint(events=[Event.EDITION_EXPIRED])
    edition = publish(make_article(), by=None, expires_at=timezone.now() + timedelta(hours=1))
    receiver.run()
    with later(hours=2):
        receiver.run()
        [message] = told(receiver)
    assert message["data"]["url"].endswith(edition.get_absolute_url())
    assert message["data"]["title"] is None


def test_a_correction_by_hand_is_told_by_all_that_it_stands_on(receiver: Receiver) -> None:
    receiver.endpoint()
    article, company = make_article(), make_company(published_from=timezone.now())
    edition = publish(article, by=None)
    private = make_company("Tenebra")
    things = [
        Thing("company", company.pk, company.name, company.get_absolute_url()),
        Thing("article", article.pk, "A", edition.get_absolute_url()),
        Thing("company", private.pk, "Tenebra", private.get_absolute_url()),
    ]
    correct(Said("It was.", "It is."), touches=things, by=None)
    receiver.run()
    messages = told(receiver)[1:]
    assert [one["type"] for one in messages] == ["edition.corrected", "record.corrected"]
    assert b"enebra" not in receiver.served.bodies[-1]


def test_while_an_endpoint_is_disabled_nothing_is_lost(receiver: Receiver) -> None:
    endpoint = receiver.endpoint()
    with later(days=1):
        switching.disable(endpoint)
        publish(make_article("Meanwhile"), by=None)
        assert receiver.run() == 0
    with later(days=20):
        assert receiver.run() == 0
        switching.enable(endpoint)
        assert receiver.run() == 1


def test_what_is_old_is_forgotten_and_never_noted_again(receiver: Receiver) -> None:
    endpoint = receiver.endpoint()
    publish(make_article(), by=None)
    receiver.run()
    switching.disable(endpoint)
    with later(days=32):
        receiver.run()
        assert not Delivery.objects.exists()
        switching.enable(endpoint)
        assert receiver.run() == 0


def test_for_a_day_after_a_rotation_both_secrets_sign(receiver: Receiver) -> None:
    endpoint = receiver.endpoint()
    old = secret_of(endpoint)
    new = secret_of(signing.rotate(endpoint))
    publish(make_article(), by=None)
    receiver.run()
    assert receiver.messages(old) == receiver.messages(new)
    with later(hours=25):
        publish(make_article(), by=None)
        receiver.run()
        assert len(receiver.headers[-1]["webhook-signature"].split()) == 1


def test_a_secret_that_leaked_signs_no_more(receiver: Receiver) -> None:
    endpoint = receiver.endpoint()
    old = secret_of(endpoint)
    signing.rotate(endpoint, at_once=True)
    publish(make_article(), by=None)
    receiver.run()
    with pytest.raises(ValueError, match="not from us"):
        receiver.messages(old)
    assert old not in repr(Endpoint.objects.values().get())
