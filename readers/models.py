"""What readers did lately, as numbers without names."""

from django.db import models


class Tally(models.Model):
    """How often something was done from one place until a time; a row once, however often.

    whose: a mark of a network, a digest of an address, or nothing where all are counted together.
    """

    what = models.CharField(max_length=20)
    whose = models.CharField(max_length=64, blank=True)
    until = models.DateTimeField()
    number = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["what", "whose", "until"], name="tally_once")]
        indexes = [models.Index(fields=["until"], name="tally_by_end")]

    def __str__(self) -> str:
        return f"{self.number} × {self.what} until {self.until}"
