"""What the public sees of an article, and from when to when."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone

from articles.models import Article, Edition
from articles.publishing import PublishingRefused, cancel, move, publish, schedule, withdraw
from changes.models import Change
from companies.models import Record
from facts.models import Fact
from tests.factories import make_article, make_company, make_fact, make_image

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)


def live(article: Article, at: Any = None) -> list[Edition]:
    return list(Edition.objects.live(at).filter(article=article))


def test_publishing_freezes_what_readers_see(publisher: User) -> None:
    article = make_article("First words")
    publish(article, by=publisher)
    Article.objects.filter(pk=article.pk).update(headline="Later words")
    assert [edition.headline for edition in live(article)] == ["First words"]


def test_a_new_edition_begins_where_the_one_before_ends(publisher: User) -> None:
    article = make_article()
    first = publish(article, by=publisher)
    second = publish(article, by=publisher, note="More is known.")
    first.refresh_from_db()
    assert first.replaced_at == second.visible_from
    assert live(article) == [second]
    assert live(article, second.visible_from - timedelta(microseconds=1)) == [first]


def test_a_major_change_of_a_live_article_demands_a_note(publisher: User) -> None:
    article = make_article()
    publish(article, by=publisher)
    with pytest.raises(PublishingRefused, match="Say in a note what changed"):
        publish(article, by=publisher)
    assert article.editions.count() == 1


def test_a_minor_change_keeps_the_date_and_a_major_one_moves_it(publisher: User) -> None:
    article = make_article()
    first = publish(article, by=publisher)
    minor = publish(article, by=publisher, major=False)
    major = publish(article, by=publisher, note="The figure was revised.")
    assert minor.dated == first.dated
    assert major.dated == major.visible_from
    assert major.first_published == first.first_published


def test_a_back_dated_edition_takes_effect_now(publisher: User) -> None:
    then = timezone.now() - 30 * 24 * HOUR
    edition = publish(make_article(), by=publisher, dated=then)
    assert edition.dated == then
    assert edition.visible_from > then
    assert Change.objects.get().effective_at >= edition.visible_from


def test_a_scheduled_edition_appears_at_its_time_and_replaces_the_live_one(publisher: User) -> None:
    article = make_article()
    first = publish(article, by=publisher)
    at = timezone.now() + HOUR
    second = schedule(article, by=publisher, at=at, note="At noon.")
    assert live(article) == [first]
    assert live(article, at) == [second]


def test_moving_moves_the_end_of_the_live_edition_and_the_log_too(publisher: User) -> None:
    article = make_article()
    first = publish(article, by=publisher)
    second = schedule(article, by=publisher, at=timezone.now() + HOUR, note="Soon.")
    later = timezone.now() + 3 * HOUR
    move(article, to=later, by=publisher)
    assert live(article, later - HOUR) == [first]
    assert live(article, later) == [second]
    assert Change.objects.get(kind="updated").effective_at == later


def test_an_edition_is_not_moved_past_its_expiry_or_into_the_past(publisher: User) -> None:
    article = make_article()
    now = timezone.now()
    schedule(article, by=publisher, at=now + HOUR, expires_at=now + 2 * HOUR)
    with pytest.raises(PublishingRefused, match="before the edition expires"):
        move(article, to=now + 2 * HOUR, by=publisher)
    with pytest.raises(PublishingRefused, match="in the future"):
        move(article, to=now - HOUR, by=publisher)


def test_cancelling_leaves_what_is_live(publisher: User) -> None:
    article = make_article()
    first = publish(article, by=publisher)
    schedule(article, by=publisher, at=timezone.now() + HOUR, note="Soon.")
    cancel(article, by=publisher)
    assert live(article, timezone.now() + 2 * HOUR) == [first]
    assert not Change.objects.filter(effective_at__gt=timezone.now()).exists()


def test_cancelling_an_article_that_was_never_seen_gives_its_slug_back(publisher: User) -> None:
    article = make_article(slug="the-same")
    schedule(article, by=publisher, at=timezone.now() + HOUR)
    cancel(article, by=publisher)
    publish(make_article(slug="the-same"), by=publisher)


def test_a_reserved_slug_is_refused_to_another_article(publisher: User) -> None:
    schedule(make_article(slug="the-same"), by=publisher, at=timezone.now() + HOUR)
    with pytest.raises(PublishingRefused, match="the-same"):
        publish(make_article(slug="the-same"), by=publisher)


def test_publishing_cancels_a_waiting_edition_so_that_older_text_never_comes_back(publisher: User) -> None:
    article = make_article("Old text")
    publish(article, by=publisher)
    schedule(article, by=publisher, at=timezone.now() + HOUR, note="Soon.")
    Article.objects.filter(pk=article.pk).update(headline="Corrected text")
    corrected = publish(article, by=publisher, note="A correction.")
    assert live(article, timezone.now() + 2 * HOUR) == [corrected]
    assert not Edition.objects.waiting().exists()


def test_an_expiring_edition_goes_at_its_time(publisher: User) -> None:
    article = make_article()
    ends = timezone.now() + HOUR
    publish(article, by=publisher, expires_at=ends)
    assert live(article, ends - timedelta(microseconds=1))
    assert not live(article, ends)


def test_a_withdrawn_article_can_be_published_again(publisher: User) -> None:
    article = make_article()
    first = publish(article, by=publisher)
    withdraw(article, by=publisher, note="We were deceived.")
    assert not live(article)
    article.refresh_from_db()
    assert article.state == Article.State.DRAFT
    again = publish(article, by=publisher)
    assert live(article) == [again]
    assert again.first_published == first.first_published


def test_withdrawing_cancels_what_waits_and_wants_a_note(publisher: User) -> None:
    article = make_article()
    publish(article, by=publisher)
    schedule(article, by=publisher, at=timezone.now() + HOUR, note="Soon.")
    with pytest.raises(PublishingRefused, match="note to readers"):
        withdraw(article, by=publisher, note=" ")
    withdraw(article, by=publisher, note="Legal reasons.")
    assert not live(article, timezone.now() + 2 * HOUR)


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ({"headline": " "}, "headline is empty"),
        ({"body": "<p> </p>"}, "body is empty"),
        ({"body": '<p><data value="fact:999">5%</data></p>'}, "“5%” cites a fact that does not exist"),
    ],
)
def test_what_cannot_be_published_says_why_and_leaves_nothing(
    publisher: User, values: dict[str, str], reason: str
) -> None:
    article = make_article(**({"headline": "A title"} | values))
    with pytest.raises(PublishingRefused, match=reason):
        publish(article, by=publisher)
    assert not Edition.objects.exists()
    assert not Change.objects.exists()


def test_each_citation_has_to_say_what_its_fact_says(publisher: User) -> None:
    fact = make_fact()

    def cite(words: str) -> str:
        return f'<data value="fact:{fact.pk}">{words}</data>'

    article = make_article(
        body=f"<p>It has {cite('163 million')} users, more than {cite('160 million')}.</p>"
    )
    publish(article, by=publisher)
    for body, faq, words in (
        (
            f"<p>It has {cite('163 million')}, or {cite('172 million')}, users.</p>",
            "<p>Yes.</p>",
            "172 million",
        ),
        (f"<p>It has fewer than {cite('160 million')} users.</p>", "<p>Yes.</p>", "160 million"),
        (f"<p>It has {cite('163 million')} users.</p>", f"<p>It has {cite('1.72亿')}.</p>", "1.72亿"),
    ):
        article.body = body
        article.save()
        article.faq.all().delete()
        article.faq.create(question="How many?", answer=faq)
        with pytest.raises(
            PublishingRefused, match=f"“{words}” does not say what its fact says: 163 million."
        ):
            publish(article, by=publisher, note="A draft may say it, an edition may not.")
    assert Edition.objects.count() == 1


def test_records_and_facts_are_public_only_while_a_live_edition_uses_them(publisher: User) -> None:
    company, fact = make_company("Gloaming Systems"), make_fact()
    body = f'<p>Gloaming Systems has <data value="fact:{fact.pk}">163 million</data> users.</p>'
    article = make_article(body=body)
    at = timezone.now() + HOUR
    schedule(article, by=publisher, at=at, expires_at=at + HOUR)

    def public(when: Any) -> tuple[bool, bool]:
        return (
            Record.objects.public(when).filter(pk=company.pk).exists(),
            Fact.objects.public(when).filter(pk=fact.pk).exists(),
        )

    assert public(timezone.now()) == (False, False)
    assert public(at) == (True, True)
    assert public(at + HOUR) == (False, False)


def test_an_edition_moved_before_the_expiry_of_the_one_before_replaces_it(publisher: User) -> None:
    article = make_article()
    now = timezone.now()
    publish(article, by=publisher, expires_at=now + timedelta(minutes=2))
    schedule(article, by=publisher, at=now + timedelta(minutes=3), note="Changed.")
    move(article, to=now + timedelta(minutes=1), by=publisher)
    assert [e.number for e in Edition.objects.live(now + timedelta(minutes=1, seconds=30))] == [2]
    move(article, to=now + timedelta(minutes=4), by=publisher)
    assert [e.number for e in Edition.objects.live(now + timedelta(minutes=1, seconds=30))] == [1]
    assert not Edition.objects.live(now + timedelta(minutes=3)).exists()


def test_the_subject_of_a_cited_figure_is_used_too_since_its_note_names_it(publisher: User) -> None:
    company = make_company("Gloaming Systems")
    fact = make_fact(company)
    article = make_article(body=f'<p>It counts <data value="fact:{fact.pk}">163 million</data>.</p>')
    publish(article, by=publisher)
    assert Record.objects.public().filter(pk=company.pk).exists()
    withdraw(article, by=publisher, note="Taken back.")
    assert not Record.objects.public().filter(pk=company.pk).exists()


def test_a_picture_in_the_text_or_an_answer_is_served_while_an_edition_shows_it(
    client: Client, publisher: User
) -> None:
    inside, answering = make_image(), make_image()
    article = make_article(body=f'<p>Look.</p><figure><img src="{inside.address}" alt="x"></figure>')
    article.faq.create(question="How?", answer=f'<p>So: <img src="{answering.address}" alt="x"></p>')

    def asked() -> list[int]:
        answers = [client.get(image.address) for image in (inside, answering)]
        for served in answers:
            served.getvalue()  # read to its end, or its file stays open
        return [served.status_code for served in answers]

    assert asked() == [404, 404]
    publish(article, by=publisher)
    assert asked() == [200, 200]
    Article.objects.filter(pk=article.pk).update(body="<p>Nothing to see.</p>")
    publish(article, by=publisher, major=False)
    assert asked() == [404, 200]
    withdraw(article, by=publisher, note="Gone.")
    assert asked() == [404, 404]


@pytest.mark.parametrize("name", ["another.png", None], ids=["another name", "no such picture"])
def test_a_picture_in_the_text_must_exist(publisher: User, name: str | None) -> None:
    address = f"/images/{make_image().pk}/{name}" if name else "/images/999999/x.png"
    article = make_article(body=f'<p>Look.</p><img src="{address}" alt="x">')
    with pytest.raises(PublishingRefused, match="in the text does not exist"):
        publish(article, by=publisher)
    assert not Edition.objects.exists()
