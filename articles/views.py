"""Pages of articles, topics and authors, and their pictures."""

from datetime import datetime
from typing import Any

from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext

from articles import carding, interests, reading, renditions
from articles.beside import beside_topic
from articles.citation import FORMS, cited
from articles.describing import STORIES
from articles.models import Author, Edition, Image, Renditions, Topic
from articles.picturing import with_pictures
from articles.querysets import EditionQuerySet, ImageQuerySet, RenditionsQuerySet
from articles.rendering import show
from articles.showing import as_read
from articles.stories import stories, topics_of
from cards import keeping
from changes import addresses
from companies.jsonld import json_ld, listing, person, thing, trail
from companies.pictures import served
from feeds.entries import Named
from prepared.paging import Page

PER_PAGE = 20


def articles(request: HttpRequest) -> HttpResponse:
    """All articles, newest first."""
    about: dict[str, Any] = {
        "title": gettext("All stories"),
        "description": gettext("Every article, newest first."),
    }
    about["linked_data"] = listing(about["title"], request.path, about["description"])
    return _listed(request, "articles/articles.html", about, Edition.objects.newest())


def article(request: HttpRequest, slug: str) -> HttpResponse:
    """An article: its live edition, or where it went."""
    now = timezone.now()
    edition = reading.live_edition(slug, now)
    if edition is None:
        return _gone_or_moved(request, slug, now)
    context = as_read(
        edition,
        show(edition, at=now),
        authors=reading.authors(edition),
        topics=reading.topics(edition),
        disclosures=interests.told(edition, now),
        at=now,
    )
    return render(request, "articles/article.html", context)


def citation(request: HttpRequest, slug: str, form: str) -> HttpResponse:
    """An article's live edition for reference managers, in one of their forms."""
    now = timezone.now()
    edition = reading.live_edition(slug, now)
    if edition is None:
        return _gone_or_moved(request, slug, now)
    write, kind = FORMS[form]
    told = cited(edition, reading.authors(edition))
    response = HttpResponse(write(told), content_type=f"{kind}; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{slug}.{form}"'
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def _gone_or_moved(request: HttpRequest, slug: str, now: datetime) -> HttpResponse:
    """301 to the article's address of today, 410 for what was public and is not, else 404."""
    found = reading.went(slug, now)
    if found is None:
        raise Http404
    if found.to:
        return redirect(found.to, permanent=True)
    return render(request, "articles/gone.html", {"note": found.note}, status=410)


def topic(request: HttpRequest, slug: str) -> HttpResponse:
    """A topic and its articles, newest first; a former slug leads to today's."""
    found = Topic.objects.public().filter(slug=slug).first()
    if found is None:
        return _moved("topic", Topic, slug)
    about = {
        "topic": found,
        "feed": Named(found.name, f"/feeds/topics/{found.slug}"),
        "title": found.name,
        "description": found.description,
        "linked_data": [
            *listing(found.name, request.path, found.description),
            *json_ld(trail([STORIES, (found.name, request.path)])),
        ],
        "way": [STORIES],
        **beside_topic(found, timezone.now()),
    }
    return _listed(request, "articles/topic.html", about, Edition.objects.on(found))


def author(request: HttpRequest, slug: str) -> HttpResponse:
    """An author and their articles, newest first; a former slug leads to today's."""
    found = Author.objects.public().filter(slug=slug).first()
    if found is None:
        return _moved("author", Author, slug)
    about = {
        "author": found,
        "feed": Named(found.name, f"/feeds/authors/{found.slug}"),
        "title": found.name,
        "description": found.bio,
        "linked_data": json_ld(
            thing("ProfilePage", mainEntity=person(found.name, request.path)),
            trail([STORIES, (found.name, request.path)]),
        ),
        "way": [STORIES],
        "topics": topics_of(found, timezone.now()),
    }
    return _listed(request, "articles/author.html", about, Edition.objects.written_by(found))


def _moved(kind: str, model: type[Model], slug: str) -> HttpResponse:
    """301 from the former slug of a topic or an author that is public, else 404."""
    found = get_object_or_404(model.objects.public(), pk=addresses.holder(kind, slug))  # type: ignore[attr-defined]
    return redirect(found, permanent=True)


def _listed(
    request: HttpRequest, template: str, about: dict[str, Any], editions: EditionQuerySet
) -> HttpResponse:
    """A page of the live ones among some editions."""
    page = Page(request, PER_PAGE)
    found = page.take(with_pictures(stories(editions.live()[page.window])))
    return render(request, template, about | {"page": page, "stories": found})


def image(request: HttpRequest, pk: str, name: str) -> HttpResponseBase:
    """A picture, while a live edition shows it."""
    response = picture(Image.objects.public(), pk, name)
    response.headers["Cache-Control"] = "public, max-age=60"
    return response


def rendition(request: HttpRequest, name: str, file: str) -> HttpResponseBase:
    """A file made of a picture, while a live edition shows it."""
    response = made(Renditions.objects.public(), name, file)
    response.headers["Cache-Control"] = "public, max-age=60"
    return response


def card(request: HttpRequest, pk: str) -> HttpResponseBase:
    """The card of an article, while readers see the article as it is drawn. Two queries."""
    edition = get_object_or_404(Edition.objects.live(), article=pk)
    said = carding.card(edition, reading.topics(edition))
    return keeping.served(request, carding.KIND, edition.article_id, said)


def picture(among: ImageQuerySet, pk: str, name: str) -> HttpResponseBase:
    """The file of one of some pictures. Raises Http404 where it is none of them, or has another name."""
    found = get_object_or_404(among, pk=pk)
    if found.filename != name:
        raise Http404
    return served(str(found.file.name))


def made(among: RenditionsQuerySet, name: str, file: str) -> HttpResponseBase:
    """A file of one of some renditions. Raises Http404 where it is of none of them."""
    found = get_object_or_404(among, name=name)
    if file not in renditions.files(found.sizes, found.old):
        raise Http404
    return served(renditions.path(name, file))
