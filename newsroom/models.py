"""What the newsroom keeps across apps: records that were merged, and names in texts that are no record yet."""

from typing import Any

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models

from articles.models import Article, Edition
from companies.models import Record
from facts.models import Fact
from newsroom.querysets import KeptQuerySet, UnrecordedQuerySet
from questions.models import Answer


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


class Kept(models.Model):
    """An editor's decision that a text keeps a figure as of its day, whatever became of it until then.

    What becomes of the figure later asks anew. Readers are told in either case.
    """

    fact = models.ForeignKey(Fact, on_delete=models.PROTECT, related_name="kept")
    article = models.ForeignKey(Article, on_delete=models.CASCADE, null=True, related_name="kept_figures")
    answer = models.ForeignKey(Answer, on_delete=models.CASCADE, null=True, related_name="kept_figures")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    objects: Any = KeptQuerySet.as_manager()

    class Meta:
        verbose_name = "figure that is kept"
        verbose_name_plural = "figures that are kept"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(article__isnull=True) ^ models.Q(answer__isnull=True),
                name="kept_in_one_text",
            ),
            models.UniqueConstraint(fields=["fact", "article"], name="kept_once_an_article"),
            models.UniqueConstraint(fields=["fact", "answer"], name="kept_once_an_answer"),
        ]

    def __str__(self) -> str:
        return f"{self.fact} in {self.article or self.answer}"


class Rollout(models.Model):
    """A figure being changed in every article that could follow, in the background, and how far it came."""

    old = models.ForeignKey(Fact, on_delete=models.PROTECT, related_name="+")
    new = models.ForeignKey(Fact, on_delete=models.PROTECT, related_name="+")
    note = models.TextField("note to readers")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    wanted_at = models.DateTimeField(auto_now_add=True)
    after = models.BigIntegerField(default=0, help_text="The article that was done last.")
    total = models.PositiveIntegerField()
    updated = models.PositiveIntegerField(default=0)
    refused = models.JSONField(default=list, help_text="Articles that could not follow, and why.")
    finished_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = "roll-out of a figure"
        verbose_name_plural = "roll-outs of figures"
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.old.shown} → {self.new.shown}"


class Review(models.Model):
    """The day on which somebody looks again whether an article or a record is still right."""

    article = models.ForeignKey(Article, on_delete=models.CASCADE, null=True, related_name="reviews")
    record = models.ForeignKey(Record, on_delete=models.CASCADE, null=True, related_name="reviews")
    due = models.DateField(db_index=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["due", "id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(article__isnull=True) ^ models.Q(record__isnull=True),
                name="review_of_one_thing",
            ),
            models.UniqueConstraint(fields=["article"], name="review_once_an_article"),
            models.UniqueConstraint(fields=["record"], name="review_once_a_record"),
        ]

    def __str__(self) -> str:
        return f"{self.article or self.record}, {self.due}"


class Planned(models.Model):
    """The day for which an article is planned. Nothing appears by it: that takes a schedule."""

    article = models.OneToOneField(Article, on_delete=models.CASCADE, related_name="planned")
    day = models.DateField(db_index=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = "planned day"

    def __str__(self) -> str:
        return f"{self.article}, {self.day}"


class Trouble(models.Model):
    """A schedule that was not carried out, or that should not be as it stands; for the desk, and for a mail."""

    class Kind(models.TextChoices):
        LOST = "lost", "did not appear"
        OPEN = "open", "the checklist has something against it"

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="troubles")
    kind = models.CharField(max_length=4, choices=Kind)
    because = models.TextField()
    found_at = models.DateTimeField(auto_now_add=True)
    mailed_at = models.DateTimeField(null=True)
    seen_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        ordering = ["-found_at", "-id"]
        constraints = [models.UniqueConstraint(fields=["edition", "kind"], name="trouble_once_an_edition")]

    def __str__(self) -> str:
        return f"{self.edition}: {self.get_kind_display()}"
