"""Pictures, and their renditions: what is made of one for pages, once."""

from pathlib import PurePath
from typing import Any

from django.core.validators import MaxValueValidator
from django.db import models

from articles.querysets import ImageQuerySet, RenditionsQuerySet
from companies.pictures import unguessable_name


def unguessable(instance: "Image", filename: str) -> str:
    """A name that cannot be guessed while only a draft shows the picture."""
    return unguessable_name("images", filename)


def per_cent(name: str, **options: Any) -> models.PositiveSmallIntegerField:
    """A place between two edges of a picture."""
    return models.PositiveSmallIntegerField(
        name,
        default=50,
        validators=[MaxValueValidator(100, "Give a number from 0 to 100.")],
        **options,
    )


class Image(models.Model):
    """A picture, re-encoded when it came in. Served only while a live edition shows it.

    What matters in it is at its focus, around which it is cut to the ratios of the site.
    """

    file = models.ImageField(
        upload_to=unguessable,
        width_field="width",
        height_field="height",
        help_text="JPEG, PNG or WebP, up to 25 MB. What the camera wrote into it, its place too, is dropped.",
    )
    width = models.PositiveIntegerField(default=0, editable=False)
    height = models.PositiveIntegerField(default=0, editable=False)
    title = models.CharField(max_length=120, help_text="For editors.")
    alt = models.CharField(
        "alternative text",
        max_length=250,
        default="",
        help_text="What it shows, for those who cannot see it. An article takes it over and may say it otherwise.",
    )
    credit = models.CharField(max_length=120, blank=True)
    focus_x = per_cent("focus from the left, %")
    focus_y = per_cent("focus from the top, %")
    uploaded_at = models.DateTimeField(auto_now_add=True)

    objects: Any = ImageQuerySet.as_manager()

    class Meta:
        ordering = ["-uploaded_at"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(focus_x__lte=100, focus_y__lte=100),
                name="image_focus_within",
                violation_error_message="The focus must lie within the picture: from 0 to 100 per cent.",
            )
        ]

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


class Renditions(models.Model):
    """The files that pages show of a picture, cut around one focus. They never change: another focus gets its own.

    An edition keeps those that it was published with, and they are as private as the picture.
    """

    image = models.ForeignKey(Image, on_delete=models.CASCADE, related_name="renditions")
    made_of = models.CharField(max_length=100, help_text="The picture’s file.")
    focus_x = models.PositiveSmallIntegerField()
    focus_y = models.PositiveSmallIntegerField()
    recipe = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=40, unique=True, help_text="Unguessable.")
    sizes = models.JSONField(help_text="Of each crop: widths and heights, the smallest first.")
    old = models.CharField(max_length=4, help_text="The suffix for what reads neither AVIF nor WebP.")
    made_at = models.DateTimeField(auto_now_add=True)

    objects: Any = RenditionsQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "renditions"
        constraints = [
            models.UniqueConstraint(
                fields=["image", "made_of", "focus_x", "focus_y", "recipe"], name="renditions_made_once"
            )
        ]

    def __str__(self) -> str:
        return f"Renditions of {self.image_id} around {self.focus_x}, {self.focus_y}"
