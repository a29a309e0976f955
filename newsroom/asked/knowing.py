"""Whether something of ours may answer a question already: a rule of words that an editor can check at a glance.

A public figure may, where the question names its record and its metric. A live article may, where it names a record
of the question and its headline, headings and FAQ have three of four of the question's words. Neither is an answer;
it only takes the question from the first list.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import NamedTuple

from django.db.models import F, Window
from django.db.models.functions import RowNumber
from django.urls import reverse

from articles.models import EditionRecord, EditionTopic
from facts.models import Fact, Metric
from newsroom.asked.wording import telling

#: So many live articles of a record are looked at, the newest.
NEWEST = 20
#: The share of a question's words that an article's headline, headings and FAQ must have, and how many at least.
SHARE, AT_LEAST = 0.75, 2

#: How readers call what is measured in a unit, each a set of words that must all be there.
EVERYDAY: dict[str, tuple[frozenset[str], ...]] = {
    Metric.Unit.PEOPLE: (frozenset({"user"}), frozenset({"people", "use"}), frozenset("用户")),
    Metric.Unit.PARAMETERS: (frozenset("参数"),),
    Metric.Unit.PRICE: (frozenset({"price"}), frozenset({"cost", "token"}), frozenset("价")),
}


class Known(NamedTuple):
    """Something of ours that may answer a question: what it is, in words, and where it is read."""

    words: str
    link: str


class Said(NamedTuple):
    """What a live article says by its headline, headings and FAQ."""

    headline: str
    link: str
    words: frozenset[str]
    topics: tuple[str, ...]


def metrics_named(text: str, metrics: Iterable[Metric]) -> list[Metric]:
    """The metrics that a question seems to ask for: by all the words of the name, up to a comma, or everyday ones."""
    words = telling(text)
    return [
        metric
        for metric in metrics
        if any(
            named and named <= words
            for named in (telling(metric.name.partition(",")[0]), *EVERYDAY.get(metric.unit, ()))
        )
    ]


def public_figures(records: Collection[int], at: datetime) -> dict[tuple[int, int], Fact]:
    """A public figure that stands, by record and metric. One query."""
    rows = Fact.objects.public(at).current().filter(subject__in=records)
    found = rows.select_related("subject", "metric", "scope").order_by("as_of_earliest", "pk")
    return {(fact.subject_id, fact.metric_id): fact for fact in found}


def live_articles(records: Collection[int], at: datetime) -> Mapping[int, list[Said]]:
    """The newest live articles that name each of these records. Two queries."""
    newest = Window(RowNumber(), partition_by="record", order_by=[F("dated").desc(), F("edition").desc()])
    rows = EditionRecord.objects.filter(record__in=records, visible_from__lte=at, visible_until__gt=at)
    columns = ("edition", "edition__headline", "edition__slug", "edition__contents", "edition__faq")
    shown = list(rows.annotate(nth=newest).filter(nth__lte=NEWEST).values_list("record", *columns))
    topics: dict[int, list[str]] = defaultdict(list)
    on = EditionTopic.objects.filter(edition__in={edition for _, edition, *_ in shown}).order_by("position")
    for edition, topic in on.values_list("edition", "topic__name"):
        topics[edition].append(topic)
    found: dict[int, list[Said]] = defaultdict(list)
    for record, edition, headline, slug, contents, faq in shown:
        said = [headline, *(part["text"] for part in contents), *(entry["question"] for entry in faq)]
        link = reverse("articles:article", args=[slug])
        found[record].append(Said(headline, link, telling(" ".join(said)), tuple(topics[edition])))
    return found


def by_figure(
    metrics: Iterable[Metric], records: Collection[int], figures: Mapping[tuple[int, int], Fact]
) -> Known | None:
    """A public figure of one of the records in one of the metrics."""
    for metric in metrics:
        for record in records:
            if fact := figures.get((record, metric.pk)):
                words = f"{fact.subject}: {metric.name.lower()}, {fact.shown}"
                return Known(words, reverse("admin:facts_fact_change", args=[fact.pk]))
    return None


def by_article(
    text: str, names: Iterable[str], records: Collection[int], articles: Mapping[int, list[Said]]
) -> Known | None:
    """A live article on one of the records that has most of the question's words; the records' names aside."""
    words = telling(text) - telling(" ".join(names))
    for record in records:
        for said in articles.get(record, ()):
            common = len(words & said.words)
            if common >= AT_LEAST and common >= SHARE * len(words):
                return Known(said.headline, said.link)
    return None
