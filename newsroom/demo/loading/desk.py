"""What waits on the demonstration's desk."""

from collections import defaultdict
from datetime import datetime, timedelta

from django.utils import timezone

from articles import front
from articles.models import Article, Edition
from changes.models import Change
from newsroom.demo.loading.cast import Cast
from newsroom.desk import schedules
from newsroom.desk.day_planning import plan_for
from newsroom.desk.reviewing import in_months, look_again
from newsroom.models import Unrecorded
from newsroom.records.unrecorded import look
from questions.models import Answer

#: What editors chose for the front page: the lead, two under it, and one that waits for its time.
FRONT = (
    "counting-the-people-who-use-an-app",
    "the-price-of-a-training-run",
    "lanternfish-moves-lantern-2-again",
    "what-to-watch-in-lantern-2",
)


def arrange_front(cast: Cast) -> int:
    """The front page by editors' choice; places that are left are taken by the latest."""
    front.arrange([cast.articles[slug].pk for slug in FRONT], was=[], by=cast.users["editor"])
    return len(FRONT)


def look_for_names(cast: Cast) -> int:
    """What the articles name that is no record."""
    look()
    return Unrecorded.objects.count()


def set_reminders(cast: Cast) -> int:
    """Days on which somebody looks again, a day that an article is planned for, and what waits in trouble."""
    editor, today = cast.users["editor"], cast.today
    look_again(cast.articles["total-and-active-parameters"], on=today - timedelta(days=2), by=editor)
    look_again(cast.articles["why-our-dates-are-windows"], on=in_months(today, 3), by=editor)
    look_again(cast.records["company/lanternfish-ai"], on=today, by=editor)
    ready = Article.objects.planned().order_by("pk").first()
    if ready:
        plan_for(ready, today + timedelta(days=6), by=editor)
    return 3 + schedules.look()


def date_the_log(_cast: Cast) -> int:
    """Tell in the log of stories and answers on their own days: else a newsroom of months begins today.

    Nothing else alters what the log once told.
    """
    days: dict[tuple[str, int], list[datetime]] = defaultdict(list)
    for edition in Edition.objects.begun().order_by("-number"):
        days["article", edition.article_id].append(edition.dated)
    for question, day in Answer.objects.values_list("question", "answered_at"):
        days["question", question].append(day)
    told = Change.objects.filter(silent=False, kind__in=["published", "updated", "corrected", "answered"])
    dated = 0
    for change in told.filter(effective_at__lte=timezone.now()).order_by("pk"):
        if left := days[change.about, change.about_id]:
            dated += Change.objects.filter(pk=change.pk).update(effective_at=left.pop())
    return dated
