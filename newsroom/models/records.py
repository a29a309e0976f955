"""Records that were merged, and names in texts that are no record yet."""

from typing import Any

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models

from articles.models import Article
from companies.models import Record
from newsroom.querysets import UnrecordedQuerySet


class Merged(models.Model):
    """A record that turned out to be another: what it was, what followed, into which it went."""

    kind = models.CharField(max_length=10, choices=Record.Kind)
    name = models.CharField(max_length=120)
    slug = models.CharField(max_length=120)
    into = models.ForeignKey(Record, on_delete=models.PROTECT, related_name="absorbed")
    columns = models.JSONField("what it was", default=dict, encoder=DjangoJSONEncoder)
    followed = models.JSONField("what followed", default=dict, help_text="How many of what.")
    filled = models.JSONField("what was filled", default=list, help_text="Columns that were empty before.")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = "merged record"
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.name} into {self.into}"


class Unrecorded(models.Model):
    """A name in our texts that looks like a record and is none."""

    name = models.CharField(max_length=120)
    folded = models.CharField(
        max_length=240, unique=True, help_text="The name as it is compared: without case and width."
    )
    kind = models.CharField("seems to be", max_length=10, choices=Record.Kind)
    parent = models.CharField("of", max_length=120, blank=True)
    articles = models.ManyToManyField(Article, related_name="unrecorded")
    first_seen = models.DateTimeField(auto_now_add=True)
    dismissed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects: Any = UnrecordedQuerySet.as_manager()

    class Meta:
        verbose_name = "name without a record"
        verbose_name_plural = "names without a record"
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class LookedAt(models.Model):
    """That an article's texts were searched for such names, as they stood at a time."""

    article = models.OneToOneField(Article, on_delete=models.CASCADE, related_name="looked_at")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.article} at {self.at}"
