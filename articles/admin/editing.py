"""What every form with the body editor needs."""

from typing import Any

from django.forms import Script
from django.http import HttpRequest, HttpResponse
from django.middleware.csp import get_nonce
from django.urls import reverse
from js_asset import JSON
from js_asset.media import Media
from unfold.admin import ModelAdmin


class EditorAdmin(ModelAdmin):
    """A form with the body editor: its import map is an inline script and needs the policy's nonce."""

    class Media:
        js = (
            Script("admin/editor/form.js", type="module"),
            Script("admin/editor/field.js", type="module"),
            Script("admin/editor/counting.js", type="module"),
            Script("admin/editor/errors.js", type="module"),
        )

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], **kwargs: Any
    ) -> HttpResponse:
        """Render, with the nonce on every script, and what the editor lets this user do."""
        media = context["media"]
        if request.user.has_perms(("facts.add_fact", "facts.add_source")):
            media += Media(js=[JSON({"make_fact": reverse("newsroom:make_fact")}, id="editor-allows")])
        context["media"] = Media.from_media(media, nonce=get_nonce(request))
        return super().render_change_form(request, context, **kwargs)
