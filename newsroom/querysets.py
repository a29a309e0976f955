"""The vocabulary of names that are no record yet."""

from typing import Any

from django.db import models
from django.db.models import Count


class UnrecordedQuerySet[T: models.Model](models.QuerySet[T]):
    """Names in our texts without a record."""

    def open(self) -> "UnrecordedQuerySet[T]":
        """Those that nobody decided never to be offered."""
        return self.filter(dismissed_by=None)

    def dismissed(self) -> "UnrecordedQuerySet[T]":
        """The others."""
        return self.exclude(dismissed_by=None)

    def counted(self) -> Any:
        """With `mentions`, how many articles name each, the most first."""
        return self.annotate(mentions=Count("articles")).order_by("-mentions", "name")

    def most_mentioned(self) -> Any:
        """Those of articles that there are, counted."""
        return self.counted().filter(mentions__gt=0)
