"""Who is called when something public changes, and what became of each call."""

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils import timezone

from changes.models import Change
from changes.reaching import Forbidden, outside
from webhooks.events import TEST, Event
from webhooks.querysets import DeliveryQuerySet, EndpointQuerySet


class Endpoint(models.Model):
    """An address of somebody's program that wants to be told.

    looked_until: until when the log was looked through for it; busy_until: how long whoever sends to it may take.
    """

    address = models.URLField(
        max_length=500, help_text="Where we POST to: https://, and on the public internet."
    )
    description = models.CharField(
        max_length=200, blank=True, help_text="Whose it is and what for. For us alone."
    )
    mail = models.EmailField(
        "mail address",
        help_text="Who is told when we stop calling it, because it failed for five days or is gone.",
    )
    sealed = models.TextField("secret", editable=False)
    sealed_before = models.TextField("secret before", blank=True, editable=False)
    rotated_at = models.DateTimeField(null=True, editable=False)
    made_at = models.DateTimeField(default=timezone.now, editable=False)
    looked_until = models.DateTimeField(default=timezone.now, editable=False)
    busy_until = models.DateTimeField(null=True, editable=False)
    succeeded_at = models.DateTimeField(null=True, editable=False)
    failing_since = models.DateTimeField(null=True, editable=False)
    disabled_at = models.DateTimeField(null=True, editable=False)
    disabled_because = models.CharField(max_length=200, blank=True, editable=False)
    told_at = models.DateTimeField(null=True, editable=False)

    objects: Any = EndpointQuerySet.as_manager()

    class Meta:
        ordering = ["address"]
        constraints = [
            models.UniqueConstraint(
                fields=["address"],
                name="endpoint_address_once",
                violation_error_message="There is an endpoint with this address already: change what that one wants.",
            ),
            models.CheckConstraint(
                condition=Q(disabled_at=None, disabled_because="")
                | Q(disabled_at__isnull=False) & ~Q(disabled_because=""),
                name="endpoint_disabled_for_a_reason",
                violation_error_message="Say why the endpoint is disabled.",
            ),
        ]

    def __str__(self) -> str:
        return self.address

    def clean(self) -> None:
        """Refuse an address that is none of the public web’s; what its name leads to is asked at each call."""
        try:
            parts = outside(self.address)
        except Forbidden as reason:
            raise ValidationError({"address": f"We cannot call this address. {reason}"}) from reason
        if parts.scheme != "https" and settings.BEHIND_TLS:
            raise ValidationError(
                {"address": "Give an address that begins with https://: nobody reads along there."}
            )

    @property
    def is_active(self) -> bool:
        """Whether it is called."""
        return self.disabled_at is None


class Wanted(models.Model):
    """An event that an endpoint wants to be told of, and since when: of what was before, it hears nothing."""

    endpoint = models.ForeignKey(Endpoint, on_delete=models.DB_CASCADE, related_name="wanted")
    event = models.CharField(max_length=30, choices=Event)
    since = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = "event that it wants"
        verbose_name_plural = "events that it wants"
        constraints = [models.UniqueConstraint(fields=["endpoint", "event"], name="wanted_once")]

    def __str__(self) -> str:
        return self.event


class Only(models.Model):
    """Something that an endpoint wants to hear of alone, besides others like it; without any it hears of everything."""

    endpoint = models.ForeignKey(Endpoint, on_delete=models.DB_CASCADE, related_name="only")
    about = models.CharField(max_length=20)
    about_id = models.BigIntegerField()

    class Meta:
        ordering = ["id"]
        verbose_name = "thing that it hears of alone"
        verbose_name_plural = "things that it hears of alone"
        constraints = [
            models.UniqueConstraint(fields=["endpoint", "about", "about_id"], name="only_once"),
        ]

    def __str__(self) -> str:
        return f"{self.about}/{self.about_id}"


