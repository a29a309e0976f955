"""Which links within the site would lead readers nowhere: to what does not exist, is private, or is gone.

Where a link leads is asked of the site's own addresses, and whether there is something, of the same querysets from
which its pages start. What becomes public with the article counts as public.
"""

from collections.abc import Callable, Collection, Iterable
from datetime import datetime
from typing import Any
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.db.models import Exists, OuterRef, Q
from django.urls import Resolver404, ResolverMatch, resolve

from articles.models import Author, Edition, Image, Topic
from changes import addresses
from companies.models import Company, Record
from facts.models import Fact, Source
from newsroom.checking.draft import Draft
from questions.models import Question

#: Which of the values in addresses of one kind readers would find something under.
Door = Callable[[Collection[Any], Draft, datetime], Collection[Any]]

#: The largest id that a database can be asked for.
LARGEST = 2**63 - 1


def broken(links: Iterable[str], draft: Draft, at: datetime) -> set[str]:
    """Those of the links that lead nowhere within the site. At most two queries for each kind of address."""
    nowhere: set[str] = set()
    asked: dict[str, dict[str, Any]] = {}
    for link in links:
        path = _path(link)
        if path is None or path.startswith(settings.STATIC_URL):
            continue
        match = _resolve(path)
        if match is None:
            nowhere.add(link)
        elif match.view_name in DOORS:
            asked.setdefault(match.view_name, {})[link] = _value(match)
    for name, values in asked.items():
        there = DOORS[name](set(values.values()), draft, at)
        nowhere |= {link for link, value in values.items() if value not in there}
    return nowhere


def _value(match: ResolverMatch) -> Any:
    """The id in an address, or the slug where there is none; no id of ours is as long as an address may be."""
    pk = match.kwargs.get("pk")
    return match.kwargs["slug"] if pk is None else min(int(pk), LARGEST)


def _path(link: str) -> str | None:
    """The path of a link within the site; None of one that leads out, to a mailbox, or to a place on its page."""
    parts = urlsplit(link)
    ours = parts.netloc.casefold() == urlsplit(settings.SITE_URL).netloc.casefold()
    if parts.scheme not in {"", "http", "https"} or (parts.netloc and not ours) or link.startswith("#"):
        return None
    return unquote(parts.path) or "/"


def _resolve(path: str) -> ResolverMatch | None:
    """What answers at a path, also where only the slash at its end is missing; nothing for readers in the admin."""
    for tried in (path, f"{path}/"):
        try:
            match = resolve(tried)
        except Resolver404:
            continue
        return None if match.route.startswith("admin/") or match.view_name == "no-such-route" else match
    return None


def _articles(slugs: Collection[Any], draft: Draft, at: datetime) -> Collection[Any]:
    """Live ones and those that lead on to a live one; its own addresses lead to this one."""
    live = Exists(Edition.objects.live(at).filter(article=OuterRef("article")))
    found = Edition.objects.begun(at).filter(Q(live) | Q(article=draft.article), slug__in=slugs)
    return {draft.article.slug, *found.values_list("slug", flat=True)}


def _with_slugs(kind: str, rows: Any, slugs: Collection[Any]) -> Collection[Any]:
    """The slugs that rows have, or had."""
    held = addresses.holders(kind, slugs)
    found = dict(rows.filter(Q(slug__in=slugs) | Q(pk__in=held.values())).values_list("pk", "slug"))
    return {*found.values(), *(slug for slug, pk in held.items() if pk in found)}


def _topics(slugs: Collection[Any], draft: Draft, at: datetime) -> Collection[Any]:
    own = Q(pk__in=draft.article.topics.values("pk"))
    return _with_slugs("topic", Topic.objects.filter(own | Q(pk__in=Topic.objects.public(at))), slugs)


def _authors(slugs: Collection[Any], draft: Draft, at: datetime) -> Collection[Any]:
    own = Q(pk__in=draft.article.bylines.values("author"))
    return _with_slugs("author", Author.objects.filter(own | Q(pk__in=Author.objects.public(at))), slugs)


def _records(kind: str) -> Door:
    def door(slugs: Collection[Any], draft: Draft, at: datetime) -> Collection[Any]:
        shown = Q(pk__in=Record.objects.public(at).values("pk")) | Q(pk__in=draft.records)
        return _with_slugs(kind, Record.objects.filter(shown, kind=kind), slugs)

    return door


def _facts(ids: Collection[Any], draft: Draft, at: datetime) -> Collection[Any]:
    return {*draft.facts, *Fact.objects.public(at).filter(pk__in=ids).values_list("pk", flat=True)}


def _sources(ids: Collection[Any], draft: Draft, at: datetime) -> Collection[Any]:
    own = (fact.source_id for fact in draft.facts.values())
    return {*own, *Source.objects.public(at).filter(pk__in=ids).values_list("pk", flat=True)}


def _questions(ids: Collection[Any], draft: Draft, at: datetime) -> Collection[Any]:
    """Those that are public, and those whose answers become so with the article."""
    own = Question.objects.asked_on(draft.article).filter(state="answered", answer__published_from=None)
    found = Question.objects.filter(Q(pk__in=Question.objects.public(at)) | Q(pk__in=own), pk__in=ids)
    return set(found.values_list("pk", flat=True))


def _images(ids: Collection[Any], draft: Draft, at: datetime) -> Collection[Any]:
    return set(Image.objects.public(at).filter(pk__in=ids).values_list("pk", flat=True))


def _logos(ids: Collection[Any], draft: Draft, at: datetime) -> Collection[Any]:
    return set(Company.objects.public(at).exclude(logo="").filter(pk__in=ids).values_list("pk", flat=True))


#: By the name of the address; the others are there whatever is public.
DOORS: dict[str, Door] = {
    "articles:article": _articles,
    "articles:topic": _topics,
    "articles:author": _authors,
    "articles:image": _images,
    **{f"companies:{kind}": _records(kind) for kind in Record.Kind.values},
    "companies:logo": _logos,
    **{f"facts:{name}": _facts for name in ("fact", "bibtex", "csl")},
    "facts:source": _sources,
    "questions:question": _questions,
}
