"""Filters of the admin's lists that are kept under a name."""

from typing import Any

from django.conf import settings
from django.db import models

from newsroom.querysets import SavedFilterQuerySet


class SavedFilter(models.Model):
    """A filter of one of the admin's lists under a name: for whoever saved it, or for the whole house."""

    listed = models.CharField(max_length=80, help_text="The list's model, as app.model.")
    name = models.CharField(max_length=60)
    query = models.CharField(max_length=1000, help_text="What stands behind the ? of its address.")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    shared = models.BooleanField(
        "for the whole house", default=False, help_text="Everybody who sees the list sees it."
    )
    saved_at = models.DateTimeField(auto_now_add=True)

    objects: Any = SavedFilterQuerySet.as_manager()

    class Meta:
        verbose_name = "saved filter"
        ordering = ["name", "id"]
        permissions = [("share_savedfilter", "Can save filters for the whole house, and delete those")]
        constraints = [
            models.UniqueConstraint(
                fields=["listed", "by", "name"],
                name="saved_filter_once",
                violation_error_message="You have a filter of this name: choose another, or delete that first.",
            ),
            models.UniqueConstraint(
                fields=["listed", "name"],
                condition=models.Q(shared=True),
                name="saved_filter_shared_once",
                violation_error_message="The house has a filter of this name: choose another.",
            ),
        ]

    def __str__(self) -> str:
        return self.name
