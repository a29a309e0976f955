"""Interests in companies, of the house or of an author, and that an author has declared theirs."""

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy

from articles.bodies import plain
from articles.models.people import Author
from articles.querysets import InterestQuerySet
from companies.models import Company


class Interest(models.Model):
    """An interest in a company, and the line that tells readers of it. Once readers saw the line, only its end is set.

    An author's own is nobody's business until something of theirs names the company: then readers are told.
    """

    class Sort(models.TextChoices):
        SHARES = "shares", "holds shares in it"
        INVESTOR = "investor", "it has invested in us"
        EMPLOYMENT = "employment", "works or worked for it"
        SPONSOR = "sponsor", "is sponsored by it"
        CLIENT = "client", "it is a client"
        LICENCE = "licence", "has a licence deal with it"
        CLOSE = "close", "somebody close works for it"
        OTHER = "other", "something else"

    author = models.ForeignKey(
        Author,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="interests",
        help_text="Whose interest it is. Empty: that of the house.",
    )
    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="interests")
    sort = models.CharField("kind", max_length=12, choices=Sort)
    line = models.CharField(
        "disclosure line",
        max_length=300,
        blank=True,
        help_text="What readers are told, as a sentence. Empty: a sentence that says the kind.",
    )
    since = models.DateField(null=True, blank=True, help_text="Empty: it always was.")
    until = models.DateField(
        null=True, blank=True, help_text="The last day. What was published before keeps its line."
    )
    declared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )
    declared_at = models.DateTimeField(auto_now_add=True)

    objects: Any = InterestQuerySet.as_manager()

    class Meta:
        ordering = ["author__name", "company__name", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(since__isnull=True) | Q(until__isnull=True) | Q(since__lte=F("until")),
                name="interest_ends_after_it_begins",
                violation_error_message="An interest cannot end before it began.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.holder}: {self.get_sort_display()}, {self.company}"

    @property
    def holder(self) -> str:
        """Whose it is, as readers know them."""
        return self.author.name if self.author else settings.SITE_NAME

    def clean(self) -> None:
        """Fill the line where it is left empty."""
        super().clean()
        self.line = plain(self.line)
        if self.line or not self.company_id:
            return
        if self.sort == self.Sort.OTHER:
            raise ValidationError({"line": "Say in a sentence what the interest is: readers see it."})
        told = {"who": self.holder, "company": self.company.name}
        self.line = str(SENTENCES[self.sort] % told) if self.sort in SENTENCES else ""


#: What readers are told where nobody wrote a line.
SENTENCES: dict[str, Any] = {
    Interest.Sort.SHARES: gettext_lazy("%(who)s holds shares in %(company)s."),
    Interest.Sort.INVESTOR: gettext_lazy("%(company)s has invested in %(who)s."),
    Interest.Sort.EMPLOYMENT: gettext_lazy("%(who)s works or worked for %(company)s."),
    Interest.Sort.SPONSOR: gettext_lazy("%(who)s is sponsored by %(company)s."),
    Interest.Sort.CLIENT: gettext_lazy("%(company)s is a client of %(who)s."),
    Interest.Sort.LICENCE: gettext_lazy("%(who)s has a licence deal with %(company)s."),
    Interest.Sort.CLOSE: gettext_lazy("Somebody close to %(who)s works for %(company)s."),
}


class Declaration(models.Model):
    """That an author declared their interests on a day: none, or those on record. It holds for a year."""

    author = models.ForeignKey(Author, on_delete=models.CASCADE, related_name="declarations")
    nothing = models.BooleanField("has none", default=False)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )
    at = models.DateTimeField("declared on", auto_now_add=True)

    class Meta:
        verbose_name = "declaration of interests"
        verbose_name_plural = "declarations of interests"
        ordering = ["-at", "-id"]

    def __str__(self) -> str:
        return f"{self.author}: {'none' if self.nothing else 'those on record'}"

    def clean(self) -> None:
        """Refuse what the record of interests says otherwise."""
        super().clean()
        if not self.author_id:
            return
        held = Interest.objects.filter(author=self.author_id).held(timezone.localdate()).count()
        if self.nothing and held:
            raise ValidationError(
                {
                    "nothing": f"{self.author} has {held} on record. End what is over, or declare those on record."
                }
            )
        if not self.nothing and not held:
            raise ValidationError(
                {"nothing": f"{self.author} has none on record. Add each interest first, or declare none."}
            )
