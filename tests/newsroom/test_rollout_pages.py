"""The pages on which an editor supersedes a figure and decides for what cites it."""

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from articles.models import Article, Edition
from facts.models import Fact, Source
from newsroom.models import Kept, Rollout
from newsroom.rollout.background import carry_on
from newsroom.rollout.flags import flagged
from tests.editing import signed_in
from tests.factories import make_fact
from tests.newsroom.test_rollout import asked, cited, citing, live, revised

pytestmark = pytest.mark.django_db


def page(fact: Fact) -> str:
    """Where a fact is superseded."""
    return reverse("newsroom:supersede", args=[fact.pk])


def typed(value: str = "172 million", **values: Any) -> dict[str, Any]:
    """What an editor types."""
    return {"value": value, "because": "revised by its source", **values}


def decided(**values: Any) -> dict[str, Any]:
    """What an editor sends who saw what cites the figure."""
    return {"decided": "1", "rest": "flag", "note": "Revised.", **values}


def test_what_cites_the_figure_is_shown_before_anything_is_done(publisher: User) -> None:
    fact = make_fact()
    article = citing(fact, publisher)
    asked(fact, publisher)
    shown = signed_in(publisher).post(page(fact), typed()).content.decode()
    assert "2 texts cite 163 million" in shown
    assert "Umbra Chat has <del>163 million</del>" in shown and 'value="172 million"' in shown
    assert article.headline in shown and "FAQ: How many?" in shown and "Reader’s answer" in shown
    assert not Fact.objects.filter(supersedes=fact).exists()


def test_superseding_and_deciding_is_one_step(publisher: User) -> None:
    fact = make_fact()
    first, second = (citing(fact, publisher, headline=f"Article {n}") for n in (1, 2))
    choices = {
        f"choice-a{first.pk}": "update",
        f"words-a{first.pk}": ["172 million", "some 172 million"],
        f"choice-a{second.pk}": "keep",
    }
    answered = signed_in(publisher).post(page(fact), typed() | decided(**choices))
    new = Fact.objects.get(supersedes=fact)
    assert answered.url == reverse("admin:facts_fact_change", args=[new.pk])
    assert cited(new, "172 million") in live(first).body and live(first).change_note == "Revised."
    assert "some 172 million" in live(first).faq[0]["answer"]
    assert live(second).number == 1 and Kept.objects.get().article == second
    assert flagged() == []


def test_what_nobody_decided_waits_on_the_desk(editor: User, publisher: User) -> None:
    fact = make_fact()
    article = citing(fact, publisher)
    client = signed_in(editor)
    client.post(page(fact), typed() | decided())
    desk = client.get(reverse("newsroom:figures")).content.decode()
    assert "172 million" in desk and "revised by its source" in desk
    listed = client.get(reverse("newsroom:figure", args=[fact.pk])).content.decode()
    assert article.headline in listed and 'value="172 million"' in listed


def test_a_value_that_is_no_amount_is_named_and_nothing_typed_is_lost(publisher: User) -> None:
    fact = make_fact()
    client = signed_in(publisher)
    shown = client.post(page(fact), typed("lots", quotation="Their words")).content.decode()
    assert "“lots” is not an amount" in shown and "Their words" in shown
    mixed = client.post(page(fact), typed("$3 billion")).content.decode()
    assert "The value is written in USD, the unit says people." in mixed


def test_a_figure_that_gave_way_is_not_asked_for_again(publisher: User) -> None:
    fact = make_fact()
    revised(fact, publisher)
    shown = signed_in(publisher).get(page(fact), follow=True)
    assert shown.request["PATH_INFO"] == reverse("admin:facts_fact_change", args=[fact.pk])
    assert "This fact was superseded already." in shown.content.decode()


def test_what_was_decided_elsewhere_meanwhile_is_no_hindrance(publisher: User) -> None:
    fact = make_fact()
    client = signed_in(publisher)
    shown = client.post(page(fact), typed() | decided(rest="")).content.decode()
    assert "Choose something under “" in shown and not Fact.objects.filter(supersedes=fact).exists()
    client.post(page(fact), typed() | decided())
    assert Fact.objects.filter(supersedes=fact).exists()


