"""What the admin's history pages show."""

import re
from typing import Any

from django import template

from changes import looking_back

register = template.Library()


@register.simple_tag(takes_context=True)
def history_of(context: Any, obj: Any) -> dict[str, Any]:
    """The moments of an object's history, and what differs between two where the address asks for it."""
    asked = {
        name: int(value)
        for name, value in context["request"].GET.items()
        if name in {"before", "from", "to"} and re.fullmatch("[0-9]{1,18}", value)
    }
    found, further = looking_back.moments(obj, before=asked.get("before"))
    compared = None
    if "from" in asked and "to" in asked:
        compared = looking_back.between(obj, asked["from"], asked["to"])
    return {
        "moments": found,
        "further": further,
        "compared": compared,
        **{f"asked_{k}": v for k, v in asked.items()},
    }
