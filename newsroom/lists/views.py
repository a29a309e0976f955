"""Saving and deleting filters of the admin's lists; they are shown above the list (templatetags/filters.py)."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from changes.admin import who
from newsroom.lists.filters import NotSaved, NotUnderstood, address, filter_in, list_of, model_of, save_filter
from newsroom.models import SavedFilter


@require_POST
def save(request: HttpRequest) -> HttpResponse:
    """Keep what the list is filtered by, for whoever may see the list; for the house, for whoever may share."""
    sent = request.POST
    listed, shared = sent.get("list", ""), "shared" in sent
    model = model_of(listed)
    if model is None or not admin.site._registry[model].has_view_permission(request):
        raise PermissionDenied
    if shared and not request.user.has_perm("newsroom.share_savedfilter"):
        raise PermissionDenied
    query = filter_in(sent.get("query", ""))
    try:
        saved = save_filter(
            request, by=who(request), listed=listed, name=sent.get("name", ""), query=query, shared=shared
        )
    except NotSaved as reason:
        messages.error(request, str(reason))
        return redirect(list_of(listed) + ("" if isinstance(reason, NotUnderstood) else f"?{query}"))
    messages.success(request, f"“{saved}” is kept{' for the whole house' if shared else ''}.")
    return redirect(address(saved))


@require_POST
def delete(request: HttpRequest, pk: int) -> HttpResponse:
    """Delete one of one's own, or one of the house's; the list stays as it is filtered."""
    saved = get_object_or_404(SavedFilter, pk=pk)
    if not SavedFilter.objects.deletable_by(who(request)).filter(pk=pk).exists():
        raise PermissionDenied
    back = address(saved)
    saved.delete()
    messages.success(request, f"The filter “{saved}” is deleted. The list is still filtered so.")
    return redirect(back)
