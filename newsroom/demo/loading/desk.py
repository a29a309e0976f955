"""What waits on the demonstration's desk."""

from datetime import timedelta

from articles import front
from articles.models import Article
from newsroom.demo.loading.cast import Cast
from newsroom.desk import schedules
from newsroom.desk.day_planning import plan_for
from newsroom.desk.reviewing import in_months, look_again
from newsroom.models import Unrecorded
from newsroom.records.unrecorded import look

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
