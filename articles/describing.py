"""What an article's page says of it to programs that read schema.org."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.conf import settings
from django.utils.html import strip_tags
from django.utils.safestring import SafeString

from articles.models import Edition
from companies.jsonld import Thing, address, json_ld, moment, newsroom, person, thing


def described(edition: Edition, authors: Sequence[Mapping[str, Any]], image: str) -> list[SafeString]:
    """The article, and its questions and answers where it has some; `image` is the path of its picture."""
    things = [_article(edition, authors, image)]
    if edition.faq:
        things.append(_faq(edition.faq))
    return json_ld(*things)


def _article(edition: Edition, authors: Sequence[Mapping[str, Any]], image: str) -> Thing:
    return thing(
        "NewsArticle",
        headline=edition.headline,
        description=edition.standfirst,
        datePublished=moment(edition.first_published),
        dateModified=moment(max(edition.dated, edition.first_published)),
        author=[person(author["name"], f"/authors/{author['slug']}/") for author in authors],
        publisher=newsroom(),
        mainEntityOfPage=address(edition.get_absolute_url()),
        image=address(image) if image else "",
        inLanguage="en",
        license=settings.SITE_LICENCE,
    )


def _faq(entries: Sequence[Mapping[str, str]]) -> Thing:
    return thing(
        "FAQPage",
        mainEntity=[
            thing(
                "Question",
                name=entry["question"],
                acceptedAnswer=thing("Answer", text=strip_tags(entry["answer"])),
            )
            for entry in entries
        ],
    )
