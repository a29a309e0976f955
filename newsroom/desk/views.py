"""What is decided on the desk itself: that something is still right, that a trouble was seen; and all of either."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from articles.workflow import may, roles_of
from changes.admin import who
from newsroom.desk import reviewing, schedules
from newsroom.models import Review, Trouble

#: How many reviews to come are listed.
TO_COME = 50


def reviews(request: HttpRequest) -> HttpResponse:
    """All reviews whose day has come, and the next ones. Two queries."""
    if not may(request.user, "edit"):
        raise PermissionDenied
    today = timezone.localdate()
    coming = Review.objects.filter(due__gt=today).select_related("article", "record").order_by("due", "pk")
    context = {
        **admin.site.each_context(request),
        "title": "To look at again",
        "due": reviewing.due(today),
        "coming": coming[:TO_COME],
    }
    return render(request, "admin/newsroom/reviews.html", context)


def troubles(request: HttpRequest) -> HttpResponse:
    """The schedules in trouble that nobody has seen, also to whoever looks after the house. One query."""
    if not may(request.user, "edit") and "administrator" not in roles_of(request.user):
        raise PermissionDenied
    context = {
        **admin.site.each_context(request),
        "title": "Schedules in trouble",
        "troubles": schedules.unseen(timezone.now()),
        "decides": may(request.user, "edit"),
    }
    return render(request, "admin/newsroom/troubles.html", context)


@require_POST
def still_right(request: HttpRequest, pk: int) -> HttpResponse:
    """It was looked at and is right: again in six months."""
    if not may(request.user, "edit"):
        raise PermissionDenied
    review = reviewing.still_right(
        get_object_or_404(Review, pk=pk), today=timezone.localdate(), by=who(request)
    )
    thing = review.article or review.record
    messages.success(request, f"“{thing}” is still right. Again on {review.due:%-d %B %Y}.")
    return _back(request)


@require_POST
def seen(request: HttpRequest, pk: int) -> HttpResponse:
    """A schedule's trouble was seen: off the desk with it."""
    if not may(request.user, "edit"):
        raise PermissionDenied
    trouble = get_object_or_404(Trouble, pk=pk)
    trouble.seen_by = who(request)
    trouble.save(update_fields=["seen_by"])
    return _back(request)


def _back(request: HttpRequest) -> HttpResponse:
    """To the page whose button was pressed: the desk, or the list."""
    back = request.POST.get("back", "")
    return redirect(back if url_has_allowed_host_and_scheme(back, None) else "admin:index")
