"""What an article's page says of it to programs that read schema.org."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.conf import settings
from django.utils.safestring import SafeString

from articles.models import Edition
from companies.jsonld import address, json_ld, moment, newsroom, person, thing


def described(edition: Edition, authors: Sequence[Mapping[str, Any]], image: str) -> list[SafeString]:
    """The article as a NewsArticle; `image` is the path of its picture.

    Its questions and answers are not described: search engines read FAQPage of governments and hospitals only.
    """
    article = thing(
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
    return json_ld(article)
