"""Pictures: re-encoded when they come in."""

from django.contrib import admin
from django.http import HttpRequest

from articles.models import Image
from changes.admin import PublicAdmin
from companies.pictures import PICTURES


@admin.register(Image)
class ImageAdmin(PublicAdmin):
    """Pictures for articles. The file of one that was published never changes: upload another."""

    formfield_overrides = PublicAdmin.formfield_overrides | PICTURES
    list_display = ("title", "credit", "measures", "uploaded_at")
    search_fields = ("title", "credit")
    ordering = ("-uploaded_at",)
    fields = ("title", "credit", "file", "measures")

    def get_readonly_fields(self, request: HttpRequest, obj: Image | None = None) -> tuple[str, ...]:
        """The file is fixed once an edition shows it."""
        return ("measures", "file") if obj and obj.edition_rows.exists() else ("measures",)

    @admin.display(description="Size")
    def measures(self, image: Image) -> str:
        """Width and height."""
        return f"{image.width} × {image.height}" if image.width else "–"
