"""What the five kinds of record share, and their other names.

All five kinds share one table, `Record`: a name, a slug, whether they are public. So an alias, a fact and a
mention point at a record with one foreign key that cannot be null, and "exactly one subject" needs no rule
(docs/decisions/records-share-a-table.md).
"""

from functools import lru_cache
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy

from companies.fields import refuse_future
from companies.mentions import mixes_scripts
from companies.querysets import RecordQuerySet

ascii_slug = RegexValidator(
    r"\A[a-z0-9]+(-[a-z0-9]+)*\Z",
    "Use small letters a to z, digits and single hyphens, for example qwen-3-5.",
)

language_tag = RegexValidator(
    r"\A[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?(-([a-z0-9]{5,8}|[0-9][a-z0-9]{3}))*\Z",
    "A language as in BCP 47, for example zh-Hans, zh-Hant, ja or en-GB.",
)


def refuse_disguised(record: models.Model, *fields: str) -> None:
    """Raise ValidationError where a name looks like another: mixed scripts, or characters that are not seen."""
    mixed = "This name mixes Latin letters with Cyrillic or Greek ones that look like them: type it in one script."
    unseen = "There are invisible characters in this name: type it anew."
    refused = {}
    for field in fields:
        name = getattr(record, field)
        if not all(character.isprintable() or character.isspace() for character in name):
            refused[field] = unseen
        elif mixes_scripts(name):
            refused[field] = mixed
    if refused:
        raise ValidationError(refused)


class Record(models.Model):
    """What the five kinds share. Private until it is published by hand or something public uses it."""

    class Kind(models.TextChoices):
        COMPANY = "company", gettext_lazy("Company")
        PRODUCT = "product", gettext_lazy("Product")
        FAMILY = "family", gettext_lazy("Model family")
        MODEL = "model", gettext_lazy("Model")
        MARKET = "market", gettext_lazy("Market")

        @property
        def noun(self) -> str:
            """What one of it is called within a sentence."""
            return str(NOUNS[self.value])

    kind = models.CharField(max_length=10, choices=Kind, editable=False)
    name = models.CharField(max_length=120)
    native_name = models.CharField(
        max_length=120, blank=True, help_text="In its own script, for example 字节跳动."
    )
    native_language = models.CharField(
        max_length=12,
        blank=True,
        validators=[language_tag],
        help_text="BCP 47, for example zh-Hans.",
        default="",
    )
    slug = models.CharField(
        max_length=120,
        validators=[ascii_slug],
        help_text="The end of its address: small letters, digits, hyphens.",
    )
    cased = models.BooleanField(
        "an ordinary word",
        default=False,
        help_text="Found in texts only with a capital, because the name is also a word (Meta, Llama).",
    )
    meant_by_bare_name = models.BooleanField(
        default=False,
        help_text="Of two records with the same name, the one meant where a text gives only the name.",
    )
    description = models.TextField("profile", blank=True, help_text="One paragraph for readers.")
    published_from = models.DateTimeField(
        null=True,
        blank=True,
        help_text="Public from this time on by hand. Otherwise while a published article uses it.",
    )
    checked_on = models.DateField("last checked", null=True, blank=True)
    checked_against = models.URLField(
        "checked against",
        blank=True,
        help_text="Where all was looked up that its page says and that has no source of its own.",
    )
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects: Any = RecordQuerySet.as_manager()

    class Meta:
        ordering = ["name", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "slug"],
                name="record_slug_once_a_kind",
                violation_error_message="Another record of this kind has this slug.",
            )
        ]
        indexes = [
            # the index pages of each kind
            models.Index(fields=["kind", "name"], name="record_by_kind"),
            # the ledger’s subjects
            models.Index(fields=["name", "id"], name="record_by_name"),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save; the kind follows from the class and is never asked for."""
        from companies.models.kinds import KINDS

        self.kind = KINDS.get(type(self), self.kind)
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        """Its page."""
        return address(self.kind, self.slug)

    def clean(self) -> None:
        """Refuse a name that only looks like another, and a check that is to come. Raises ValidationError."""
        refuse_disguised(self, "name", "native_name")
        refuse_future(self, "checked_on", "It cannot have been checked yet.")

    @property
    def noun(self) -> str:
        """What it is, in a word."""
        return self.Kind(self.kind).noun


NOUNS = {
    "company": gettext_lazy("company"),
    "product": gettext_lazy("product"),
    "family": gettext_lazy("family"),
    "model": gettext_lazy("model"),
    "market": gettext_lazy("market"),
}


@lru_cache(maxsize=8192)
def address(kind: str, slug: str) -> str:
    """A record's page from its kind and slug, without loading it. Kept, since a page asks for many."""
    return reverse(f"companies:{kind}", args=[slug])


class Alias(models.Model):
    """Another name of a record."""

    class Kind(models.TextChoices):
        OFFICIAL = "official"
        FORMER = "former"
        BRAND = "brand"
        ABBREVIATION = "abbreviation"
        TRANSLITERATION = "transliteration"
        CODE_NAME = "code name"
        API_ID = "API id"
        MISSPELLING = "misspelling"

    record = models.ForeignKey(Record, on_delete=models.CASCADE, related_name="aliases")
    text = models.CharField(max_length=120)
    kind = models.CharField(max_length=20, choices=Kind, default=Kind.OFFICIAL)
    language = models.CharField(
        max_length=12,
        blank=True,
        validators=[language_tag],
        help_text="BCP 47 with the script where a language has several: zh-Hans, zh-Hant.",
    )
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name_plural = "aliases"
        ordering = ["text"]
        constraints = [
            models.UniqueConstraint(
                fields=["record", "text"],
                name="alias_once_a_record",
                violation_error_message="The record has this alias already.",
            )
        ]

    def __str__(self) -> str:
        return self.text

    def clean(self) -> None:
        """Refuse an alias that only looks like another name. Raises ValidationError."""
        refuse_disguised(self, "text")
