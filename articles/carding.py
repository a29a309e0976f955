"""The card of an article: what other sites show of it where it leads with no picture of its own."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext

from articles.models import Edition
from cards import keeping
from cards.layouts import Story

KIND = "article"


def shown_elsewhere(
    edition: Edition, picture: Mapping[str, Any], topics: Sequence[Mapping[str, Any]]
) -> dict[str, Any]:
    """What other sites show of an article: address, width, height, alternative text.

    picture: its lead image as articles.picturing.social tells it, or empty; topics: as articles.reading gives them.
    """
    if picture:
        return {**picture, "alt": edition.lead_image_alt}
    return keeping.social(KIND, edition.article_id, card(edition, topics))


def card(edition: Edition, topics: Sequence[Mapping[str, Any]]) -> Story:
    """What the card of an edition says."""
    return Story(
        kicker=topics[0]["name"] if topics else edition.get_kind_display(),
        headline=edition.headline,
        foot=date_format(timezone.localdate(edition.dated), gettext("j F Y")),
    )
