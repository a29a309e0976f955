"""Records: companies, products, markets, model families, models, their other names, ownership and releases.

All five kinds share one table, `Record`, for what they share: a name, a slug, whether they are public. So an
alias, a fact and a mention point at a record with one foreign key that cannot be null, and "exactly one
subject" needs no rule (docs/decisions/records-share-a-table.md).
"""

from functools import lru_cache
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.db.models import F, Q, TextChoices
from django.urls import reverse

from companies.fields import fuzzy_date, ordered, refuse_before
from companies.mentions import mixes_scripts
from companies.querysets import RecordQuerySet

ascii_slug = RegexValidator(
    r"\A[a-z0-9]+(-[a-z0-9]+)*\Z",
    "Use small letters a to z, digits and single hyphens, for example qwen-3-5.",
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
        COMPANY = "company"
        PRODUCT = "product"
        FAMILY = "family", "Model family"
        MODEL = "model"
        MARKET = "market"

    kind = models.CharField(max_length=10, choices=Kind, editable=False)
    name = models.CharField(max_length=120)
    native_name = models.CharField(
        max_length=120, blank=True, help_text="In its own script, for example 字节跳动."
    )
    native_language = models.CharField(
        max_length=12, blank=True, help_text="BCP 47, for example zh-Hans.", default=""
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
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save; the kind follows from the class and is never asked for."""
        self.kind = KINDS.get(type(self), self.kind)
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        """Its page."""
        return address(self.kind, self.slug)

    def clean(self) -> None:
        """Refuse a name that only looks like another. Raises ValidationError."""
        refuse_disguised(self, "name", "native_name")


@lru_cache(maxsize=8192)
def address(kind: str, slug: str) -> str:
    """A record's page from its kind and slug, without loading it. Kept, since a page asks for many."""
    return reverse(f"companies:{kind}", args=[slug])


class Company(Record):
    """An organisation: a lab, a platform, a publisher of figures."""

    class Sort(TextChoices):
        LAB = "lab"
        PLATFORM = "platform"
        CLOUD = "cloud"
        CHIP_MAKER = "chip maker"
        UNIVERSITY = "university"
        PUBLISHER = "publisher"
        OTHER = "other"

    sort = models.CharField("kind of company", max_length=20, choices=Sort, default=Sort.OTHER)
    country = models.CharField(
        max_length=2,
        blank=True,
        validators=[RegexValidator(r"\A[A-Z]{2}\Z", "Two capitals as in ISO 3166-1, for example CN.")],
        help_text="ISO 3166-1, for example CN.",
    )
    seat = models.CharField(max_length=80, blank=True)
    founded, founded_earliest, founded_latest, founded_words = fuzzy_date("founded")
    website = models.URLField(blank=True)
    wikidata = models.CharField(
        "Wikidata id",
        max_length=12,
        blank=True,
        validators=[RegexValidator(r"\AQ[1-9][0-9]*\Z", "Q and a number, for example Q55606242.")],
    )
    listing = models.CharField(
        max_length=60, blank=True, help_text="Exchange and ticker, for example XHKG 9988."
    )

    class Meta:
        verbose_name_plural = "companies"
        constraints = [ordered("founded", "company")]


class Ownership(models.Model):
    """One company's relation to another over a time."""

    class Type(models.TextChoices):
        PARENT = "parent"
        MAJORITY = "majority"
        MINORITY = "minority"
        AFFILIATE = "affiliate"
        ACQUIRED_BY = "acquired by"
        MERGED_INTO = "merged into"
        SPUN_OFF_FROM = "spun off from"
        JOINT_VENTURE = "joint venture"
        CONTROLLED_BY_CONTRACT = "controlled by contract"
        RENAMED_FROM = "renamed from"

        @property
        def controls(self) -> bool:
            """Whether the owner decides for the owned: such ties form no loop."""
            return self in {
                Ownership.Type.PARENT,
                Ownership.Type.MAJORITY,
                Ownership.Type.ACQUIRED_BY,
                Ownership.Type.CONTROLLED_BY_CONTRACT,
            }

    owner = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="holdings")
    owned = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="owners")
    type = models.CharField(max_length=30, choices=Type)
    share = models.DecimalField(
        max_digits=5,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0), MaxValueValidator(100)],
        help_text="Per cent.",
    )
    since, since_earliest, since_latest, since_words = fuzzy_date("since")
    until, until_earliest, until_latest, until_words = fuzzy_date("until")
    source = models.URLField(blank=True)

    class Meta:
        ordering = ["owner", "owned"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(owner=F("owned")),
                name="ownership_of_another",
                violation_error_message="A company cannot own itself.",
            ),
            models.CheckConstraint(
                condition=Q(share__isnull=True) | Q(share__gte=0, share__lte=100),
                name="ownership_share_in_range",
                violation_error_message="A share lies between 0 and 100 per cent.",
            ),
            models.UniqueConstraint(
                fields=["owner", "owned", "type"],
                condition=Q(until=""),
                name="ownership_once_at_a_time",
                violation_error_message="This tie is recorded already. End it first, or change it.",
            ),
            models.CheckConstraint(
                condition=Q(since_earliest__isnull=True)
                | Q(until_latest__isnull=True)
                | Q(since_earliest__lte=F("until_latest")),
                name="ownership_ends_after_it_begins",
                violation_error_message="A tie cannot end before it began.",
            ),
            ordered("since", "ownership"),
            ordered("until", "ownership"),
        ]

    def __str__(self) -> str:
        return f"{self.owner} – {self.owned} ({self.type})"

    def clean(self) -> None:
        """Refuse an end before the beginning, a loop of control, shares of more than the whole."""
        from companies.ownership import check

        refuse_before(self, "until", "since", "A tie cannot end before it began.")
        if self.owner_id and self.owned_id and self.type:
            check(self)


