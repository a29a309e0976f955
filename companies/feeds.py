"""The feed of one model's release: that it came, and each time that it slipped."""

from django.conf import settings
from django.http import Http404
from django.utils import timezone

from changes import addresses
from changes.feeds import entry
from changes.models import Change
from companies.models import AIModel, Record
from feeds.entries import LENGTH, Feed, Moved, Named


def of_release(slug: str) -> Feed:
    """What the log tells of a model's release. Raises Moved where the model has another slug today, else Http404."""
    now = timezone.now()
    public = AIModel.objects.public(now)
    model = public.filter(slug=slug).first()
    if model is None:
        model = public.filter(pk=addresses.holder(Record.Kind.MODEL, slug)).first()
        if model is None:
            raise Http404
        raise Moved(named(model).path)
    rows = Change.objects.news(now).filter(
        about=Record.Kind.MODEL, about_id=model.pk, kind__in=[Change.Kind.RELEASED, Change.Kind.SLIPPED]
    )
    feed = named(model)
    about = f"When {model.name} is released, and each time that it slips."
    return Feed(feed.path, feed.title, about, model.get_absolute_url(), [entry(row) for row in rows[:LENGTH]])


def named(model: AIModel) -> Named:
    """The feed of a public model's release."""
    return Named(f"{settings.SITE_NAME}: the release of {model.name}", f"/feeds/releases/{model.slug}")
