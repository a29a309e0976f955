"""Updating every text that is left in the background, where they are too many to wait for.

Each article is a transaction of its own that notes how far it came, so what was broken off is carried on where
it stopped, and no article is done twice.
"""

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import QuerySet
from django.tasks import task
from django.utils import timezone

from articles.models import Article
from articles.publishing import PublishingRefused
from facts.models import Fact
from facts.watching import standings
from newsroom.models import Rollout
from newsroom.rollout.flags import article_rows
from newsroom.rollout.updating import NotUpdated, update_in_place


@transaction.atomic
def want(old: Fact, new: Fact, *, by: User, note: str) -> Rollout:
    """Have every article that is out, undecided and cites a fact updated in place, after the transaction."""
    if not note.strip():
        raise NotUpdated("Say in a note to readers what changed.")
    rollout = Rollout.objects.create(old=old, new=new, by=by, note=note, total=_left(old, 0).count())
    transaction.on_commit(carry_on_task.enqueue)
    return rollout


@task
def carry_on_task() -> None:
    """Carry on with whatever is unfinished."""
    carry_on()


def carry_on() -> None:
    """Finish every roll-out that is wanted, the oldest first."""
    while rollout := Rollout.objects.filter(finished_at=None).order_by("pk").first():
        while rollout.finished_at is None:
            rollout = _next(rollout.pk)


@transaction.atomic
def _next(pk: int) -> Rollout:
    """Do the next article of a roll-out and note it; returns the roll-out as it stands then."""
    rollout = Rollout.objects.select_for_update(of=("self",)).select_related("old", "new", "by").get(pk=pk)
    article = _left(rollout.old, rollout.after).order_by("pk").first()
    if article is None:
        rollout.finished_at = timezone.now()
    else:
        rollout.after = article.pk
        _update(rollout, article)
    rollout.save()
    return rollout


def _update(rollout: Rollout, article: Article) -> None:
    try:
        with transaction.atomic():
            update_in_place(article, old=rollout.old, new=rollout.new, by=rollout.by, note=rollout.note)
        rollout.updated += 1
    except (NotUpdated, PublishingRefused) as reason:
        rollout.refused.append([article.pk, article.headline, str(reason)])


def _left(fact: Fact, after: int) -> QuerySet[Article]:
    """The articles after one by id whose edition still cites a fact that gave way."""
    now = timezone.now()
    standing = standings([fact.pk], at=now, to_readers=False)[fact.pk]
    rows = article_rows([standing], now).filter(edition__article__gt=after)
    return Article.objects.filter(pk__in=rows.values("edition__article"))
