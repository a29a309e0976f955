"""Who writes, and what about."""

from typing import Any

from django.conf import settings
from django.db import models
from django.urls import reverse

from articles.querysets import ShownByEditions
from companies.models import ascii_slug


class Author(models.Model):
    """A byline. Public while a live edition carries it."""

    name = models.CharField(max_length=120)
    slug = models.CharField(max_length=120, unique=True, validators=[ascii_slug])
    bio = models.TextField(blank=True)
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="author"
    )

    objects: Any = ShownByEditions.as_manager()

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """Its page."""
        return reverse("articles:author", args=[self.slug])


class Topic(models.Model):
    """What articles are about. Public while a live edition carries it."""

    name = models.CharField(max_length=80)
    slug = models.CharField(max_length=120, unique=True, validators=[ascii_slug])
    description = models.TextField(blank=True)

    objects: Any = ShownByEditions.as_manager()

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """Its page."""
        return reverse("articles:topic", args=[self.slug])
