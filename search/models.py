"""What can be found: one row for each object that is or will be public."""

from django.db import models


class Document(models.Model):
    """The searchable form of one object. Whether it may be shown is asked of its own app at search time."""

    kind = models.CharField(max_length=20)
    object_id = models.BigIntegerField()
    names = models.TextField(help_text="Folded, a line each, with a line end before and after.")
    text = models.TextField(help_text="Folded: lower case, Chinese a character at a time.")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "object_id"], name="document_once")]

    def __str__(self) -> str:
        return f"{self.kind} {self.object_id}"
