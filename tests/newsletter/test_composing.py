"""An issue is composed from what readers see, and nothing that is typed is lost."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.contrib.auth.models import User
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from lxml import html
from pytest_django import DjangoCaptureOnCommitCallbacks

from articles.models import Article
from articles.publishing import publish, withdraw
from companies.releases import claim
from newsletter import endings, links
from newsletter.issues import freezing
from newsletter.issues.composing import words_of
from newsletter.models import Delivery, Issue
from newsletter.sending import noting
from questions.answering.giving import answer
from tests.editing import signed_in
from tests.factories import (
    ask,
    make_article,
    make_company,
    make_fact,
    make_issue,
    make_model,
    make_subscriber,
)

pytestmark = pytest.mark.django_db


def out(headline: str, by: User) -> Article:
    article = make_article(headline, by=by)
    publish(article, by=by)
    return article


def page(name: str, issue: Issue) -> str:
    return reverse(f"admin:newsletter_issue_{name}", args=[issue.pk])


def typed(issue: Issue, *order: str, do: str = "save", **more: Any) -> dict[str, Any]:
    """What the browser sends."""
    fields = {"subject": issue.subject, "preheader": "", "words": "<p>Good morning.</p>", "text": ""}
    return fields | {"item": list(order), "do": do, "based_on": issue.saves} | more


def order_in(response: Any) -> list[str]:
    return [str(one) for one in html.fromstring(response.content).xpath("//input[@name='item']/@value")]


@pytest.fixture
def desk(editor: User) -> Client:
    return signed_in(editor)


def test_an_issue_begins_with_the_weeks(desk: Client, publisher: User) -> None:
    story, old = out("Umbra rises", publisher), make_article("Long ago", by=publisher)
    with time_machine.travel(timezone.now() - timedelta(days=30)):
        publish(old, by=publisher)
    now = {"published_from": timezone.now()}
    company = make_company(**now)
    make_fact(company, as_of="2024", value=100, **now)
    newer = make_fact(company, as_of="2025", value=128, **now)
    model = make_model(developer=company, **now)
    today = timezone.localdate()
    claim(model, status="announced", window=f"{today:%Y-%m}", claimed_on=today, source="https://a.example")
    question = ask("Why is it dark?")
    answer(question, text="<p>The sun has set.</p>", by=publisher, published_from=timezone.now())
    assert b"Umbra rises" in desk.get(reverse("admin:newsletter_issue_add")).content
    assert desk.post(reverse("admin:newsletter_issue_add"), {"begin": "week"}).status_code == 302
    issue = Issue.objects.get()
    carried = [f"story:{story.pk}", f"figure:{newer.pk}", f"release:{model.pk}", f"question:{question.pk}"]
    assert list(words_of(issue)) == carried
    drawn = desk.get(page("change", issue)).content.decode()
    assert "Up 28% from" in drawn and "The sun has set." in drawn and "Long ago" not in drawn
    found = desk.post(page("change", issue), typed(issue, *carried, do="find", q="long")).content.decode()
    assert "Long ago" in found


def test_a_move_keeps_nothing_and_saving_keeps_the_whole(desk: Client, publisher: User) -> None:
    a, b, c = (f"story:{out(name, publisher).pk}" for name in ("Alpha", "Beta", "Gamma"))
    issue = make_issue()
    moved = desk.post(
        page("change", issue), typed(issue, a, b, do=f"up:{b}", subject="Typed", **{f"words-{b}": "Mine"})
    )
    assert order_in(moved) == [b, a] and b"Typed" in moved.content and b"Mine" in moved.content
    assert "“Beta” is number 1 of 2." in moved.content.decode()
    assert not words_of(issue)
    added = desk.post(page("change", issue), typed(issue, b, a, do=f"in:{c}"))
    assert order_in(added) == [b, a, c]
    words = {f"words-{b}": " Mine\u202e\n"}
    saved = desk.post(
        page("change", issue), typed(issue, b, a, c, words="<p>Hi<script>x</script></p><img src=x>", **words)
    )
    assert saved.status_code == 302
    issue.refresh_from_db()
    assert words_of(issue) == {b: "Mine", a: "", c: ""} and issue.words == "<p>Hi</p>"


@pytest.mark.parametrize(
    ("order", "do"),
    [(["story:x"], "look"), (["story:1", "story:1"], "save"), (["word:1"], "save"), ([], "up:story:1")],
)
def test_what_is_no_order_is_refused(desk: Client, order: list[str], do: str) -> None:
    issue = make_issue()
    refused = desk.post(page("change", issue), typed(issue, *order, do=do))
    assert refused.status_code == 400 and "no order of an issue" in refused.content.decode()


def test_what_is_wrong_is_said_and_nothing_is_lost(desk: Client, publisher: User) -> None:
    story, issue = f"story:{out('Alpha', publisher).pk}", make_issue()
    for wrong, said in (
        ({"subject": "  "}, "Fill in “Subject”."),
        ({"subject": "x" * 121}, "“Subject” is 1 character too long"),
        ({f"words-{story}": "x" * 601}, "longer than 600 letters"),
        ({"item": [story, "story:99"]}, "no longer there: story:99"),
    ):
        refused = desk.post(page("change", issue), typed(issue, story) | {"preheader": "Kept"} | wrong)
        assert refused.status_code in (400, 409) and said in refused.content.decode()
        assert b"Kept" in refused.content and story in order_in(refused)
    assert not words_of(issue)


def test_whoever_saves_second_is_told_what_the_first_changed(
    desk: Client, editor: User, publisher: User
) -> None:
    a, b = (f"story:{out(name, publisher).pk}" for name in ("Alpha", "Beta"))
    issue = make_issue()
    first = signed_in(publisher).post(page("change", issue), typed(issue, a, subject="Theirs"))
    assert first.status_code == 302
    second = desk.post(page("change", issue), typed(issue, b, subject="Mine"))
    told = second.content.decode()
    assert second.status_code == 409 and "saved this issue while you were writing" in told
    assert "Another in theirs: subject." in told and "Only in theirs: “Alpha”." in told
    assert order_in(second) == [b] and 'value="Mine"' in told
    again = typed(issue, b, subject="Mine", based_on=1)
    assert desk.post(page("change", issue), again).status_code == 302
    issue.refresh_from_db()
    assert issue.subject == "Mine"


def test_what_readers_see_no_more_is_marked_and_left_out(desk: Client, publisher: User) -> None:
    story, other = out("Alpha", publisher), out("Beta", publisher)
    issue = make_issue(story, other)
    withdraw(story, by=publisher, note="So.")
    drawn = desk.get(page("change", issue)).content.decode()
    assert "Readers do not see it as it was chosen" in drawn
    preview = desk.get(page("preview", issue)).content.decode()
    assert "1 of what was chosen is left out" in preview and "Alpha" not in preview and "Beta" in preview


def test_an_issue_is_looked_at_in_both_colours(desk: Client, publisher: User) -> None:
    issue = make_issue(out("Alpha", publisher))
    shown = desk.get(page("preview", issue), {"width": "narrow", "colours": "dark"}).content.decode()
    assert 'width="360"' in shown and "kB</strong> of 100 kB" in shown
    dark = desk.get(page("frame", issue), {"colours": "dark"})
    light = desk.get(page("frame", issue))
    assert b"@media all" in dark.content and b"@media not all" in light.content
    assert "default-src 'none'" in dark.headers["Content-Security-Policy"]


def test_a_test_goes_to_whoever_asks_and_its_links_do_nothing(editor: User, publisher: User) -> None:
    issue = make_issue(out("Alpha", publisher))
    User.objects.filter(pk=editor.pk).update(email="")
    refused = signed_in(editor).post(page("test", issue), follow=True)
    assert "no mail address" in refused.content.decode()
    User.objects.filter(pk=editor.pk).update(email="editor@example.org")
    signed_in(User.objects.get(pk=editor.pk)).post(page("test", issue))
    (sent,) = mail.outbox
    assert sent.to == ["editor@example.org"] and sent.subject == "[Test] What moved this week"
    address = sent.extra_headers["List-Unsubscribe"].strip("<>")
    subscriber = make_subscriber()
    endings.leave(links.reader_of(address.rstrip("/").rpartition("/")[2]))
    subscriber.refresh_from_db()
    assert not subscriber.ended


def test_a_publisher_schedules_moves_cancels_and_sends(editor: User, publisher: User) -> None:
    issue, desk = make_issue(out("Alpha", publisher)), signed_in(publisher)
    make_subscriber()
    form = desk.get(page("send", issue)).content.decode()
    assert "<strong>1 reader</strong>" in form
    for wrong, said in (
        ({"when": "later"}, "Give the day and the time"),
        ({"when": "later", "at_0": "2020-01-01", "at_1": "09:00"}, "This time has passed"),
        ({"when": "now", "at_0": "2099-01-01", "at_1": "09:00"}, "A time is given, and “Now” is chosen"),
        ({"when": "later", "at_0": "2099-03-29", "at_1": "01:30"}, "There is no 01:30"),
    ):
        refused = desk.post(page("send", issue), wrong | {"based_on": 0})
        assert refused.status_code == 400 and said in refused.content.decode()
    for day in ("2098-01-01", "2099-01-01"):
        later = {"when": "later", "at_0": day, "at_1": "09:00", "based_on": 0}
        assert desk.post(page("send", issue), later).status_code == 302
    issue.refresh_from_db()
    assert issue.state == "scheduled" and f"{issue.send_at:%Y-%m-%d %H:%M}" == "2099-01-01 09:00"
    refused = signed_in(editor).post(page("change", issue), typed(issue))
    assert refused.status_code == 409 and "ask one to take it off the schedule" in refused.content.decode()
    desk.post(page("cancel", issue))
    issue.refresh_from_db()
    assert issue.state == "draft"
    assert desk.post(page("send", issue), {"when": "now", "based_on": 7}).status_code == 409
    desk.post(page("send", issue), {"when": "later", "at_0": "2099-01-01", "at_1": "09:00", "based_on": 0})
    prefilled = {"at_0": "2099-01-01", "at_1": "09:00"}  # the browser sends it along
    for _ in range(2):
        assert desk.post(page("send", issue), {"when": "now", "based_on": 0} | prefilled).status_code == 302
    noting.note(timezone.now())
    noting.note(timezone.now())
    issue.refresh_from_db()
    assert issue.number == 1 and issue.sent_by == publisher and issue.deliveries.count() == 1
    followed = desk.get(page("change", issue)).content.decode()
    assert "Being sent" in followed and "<dt>Waiting</dt><dd>1</dd>" in followed
    desk.post(page("stop", issue), {"because": "Wrong subject"})
    assert "Wrong subject" in desk.get(page("progress", issue)).content.decode()
    desk.post(page("carry_on", issue))
    issue.refresh_from_db()
    assert issue.stopped_at is None and issue.carried_on_at
    assert desk.post(page("change", issue), typed(issue)).status_code == 200
    issue.refresh_from_db()
    assert issue.saves == 0


def test_one_that_cannot_be_sent_is_held_at_its_time_and_holds_up_no_other(
    publisher: User, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    now = timezone.now()
    publisher.email = "chief@example.org"
    publisher.save()
    story = out("Alpha", publisher)
    empty = make_issue(story, words="", send_at=now - timedelta(minutes=1), sent_by=publisher)
    other = make_issue(subject="Another", send_at=now)
    withdraw(story, by=publisher, note="So.")
    with django_capture_on_commit_callbacks(execute=True):
        noting.note(now)
    empty.refresh_from_db()
    other.refresh_from_db()
    assert empty.state == "held" and "nothing in this issue" in empty.held_because and other.number == 1
    told = next(one for one in mail.outbox if one.subject.startswith("Not sent"))
    assert (
        told.to == [publisher.email]
        and "nothing in this issue" in told.body
        and page("change", empty) in told.body
    )
    assert b"Held at its time" in signed_in(publisher).get(page("change", empty)).content


def test_an_issue_of_which_only_doubts_are_left_is_sent(publisher: User) -> None:
    issue, now = make_issue(out("Alpha", publisher), send_at=timezone.now()), timezone.now()
    freezing.begin(issue, now)
    Issue.objects.update(noted_at=now)
    going = Delivery.objects.create(
        sort=Delivery.Sort.ISSUE, issue=issue, subscriber=make_subscriber(), state="sending", begun_at=now
    )
    assert Issue.objects.with_under_way().get().under_way
    Delivery.objects.filter(pk=going.pk).update(begun_at=now - timedelta(hours=1))
    assert not Issue.objects.with_under_way().get().under_way


def test_a_draft_is_discarded_and_one_that_is_scheduled_is_not(desk: Client) -> None:
    issue = make_issue(send_at=timezone.now() + timedelta(days=1))
    desk.post(page("discard", issue))
    assert Issue.objects.exists()
    Issue.objects.update(send_at=None)
    desk.post(page("discard", issue))
    assert not Issue.objects.exists()
