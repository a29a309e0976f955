"""What was published: frozen when it was made. Whatever the public sees of an article comes from here."""

from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce, Least
from django.urls import reverse

from articles.models.article import LONGEST_BACKSTORY, Article
from articles.models.images import Image, Renditions
from articles.models.people import Author, Topic
from articles.querysets import EditionQuerySet, UsedQuerySet
from companies.models import Record
from facts.models import Fact

NEVER = datetime(9999, 12, 31, tzinfo=UTC)


class Edition(models.Model):
    """One published text. Its content never changes; only the times between which it is seen are set.

    `layout` is the one derived column: the body cut at its figures and record names, rebuilt at will
    (articles/layout.py), so that showing a page parses no HTML.
    """

    article = models.ForeignKey(Article, on_delete=models.PROTECT, related_name="editions")
    number = models.PositiveIntegerField()

    slug = models.CharField(max_length=120)
    headline = models.CharField(max_length=200)
    standfirst = models.TextField(blank=True)
    kind = models.CharField(max_length=10, choices=Article.Kind)
    body = models.TextField()
    text = models.TextField(help_text="The body without mark-up.")
    contents = models.JSONField(default=list, help_text="Headings: level, text, id.")
    faq = models.JSONField(default=list, help_text="Questions and answers in HTML.")
    closing = models.TextField(blank=True)
    closing_topic = models.ForeignKey(Topic, on_delete=models.PROTECT, null=True, related_name="+")
    backstory = models.CharField(max_length=LONGEST_BACKSTORY, blank=True)
    lead_image = models.ForeignKey(Image, on_delete=models.PROTECT, null=True, related_name="editions")
    lead_image_alt = models.CharField(max_length=250, blank=True)
    lead_image_credit = models.CharField(max_length=120, blank=True)
    search_title = models.CharField(max_length=120, blank=True)
    search_description = models.CharField(max_length=200, blank=True)
    reading_minutes = models.PositiveIntegerField(default=1)
    authors = models.ManyToManyField(Author, through="EditionAuthor", related_name="editions")
    topics = models.ManyToManyField(Topic, through="EditionTopic", related_name="editions")
    records = models.ManyToManyField(Record, through="EditionRecord", related_name="editions")
    facts = models.ManyToManyField(Fact, through="EditionFact", related_name="editions")

    major = models.BooleanField(default=True)
    change_note = models.TextField(blank=True)
    first_published = models.DateTimeField()
    dated = models.DateTimeField()

    visible_from = models.DateTimeField()
    replaced_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawal_note = models.TextField(blank=True)
    visible_until = models.GeneratedField(
        expression=Least(
            Coalesce(F("replaced_at"), models.Value(NEVER)),
            Coalesce(F("expires_at"), models.Value(NEVER)),
            Coalesce(F("withdrawn_at"), models.Value(NEVER)),
        ),
        output_field=models.DateTimeField(),
        db_persist=True,
    )

    layout = models.JSONField(default=dict)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    made_at = models.DateTimeField(auto_now_add=True)

    objects: Any = EditionQuerySet.as_manager()

    class Meta:
        ordering = ["-dated", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["article", "number"], name="edition_number_once"),
            models.CheckConstraint(
                condition=Q(expires_at__isnull=True) | Q(expires_at__gt=F("visible_from")),
                name="edition_expires_after_it_appears",
                violation_error_message="An edition must expire after it appears.",
            ),
        ]
        indexes = [
            # the newest live editions: home, feeds, the API's list; walked in order, the times read from the index
            models.Index(fields=["-dated", "-id", "visible_from", "visible_until"], name="edition_newest"),
            # those of a kind, newest first: the API's list
            models.Index(
                fields=["kind", "-dated", "-id", "visible_from", "visible_until"], name="edition_by_kind"
            ),
            # those that changed last: the API's list
            models.Index(fields=["-visible_from", "-id", "visible_until"], name="edition_as_updated"),
            # the newsroom's search in headlines
            models.Index(fields=["-dated", "-id", "headline", "slug"], name="edition_listed"),
            # a page by its address
            models.Index(fields=["slug", "visible_from", "visible_until"], name="edition_by_slug"),
            # the newsroom's calendar and desk: what appears on some days
            models.Index(fields=["visible_from", "visible_until"], name="edition_by_time"),
            # an article's live and waiting editions
            models.Index(fields=["article", "visible_from", "visible_until"], name="edition_by_article"),
        ]

    def __str__(self) -> str:
        return f"{self.headline}, edition {self.number}"

    def get_absolute_url(self) -> str:
        """Where it is read."""
        return reverse("articles:article", args=[self.slug])

    @property
    def texts(self) -> list[str]:
        """The texts in which it cites figures and shows pictures: its body and the answers of its FAQ."""
        return [self.body, *(entry["answer"] for entry in self.faq)]


