"""The same with many articles at once: each by its own right and state, with what was done and what was refused."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from django.contrib.auth.models import User
from django.db import transaction

from articles.models import Article, HandOver, Topic
from articles.revisions import save_revision
from articles.workflow import Action, NotAllowed, demand, hand_on, tell


@dataclass(slots=True)
class Outcome:
    """How many were done, and the headlines of those that were refused, by the reason."""

    done: int = 0
    refused: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))

    @property
    def count_refused(self) -> int:
        """How many were refused."""
        return sum(len(headlines) for headlines in self.refused.values())


@transaction.atomic
def hand_on_all(
    articles: Iterable[Article],
    verb: Action,
    *,
    by: User,
    seen: dict[int, str],
    comment: str = "",
    reviewer: User | None = None,
) -> Outcome:
    """Hand each on that can be; seen: the state in which each was when that was decided, by id.

    Whom it concerns is told of all of them together.
    """
    moved: list[HandOver] = []

    def act(article: Article) -> None:
        state = seen.get(article.pk)
        moved.append(hand_on(article, verb, by=by, comment=comment, reviewer=reviewer, seen=state))

    outcome = _each(articles, act)
    tell(moved)
    return outcome


@transaction.atomic
def add_topic_to_all(articles: Iterable[Article], topic: Topic, *, by: User) -> Outcome:
    """Add a topic to each that the user may change and that lacks it, as a revision of its own."""

    def act(article: Article) -> None:
        article = Article.objects.select_for_update().get(pk=article.pk)
        demand(by, "write", article)
        if article.topics.filter(pk=topic.pk).exists():
            raise NotAllowed(f"It has the topic “{topic}” already.")
        article.topics.add(topic)
        article.version += 1
        article.save(update_fields=["version", "updated_at"])
        save_revision(article, by=by, why=f"Topic added: {topic}."[:200])

    return _each(articles, act)


def _each(articles: Iterable[Article], act: Callable[[Article], None]) -> Outcome:
    """Do it to each by itself: what is refused leaves the others alone."""
    outcome = Outcome()
    for article in articles:
        try:
            with transaction.atomic():
                act(article)
            outcome.done += 1
        except NotAllowed as reason:
            outcome.refused[str(reason)].append(article.headline)
    return outcome
