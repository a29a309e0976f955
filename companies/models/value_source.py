"""By what source each value of a record stands: its own columns, and the sets of rows that its page shows as one."""

from collections.abc import Mapping

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy

from companies.fields import refuse_future
from companies.models.record import Record
from readers.words import Words

_SHARED = {
    "native_name": gettext_lazy("Name in its own script"),
    "aliases": gettext_lazy("Other names"),
    "description": gettext_lazy("Profile"),
}
#: What can have a source, by kind, as pages and forms call it. Figures, ties and claims have sources of their own.
SOURCED: Mapping[str, Mapping[str, Words]] = {
    Record.Kind.COMPANY: {
        "founded": gettext_lazy("Founded"),
        "seat": gettext_lazy("Seat"),
        "country": gettext_lazy("Country"),
        "sort": gettext_lazy("Kind"),
        "listings": gettext_lazy("Listings"),
        "website": gettext_lazy("Website"),
        "wikidata": gettext_lazy("Wikidata id"),
        **_SHARED,
    },
    Record.Kind.PRODUCT: {
        "owner": gettext_lazy("Run by"),
        "what": gettext_lazy("What it is"),
        "powered_by": gettext_lazy("Powered by"),
        "website": gettext_lazy("Website"),
        **_SHARED,
    },
    Record.Kind.FAMILY: {
        "developer": gettext_lazy("Developer"),
        "what": gettext_lazy("What it is"),
        **_SHARED,
    },
    Record.Kind.MODEL: {
        "status": gettext_lazy("Status"),
        "announced": gettext_lazy("Announced"),
        "released": gettext_lazy("Released"),
        "developer": gettext_lazy("Developer"),
        "family": gettext_lazy("Family"),
        "version": gettext_lazy("Version"),
        "predecessor": gettext_lazy("Follows"),
        "openness": gettext_lazy("Openness"),
        "weights": gettext_lazy("Weights"),
        "licence": gettext_lazy("Licence"),
        "takes": gettext_lazy("Input"),
        "gives": gettext_lazy("Output"),
        **_SHARED,
    },
    Record.Kind.MARKET: {"country": gettext_lazy("Where"), **_SHARED},
}
_COLUMNS = sorted({column for columns in SOURCED.values() for column in columns})


class ValueSource(models.Model):
    """Where one value of a record was looked up, and when. Written by `companies.sourcing`, which knows the value."""

    record = models.ForeignKey(Record, on_delete=models.CASCADE, related_name="sources")
    column = models.CharField("value", max_length=20)
    value = models.TextField(
        "the value that it was given for", blank=True, editable=False, help_text="As text, to be compared."
    )
    title = models.CharField(max_length=200, blank=True, help_text="For example: Annual report 2025.")
    url = models.URLField("address", max_length=500, blank=True)
    checked_on = models.DateField("checked on", default=timezone.localdate)

    class Meta:
        verbose_name = "source of a value"
        verbose_name_plural = "sources of values"
        ordering = ["column", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["record", "column"],
                name="value_source_once",
                violation_error_message="This value has a source already: change that one.",
            ),
            models.CheckConstraint(
                condition=Q(column__in=_COLUMNS),
                name="value_source_of_a_value",
                violation_error_message="There is no such value on a record.",
            ),
            models.CheckConstraint(
                condition=~Q(title="", url=""),
                name="value_source_named",
                violation_error_message="Give the source’s address, or its title where it has none.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.label}: {self.title or self.url}"

    @property
    def label(self) -> str:
        """What its value is called."""
        return str(SOURCED.get(self.record.kind, {}).get(self.column, self.column))

    def clean(self) -> None:
        """Refuse a value that the record's kind does not have, and a check that is to come. Raises ValidationError."""
        refuse_future(self, "checked_on", "It cannot have been checked yet.")
        if self.column and self.column not in SOURCED.get(self.record.kind, {}):
            kind = self.record.get_kind_display().lower()
            raise ValidationError(
                {"column": f"A {kind} has no value “{self.column}” that could have a source."}
            )
