"""Pages that stand: what the site is, what it keeps of readers, and by what rules it is written."""

from typing import Any

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy

from articles.editor import words_field


class StandingPage(models.Model):
    """One of the pages that a footer leads to, as readers see it. Written by articles.standing alone."""

    class Slug(models.TextChoices):
        ABOUT = "about", gettext_lazy("About")
        PRIVACY = "privacy", gettext_lazy("Privacy")
        EDITORIAL_POLICY = "editorial-policy", gettext_lazy("Editorial policy")

    slug = models.CharField("page", max_length=20, choices=Slug, unique=True, editable=False)
    title = models.CharField(max_length=120)
    body = words_field()
    version = models.PositiveIntegerField(default=1, editable=False)
    changed_at = models.DateTimeField(editable=False)

    objects: Any = models.Manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(title="") & ~models.Q(body=""),
                name="standing_page_says_something",
                violation_error_message="A page needs a title and a text.",
            )
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """Where it is read."""
        return reverse("articles:standing", args=[self.slug])


class StandingVersion(models.Model):
    """What a page that stands said from a time on: never changed, only added."""

    page = models.ForeignKey(StandingPage, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=120)
    body = models.TextField()
    note = models.CharField("what changed", max_length=300, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        verbose_name = "version"
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["page", "number"], name="standing_version_once")]

    def __str__(self) -> str:
        return f"{self.title}, version {self.number}"
