"""What is kept of the people who sign in, beside Django's user and django-otp's device."""

from django.conf import settings
from django.db import models


class Account(models.Model):
    """What a user has besides a name and a password."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, primary_key=True, related_name="account"
    )
    invited_at = models.DateTimeField(null=True, editable=False)
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, editable=False, related_name="+"
    )
    address_changed_at = models.DateTimeField(
        null=True,
        editable=False,
        help_text="When an administrator changed the mail address: no link for a password goes there at once.",
    )
    seen_at = models.DateTimeField("last seen", null=True, editable=False)
    sessions = models.PositiveIntegerField(
        default=0, editable=False, help_text="Counted up to end all sessions that were begun before."
    )

    def __str__(self) -> str:
        return str(self.user)


class Attempt(models.Model):
    """One try to get in that is still counted, or the last time somebody got in from somewhere."""

    class Kind(models.TextChoices):
        PASSWORD = "password"  # noqa: S105 - a word, not one
        CODE = "code"
        RESET = "reset", "Password reset"
        SIGNED_IN = "signed in"

    kind = models.CharField(max_length=10, choices=Kind)
    # A digest: people type their password where the name belongs.
    name = models.CharField(max_length=64)
    network = models.CharField(max_length=45)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        indexes = [
            # the limits count by name, by network and by both
            models.Index(fields=["kind", "name", "at"], name="attempt_by_name"),
            models.Index(fields=["kind", "network", "at"], name="attempt_by_network"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} from {self.network}"


class RecoveryCode(models.Model):
    """What lets its owner in once when the authenticator is lost. Only a digest is kept."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="recovery_codes"
    )
    digest = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "digest"],
                name="recovery_code_once",
                violation_error_message="This code is there already.",
            )
        ]

    def __str__(self) -> str:
        return f"A recovery code of {self.user}"
