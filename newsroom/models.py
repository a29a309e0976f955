"""What the newsroom keeps across apps: records that were merged, names in texts that are no record yet, figures that
are kept and rolled out, what is typed and not saved, who has an article open, previews that were shared."""

from typing import Any

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models

from articles.models import Article
from companies.models import Record
from facts.models import Fact
from newsroom.querysets import (
    AutosaveQuerySet,
    KeptQuerySet,
    PresenceQuerySet,
    SharedPreviewQuerySet,
    UnrecordedQuerySet,
)
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


class Autosave(models.Model):
    """What somebody typed in an article's form and has not saved: theirs alone, and never a revision.

    The article is empty for one that is not yet saved, and for one that was deleted while it was written.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    article = models.ForeignKey(Article, on_delete=models.SET_NULL, null=True, related_name="autosaves")
    form = models.UUIDField(help_text="The form in which it was typed: each that is opened has its own.")
    typed = models.JSONField(default=dict, help_text="The values of each field, as the browser sends them.")
    kept_at = models.DateTimeField(db_index=True)
    done = models.BooleanField(
        default=False, help_text="Saved or discarded: empty, so that nothing that comes late is kept again."
    )

    objects: Any = AutosaveQuerySet.as_manager()

    class Meta:
        ordering = ["-kept_at"]
        constraints = [models.UniqueConstraint(fields=["user", "form"], name="autosave_once_a_form")]

    def __str__(self) -> str:
        return f"{self.user} in {self.article or 'a new article'}"


class Presence(models.Model):
    """That somebody has an article's form open: since when, and when we last heard of it."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="present")
    since = models.DateTimeField()
    seen_at = models.DateTimeField(db_index=True)

    objects: Any = PresenceQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["article", "user"], name="present_once")]

    def __str__(self) -> str:
        return f"{self.user} in {self.article}"


class SharedPreview(models.Model):
    """A link under which anybody who has it reads an article as publishing would show it now."""

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="shared_previews")
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    opened = models.PositiveIntegerField(default=0)
    last_opened_at = models.DateTimeField(null=True)

    objects: Any = SharedPreviewQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(revoked_at__isnull=True, revoked_by__isnull=True)
                | models.Q(revoked_at__isnull=False, revoked_by__isnull=False),
                name="shared_preview_revoked_by_somebody",
            )
        ]

    def __str__(self) -> str:
        return f"{self.article}, until {self.expires_at}"
