"""Pictures."""

from pathlib import PurePath
from typing import Any

from django.db import models

from articles.querysets import ImageQuerySet
from companies.pictures import unguessable_name


def unguessable(instance: "Image", filename: str) -> str:
    """A name that cannot be guessed while only a draft shows the picture."""
    return unguessable_name("images", filename)


class Image(models.Model):
    """A picture, re-encoded when it came in. Served only while a live edition shows it."""

    file = models.ImageField(upload_to=unguessable, width_field="width", height_field="height")
    width = models.PositiveIntegerField(default=0, editable=False)
    height = models.PositiveIntegerField(default=0, editable=False)
    title = models.CharField(max_length=120, help_text="For editors.")
    credit = models.CharField(max_length=120, blank=True)
    uploaded_at = models.DateTimeField(auto_now_add=True)

    objects: Any = ImageQuerySet.as_manager()

    class Meta:
        ordering = ["-uploaded_at"]

    def __str__(self) -> str:
        return self.title

    @property
    def address(self) -> str:
        """Where readers get it while an edition shows it, and how a body names it."""
        return f"/images/{self.pk}/{self.filename}"

    @property
    def filename(self) -> str:
        """The unguessable end of its address."""
        return PurePath(str(self.file.name)).name
