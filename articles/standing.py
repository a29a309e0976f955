"""Pages that stand: how they are begun and changed, and how their texts are shown."""

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe

from articles.layout import Cutter
from articles.models import StandingPage, StandingVersion
from changes import log


@transaction.atomic
def begin(slug: str, *, title: str, body: str) -> StandingPage | None:
    """Begin a page with its first text; None where there is one, whose words are left alone."""
    page, made = StandingPage.objects.get_or_create(
        slug=slug, defaults={"title": title, "body": body, "changed_at": timezone.now()}
    )
    if not made:
        return None
    _keep(page, note="", by=None)
    return page


@transaction.atomic
def change(page: StandingPage, *, title: str, body: str, note: str, by: User) -> StandingPage:
    """Give a page other words from now on, and keep them as a version. The same words change nothing.

    note: what readers are told of the change, empty where it says nothing new. Returns the page.
    """
    page = StandingPage.objects.select_for_update().get(pk=page.pk)
    if (page.title, page.body) == (title, body):
        return page
    page.title, page.body = title, body
    page.version += 1
    page.changed_at = timezone.now()
    page.save()
    _keep(page, note=note, by=by)
    log.touched("page", page.pk, address=page.get_absolute_url(), title=page.title)
    transaction.on_commit(log.forget_version)
    return page


def _keep(page: StandingPage, *, note: str, by: User | None) -> None:
    StandingVersion.objects.create(
        page=page,
        number=page.version,
        title=page.title,
        body=page.body,
        note=note,
        by=by,
        at=page.changed_at,
    )


def shown(page: StandingPage) -> SafeString:
    """Its text as readers see it: call-outs by their names, tables that scroll in themselves."""
    pieces = Cutter(lambda text: []).cut(page.body)
    return mark_safe("".join(pieces))  # noqa: S308  # cleaned when it was saved
