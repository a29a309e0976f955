"""What agents find first: /llms.txt (llmstxt.org), which says what there is and in what form."""

import re

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from articles.models import Edition

NEWEST = 20


def llms(request: HttpRequest) -> HttpResponse:
    """The site in a page of Markdown, with its newest articles. One query."""
    editions = Edition.objects.live(timezone.now()).newest()[:NEWEST]
    stories = [
        {
            "url": edition.get_absolute_url(),
            "title": _plain(edition.headline),
            "about": _plain(edition.standfirst),
        }
        for edition in editions
    ]
    return render(request, "llms.txt", {"stories": stories}, content_type="text/plain; charset=utf-8")


def _plain(words: str) -> str:
    """Words on one line in which nothing is markup."""
    return re.sub(r"([\\`*_\[\]<>#|])", r"\\\1", " ".join(words.split()))
