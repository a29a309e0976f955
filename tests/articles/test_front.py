"""The front page by editors' choice: how it is ordered and saved, and what readers see of it."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone

from articles import front
from articles.models import Article, Edition, Placed
from articles.publishing import publish, withdraw
from changes import log
from changes.models import Change
from changes.ordering import WrongOrder, moved
from tests.editing import signed_in
from tests.factories import make_article

pytestmark = pytest.mark.django_db
PAGE = "/admin/front-page/"


@pytest.fixture
def live(publisher: User) -> list[Article]:
    """Six live articles, the oldest first."""
    return published(6, publisher)


def published(count: int, by: User) -> list[Article]:
    articles = [make_article(f"Story {n}", by=by) for n in range(count)]
    for n, article in enumerate(articles):
        publish(article, by=by)
        Edition.objects.filter(article=article).update(dated=timezone.now() - timedelta(days=20 - n))
    return articles


def seen(**more: Any) -> tuple[list[str], list[str]]:
    """The headlines that readers see: in the places, and as the latest besides."""
    shown = front.front(front.order(), more.get("at") or timezone.now())
    return [story["headline"] for story in shown.places], [story["headline"] for story in shown.latest]


def send(client: Client, order: list[int], do: str, *, was: list[int] | None = None, q: str = "") -> Any:
    was = front.order() if was is None else was
    return client.post(PAGE, {"article": order, "was": " ".join(map(str, was)), "do": do, "q": q})


def test_without_a_choice_readers_see_the_latest(publisher: User) -> None:
    published(12, publisher)
    places, latest = seen()
    assert places == [f"Story {n}" for n in (11, 10, 9, 3, 2, 1, 0)]
    assert latest == [f"Story {n}" for n in (8, 7, 6, 5, 4)]


def test_what_is_chosen_stands_first_and_the_latest_take_what_is_left(
    editor: User, publisher: User, client: Client
) -> None:
    live = published(12, publisher)
    before = client.get("/").text
    assert before.index("Story 11") < before.index("Story 4") and "Story 0" in before
    response = send(signed_in(editor), [live[0].pk, live[4].pk], "save")
    assert response.status_code == 302
    places, latest = seen()
    assert places == ["Story 0", "Story 4", *(f"Story {n}" for n in (11, 5, 3, 2, 1))]
    assert latest == [f"Story {n}" for n in (10, 9, 8, 7, 6)]
    # The kept page gives way.
    log.forget_version()
    after = client.get("/").text
    assert after.index("Story 0") < after.index("Story 4") < after.index("Story 11")


def test_only_what_is_live_at_the_time_is_shown(publisher: User, live: list[Article]) -> None:
    waiting = make_article("Tomorrow", by=publisher)
    tomorrow = timezone.now() + timedelta(days=1)
    publish(waiting, by=publisher, at=tomorrow)
    front.arrange([waiting.pk, live[0].pk, live[1].pk], was=[], by=publisher)
    withdraw(live[0], by=publisher, note="It was wrong.")
    assert seen()[0][:2] == ["Story 1", "Story 5"]
    assert all("Tomorrow" not in part for part in seen())
    assert seen(at=tomorrow)[0][:2] == ["Tomorrow", "Story 1"]
    page = signed_in(publisher).get(PAGE).text
    assert "Scheduled for" in page and "Withdrawn or expired" in page


def test_a_draft_is_not_placed_and_no_story_twice(editor: User, live: list[Article]) -> None:
    draft = make_article("A secret", by=editor)
    with pytest.raises(front.NotArranged, match="“A secret” is neither published nor scheduled"):
        front.arrange([draft.pk], was=[], by=editor)
    with pytest.raises(front.NotArranged, match="once"):
        front.arrange([live[0].pk] * 2, was=[], by=editor)
    with pytest.raises(front.NotArranged, match="no longer there"):
        front.arrange([10**9], was=[], by=editor)
    response = send(signed_in(editor), [draft.pk], "save")
    assert response.status_code == 409 and "neither published nor scheduled" in response.text
    assert not Placed.objects.exists()


def test_who_saves_second_is_told_what_the_first_changed_and_loses_nothing(
    editor: User, publisher: User, live: list[Article]
) -> None:
    first, second, third = (article.pk for article in live[:3])
    front.arrange([first, second], was=[], by=editor)
    front.arrange([second, third], was=[first, second], by=publisher)
    response = send(signed_in(editor), [first, second, live[5].pk], "save", was=[first, second])
    assert response.status_code == 409
    assert "publisher saved the front page while you were ordering it" in response.text
    assert "Added: “Story 2”. Taken off: “Story 0”." in response.context["refused"]
    assert front.order() == [second, third]
    # Their order stands in the form, and saving again is a decision.
    assert [row.article for row in response.context["rows"]] == [first, second, live[5].pk]
    again = [int(pk) for pk in response.context["was"].split()]
    assert send(signed_in(editor), [first, second, live[5].pk], "save", was=again).status_code == 302
    assert front.order() == [first, second, live[5].pk]


def test_saving_what_stands_writes_nothing(editor: User, live: list[Article]) -> None:
    front.arrange([live[0].pk], was=[], by=editor)
    rows = Change.objects.count()
    assert Change.objects.filter(about="front", silent=True).count() == 1
    front.arrange([live[0].pk], was=[live[0].pk], by=editor)
    assert Change.objects.count() == rows


def test_forms_alone_move_add_and_take_off_and_keep_nothing_until_saved(
    editor: User, live: list[Article]
) -> None:
    client = signed_in(editor)
    a, b, c = (article.pk for article in live[:3])
    response = send(client, [a, b], f"in:{c}")
    assert [row.article for row in response.context["rows"]] == [a, b, c]
    assert response.context["said"] == "“Story 2” is added, number 3 of 3."
    response = send(client, [a, b, c], f"up:{c}")
    assert [row.article for row in response.context["rows"]] == [a, c, b]
    assert [row.place for row in response.context["rows"]] == ["Lead", "Under the lead", "Under the lead"]
    response = send(client, [a, c, b], f"out:{a}")
    assert [row.article for row in response.context["rows"]] == [c, b]
    assert response.context["front"].places[0]["headline"] == "Story 2"
    assert front.order() == []


def test_search_finds_live_and_scheduled_stories_that_are_not_placed(
    publisher: User, live: list[Article]
) -> None:
    make_article("Story of a draft", by=publisher)
    waiting = make_article("Story to come", by=publisher)
    publish(waiting, by=publisher, at=timezone.now() + timedelta(days=1))
    found = send(signed_in(publisher), [live[0].pk], "find", q="story").context["offered"]
    assert [row.headline for row in found] == ["Story to come", *(f"Story {n}" for n in (5, 4, 3, 2, 1))]
    found = send(signed_in(publisher), [], "find", q="to COME").context["offered"]
    assert [(row.article, row.live) for row in found] == [(waiting.pk, False)]


@pytest.mark.parametrize("sent", [["x"], ["1", "1"], ["9" * 30], ["-1"]])
def test_what_is_no_order_is_refused_in_a_sentence(
    editor: User, live: list[Article], sent: list[str]
) -> None:
    front.arrange([live[0].pk], was=[], by=editor)
    response = signed_in(editor).post(PAGE, {"article": sent, "was": "", "do": "save"})
    assert response.status_code == 400 and "What was sent is no order of stories." in response.text
    assert front.order() == [live[0].pk]


def test_moves_stop_at_the_ends_of_a_group_and_know_their_stories() -> None:
    order = ["story:1", "fact:9", "story:2", "story:3"]
    assert moved(order, "up:story:1")[0] == order
    assert moved(order, "down:fact:9")[0] == order
    assert moved(order, "down:story:1")[0] == ["story:2", "fact:9", "story:1", "story:3"]
    assert moved(order, "look") == (order, None)
    assert moved(["1"], "in:2") == (["1", "2"], ("{} is added, number 2 of 2.", "2"))
    for wrong in ("up:story:9", "in:story:1", "out:x"):
        with pytest.raises(WrongOrder):
            moved(order, wrong)
