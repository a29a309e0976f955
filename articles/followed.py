"""Articles, authors and topics for those who keep a copy: what their lists show, and what follows from editions."""

from datetime import datetime
from typing import Any

from django.db.models import F, Q, QuerySet

from articles.models import Author, Edition, EditionAuthor, EditionFact, EditionRecord, EditionTopic, Topic
from changes import following
from changes.followed import corrected
from facts.followed import RECORDS, of_their_series


def follow() -> None:
    """Have articles, authors and topics be followed, and what editions make public.

    An article tells how the figures that it cites stand. What it names and cites comes and goes with it, unless it
    is public by hand.
    """
    corrected(["article"])
    following.followed("article", seen=_live, once=_articles_once)
    following.reaches(["fact"], "article", _citing, widen=of_their_series)
    for kind, model in (("author", EditionAuthor), ("topic", EditionTopic)):
        following.reaches(["article"], kind, _carried(model, kind, kind))
    following.followed("author", seen=_shown(Author), once=_once_shown(Author))
    following.followed("topic", seen=_shown(Topic), once=_once_shown(Topic))
    for kind in RECORDS:
        following.reaches(["article"], kind, _carried(EditionRecord, "record", "record", record__kind=kind))
    for kind, column in (("fact", "fact"), ("source", "fact__source"), ("metric", "fact__metric")):
        following.reaches(["article"], kind, _carried(EditionFact, "fact", column))
    for kind, column in (("fact", "pk"), ("source", "source"), ("metric", "metric")):
        following.reaches(["article"], kind, _of_what_it_names(column))


def _citing(facts: list[int], at: datetime) -> "QuerySet[Any, Any]":
    rows = EditionFact.objects.shown(at).filter(fact__in=facts)
    found: QuerySet[Any, Any] = rows.values(came_from=F("fact"), target=F("edition__article"))
    return found


def _by_hand(prefix: str, at: datetime) -> Q:
    return Q(**{f"{prefix}__published_from__lte": at})


def _carried(model: Any, used: str, column: str, **narrowed: Any) -> following.Targets:
    """What editions of an article use that were ever seen, without what is public by hand."""

    def reached(articles: list[int], at: datetime) -> "QuerySet[Any, Any]":
        rows = model.objects.begun(at).filter(edition__article__in=articles, **narrowed)
        if used in ("record", "fact"):
            rows = rows.exclude(_by_hand(used, at))
        found: QuerySet[Any, Any] = rows.values(came_from=F("edition__article"), target=F(column))
        return found

    return reached


def _of_what_it_names(column: str) -> following.Targets:
    """The figures about records that an article makes public."""

    def reached(articles: list[int], at: datetime) -> "QuerySet[Any, Any]":
        named = EditionRecord.objects.begun(at).filter(edition__article__in=articles, frozen=True)
        rows = named.exclude(_by_hand("record", at)).filter(record__facts__isnull=False)
        target = "record__facts" if column == "pk" else f"record__facts__{column}"
        found: QuerySet[Any, Any] = rows.values(came_from=F("edition__article"), target=F(target))
        return found

    return reached


def _live(ids: list[int], at: datetime) -> set[int]:
    rows = Edition.objects.live(at).filter(article__in=ids)
    return set(rows.values_list("article_id", flat=True))


def _articles_once(ids: list[int], at: datetime) -> dict[int, str]:
    rows = Edition.objects.begun(at).filter(article__in=ids).order_by("visible_from")
    return {pk: f"/articles/{slug}/" for pk, slug in rows.values_list("article_id", "slug")}


def _shown(model: Any) -> following.Seen:
    return lambda ids, at: model.objects.public(at).filter(pk__in=ids).values_list("pk", flat=True)


def _once_shown(model: Any) -> following.Once:
    def once(ids: list[int], at: datetime) -> dict[int, str]:
        return {row.pk: row.get_absolute_url() for row in model.objects.once_public(at).filter(pk__in=ids)}

    return once
