"""Pictures: re-encoded when they come in, with what matters in them, what they show, and where they are used."""

from collections.abc import Sequence
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.forms import Script
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.html import format_html

from articles import cropping, renditions, where_used
from articles.models import Article, FAQEntry, Image
from changes.admin import PublicAdmin
from changes.deleting import By, joined, named_in
from companies.pictures import PICTURES


@admin.register(Image)
class ImageAdmin(PublicAdmin):
    """Pictures for articles. The file of one that was published never changes: upload another."""

    class Media:
        js = (Script("admin/focus.js", type="module"),)

    instead = "take it out of the drafts that show it. A picture that was published stays, also when no page shows it."
    formfield_overrides = PublicAdmin.formfield_overrides | PICTURES
    list_display = ("small", "title", "alt", "credit", "measures", "uploaded_at")
    list_display_links = ("title",)
    search_fields = ("title", "alt", "credit")
    ordering = ("-uploaded_at",)
    fields = ("title", "file", "alt", "credit", "measures", ("focus_x", "focus_y"), "focus")
    change_form_outer_after_template = "admin/articles/image/after.html"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Image]:
        """With the renditions of each, in one query more."""
        found: QuerySet[Image] = super().get_queryset(request)
        return found.prefetch_related("renditions")

    def also_held(self, objs: Sequence[Any]) -> dict[Any, list[By]]:
        """Working copies that show it in their texts, which name a picture by its address. Two queries."""
        address = 'src="/images/{}/'
        return joined(
            named_in(Article.objects.all(), "body", address, objs),
            named_in(FAQEntry.objects.all(), "answer", address, objs),
        )

    def get_readonly_fields(self, request: HttpRequest, obj: Image | None = None) -> tuple[str, ...]:
        """The file is fixed once an edition shows it."""
        fixed = ("file",) if obj and obj.edition_rows.exists() else ()
        return ("measures", "focus", *fixed)

    def saved(self, form: Any, change: bool) -> None:
        """Tell the log, and have made what pages show of it."""
        super().saved(form, change)
        renditions.want(form.instance)

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], **kwargs: Any
    ) -> HttpResponse:
        """Add where it is used. Two queries."""
        if image := context.get("original"):
            context |= {
                "working_copies": where_used.working_copies(image),
                "editions": where_used.editions(image),
            }
        return super().render_change_form(request, context, **kwargs)

    @admin.display(description="Picture")
    def small(self, image: Image) -> str:
        """The picture itself, small, once it has renditions."""
        made = [one for one in image.renditions.all() if one.made_of == image.file.name]
        if not made:
            return ""
        width, _ = made[-1].sizes["card"][0]
        address = f"/admin/media/renditions/{made[-1].name}/card-{width}.webp"
        return format_html(
            '<img src="{}" alt="" width="96" height="64" loading="lazy" class="small-picture">', address
        )

    @admin.display(description="Size")
    def measures(self, image: Image) -> str:
        """Width and height."""
        return f"{image.width} × {image.height}" if image.width else "–"

    @admin.display(description="What matters")
    def focus(self, image: Image) -> str:
        """The picture to click on, and how it is cut for pages."""
        crops = {
            "Lead and front page": cropping.CROPS["wide"].ratio,
            "Lists": cropping.CROPS["card"].ratio,
            "Shared elsewhere": cropping.SOCIAL.ratio,
        }
        return render_to_string("admin/articles/image/focus.html", {"image": image, "crops": crops})
