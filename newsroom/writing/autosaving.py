"""Keeping what is typed before it is saved: each open form by itself, for whoever types alone, never a revision."""

from collections.abc import Mapping
from datetime import datetime
from functools import cache
from uuid import UUID

from django.apps import apps
from django.contrib.auth.models import User
from django.db import models, transaction
from django.http import QueryDict
from django.utils import timezone
from django_prose_editor.fields import ProseEditorField

from articles.bodies import clean
from articles.models import Article
from changes.texts import number
from newsroom.models import Autosave

#: So many forms of one article are kept for a user; the oldest goes when there is one more.
MOST = 5

Typed = Mapping[str, list[str]]


class Done(ValueError):
    """The form was saved or discarded before; the message says so."""


@transaction.atomic
def keep(*, user: User, article: Article | None, form: UUID, sent: QueryDict) -> Autosave:
    """Keep what a form holds now, in the place of what it held before. HTML goes through the one sanitiser.

    Raises Done where the form was saved or discarded since: what comes late must not be offered again.
    """
    now = timezone.now()
    kept, new = Autosave.objects.get_or_create(
        user=user, form=form, defaults={"article": article, "kept_at": now, "typed": cleaned(sent)}
    )
    if kept.done:
        raise Done("This was saved or discarded already.")
    if new:
        _sweep(user, article, now)
    else:
        kept.article, kept.kept_at, kept.typed = article, now, cleaned(sent)
        kept.save(update_fields=["article", "kept_at", "typed"])
    return kept


def finish(*, user: User, form: UUID) -> None:
    """Forget what a form held, since it was saved or is not wanted; whatever comes late of it is refused."""
    Autosave.objects.update_or_create(
        user=user, form=form, defaults={"typed": {}, "done": True, "kept_at": timezone.now()}
    )


def form_of(values: QueryDict) -> UUID | None:
    """Which open form is meant by what was sent or asked for, if any."""
    try:
        return UUID(values.get("_form", ""))
    except ValueError:
        return None


def cleaned(sent: QueryDict) -> dict[str, list[str]]:
    """The fields of a form as they were sent, without what is not the article's. PostgreSQL keeps no NUL."""
    return {
        name: [_cleaned(name, value) for value in values]
        for name, values in sent.lists()
        if not name.startswith("_") and name != "csrfmiddlewaretoken" and "__prefix__" not in name
    }


def as_sent(typed: Typed) -> QueryDict:
    """The same in the shape in which forms take it."""
    data = QueryDict(mutable=True)
    for name, values in typed.items():
        data.setlist(name, values)
    return data


def _cleaned(name: str, value: str) -> str:
    """A value as it may be kept. A field for choosing would look for what is no id in the database."""
    field = name.rpartition("-")[2]
    value = value.replace("\0", "")
    if field in _fields(ProseEditorField):
        return clean(value)
    if field in _fields(models.ForeignKey, models.ManyToManyField):
        return value if number(value) is not None else ""
    return value


@cache
def _fields(*kinds: type) -> set[str]:
    """The names of the fields of these kinds, of articles and of what belongs to them."""
    found = apps.get_app_config("articles").get_models()
    return {field.name for model in found for field in model._meta.get_fields() if isinstance(field, kinds)}


def _sweep(user: User, article: Article | None, now: datetime) -> None:
    """Drop what is too old, whosever it is, and what is one too many of this user. Needs no clock process."""
    Autosave.objects.old(now).delete()
    newest = Autosave.objects.of(user, article).values_list("pk", flat=True)[:MOST]
    Autosave.objects.of(user, article).exclude(pk__in=list(newest)).delete()
