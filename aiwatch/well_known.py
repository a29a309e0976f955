"""What the site says of itself to people and machines that look for it at a known address: RFC 9116 and humans.txt."""

from datetime import datetime, timedelta

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

#: RFC 9116 wants less than a year. A month's first day, so that it stays the same for a month.
HOLDS = timedelta(days=330)


def security(request: HttpRequest) -> HttpResponse:
    """Whom to tell of a hole (RFC 9116)."""
    told = {
        "contact": settings.SECURITY_CONTACT,
        "expires": _expires(timezone.now()),
        "path": reverse("security"),
    }
    return render(request, "security.txt", told, content_type="text/plain; charset=utf-8")


def _expires(now: datetime) -> datetime:
    return (now + HOLDS).replace(day=1, hour=0, minute=0, second=0, microsecond=0)


def humans(request: HttpRequest) -> HttpResponse:
    """Who makes the site."""
    return render(request, "humans.txt", content_type="text/plain; charset=utf-8")