def test_a_new_source_is_made_with_the_value_or_not_at_all(publisher: User) -> None:
    fact = make_fact()
    count = Source.objects.count()
    named = {"title": "A second count", "publisher": "Shadow Count"}
    client = signed_in(publisher)
    client.post(page(fact), typed("163 million", source=fact.source_id, **named))
    assert Source.objects.count() == count
    client.post(page(fact), typed(**named))
    assert Fact.objects.get(supersedes=fact).source.title == "A second count"


def test_an_update_without_a_note_asks_for_one(publisher: User) -> None:
    fact = make_fact()
    article = citing(fact, publisher)
    choices = {f"choice-a{article.pk}": "update", "note": " "}
    shown = signed_in(publisher).post(page(fact), typed() | decided(**choices)).content.decode()
    assert "Say what changed" in shown
    assert not Fact.objects.filter(supersedes=fact).exists()


def test_all_others_can_be_kept_or_updated_at_once(publisher: User) -> None:
    fact = make_fact()
    articles = [citing(fact, publisher, headline=f"Article {n}") for n in range(4)]
    Article.objects.filter(pk=articles[0].pk).update(standfirst="Moved on.")
    new = revised(fact, publisher)
    address = reverse("newsroom:figure", args=[fact.pk])
    chosen = {"rest": "update", "note": "Revised.", f"choice-a{articles[1].pk}": "keep"}
    client = signed_in(publisher)
    client.post(address, chosen)
    carry_on()
    rollout = Rollout.objects.get()
    assert (rollout.total, rollout.updated, len(rollout.refused)) == (3, 2, 1)
    assert [cited(new, "172 million") in live(article).body for article in articles] == [
        *(False, False, True, True)
    ]
    assert "moved on" in client.get(address).content.decode()
    client.post(address, {"rest": "keep", "note": ""})
    assert flagged() == []


def test_answers_follow_too_when_all_others_are_updated(publisher: User) -> None:
    fact = make_fact()
    question = asked(fact, publisher)
    new = revised(fact, publisher)
    address = reverse("newsroom:figure", args=[fact.pk])
    shown = signed_in(publisher).post(address, {"rest": "update", "note": "Revised."}, follow=True)
    question.answer.refresh_from_db()
    assert cited(new, "172 million") in question.answer.text and flagged() == []
    assert "1 updated in place." in shown.content.decode()


def test_a_better_source_may_have_counted_what_was_claimed(publisher: User) -> None:
    fact = make_fact(nature="claimed")
    client = signed_in(publisher)
    client.post(page(fact), typed("163 million", nature="measured", because="better source"))
    assert Fact.objects.get(supersedes=fact).nature == "measured"
    other = make_fact(nature="claimed", metric="other")
    client.post(page(other), typed())
    assert Fact.objects.get(supersedes=other).nature == "claimed"


def test_an_editor_updates_nothing_that_readers_see(editor: User, publisher: User) -> None:
    fact = make_fact()
    article = citing(fact, publisher)
    revised(fact, publisher)
    address = reverse("newsroom:figure", args=[fact.pk])
    client = signed_in(editor)
    client.post(address, {"rest": "update", "note": "Revised."})
    assert live(article).number == 1 and not Rollout.objects.exists()


def test_a_contributor_sees_none_of_it(contributor: User) -> None:
    fact = make_fact()
    client = signed_in(contributor)
    addresses = (
        *(page(fact), reverse("newsroom:figures")),
        reverse("newsroom:figure", args=[fact.pk]),
    )
    assert [client.get(address).status_code for address in addresses] == [403, 403, 403]


def test_the_lists_take_the_same_queries_whatever_there_is(publisher: User) -> None:
    fact = make_fact()
    citing(fact, publisher)
    revised(fact, publisher)
    client = signed_in(publisher)
    few = [_queries(client, address) for address in _lists(fact)]
    for n in range(4):
        citing(fact, publisher, headline=f"Article {n}")
        asked(fact, publisher)
        other = make_fact(metric=f"m{n}")
        citing(other, publisher, headline=f"Other {n}")
        revised(other, publisher)
    assert [_queries(client, address) for address in _lists(fact)] == few
    assert Edition.objects.live().count() == 9


def _lists(fact: Fact) -> tuple[str, ...]:
    return reverse("newsroom:figures"), reverse("newsroom:figure", args=[fact.pk])


def _queries(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)
