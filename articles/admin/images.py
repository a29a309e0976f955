"""Pictures: re-encoded when they come in."""

from collections.abc import Sequence
from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from articles.models import Article, FAQEntry, Image
from changes.admin import PublicAdmin
from changes.deleting import By, joined, named_in
from companies.pictures import PICTURES


@admin.register(Image)
class ImageAdmin(PublicAdmin):
    """Pictures for articles. The file of one that was published never changes: upload another."""

    instead = "take it out of the drafts that show it. A picture that was published stays, also when no page shows it."
    formfield_overrides = PublicAdmin.formfield_overrides | PICTURES
    list_display = ("title", "credit", "measures", "uploaded_at")
    search_fields = ("title", "credit")
    ordering = ("-uploaded_at",)
    fields = ("title", "credit", "file", "measures")

    def also_held(self, objs: Sequence[Any]) -> dict[Any, list[By]]:
        """Working copies that show it in their texts, which name a picture by its address. Two queries."""
        address = 'src="/images/{}/'
        return joined(
            named_in(Article.objects.all(), "body", address, objs),
            named_in(FAQEntry.objects.all(), "answer", address, objs),
        )

    def get_readonly_fields(self, request: HttpRequest, obj: Image | None = None) -> tuple[str, ...]:
        """The file is fixed once an edition shows it."""
        return ("measures", "file") if obj and obj.edition_rows.exists() else ("measures",)

    @admin.display(description="Size")
    def measures(self, image: Image) -> str:
        """Width and height."""
        return f"{image.width} × {image.height}" if image.width else "–"
