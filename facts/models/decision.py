"""What editors decided between figures of one thing and one time."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from facts.models.fact import Fact


class NoDispute(models.Model):
    """That two facts which look as if they contradict each other do not, and why: they are not offered again."""

    one = models.ForeignKey(Fact, on_delete=models.CASCADE, related_name="settled_with_later")
    other = models.ForeignKey(Fact, on_delete=models.CASCADE, related_name="settled_with_earlier")
    because = models.CharField(max_length=300)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["one", "other"],
                name="nodispute_once",
                violation_error_message="That was decided already.",
            ),
            models.CheckConstraint(
                # A pair has one order, so that it is kept once.
                condition=Q(one__lt=F("other")),
                name="nodispute_earlier_first",
                violation_error_message="Name the fact that was recorded first as the first.",
            ),
            models.CheckConstraint(
                condition=~Q(because=""),
                name="nodispute_with_a_reason",
                violation_error_message="Say why it is no dispute.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.one_id} beside {self.other_id}: {self.because}"


class Preference(models.Model):
    """That the site uses this fact before others of its series and time, and why; else the rule decides."""

    fact = models.OneToOneField(Fact, on_delete=models.CASCADE, related_name="preference")
    because = models.CharField(max_length=200)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(because=""),
                name="preference_with_a_reason",
                violation_error_message="Say why the site uses this value: readers are told.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.fact_id}: {self.because}"
