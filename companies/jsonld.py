"""JSON-LD for pages: what a page is about, for programs that read schema.org."""

import json
from typing import Any

from django.utils.safestring import SafeString, mark_safe

# What could end the block or open a comment in it; the same as Django's json_script, which cannot set the type.
ESCAPES = {ord(">"): "\\u003E", ord("<"): "\\u003C", ord("&"): "\\u0026"}


def json_ld(**data: Any) -> SafeString:
    """The content of `<script type="application/ld+json">`; keywords without a value are left out."""
    known = {name: value for name, value in data.items() if value}
    text = json.dumps({"@context": "https://schema.org"} | known, ensure_ascii=False)
    return mark_safe(text.translate(ESCAPES))  # noqa: S308
