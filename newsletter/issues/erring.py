"""Writing to those who got an issue of what was wrong in it, in one step."""

from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from articles.bodies import plain
from changes import log
from changes.models import Correction, Touched
from newsletter.issues import touching
from newsletter.models import Erratum, Issue
from newsletter.querysets import IssueQuerySet

LONGEST = 1000


class NoErratum(ValueError):
    """There is nothing to write of, or too much was said; the message says what."""


@transaction.atomic
def send(issue: int, *, words: str, by: User, at: datetime) -> Erratum:
    """Have all who got an issue written of each correction that touches it and that they do not know of yet.

    words: the editor's own, before them. Twice at once it is one. Raises NoErratum.
    """
    kept: Issue = Issue.objects.select_for_update(of=("self",)).get(pk=issue)
    said = plain(words)
    if len(said) > LONGEST:
        raise NoErratum(
            f"“Your own words” are longer than {LONGEST:,} letters: the corrections say the rest."
        )
    untold = list(touching.without_erratum(kept, at))
    if not untold:
        raise NoErratum(
            "Nothing that this issue carried was corrected since, or those who got it know already."
        )
    erratum: Erratum = Erratum.objects.create(issue=kept, words=said, begun_at=at, by=by)
    erratum.corrections.set(untold)
    log.touched("issue", kept.pk, address=kept.get_absolute_url(), title=kept.subject)
    for correction in untold:
        log.touched("correction", correction.pk, address=correction.get_absolute_url())
    transaction.on_commit(log.forget_version)
    return erratum


def wanting(at: datetime | None = None) -> IssueQuerySet:
    """The issues with a correction of which those who got them were not written. One query."""
    at = at or timezone.now()
    told = Erratum.objects.filter(issue=OuterRef(OuterRef("pk")), corrections=OuterRef("correction"))
    public = Correction.objects.public(at)
    untold = Touched.objects.filter(
        ~Exists(told),
        about="issue",
        about_id=OuterRef("pk"),
        correction__in=public.values("pk"),
        correction__change__effective_at__gt=OuterRef("begun_at"),
    )
    wanted: IssueQuerySet = Issue.objects.public().filter(Exists(untold))
    return wanted