class Delivery(models.Model):
    """One message to one endpoint: an event of a row of the log, or a test. What it says is written when it is sent.

    The row is there once for each; a row of the log that is cancelled as its time comes takes it along, in the
    database, so that neither waits for the other.
    """

    class State(models.TextChoices):
        WAITING = "waiting", "Waiting"
        HELD = "held", "Waits until readers see it"
        DELIVERED = "delivered", "Delivered"
        GIVEN_UP = "given up", "Given up"
        PASSED = "passed", "Not told: readers do not see it"
        DROPPED = "dropped", "Not told: no longer wanted"

    endpoint = models.ForeignKey(Endpoint, on_delete=models.DB_CASCADE, related_name="deliveries")
    change = models.ForeignKey(Change, on_delete=models.DB_CASCADE, null=True, related_name="+")
    event = models.CharField(max_length=30, choices=[*Event.choices, (TEST, "Test")])
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    noted_at = models.DateTimeField(default=timezone.now)
    due_at = models.DateTimeField(default=timezone.now)
    tries = models.PositiveSmallIntegerField(default=0)
    delivered_at = models.DateTimeField(null=True)

    objects: Any = DeliveryQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        verbose_name_plural = "deliveries"
        constraints = [
            models.UniqueConstraint(fields=["endpoint", "change", "event"], name="delivery_once"),
            models.CheckConstraint(
                condition=Q(change=None, event=TEST) | Q(change__isnull=False) & ~Q(event=TEST),
                name="delivery_of_a_change",
                violation_error_message="A message tells of a change, unless it is a test.",
            ),
            models.CheckConstraint(
                condition=Q(state="delivered", delivered_at__isnull=False)
                | ~Q(state="delivered") & Q(delivered_at=None),
                name="delivery_has_its_time",
                violation_error_message="What was delivered has a time at which it was.",
            ),
        ]
        indexes = [
            # what is to be sent next to an endpoint
            models.Index(fields=["endpoint", "state", "due_at"], name="delivery_due"),
            # the list in the admin, by state and by event, and what is old enough to be forgotten
            models.Index(fields=["state", "id"], name="delivery_by_state"),
            models.Index(fields=["event", "id"], name="delivery_by_event"),
            models.Index(fields=["noted_at"], name="delivery_noted"),
        ]

    def __str__(self) -> str:
        return f"{self.event} to {self.endpoint}"

    @property
    def message_id(self) -> str:
        """By which its receiver knows it again, however often it comes."""
        what = self.event.replace(".", "_")
        return f"test_{self.pk}" if self.change_id is None else f"chg_{self.change_id}_{what}"


class Attempt(models.Model):
    """One try to deliver. status: of what was answered, if anything was; said: how that began, or why nothing was."""

    delivery = models.ForeignKey(Delivery, on_delete=models.DB_CASCADE, related_name="attempts")
    at = models.DateTimeField()
    status = models.PositiveSmallIntegerField(null=True)
    said = models.CharField(max_length=500, blank=True)
    milliseconds = models.PositiveIntegerField()

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return str(self.status or self.said)


class Hub(models.Model):
    """The WebSub hub, up to which row of the log it was looked what it is to be told, and who calls it until when."""

    address = models.URLField(max_length=500, unique=True)
    mark = models.TextField()
    busy_until = models.DateTimeField(null=True)

    objects: Any = models.Manager()

    def __str__(self) -> str:
        return self.address


class Ping(models.Model):
    """An address of a feed that changed, of which the hub is to be told. It goes when the hub took it."""

    hub = models.ForeignKey(Hub, on_delete=models.DB_CASCADE, related_name="pings")
    feed = models.CharField(max_length=200)
    noted_at = models.DateTimeField()
    tries = models.PositiveIntegerField(default=0)

    objects: Any = models.Manager()

    class Meta:
        ordering = ["noted_at", "pk"]
        constraints = [models.UniqueConstraint(fields=["hub", "feed"], name="ping_once")]

    def __str__(self) -> str:
        return self.feed
