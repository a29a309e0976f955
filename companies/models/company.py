"""Companies, where they are listed, and how they belong together."""

from pathlib import PurePath

from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.db.models import F, Q, TextChoices
from django.utils.translation import gettext_lazy

from companies import countries, dates
from companies.countries import country_code
from companies.fields import fuzzy_date, ordered, refuse_before
from companies.models.record import Record
from companies.pictures import unguessable_name
from companies.stock_exchanges import common_name, market_code, ticker_sign


def logo_path(instance: "Company", filename: str) -> str:
    """A name that cannot be guessed while the company is private."""
    return unguessable_name("logos", filename)


class Company(Record):
    """An organisation: a lab, a platform, a publisher of figures."""

    class Sort(TextChoices):
        LAB = "lab", gettext_lazy("Lab")
        PLATFORM = "platform", gettext_lazy("Platform")
        CLOUD = "cloud", gettext_lazy("Cloud")
        CHIP_MAKER = "chip maker", gettext_lazy("Chip maker")
        UNIVERSITY = "university", gettext_lazy("University")
        PUBLISHER = "publisher", gettext_lazy("Publisher")
        OTHER = "other", gettext_lazy("Other")

    sort = models.CharField("kind of company", max_length=20, choices=Sort, default=Sort.OTHER)
    country = models.CharField(
        max_length=2,
        blank=True,
        validators=[country_code],
        help_text="ISO 3166-1, for example CN.",
    )
    seat = models.CharField(max_length=80, blank=True)
    founded, founded_earliest, founded_latest, founded_words = fuzzy_date("founded")
    founded_in_words: str
    website = models.URLField(blank=True)
    logo = models.ImageField(
        upload_to=logo_path,
        blank=True,
        help_text="JPEG, PNG or WebP. Readers see it on the company’s page, on a light tile.",
    )
    wikidata = models.CharField(
        "Wikidata id",
        max_length=12,
        blank=True,
        validators=[RegexValidator(r"\AQ[1-9][0-9]*\Z", "Q and a number, for example Q55606242.")],
    )

    class Meta:
        verbose_name_plural = "companies"
        indexes = [
            # the API's list by age
            models.Index(fields=["founded_earliest"], name="company_by_age"),
        ]
        constraints = [ordered("founded", "company")]

    @property
    def country_name(self) -> str:
        """What its country is called; empty where it is not known."""
        return countries.common_name(self.country)

    @property
    def logo_address(self) -> str:
        """Where readers get its logo while the company is public; empty where it has none."""
        return f"/logos/{self.pk}/{PurePath(str(self.logo.name)).name}" if self.logo else ""


class Listing(models.Model):
    """A company's shares on a stock exchange, under the ticker that they have there."""

    company = models.ForeignKey(Company, on_delete=models.CASCADE, related_name="listings")
    exchange = models.CharField(
        max_length=4, validators=[market_code], help_text="ISO 10383, for example XHKG or XNYS."
    )
    ticker = models.CharField(max_length=20, validators=[ticker_sign], help_text="For example 9988 or BABA.")
    since, since_earliest, since_latest, since_words = fuzzy_date("since")
    since_in_words: str
    until, until_earliest, until_latest, until_words = fuzzy_date("until")
    until_in_words: str

    class Meta:
        ordering = ["exchange", "ticker", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["exchange", "ticker"],
                condition=Q(until=""),
                name="listing_once_at_a_time",
                violation_error_message="This ticker is recorded already. End that listing first.",
            ),
            models.UniqueConstraint(
                fields=["company", "exchange", "ticker", "until"],
                condition=~Q(until=""),
                name="listing_ended_once",
                violation_error_message="The company has this listing already.",
            ),
            models.CheckConstraint(
                condition=Q(since_earliest__isnull=True)
                | Q(until_latest__isnull=True)
                | Q(since_earliest__lte=F("until_latest")),
                name="listing_ends_after_it_begins",
                violation_error_message="A listing cannot end before it began.",
            ),
            ordered("since", "listing"),
            ordered("until", "listing"),
        ]

    def __str__(self) -> str:
        return f"{self.exchange} {self.ticker}"

    @property
    def exchange_name(self) -> str:
        """What the exchange is called."""
        return common_name(self.exchange)

    @property
    def when(self) -> str:
        """Since when, and until when, in words; empty where neither is known."""
        return dates.lasting(self.since_in_words, self.until_in_words)

    def clean(self) -> None:
        """Refuse an end before the beginning. Raises ValidationError."""
        refuse_before(self, "until", "since", "A listing cannot end before it began.")


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
    since_in_words: str
    until, until_earliest, until_latest, until_words = fuzzy_date("until")
    until_in_words: str
    source = models.URLField(blank=True)

    #: Set by a form that saves several ties at once and asks of all of them (ownership.check_together).
    asked_together = False

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
        two = self.owner_id and self.owned_id and self.owner_id != self.owned_id  # one is refused by the row
        if two and self.type and not self.asked_together:
            check(self)
