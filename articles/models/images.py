"""Pictures."""

import secrets
from pathlib import PurePath
from typing import Any

from django.db import models

from articles.querysets import ImageQuerySet


def unguessable(instance: "Image", filename: str) -> str:
    """A name with 160 random bits, so that a draft's picture cannot be guessed; only the type is kept."""
    return f"images/{secrets.token_hex(20)}{PurePath(filename).suffix.lower()}"


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
