"""What programs hold with us: tokens by which staff write, and answers kept for whoever has to ask again."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q


class Token(models.Model):
    """A way in for a program of somebody on the staff. The secret itself is nowhere; only its digest is kept."""

    class Scope(models.TextChoices):
        """What it may be used for, of all that its owner may do."""

        READ = "read", "Read what is not public"
        DRAFTS = "drafts", "Write drafts and hand them on"
        RECORDS = "records", "Write records and release claims"
        FACTS = "facts", "Write facts and sources"
        PUBLISH = "publish", "Publish and withdraw"

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="tokens", verbose_name="owner"
    )
    name = models.CharField(
        max_length=60, help_text="What it is for, so that you know it again: “Import from the wire”."
    )
    digest = models.CharField(max_length=64, unique=True, editable=False)
    hint = models.CharField("begins with", max_length=12, editable=False)
    scopes = models.JSONField(default=list)
    standing = models.CharField(
        max_length=64, editable=False, help_text="Digest of what its owner was when it was made."
    )
    made_at = models.DateTimeField("made", editable=False)
    expires_at = models.DateTimeField("expires")
    revoked_at = models.DateTimeField("revoked", null=True, editable=False)
    last_used_at = models.DateTimeField("last used", null=True, editable=False)

    objects: Any = models.Manager()

    class Meta:
        verbose_name = "API token"
        ordering = ["-made_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("made_at")),
                name="token_ends_after_it_begins",
                violation_error_message="A token expires after it was made.",
            ),
            models.CheckConstraint(
                condition=~Q(scopes=[]),
                name="token_has_a_scope",
                violation_error_message="Choose what the token may be used for.",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Repeat(models.Model):
    """A request that says by its key which it is, and what was answered: asked again, it is answered the same."""

    owner = models.CharField(
        max_length=80, help_text="Whose key it is: a token, or the mark of a network on a day."
    )
    key = models.CharField(max_length=255)
    asked = models.CharField(max_length=64, help_text="Digest of method, address and body.")
    begun_at = models.DateTimeField()
    status = models.PositiveSmallIntegerField(null=True, help_text="Empty while it is being answered.")
    media_type = models.CharField(max_length=60, blank=True)
    headers = models.JSONField(default=dict)
    body = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "key"],
                name="repeat_key_once",
                violation_error_message="This key is used already.",
            )
        ]
        indexes = [models.Index(fields=["begun_at"], name="repeat_by_time")]

    def __str__(self) -> str:
        return f"{self.key} of {self.owner}"
