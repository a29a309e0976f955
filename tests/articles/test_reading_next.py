"""What readers are led to at the end of an article: what shares most with it and is live, rare things first."""

import re
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from articles.models import Article, Edition, ReadNext
from articles.publishing import publish, schedule, withdraw
from changes import log
from tests.factories import make_article, make_company, make_topic

pytestmark = pytest.mark.django_db


def led_to(client: Client, article: Article) -> list[str]:
    """The headlines under “Read next” on an article's page."""
    log.forget_version()
    html = client.get(article.get_absolute_url()).content.decode()
    block = html.partition('<nav class="block" aria-labelledby="next">')[2].partition("</nav>")[0]
    return re.findall(r'<h3><a href="/articles/[^"]+">([^<]+)</a>', block)


def told_of(client: Client, article: Article) -> list[str]:
    """The same as programs are told it."""
    told = client.get(f"/api/v1{article.get_absolute_url()}").json()["read_next"]
    assert all(client.get(one["self"]).json()["headline"] == one["name"] for one in told)
    return [one["name"] for one in told]


def published(headline: str, body: str, *topics: object) -> Article:
    article = make_article(headline, body=f"<p>{body}</p>", topics=list(topics))
    publish(article, by=None)
    return article


def test_a_rare_record_leads_further_than_a_topic_that_many_have(client: Client) -> None:
    topic = make_topic()
    make_company("Umbra Labs")
    for n in range(4):
        published(f"Of the topic {n}", f"Nothing alike {n}.", topic)
    published("Of the same company", "Seen at Umbra Labs.", make_topic())
    article = published("New", "Heard from Umbra Labs.", topic)
    assert led_to(client, article) == ["Of the same company", *(f"Of the topic {n}" for n in (3, 2, 1))]


def test_texts_about_the_same_lead_to_each_other_without_a_record_or_a_topic(client: Client) -> None:
    about = "Lighthouse keepers repaired the foghorn"
    for n, word in enumerate(("bakery", "glacier", "violin", "harvest", "meteor", "carpet")):
        published(f"Other {n}", f"Something about a {word} and its {word} only.", make_topic())
    older = published("Older", f"{about} in winter.", make_topic())
    newer = published("Newer", f"{about} again.", make_topic())
    assert led_to(client, newer) == ["Older"]
    assert led_to(client, older) == ["Newer"]  # it was there first, and leads back


def test_only_what_is_live_is_shown_and_never_the_article_itself(client: Client) -> None:
    topic = make_topic()
    near = [published(f"Near {n}", f"Text {n}.", topic) for n in range(6)]
    article = published("New", "Other words.", topic)
    assert led_to(client, article) == [f"Near {n}" for n in (5, 4, 3, 2)] == told_of(client, article)
    withdraw(near[5], by=None, note="Taken back.")
    publish(article, by=None, note="A second edition.")
    withdraw(near[4], by=None, note="Taken back.")
    assert led_to(client, article) == [f"Near {n}" for n in (3, 2, 1, 0)]
    alone = published("Alone", "Different altogether.", make_topic())
    assert led_to(client, alone) == []


def test_articles_lead_to_one_that_waits_only_from_its_time_on(client: Client) -> None:
    topic = make_topic()
    older = published("Older", "First.", topic)
    later = make_article("Later", body="<p>Second.</p>", topics=[topic])
    schedule(later, by=None, at=timezone.now() + timedelta(hours=1))
    assert ReadNext.objects.filter(edition__article=older, article=later).exists()
    assert led_to(client, older) == []


def test_all_can_be_chosen_anew(client: Client) -> None:
    topic = make_topic()
    articles = [published(f"Near {n}", f"Text {n}.", topic) for n in range(3)]
    kept = list(
        ReadNext.objects.values_list("edition", "article", "position").order_by("edition", "position")
    )
    ReadNext.objects.all().delete()
    for _ in range(2):
        call_command("choose_read_next", verbosity=0)
    anew = ReadNext.objects.values_list("edition", "article", "position").order_by("edition", "position")
    assert {row[:2] for row in anew} == {row[:2] for row in kept}
    assert Edition.objects.count() == 3
    assert led_to(client, articles[0]) == ["Near 2", "Near 1"]
