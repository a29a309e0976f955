"""How facts are narrowed by the live articles that cite them."""

from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from articles.api.slugs import ArticleFilter, ArticleKey, TopicFilter
from articles.api.using import few
from articles.models import EditionFact
from facts.models import Fact


class CitedBy(ArticleFilter):
    """Figures that a live article cites."""

    field_class = ArticleKey

    def __init__(self) -> None:
        super().__init__(
            method=_cited_by,
            field_name="id",
            max_length=120,
            help_text="The slug or id of an article that cites it.",
        )


class OfTopic(TopicFilter):
    """Figures that a live article on a topic cites."""

    def __init__(self) -> None:
        super().__init__(
            method=_of_topic, field_name="id", help_text="The slug of a topic of an article that cites it."
        )


def _cited_by(facts: QuerySet[Fact], name: str, article: int) -> QuerySet[Fact]:
    cited: Any = EditionFact.objects.shown(timezone.now()).filter(edition__article=article)
    return facts.filter(pk__in=cited.values("fact"))


def _of_topic(facts: QuerySet[Fact], name: str, topic: int) -> QuerySet[Fact]:
    cited: Any = EditionFact.objects.shown(timezone.now()).filter(edition__topic_rows__topic=topic)
    if (ids := few(cited, "fact")) is not None:
        return facts.filter(pk__in=ids)
    return facts.filter(Exists(cited.filter(fact=OuterRef("pk"))))
