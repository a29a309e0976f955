"""Readers of the newsletter in the admin: how many there are and what they get, and of none the address."""

from typing import Any

from django.contrib import admin
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from changes.admin import ReadOnlyAdmin
from changes.lists import KeysFirst, LongList
from newsletter import following
from newsletter.models import Asking, Subscriber

#: So many of the things that somebody follows are named in the list.
NAMED = 3


class StateFilter(admin.SimpleListFilter):
    """Who is written to, and why others are not."""

    title = gettext_lazy("state")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        """Active, and the endings."""
        return [("active", gettext_lazy("Active")), *Subscriber.Ending.choices]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        """Those of one state."""
        match self.value():
            case None:
                return queryset
            case "active":
                return queryset.active()
            case ended:
                return queryset.filter(ended=ended)


class WithFollows(KeysFirst):
    """A page of readers with what they follow."""

    def get_results(self, request: HttpRequest) -> None:
        """The page's rows, each with what it follows by name. Four queries more, however many follow how much."""
        super().get_results(request)
        rows = list(self.result_list.prefetch_related("follows"))
        keys = {(one.about, one.about_id) for row in rows for one in row.follows.all()}
        names = {thing.key: _named(thing) for thing in following.public(keys, timezone.now())}
        for row in rows:
            found = [names.get((one.about, one.about_id), str(one)) for one in row.follows.all()]
            row.followed = found
        self.result_list: Any = rows


class SubscriberAdmin(LongList, ReadOnlyAdmin):
    """Readers, without their addresses. They come and go by the links in their mails, and nobody changes them here."""

    list_before_template = "admin/newsletter/numbers.html"
    list_display = ("since", "weekly", "follows", "state")
    list_display_links = None
    list_filter = (StateFilter, "weekly")
    ordering = ("-pk",)
    sortable_by = ()
    fields = ("since", "weekly", "state", "ended_at")
    readonly_fields = ("since", "state")

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[KeysFirst]:
        """The list that knows what they follow."""
        return WithFollows

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """The list, with how many there are above it. Two queries more."""
        response: HttpResponse = super().changelist_view(
            request, {**(extra_context or {}), "numbers": numbers()}
        )
        return response

    @admin.display(description=gettext_lazy("since"))
    def since(self, reader: Subscriber) -> str:
        """The day on which they confirmed first."""
        return f"{timezone.localtime(reader.confirmed_at):%-d %B %Y}"

    @admin.display(description=gettext_lazy("follows"))
    def follows(self, reader: Any) -> str:
        """The first things that they follow, and how many more."""
        named, more = reader.followed[:NAMED], len(reader.followed) - NAMED
        return "; ".join([*named, *([_("%(number)s more") % {"number": more}] if more > 0 else [])]) or "–"

    @admin.display(description=gettext_lazy("state"))
    def state(self, reader: Subscriber) -> str:
        """Whether they are written to, else since when not and why."""
        if not reader.ended_at:
            return _("active")
        return f"{reader.get_ended_display()}, {timezone.localtime(reader.ended_at):%-d %B %Y}"


def _named(thing: following.Thing) -> str:
    alone = thing.about == following.About.RELEASE
    return _("%(model)s, its release alone") % {"model": thing.title} if alone else thing.title


def numbers() -> list[tuple[str, int]]:
    """How many readers there are of each sort. Two queries."""
    ended = {ending: Count("pk", filter=Q(ended=ending)) for ending in Subscriber.Ending.values}
    active = Q(ended="")
    found = Subscriber.objects.aggregate(
        active=Count("pk", filter=active), digest=Count("pk", filter=active & Q(weekly=True)), **ended
    )
    return [
        (_("active"), found["active"]),
        (_("of them with the weekly digest"), found["digest"]),
        (_("not confirmed yet"), Asking.objects.filter(confirmed_at=None).count()),
        (_("left within 30 days"), found["left"]),
        (_("their address takes no mail"), found["bounced"]),
        (_("called it spam"), found["complained"]),
    ]
