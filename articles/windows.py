"""The times between which an edition is seen, and their copies beside what it uses.

Whether a record, fact or picture is public is asked far more often than an edition's times change. Asked through the
edition it is a join whose plan the database chooses by statistics, and chooses badly where ten thousand
editions cite one fact. So the rows of what an edition uses carry its two times, with an index of their own,
and `retime` is the one function that changes either.
"""

from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery

from articles.models import Edition, EditionAuthor, EditionFact, EditionImage, EditionRecord, EditionTopic


def retime(editions: "QuerySet[Edition]", **times: Any) -> None:
    """Set times of editions (replaced_at, expires_at, withdrawn_at, visible_from…), and the copies with them."""
    ids = list(editions.values_list("pk", flat=True))
    if not ids:
        return
    if times:
        Edition.objects.filter(pk__in=ids).update(**times)
    mine = Edition.objects.filter(pk=OuterRef("edition_id"))
    for rows in (EditionRecord, EditionFact, EditionImage, EditionAuthor, EditionTopic):
        rows.objects.filter(edition__in=ids).update(
            visible_from=Subquery(mine.values("visible_from")[:1]),
            visible_until=Subquery(mine.values("visible_until")[:1]),
        )