class Product(Record):
    """What a company runs and people use."""

    owner = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="products")
    what = models.CharField("what it is", max_length=80, blank=True, help_text="For example: assistant.")
    website = models.URLField(blank=True)
    powered_by: Any = models.ManyToManyField("ModelFamily", blank=True, related_name="products")


class ModelFamily(Record):
    """A line of models under one name."""

    developer = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="families")
    what = models.CharField(
        "what it is", max_length=80, blank=True, help_text="For example: language models."
    )

    class Meta:
        verbose_name_plural = "model families"

    def clean(self) -> None:
        """Refuse a developer that is not its models'. Raises ValidationError."""
        from companies.succession import check_family

        super().clean()
        if self.pk and self.developer_id:
            check_family(self)


class AIModel(Record):
    """One model. Its numbers are facts, never columns here."""

    class Status(models.TextChoices):
        RUMOURED = "rumoured"
        ANNOUNCED = "announced"
        PREVIEW = "preview"
        RELEASED = "released"
        WITHDRAWN = "withdrawn"

    class Openness(models.TextChoices):
        UNKNOWN = "", "Unknown"
        CLOSED = "closed"
        API = "api", "API"
        OPEN_WEIGHTS_LIMITED = "open-weights-limited", "Open weights with limits"
        OPEN_WEIGHTS = "open-weights", "Open weights"
        OPEN_SOURCE = "open-source", "Open source"

    class Modality(models.TextChoices):
        TEXT = "text"
        IMAGE = "image"
        AUDIO = "audio"
        VIDEO = "video"
        CODE = "code"
        ACTION = "action"

    developer = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="models")
    family = models.ForeignKey(
        ModelFamily, on_delete=models.PROTECT, null=True, blank=True, related_name="models"
    )
    version = models.CharField(max_length=40, blank=True)
    takes = models.JSONField(
        "takes", default=list, blank=True, help_text="Modalities in, for example text, image."
    )
    gives = models.JSONField("gives", default=list, blank=True, help_text="Modalities out.")
    licence = models.CharField(
        max_length=60, blank=True, help_text="SPDX identifier, for example Apache-2.0, or “proprietary”."
    )
    openness = models.CharField(max_length=24, choices=Openness, default=Openness.UNKNOWN, blank=True)
    status = models.CharField(max_length=12, choices=Status, default=Status.RUMOURED)
    announced, announced_earliest, announced_latest, announced_words = fuzzy_date("announced")
    released, released_earliest, released_latest, released_words = fuzzy_date("released")
    predecessor = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="successors"
    )
    weights = models.URLField("weights", blank=True, help_text="Where they can be downloaded.")

    class Meta:
        verbose_name = "model"
        indexes = [
            # the models index and the release lists walk by release
            models.Index(fields=["-released_earliest"], name="model_by_release"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(predecessor__isnull=True) | ~Q(predecessor=F("record_ptr")),
                name="model_follows_another",
                violation_error_message="A model cannot be its own predecessor.",
            ),
            models.CheckConstraint(
                condition=Q(released_latest__isnull=True)
                | Q(announced_earliest__isnull=True)
                | Q(released_latest__gte=F("announced_earliest")),
                name="model_released_after_announced",
                violation_error_message="A model cannot be released before it was announced.",
            ),
            ordered("announced", "model"),
            ordered("released", "model"),
        ]

    def clean(self) -> None:
        """Refuse a release before its announcement, another company's family, a model that follows itself."""
        from companies.succession import check_model

        super().clean()
        refuse_before(self, "released", "announced", "A model cannot be released before it was announced.")
        if self.developer_id:
            check_model(self)


class Market(Record):
    """A thing that is measured and is no company."""

    country = models.CharField(max_length=2, blank=True, help_text="ISO 3166-1, or empty for the world.")


KINDS: dict[type[Record], str] = {
    Company: Record.Kind.COMPANY,
    Product: Record.Kind.PRODUCT,
    ModelFamily: Record.Kind.FAMILY,
    AIModel: Record.Kind.MODEL,
    Market: Record.Kind.MARKET,
}


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
    language = models.CharField(max_length=12, blank=True, help_text="BCP 47, for example zh-Hans.")
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


class ReleaseClaim(models.Model):
    """What somebody said of a model's release. Never edited, only added; the latest is what the record shows."""

    model = models.ForeignKey(AIModel, on_delete=models.PROTECT, related_name="claims")
    status = models.CharField(max_length=12, choices=AIModel.Status)
    window, window_earliest, window_latest, window_words = fuzzy_date("window")
    claimed_by = models.CharField(max_length=120, blank=True)
    claimed_on = models.DateField()
    source = models.URLField(blank=True)
    recorded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["claimed_on", "id"]
        constraints = [ordered("window", "claim")]

    def __str__(self) -> str:
        return f"{self.model}: {self.window_words or self.window} ({self.claimed_on})"

    def clean(self) -> None:
        """Refuse a release before the model was announced. Raises ValidationError."""
        if self.status != AIModel.Status.RELEASED or not hasattr(self, "model"):
            return
        announced = self.model.announced_earliest
        if announced and self.window_latest and self.window_latest < announced:
            raise ValidationError(
                {"window": "The model was announced later than this: correct that date first."}
            )
