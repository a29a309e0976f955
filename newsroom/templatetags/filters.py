"""The saved filters above each of the admin's lists."""

from typing import Any

from django import template

from newsroom.lists.filters import address, filter_in
from newsroom.models import SavedFilter

register = template.Library()


@register.inclusion_tag("admin/newsroom/components/saved_filters.html", takes_context=True)
def saved_filters(context: template.Context, cl: Any) -> dict[str, Any]:
    """The user's own and the house's of a list, and the form that keeps what it is filtered by now. One query."""
    request = context["request"]
    listed, now = cl.opts.label_lower, filter_in(request.GET.urlencode())
    rows = list(SavedFilter.objects.seen_by(request.user).filter(listed=listed).select_related("by"))
    may_share = request.user.has_perm("newsroom.share_savedfilter")
    return {
        "rows": [(row, address(row), row.query == now) for row in rows],
        "deletable": [row for row in rows if row.by_id == request.user.pk or (row.shared and may_share)],
        "listed": listed,
        "now": now,
        "may_share": may_share,
        "may_save": now and not any(row.query == now for row in rows),
        "csrf_token": context.get("csrf_token"),
    }
