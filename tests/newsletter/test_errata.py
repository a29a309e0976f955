"""Whoever got an issue is written to of what was wrong in it, and an issue under way stops for it."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from articles.models import Article
from articles.publishing import publish, withdraw
from changes import log
from changes.corrections import Said, Thing, correct
from changes.models import Correction
from newsletter import endings
from newsletter.issues import erring, freezing
from newsletter.links import Reader
from newsletter.models import Delivery, Erratum, Issue
from newsletter.sending import going
from newsletter.sending.writing import Writer
from newsroom.desk.front import desk
from tests.editing import signed_in
from tests.factories import make_article, make_issue, make_subscriber
from tests.sink import Sink

pytestmark = pytest.mark.django_db(transaction=True)
WRONG = Said("We said two moons.", "It is one.")


@pytest.fixture
def story(publisher: User) -> Article:
    article = make_article("Umbra rises", by=publisher)
    publish(article, by=publisher)
    return article


def correct_story(story: Article, by: User) -> Correction:
    thing = Thing("article", story.pk, story.headline, f"/articles/{story.slug}/")
    return correct(WRONG, touches=[thing], by=by)


def addresses(sink: Sink, subject: str) -> list[str]:
    return sorted(mail["To"] for mail in sink.mails if mail["Subject"].startswith(subject))


def test_those_who_got_it_are_written_to_once(
    sink: Sink, story: Article, publisher: User, client: Client
) -> None:
    readers = [make_subscriber(f"{name}@example.org") for name in "abc"]
    issue = make_issue(story, make_article("Not out"), send_at=timezone.now())
    going.run()
    issue.refresh_from_db()
    make_subscriber("late@example.org")
    endings.leave(Reader(readers[0].key, issue.deliveries.get(subscriber=readers[0]).pk))
    untouched = make_issue(subject="Before", send_at=timezone.now())
    assert not erring.wanting().exists()
    correction = correct_story(story, publisher)
    assert list(erring.wanting()) == [issue] != [untouched]
    assert any(part.title == "Issues that want an erratum" and part.total == 1 for part in desk(publisher))
    assert "It is one." in client.get("/newsletter/1/").content.decode()
    assert "What moved this week" in client.get(correction.get_absolute_url()).content.decode()
    page = reverse("admin:newsletter_issue_erratum", args=[issue.pk])
    staff = signed_in(publisher)
    assert "<strong>2 readers</strong>" in staff.get(page).content.decode()
    Issue.objects.filter(pk=untouched.pk).delete()
    assert staff.post(page, {"words": "We are sorry."}).status_code == 302
    twice = staff.post(page, {"words": "Again"})
    assert twice.status_code == 409 and "know already" in twice.content.decode()
    going.run()
    going.run()
    assert addresses(sink, "Correction: What moved") == ["b@example.org", "c@example.org"]
    (mail, _) = [one for one in sink.mails if one["Subject"].startswith("Correction")]
    for part in mail.iter_parts():
        text = part.get_content()
        assert all(words in text for words in ("two moons", "It is one.", "We are sorry.", "/newsletter/1/"))
        assert correction.get_absolute_url() in text and "/newsletter/leave/" in text
    assert Erratum.objects.count() == 1 and not erring.wanting().exists()
    assert "We are sorry." in client.get("/newsletter/1/").content.decode()
    # What is corrected later is written of by itself.
    later = correct(
        Said("And three suns.", "None."), touches=[Thing("article", story.pk, "U", "/")], by=publisher
    )
    erratum = erring.send(issue.pk, words="", by=publisher, at=timezone.now())
    assert list(erratum.corrections.all()) == [later]


def test_an_issue_under_way_stops_for_a_correction_and_goes_on_with_it(
    sink: Sink, story: Article, publisher: User
) -> None:
    make_subscriber()
    issue = make_issue(story, send_at=timezone.now())
    freezing.begin(issue, timezone.now())
    writer = Writer()
    going.noting.note(timezone.now())
    writer.written(Delivery.objects.get())
    writer.look(timezone.now())
    issue.refresh_from_db()
    assert issue.stopped_at is None
    correct_story(story, publisher)
    writer.look(timezone.now())
    issue.refresh_from_db()
    assert issue.stopped_because == "Something in it was corrected."
    assert going.run() == 0
    signed_in(publisher).post(reverse("admin:newsletter_issue_carry_on", args=[issue.pk]))
    writer.look(timezone.now())
    (mail,) = sink.mails
    for part in mail.iter_parts():
        assert "It is one." in part.get_content()
    issue.refresh_from_db()
    assert issue.stopped_at is None


def test_an_issue_under_way_stops_for_what_is_withdrawn_and_goes_on_without(
    sink: Sink, story: Article, publisher: User
) -> None:
    make_subscriber()
    other = make_article("Another", by=publisher)
    publish(other, by=publisher)
    issue = make_issue(story, other, send_at=timezone.now())
    writer = Writer()
    going.noting.note(timezone.now())
    writer.written(Delivery.objects.get())
    withdraw(story, by=publisher, note="So.")
    writer.look(timezone.now())
    issue.refresh_from_db()
    assert "withdrawn" in issue.stopped_because
    assert any(part.title == "Issues that do not go" and part.grave for part in desk(publisher))
    signed_in(publisher).post(reverse("admin:newsletter_issue_carry_on", args=[issue.pk]))
    (mail,) = sink.mails
    assert "Another" in mail.as_string() and "Umbra rises" not in mail.as_string()


def test_a_correction_that_is_still_to_come_touches_what_is_sent_before(
    story: Article, publisher: User
) -> None:
    tomorrow = timezone.now() + timedelta(days=1)
    thing = Thing("article", story.pk, story.headline, f"/articles/{story.slug}/")
    correct(WRONG, touches=[thing], by=publisher, at=tomorrow)
    issue = make_issue(story, send_at=timezone.now())
    freezing.begin(issue, timezone.now())
    assert not erring.wanting().exists()
    assert list(erring.wanting(tomorrow)) == [issue]


def test_what_was_withdrawn_is_told_on_no_page_of_an_issue(
    story: Article, publisher: User, client: Client
) -> None:
    issue = make_issue(story, send_at=timezone.now())
    freezing.begin(issue, timezone.now())
    correction = correct_story(story, publisher)
    assert "two moons" in client.get("/newsletter/1/").content.decode()
    withdraw(story, by=publisher, note="So.")
    log.forget_version()
    assert "two moons" not in client.get("/newsletter/1/").content.decode()
    assert client.get(correction.get_absolute_url()).status_code == 404
    assert not erring.wanting().exists()
