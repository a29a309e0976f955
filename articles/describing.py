"""What an article's page says of it to programs that read schema.org."""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.utils.html import strip_tags
from django.utils.safestring import SafeString
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy

from articles.models import Edition
from companies.jsonld import (
    Step,
    Thing,
    address,
    correction_comment,
    json_ld,
    moment,
    newsroom,
    person,
    thing,
    trail,
)

#: Google cuts longer ones.
LONGEST = 110
#: Where the way to articles, topics and authors begins.
STORIES: Step = (gettext_lazy("All stories"), "/articles/")


def described(
    edition: Edition,
    authors: Sequence[Mapping[str, Any]],
    topics: Sequence[Mapping[str, Any]],
    image: str,
    sources: Sequence[Mapping[str, Any]],
    corrections: Sequence[Mapping[str, Any]],
) -> list[SafeString]:
    """The article and the ways to it, and its questions and answers where it has some.

    image: the path of its picture; sources: those of the figures that it cites, as `Page` has them; corrections: those
    that its page shows.
    """
    article = thing(
        "NewsArticle",
        headline=Truncator(edition.headline).chars(LONGEST),
        description=edition.standfirst,
        datePublished=moment(edition.first_published),
        dateModified=moment(max(edition.dated, edition.first_published)),
        author=[person(author["name"], f"/authors/{author['slug']}/") for author in authors],
        publisher=newsroom(),
        mainEntityOfPage=address(edition.get_absolute_url()),
        image=address(image) if image else "",
        articleSection=[topic["name"] for topic in topics],
        inLanguage=settings.LANGUAGE,
        license=settings.SITE_LICENCE,
        citation=[_work(source) for source in sources],
        correction=[correction_comment(told) for told in corrections],
        backstory=edition.backstory,
    )
    blocks = json_ld(article, *map(trail, _ways(edition, topics)))
    if edition.faq:
        blocks.append(_faq(tuple((entry["question"], entry["answer"]) for entry in edition.faq)))
    return blocks


def _ways(edition: Edition, topics: Sequence[Mapping[str, Any]]) -> list[list[Step]]:
    """The ways to an article, as the line over its headline shows them: one by each of its topics."""
    over: list[list[Step]] = [[(topic["name"], f"/topics/{topic['slug']}/")] for topic in topics] or [[]]
    return [[STORIES, *steps, (edition.headline, edition.get_absolute_url())] for steps in over]


def _work(source: Mapping[str, Any]) -> Thing:
    return thing(
        "CreativeWork",
        **{"@id": address(source["page"])},
        name=source["title"],
        url=source["url"],
        publisher=thing("Organization", name=source["publisher"]) if source["publisher"] else None,
    )


@lru_cache(maxsize=1024)
def _faq(entries: tuple[tuple[str, str], ...]) -> SafeString:
    """Questions and answers as plain text; kept, for an edition's never change."""
    answered = [
        thing("Question", name=question, acceptedAnswer=thing("Answer", text=strip_tags(answer)))
        for question, answer in entries
    ]
    return json_ld(thing("FAQPage", mainEntity=answered))[0]
