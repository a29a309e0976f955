"""What can be found: one row for each object that is or will be public."""

from django.db import models
from django.db.models import DB_CASCADE


class Document(models.Model):
    """The searchable form of one object. Whether it may be shown is asked of its own app at search time.

    The database keeps the full-text index of `title` and `terms` by itself, in the statement that writes a row
    (search/migrations/0003_full_text.py).
    """

    kind = models.CharField(max_length=20)
    object_id = models.BigIntegerField()
    names = models.TextField(help_text="Folded, a line each, with a line end before and after.")
    text = models.TextField(help_text="Folded: lower case, Chinese a character at a time.")
    title = models.TextField(default="", help_text="The terms of its names, and their words as they are.")
    terms = models.TextField(default="", help_text="The terms of its names and its text, in order.")
    dated = models.DateField(null=True, help_text="Its day, where it has one.")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "object_id"], name="document_once")]
        indexes = [models.Index("kind", "dated", "object_id", name="document_by_day")]

    def __str__(self) -> str:
        return f"{self.kind} {self.object_id}"


class Name(models.Model):
    """A name of something that is looked for by name, or a word of one."""

    document = models.ForeignKey(Document, on_delete=DB_CASCADE, related_name="called")
    key = models.CharField(max_length=200, help_text="Its letters and figures alone, in lower case.")
    text = models.CharField(max_length=200)
    whole = models.BooleanField(help_text="A name, not a word of one.")

    class Meta:
        indexes = [models.Index("key", "whole", name="name_by_key")]

    def __str__(self) -> str:
        return self.text
