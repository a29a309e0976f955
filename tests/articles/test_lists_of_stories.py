"""The pages of a topic and of an author, beside their stories."""

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone

from articles.publishing import publish
from questions.answering.giving import answer
from questions.models import Question
from tests.factories import ask, make_article, make_author, make_topic

pytestmark = pytest.mark.django_db


def test_a_topic_has_the_questions_that_were_asked_on_its_stories(publisher: User, client: Client) -> None:
    article = make_article("Eclipse", by=publisher)
    publish(article, by=publisher)
    answered = Question.objects.create(text="Why is it dark?", slug="why", article=article)
    answer(answered, text="<p>So.</p>", by=publisher, published_from=timezone.now())
    ask("Who switched it off?", article=article, state=Question.State.OPEN)
    ask("A secret question?", article=article)
    light = make_topic("Light")
    elsewhere = make_article("Elsewhere", by=publisher, topics=[light])
    publish(elsewhere, by=publisher)
    topic = article.topics.get()
    page = client.get(topic.get_absolute_url()).text
    assert "Eclipse" in page and "Elsewhere" not in page
    assert "Why is it dark?" in page and "Who switched it off?" in page and "A secret question?" not in page
    other = client.get(light.get_absolute_url()).text
    assert "Why is it dark?" not in other and "None on this topic is answered yet." in other


def test_an_author_writes_about_the_topics_of_live_stories(publisher: User, client: Client) -> None:
    author = make_author("Ada Umber")
    shadows, light = make_topic("Shadows"), make_topic("Light")
    for topics in ([shadows], [shadows, light]):
        publish(make_article(by=publisher, authors=[author], topics=topics), by=publisher)
    make_article("A draft", by=publisher, authors=[author], topics=[make_topic("Secrets")])
    page = client.get(author.get_absolute_url())
    assert [(topic["name"], topic["count"]) for topic in page.context["topics"]] == [
        ("Shadows", 2),
        ("Light", 1),
    ]
    assert "Secrets" not in page.text
