"""Models, their families, and what was said of their releases."""

from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext, gettext_lazy

from companies.fields import fuzzy_date, ordered, refuse_before, refuse_future
from companies.licences import licence_identifier
from companies.models.claimed import CLOSES, OPENS, ClaimedField
from companies.models.company import Company
from companies.models.record import Record


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
        RUMOURED = "rumoured", gettext_lazy("Rumoured")
        ANNOUNCED = "announced", gettext_lazy("Announced")
        PREVIEW = "preview", gettext_lazy("Preview")
        RELEASED = "released", gettext_lazy("Released")
        WITHDRAWN = "withdrawn", gettext_lazy("Withdrawn")

    class Openness(models.TextChoices):
        UNKNOWN = "", gettext_lazy("Unknown")
        CLOSED = "closed", gettext_lazy("Closed")
        API = "api", gettext_lazy("API")
        OPEN_WEIGHTS_LIMITED = "open-weights-limited", gettext_lazy("Open weights with limits")
        OPEN_WEIGHTS = "open-weights", gettext_lazy("Open weights")
        OPEN_SOURCE = "open-source", gettext_lazy("Open source")

    class Modality(models.TextChoices):
        TEXT = "text", gettext_lazy("Text")
        IMAGE = "image", gettext_lazy("Image")
        AUDIO = "audio", gettext_lazy("Audio")
        VIDEO = "video", gettext_lazy("Video")
        CODE = "code", gettext_lazy("Code")
        ACTION = "action", gettext_lazy("Action")

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
        max_length=60,
        blank=True,
        validators=[licence_identifier],
        help_text="SPDX identifier, for example Apache-2.0, or “proprietary”.",
    )
    openness = models.CharField(max_length=24, choices=Openness, default=Openness.UNKNOWN, blank=True)
    status = models.CharField(max_length=12, choices=Status, default=Status.RUMOURED)
    announced, announced_earliest, announced_latest, announced_words = fuzzy_date("announced")
    announced_in_words: str
    released, released_earliest, released_latest, released_words = fuzzy_date("released")
    released_in_words: str
    predecessor = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="successors"
    )
    weights = models.URLField("weights", blank=True, help_text="Where they can be downloaded.")
    # What follows from its claims, on each saving; the field sets those that stand after it.
    times_slipped = ClaimedField(default=0, editable=False)
    said_on = models.DateField(null=True, editable=False)
    said_from = models.DateField(null=True, editable=False)
    said_to = models.DateField(null=True, editable=False)
    # The window that the release tracker shows; null: that end is open.
    opens = models.GeneratedField(expression=OPENS, output_field=models.DateField(null=True), db_persist=True)
    closes = models.GeneratedField(
        expression=CLOSES, output_field=models.DateField(null=True), db_persist=True
    )

    class Meta:
        verbose_name = "model"
        indexes = [
            # the models index and the release lists walk by release
            models.Index(fields=["-released_earliest", "-record_ptr"], name="model_by_release"),
            # the API's list by announcement
            models.Index(fields=["-announced_earliest", "-record_ptr"], name="model_by_announcement"),
            # the release tracker, the next to close first
            models.Index(fields=["closes", "record_ptr"], name="model_by_window"),
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

    @property
    def takes_in_words(self) -> str:
        """Its modalities in; empty where they are not known."""
        return modalities_in_words(self.takes)

    @property
    def gives_in_words(self) -> str:
        """Its modalities out; empty where they are not known."""
        return modalities_in_words(self.gives)

    def clean(self) -> None:
        """Refuse a release before its announcement, another company's family, a model that follows itself."""
        from companies.succession import check_model

        super().clean()
        refuse_before(self, "released", "announced", "A model cannot be released before it was announced.")
        if self.developer_id:
            check_model(self)


def modalities_in_words(modalities: Iterable[str]) -> str:
    """Modalities within a sentence: “text, image”."""
    labels = dict(AIModel.Modality.choices)
    return gettext(", ").join(str(labels.get(one, one)).lower() for one in modalities)


class ReleaseClaim(models.Model):
    """What somebody said of a model's release. Never edited, only added; the latest is what the record shows."""

    model = models.ForeignKey(AIModel, on_delete=models.PROTECT, related_name="claims")
    status = models.CharField(max_length=12, choices=AIModel.Status)
    window, window_earliest, window_latest, window_words = fuzzy_date("window")
    window_in_words: str
    claimed_by = models.CharField(max_length=120, blank=True)
    claimed_on = models.DateField()
    source = models.URLField(blank=True)
    recorded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["claimed_on", "id"]
        indexes = [
            # a model's, as they were made
            models.Index(fields=["model", "-claimed_on", "-id"], name="claim_latest"),
        ]
        constraints = [ordered("window", "claim")]

    def __str__(self) -> str:
        return f"{self.model}: {self.window_words or self.window} ({self.claimed_on})"

    def clean(self) -> None:
        """Refuse what is said on a day to come, and a release before the model was announced."""
        refuse_future(self, "claimed_on", "Nobody can have said this yet: give the day on which it was said.")
        if self.status != AIModel.Status.RELEASED or not hasattr(self, "model"):
            return
        announced = self.model.announced_earliest
        if announced and self.window_latest and self.window_latest < announced:
            raise ValidationError(
                {"window": "The model was announced later than this: correct that date first."}
            )
