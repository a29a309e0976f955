"""Planning an article for a day, which schedules nothing, and taking it back into the tray."""

from datetime import date

from django.contrib.auth.models import User
from django.db import transaction

from articles.models import Article
from newsroom.models import Planned


class NotPlanned(ValueError):
    """The article cannot be planned for a day; the message says why."""


@transaction.atomic
def plan_for(article: Article, day: date | None, *, by: User) -> str:
    """Plan an article for a day, or for none; returns what was done. Raises NotPlanned."""
    if not Article.objects.planned().filter(pk=article.pk).exists():
        raise NotPlanned("Only what is ready or in review and waits for no time is planned for a day.")
    if day is None:
        Planned.objects.filter(article=article).delete()
        return f"“{article.headline}” has no date."
    Planned.objects.update_or_create(article=article, defaults={"day": day, "by": by})
    return f"“{article.headline}” is planned for {day:%-d %B %Y}. It is not scheduled."
