"""The working copy and what belongs to it. Nothing public reads this module's tables."""

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy

from articles.editor import body_field
from articles.models.images import Image
from articles.models.people import Author, Topic
from articles.querysets import ArticleQuerySet
from companies.models import ascii_slug

if TYPE_CHECKING:
    from articles.models.edition import Edition

#: In characters: a paragraph.
LONGEST_BACKSTORY = 1000


class Article(models.Model):
    """What editors work on. What the public sees of it is frozen in editions."""

    class Kind(models.TextChoices):
        NEWS = "news", gettext_lazy("News")
        ANALYSIS = "analysis", gettext_lazy("Analysis")
        EXPLAINER = "explainer", gettext_lazy("Explainer")
        BRIEF = "brief", gettext_lazy("Brief")

    class State(models.TextChoices):
        DRAFT = "draft"
        IN_REVIEW = "in review"
        READY = "ready"
        PUBLISHED = "published"
        ARCHIVED = "archived"

    headline = models.CharField(max_length=200)
    slug = models.CharField(max_length=120, validators=[ascii_slug])
    standfirst = models.TextField(blank=True)
    body = body_field(blank=True)
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.NEWS)
    authors = models.ManyToManyField(Author, through="Byline", related_name="articles")
    topics = models.ManyToManyField(Topic, blank=True, related_name="articles")
    lead_image = models.ForeignKey(Image, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    lead_image_alt = models.CharField("alternative text", max_length=250, blank=True)
    closing = models.TextField("closing line", blank=True)
    closing_topic = models.ForeignKey(
        Topic,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="Where “here” in the closing line leads.",
    )
    backstory = models.CharField("how this was reported", max_length=LONGEST_BACKSTORY, blank=True)
    search_title = models.CharField(max_length=120, blank=True)
    search_description = models.CharField(max_length=200, blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT, editable=False)
    reviewer = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
        help_text="Who is asked to review it.",
    )
    imported_as = models.CharField(
        max_length=64, blank=True, editable=False, help_text="SHA-256 of the file it came from."
    )
    dated = models.DateField(
        null=True, blank=True, help_text="The day its words speak from, where it is not today."
    )
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)
    version = models.PositiveIntegerField(default=0, editable=False)

    objects: Any = ArticleQuerySet.as_manager()

    if TYPE_CHECKING:
        editions: models.Manager[Edition]

    class Meta:
        ordering = ["-updated_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["imported_as"], condition=~models.Q(imported_as=""), name="article_imported_once"
            )
        ]
        indexes = [
            # the newsroom's list, the newest first, and what its search looks at: read from the index alone
            models.Index(fields=["-updated_at", "-id", "headline", "slug"], name="article_listed"),
            # the same by headline, by state and by kind
            models.Index(fields=["headline", "-id"], name="article_by_headline"),
            models.Index(fields=["state", "-updated_at", "-id"], name="article_by_state"),
            models.Index(fields=["kind", "-updated_at", "-id"], name="article_by_kind"),
        ]

    def __str__(self) -> str:
        return self.headline

    def get_absolute_url(self) -> str:
        """Where it is read once it is published."""
        return reverse("articles:article", args=[self.slug])


class Byline(models.Model):
    """An author of an article, in order."""

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="bylines")
    author = models.ForeignKey(Author, on_delete=models.PROTECT, related_name="bylines")
    position = models.PositiveIntegerField(default=0, db_index=True)

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["article", "author"],
                name="byline_once",
                violation_error_message="This author has the byline already.",
            )
        ]

    def __str__(self) -> str:
        return self.author.name


class FAQEntry(models.Model):
    """One question of our own with its answer."""

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="faq")
    question = models.CharField(max_length=300)
    answer = body_field()
    position = models.PositiveIntegerField(default=0, db_index=True)

    class Meta:
        verbose_name = "FAQ entry"
        verbose_name_plural = "FAQ"
        ordering = ["position", "id"]

    def __str__(self) -> str:
        return self.question


class Suggestion(models.Model):
    """What an import or a check offers and an editor has not decided."""

    class Kind(models.TextChoices):
        RECORD = "record"
        FACT = "fact"
        RELEASE = "release"
        LINK = "link"

    class State(models.TextChoices):
        OPEN = "open"
        ACCEPTED = "accepted"
        DISMISSED = "dismissed"

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="suggestions")
    kind = models.CharField(max_length=10, choices=Kind)
    text = models.CharField(max_length=300, help_text="The words in the text that it is about.")
    payload = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.text}"
