"""What each question asks, a row for each term, so that the database finds those that ask the same."""

from django.db import models

from questions.models.question import Question


class Term(models.Model):
    """One thing that a question names or asks, in its language (matching.understanding). Derived from its text."""

    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="terms")
    term = models.CharField(max_length=80)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["term", "question"], name="term_once_a_question")]

    def __str__(self) -> str:
        return self.term
