"""What is typed and not saved, who has an article open, and previews that were shared."""

from typing import Any

from django.conf import settings
from django.db import models

from articles.models import Article
from newsroom.querysets import AutosaveQuerySet, PresenceQuerySet, SharedPreviewQuerySet


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
