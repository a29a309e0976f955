"""What every page says of the site itself."""

from functools import cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from aiwatch import sheets


def site(request: HttpRequest) -> dict[str, Any]:
    """The site's name, its public address without a closing slash, and the address of this page."""
    return {
        "site_name": settings.SITE_NAME,
        "site_url": settings.SITE_URL,
        "canonical": settings.SITE_URL + request.path,
        "languages": (settings.LANGUAGE, "x-default"),
        "licence": settings.SITE_LICENCE,
        "assets": assets(),
        "foot": foot(get_language()),
        "foot_without_form": foot(get_language(), asked_above=True),
    }


@cache
def assets() -> SafeString:
    """The links to feeds, styles, fonts and scripts: the same on every page, so put together once."""
    return render_to_string(
        "components/assets.html", {"site_name": settings.SITE_NAME, "sheet": sheets.address()}
    )


@cache
def foot(_interface: str | None, *, asked_above: bool = False) -> SafeString:
    """The foot of every page, in the interface's language; asked_above: the page has the newsletter's form itself."""
    context = {"site_name": settings.SITE_NAME, "asked_above": asked_above}
    return render_to_string("components/foot.html", context)
