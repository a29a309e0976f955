"""Pictures: re-encoded when they come in."""

from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest

from articles import pictures
from articles.models import Image
from changes.admin import PublicAdmin


class ImageForm(forms.ModelForm):
    """A picture with its title and credit."""

    def clean_file(self) -> Any:
        """The uploaded picture made anew; what is stored already stays."""
        upload = self.cleaned_data["file"]
        if not isinstance(upload, UploadedFile):
            return upload
        try:
            return pictures.reencode(upload)
        except pictures.PictureRefused as reason:
            raise ValidationError(str(reason)) from reason


@admin.register(Image)
class ImageAdmin(PublicAdmin):
    """Pictures for articles. The file of one that was published never changes: upload another."""

    form = ImageForm
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
