"""What is measured and is no company."""

from django.db import models

from companies import countries
from companies.countries import country_code
from companies.models.record import Record


class Market(Record):
    """A thing that is measured and is no company."""

    country = models.CharField(
        max_length=2,
        blank=True,
        validators=[country_code],
        help_text="ISO 3166-1, for example CN, or empty for the world.",
    )

    @property
    def country_name(self) -> str:
        """What its country is called; empty where it is the world's."""
        return countries.common_name(self.country)
