"""Publishing in spite of what the checklist requires."""

from django.conf import settings
from django.db import models

from articles.models.edition import Edition


class Override(models.Model):
    """That an edition was published although required findings were open: who did it and why. Never changed."""

    edition = models.OneToOneField(Edition, on_delete=models.PROTECT, related_name="override")
    reason = models.CharField(max_length=300)
    findings = models.JSONField(help_text="What was open, as the checklist said it.")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = "edition published all the same"
        verbose_name_plural = "editions published all the same"
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(reason=""),
                name="override_has_a_reason",
                violation_error_message="Say why it is published all the same.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.edition}: {self.reason}"
