"""What an issue says of each thing that it carries, in words as they are frozen when it begins to be sent."""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any

from django.utils.text import Truncator
from django.utils.translation import gettext as _

from articles.bodies import text_of
from articles.models import Article, Edition
from companies import tracker
from companies.models import AIModel
from companies.tracker import Row
from facts import moving
from facts.charts import known, short
from facts.models import Fact
from facts.moving import Moved
from newsletter.models import Item
from questions.models import Question

Section = Item.Section
Told = dict[str, Any]

#: So much of an answer is told; all of it is on its page.
ANSWER = 240


def told(keys: Iterable[str], at: datetime) -> dict[str, Told]:
    """Those of some things that readers see, as an issue tells of them, by their keys. Two to four queries each."""
    found: dict[str, Told] = {}
    for section, ids in by_section(keys).items():
        for pk, one in _TELLING[section](ids, at).items():
            found[f"{section}:{pk}"] = {"key": f"{section}:{pk}"} | one
    return found


def names(keys: Iterable[str]) -> dict[str, str]:
    """What editors know things by, also those that readers do not see any more. A query a section."""
    return {
        f"{section}:{one.pk}": str(one)
        for section, ids in by_section(keys).items()
        for one in _KEPT[section].filter(pk__in=ids)
    }


def by_section(keys: Iterable[str]) -> dict[Section, list[int]]:
    """Keys as the ids of each section, in the order of sections; what names no section is left out."""
    found: dict[Section, list[int]] = {}
    pairs = [key.partition(":") for key in keys]
    for section in Section:
        if ids := [int(pk) for name, _colon, pk in pairs if name == section]:
            found[section] = ids
    return found


def _stories(ids: list[int], at: datetime) -> dict[int, Told]:
    live = (
        Edition.objects.live(at)
        .filter(article__in=ids)
        .only("article", "headline", "slug", "standfirst", "kind")
    )
    return {
        edition.article_id: {
            "title": edition.headline,
            "address": edition.get_absolute_url(),
            "standfirst": edition.standfirst,
            "meta": Article.Kind(edition.kind).label,
        }
        for edition in live
    }


def _figures(ids: list[int], at: datetime) -> dict[int, Told]:
    return {pk: _figure(fact, moved) for pk, (fact, moved) in moving.as_of_now(ids, at).items()}


def _figure(fact: Fact, moved: Moved | None) -> Told:
    """A figure with how it is known, what it was before and who says so: a figure without its source is hearsay."""
    source = fact.source
    how = [fact.get_nature_display(), *([_("disputed")] if fact.is_disputed else [])]
    return {
        "title": f"{fact.subject.name}: {fact.metric.name}",
        "address": fact.get_absolute_url(),
        "value": short(fact),
        "line": known(fact),
        "standfirst": ", ".join(filter(None, [*how, fact.as_of_in_words, fact.told_apart])) + ".",
        "moved": _moved(moved) if moved else "",
        "source": source.publisher or source.title,
        "source_address": source.get_absolute_url(),
    }


def _moved(moved: Moved) -> str:
    """From what to what, in a sentence."""
    old = moved.old.shown
    if moved.revised:
        because = str(moved.new.superseded_because)
        if moved.by:
            return _("%(by)s on %(old)s, %(because)s.") % {
                "by": _capital(moved.by),
                "old": old,
                "because": because,
            }
        return _("It takes the place of %(old)s, %(because)s.") % {"old": old, "because": because}
    before = ", ".join(filter(None, [old, moved.old.as_of_in_words]))
    if moved.by:
        return _("%(by)s from %(before)s.") % {"by": _capital(moved.by), "before": before}
    return _("It was %(before)s.") % {"before": before}


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def _releases(ids: list[int], at: datetime) -> dict[int, Told]:
    models: Any = tracker.tracked(at)
    found = tracker.rows(tracker.by_window(models.filter(pk__in=ids)), at)
    return {row.model.pk: _release(row) for row in found}


def _release(row: Row) -> Told:
    when = row.when or row.words or row.model.get_status_display()
    late = []
    if row.overdue:
        late.append(_("overdue for %(days)s") % {"days": counted_days(row.overdue)})
    if row.slips.times:
        late.append(_("slipped %(slips)s") % {"slips": row.slips.in_words})
    return {
        "title": row.model.name,
        "address": row.model.get_absolute_url(),
        "standfirst": f"{_capital(when)}.",
        "late": f"{_capital(', '.join(late))}." if late else "",
        "meta": row.developer.name if row.developer else "",
    }


def counted_days(days: int) -> str:
    """A number of days in words."""
    return _("1 day") if days == 1 else _("%(days)d days") % {"days": days}


def _questions(ids: list[int], at: datetime) -> dict[int, Told]:
    public = Question.objects.public(at).filter(pk__in=ids).select_related("answer")
    return {
        question.pk: {
            "title": question.text,
            "address": question.get_absolute_url(),
            "standfirst": Truncator(" ".join(text_of(question.answer.text).split())).chars(ANSWER),
        }
        for question in public
    }


_TELLING: dict[Section, Callable[[list[int], datetime], dict[int, Told]]] = {
    Section.STORY: _stories,
    Section.FIGURE: _figures,
    Section.RELEASE: _releases,
    Section.QUESTION: _questions,
}
_KEPT: dict[Section, Any] = {
    Section.STORY: Article.objects.only("headline"),
    Section.FIGURE: Fact.objects.select_related("subject", "metric"),
    Section.RELEASE: AIModel.objects.all(),
    Section.QUESTION: Question.objects.only("text"),
}
