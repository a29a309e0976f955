"""The first texts of the pages that stand, for a site that has none: they promise what the house does."""

from typing import Any

from django.apps import AppConfig
from django.apps import apps as registry
from django.conf import settings
from django.template.loader import render_to_string
from django.utils.translation import override

from articles import standing
from articles.models import StandingPage
from newsletter.subscribing.forgetting import PROMISE as OF_NEWSLETTER
from questions.letters.forgetting import PROMISE


def keep_pages(app_config: AppConfig, apps: Any = registry, **options: Any) -> None:
    """Begin those pages that are not there; after `migrate` and `flush`. What publishers wrote is left alone."""
    try:
        apps.get_model("articles", "StandingPage")
    except LookupError:
        return  # Only some apps are migrated so far.
    there = set(StandingPage.objects.values_list("slug", flat=True))
    with override(settings.LANGUAGE_CODE):  # `migrate` itself speaks none
        for slug in StandingPage.Slug:
            if slug not in there:
                standing.begin(slug, title=str(slug.label), body=first_text(slug))


def first_text(slug: str) -> str:
    """The text that a page begins with."""
    told = {"site_name": settings.SITE_NAME, "promise": PROMISE, "of_newsletter": OF_NEWSLETTER}
    return render_to_string(f"newsroom/standing/{slug}.html", told)