class Used(models.Model):
    """Something that an edition uses, in order. The times repeat the edition's (articles/windows.py)."""

    position = models.PositiveIntegerField()
    visible_from = models.DateTimeField()
    visible_until = models.DateTimeField()

    objects: Any = UsedQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering = ["position"]


class EditionAuthor(Used):
    """A byline as it was published. `dated` repeats the edition's, for an index that serves author pages."""

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="bylines")
    author = models.ForeignKey(Author, on_delete=models.PROTECT, related_name="edition_rows")
    dated = models.DateTimeField()

    class Meta(Used.Meta):
        indexes = [
            # an author's articles, newest first
            models.Index(
                fields=["author", "-dated", "-edition", "visible_from", "visible_until"],
                name="edition_by_author",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.edition_id} by {self.author_id}"


class EditionTopic(Used):
    """A topic as it was published; `dated` repeats the edition's, for an index that serves topic pages."""

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="topic_rows")
    topic = models.ForeignKey(Topic, on_delete=models.PROTECT, related_name="edition_rows")
    dated = models.DateTimeField()

    class Meta(Used.Meta):
        indexes = [
            # a topic's articles, newest first
            models.Index(
                fields=["topic", "-dated", "-edition", "visible_from", "visible_until"],
                name="edition_by_topic",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.edition_id} on {self.topic_id}"


class EditionRecord(Used):
    """A record that an edition names.

    `frozen` rows were used when it was published and make the record public; others were added by a later
    index and only link, where the record is public anyway.
    """

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="record_rows")
    record = models.ForeignKey(Record, on_delete=models.PROTECT, related_name="edition_rows")
    frozen = models.BooleanField(default=True)
    times = models.PositiveIntegerField(default=1, help_text="How often it is named.")
    dated = models.DateTimeField()

    class Meta(Used.Meta):
        constraints = [
            models.UniqueConstraint(fields=["edition", "record"], name="edition_names_record_once")
        ]
        indexes = [
            # what names a record, newest first
            models.Index(
                fields=["record", "-dated", "-edition", "visible_from", "visible_until"],
                name="edition_by_record",
            ),
            # whether a record is public
            models.Index(fields=["record", "frozen", "visible_until", "visible_from"], name="record_shown"),
        ]

    def __str__(self) -> str:
        return f"{self.edition_id} names {self.record_id}"


class EditionFact(Used):
    """A fact that an edition cites, with the words used for it; its position is the number of its note."""

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="fact_rows")
    fact = models.ForeignKey(Fact, on_delete=models.PROTECT, related_name="edition_rows")
    words = models.CharField(max_length=200)

    class Meta(Used.Meta):
        constraints = [models.UniqueConstraint(fields=["edition", "fact"], name="edition_cites_fact_once")]
        indexes = [
            # whether a fact is public
            models.Index(fields=["fact", "visible_until", "visible_from"], name="fact_shown"),
        ]

    def __str__(self) -> str:
        return f"{self.edition_id} cites {self.fact_id}"


class EditionImage(Used):
    """A picture that an edition shows: its lead image, or one in its body or answers."""

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="image_rows")
    image = models.ForeignKey(Image, on_delete=models.PROTECT, related_name="edition_rows")
    renditions = models.ForeignKey(
        Renditions, on_delete=models.PROTECT, null=True, related_name="edition_rows", db_index=False
    )

    class Meta(Used.Meta):
        constraints = [models.UniqueConstraint(fields=["edition", "image"], name="edition_shows_image_once")]
        indexes = [
            # whether a picture is public
            models.Index(fields=["image", "visible_until", "visible_from"], name="image_shown"),
            # whether its renditions are
            models.Index(fields=["renditions", "visible_until", "visible_from"], name="renditions_shown"),
        ]

    def __str__(self) -> str:
        return f"{self.edition_id} shows {self.image_id}"


class ReadNext(models.Model):
    """An article that an edition leads to at its end (articles/reading_next.py), whether readers see it or not."""

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="next_rows")
    # Not held by the database: two articles that lead to each other would, published at once, wait for each other's
    # lock. An article with an edition is never deleted.
    article = models.ForeignKey(
        Article, on_delete=models.CASCADE, related_name="led_to_by", db_constraint=False
    )
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["edition", "article"], name="edition_leads_to_article_once"),
            models.UniqueConstraint(fields=["edition", "position"], name="edition_leads_in_order"),
        ]

    def __str__(self) -> str:
        return f"{self.edition_id} leads to {self.article_id}"


class Reindexing(models.Model):
    """A rebuild of mentions and how far it came: of all editions, or of those that a record's names concern."""

    record = models.ForeignKey(
        Record, on_delete=models.CASCADE, null=True, blank=True, related_name="+", help_text="Empty: all."
    )
    wanted_at = models.DateTimeField(auto_now_add=True)
    after = models.BigIntegerField(default=0, help_text="The edition that was done last.")
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(null=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = "rebuild of mentions"
        verbose_name_plural = "rebuilds of mentions"
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"Mentions of {self.record or 'all records'}"
