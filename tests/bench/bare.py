"""A bare Django view that reads the same bytes by one query: what the article page is measured against.

With the middleware that `startproject` gives every project, and, to be strict, with none at all.
"""

import os

from django.conf import settings

settings.configure(
    SECRET_KEY="bench",
    ALLOWED_HOSTS=["*"],
    ROOT_URLCONF=__name__,
    MIDDLEWARE=os.environ["BENCH_BARE_MIDDLEWARE"].split(),
    INSTALLED_APPS=["django.contrib.auth", "django.contrib.contenttypes", "django.contrib.sessions"],
    DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
    DATABASES={
        "default": {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": os.environ["BENCH_BARE_DATABASE"],
            "CONN_MAX_AGE": None,
        }
    },
)

import django  # noqa: E402

django.setup()

from django.core.wsgi import get_wsgi_application  # noqa: E402
from django.db import models  # noqa: E402
from django.http import HttpRequest, HttpResponse  # noqa: E402
from django.urls import path  # noqa: E402


class Page(models.Model):
    """A page as bytes."""

    slug = models.CharField(max_length=120, unique=True)
    content = models.BinaryField()

    class Meta:
        app_label = "bare"

    def __str__(self) -> str:
        return self.slug


def page(request: HttpRequest, slug: str) -> HttpResponse:
    """The bytes, by one query."""
    return HttpResponse(Page.objects.get(slug=slug).content)


urlpatterns = [path("articles/<slug:slug>/", page)]
application = get_wsgi_application()
