"""What is measured and is no company."""

from django.db import models

from companies.models.record import Record


class Market(Record):
    """A thing that is measured and is no company."""

    country = models.CharField(max_length=2, blank=True, help_text="ISO 3166-1, or empty for the world.")
