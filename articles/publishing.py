"""Publishing: what the public sees of an article, and between which times.

Every verb locks the article's row, changes its editions and writes the log of public changes in one
transaction, so two who publish at once come one after the other, and a process that dies leaves all or nothing.
At each moment at most one edition of an article is live: a new one begins where the one before it ends.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from articles import bodies, checks, figures, renditions
from articles.indexing import choose_read_next, drop_what_is_over, index, put_in_search
from articles.models import (
    Article,
    Edition,
    EditionAuthor,
    EditionFact,
    EditionImage,
    EditionRecord,
    EditionTopic,
    Image,
    Override,
    Renditions,
)
from articles.revisions import save_revision
from articles.windows import retime
from changes import addresses, log
from changes.models import Change
from companies.locks import are_there
from companies.naming import matcher
from facts.holding import hold
from facts.models import Fact

Follow = Callable[[Edition], object]

_followers: list[Follow] = []


def when_lost(follow: Follow) -> None:
    """Name what apps further up the arrows do when a waiting edition goes because its article is withdrawn."""
    _followers.append(follow)


class PublishingRefused(ValueError):
    """The article cannot be published, moved or withdrawn as asked; the message says why."""


@transaction.atomic
def publish(
    article: Article,
    *,
    by: User | None,
    at: datetime | None = None,
    dated: datetime | None = None,
    note: str = "",
    major: bool = True,
    expires_at: datetime | None = None,
    all_the_same: str = "",
) -> Edition:
    """Freeze the working copy as a new edition, seen from `at` (now, if it is not given or past).

    dated: the date that readers see; a first or major edition takes `at` where it is not given, a minor
    one keeps the date of the edition before. note: what changed; demanded of a major change of a live article.
    all_the_same: why it is published although the checklist requires what it lacks; kept with what was open.
    A waiting edition is cancelled: its older text must not come back over this one.
    Returns the edition. Raises PublishingRefused.
    """
    article = Article.objects.select_for_update().get(pk=article.pk)
    now = timezone.now()
    starts = max(at or now, now)
    _cancel_waiting(article, now)
    before = Edition.objects.live(starts).filter(article=article).first()
    _check(article, before, major=major, note=note, starts=starts, expires_at=expires_at)
    overridden = _overridden(article, starts, all_the_same)
    if before is not None:
        retime(Edition.objects.filter(pk=before.pk), replaced_at=starts)
    edition = _freeze(
        article, before, by=by, starts=starts, dated=dated, note=note, major=major, expires_at=expires_at
    )
    if overridden:
        _keep_override(edition, overridden, all_the_same)
    drop_what_is_over(article, now)
    _reserve_slug(article)
    _tell(edition, first=before is None, note=note, major=major)
    _tell_ends(article, now)
    article.state = Article.State.PUBLISHED
    article.save(update_fields=["state", "updated_at"])
    save_revision(article, by=by, why=f"Published as edition {edition.number}")
    _forget_version_after_commit()
    return edition


def schedule(article: Article, *, by: User | None, at: datetime, **settings: Any) -> Edition:
    """Publish at a time to come; raises PublishingRefused where it has passed."""
    if at <= timezone.now():
        raise PublishingRefused("The time must be in the future. To publish now, choose Publish.")
    return publish(article, by=by, at=at, **settings)


@transaction.atomic
def move(article: Article, *, to: datetime, by: User | None) -> Edition:
    """Move the waiting edition to another time to come, before it expires. Raises PublishingRefused."""
    Article.objects.select_for_update().get(pk=article.pk)
    now = timezone.now()
    waiting = _waiting(article, now)
    if to <= now:
        raise PublishingRefused("The time must be in the future. To publish now, choose Publish.")
    if waiting.expires_at and to >= waiting.expires_at:
        raise PublishingRefused("The time must come before the edition expires.")
    # Which edition it replaces depends on the time: one that expires before it is not replaced by it.
    others = Edition.objects.filter(article=article).exclude(pk=waiting.pk)
    retime(others.filter(replaced_at=waiting.visible_from), replaced_at=None)
    retime(others.live(to), replaced_at=to)
    was_dated_by_time = waiting.dated == waiting.visible_from
    waiting.visible_from = to
    if was_dated_by_time:
        waiting.dated = to
    if waiting.number == 1 or waiting.first_published > now:
        waiting.first_published = to
    waiting.save(update_fields=["visible_from", "dated", "first_published"])
    retime(Edition.objects.filter(pk=waiting.pk))
    for rows in (waiting.bylines, waiting.topic_rows, waiting.record_rows):
        rows.update(dated=waiting.dated)
    log.move_waiting("article", article.pk, kinds=[Change.Kind.PUBLISHED, Change.Kind.UPDATED], at=to)
    _tell_ends(article, now)
    _forget_version_after_commit()
    return waiting


@transaction.atomic
def cancel(article: Article, *, by: User | None) -> None:
    """Cancel the waiting edition; what is live stays. Raises PublishingRefused where none waits."""
    article = Article.objects.select_for_update().get(pk=article.pk)
    now = timezone.now()
    _waiting(article, now)
    _cancel_waiting(article, now)
    drop_what_is_over(article, now)
    _tell_ends(article, now)
    _settle_state(article, now)
    _forget_version_after_commit()


@transaction.atomic
def withdraw(article: Article, *, by: User | None, note: str) -> Edition:
    """Take an article out of the public, at once; its address answers 410 with the note.

    A waiting edition is cancelled too. Returns the edition that was live. Raises PublishingRefused where
    the article is not live or the note is empty.
    """
    article = Article.objects.select_for_update().get(pk=article.pk)
    now = timezone.now()
    if not note.strip():
        raise PublishingRefused("Say in a note to readers why the article is withdrawn.")
    lost = _cancel_waiting(article, now)
    edition = Edition.objects.live(now).filter(article=article).first()
    if edition is None:
        raise PublishingRefused("Only an article that readers can see can be withdrawn.")
    if lost:
        for follow in _followers:
            follow(lost)
    edition.withdrawn_at, edition.withdrawal_note = now, note.strip()
    edition.save(update_fields=["withdrawn_at", "withdrawal_note"])
    retime(Edition.objects.filter(pk=edition.pk))
    drop_what_is_over(article, now)
    _tell_ends(article, now)
    log.record(
        Change.Kind.WITHDRAWN,
        about="article",
        about_id=article.pk,
        note=note.strip(),
        address=edition.get_absolute_url(),
    )
    _settle_state(article, now)
    _forget_version_after_commit()
    return edition


def _check(
    article: Article,
    before: Edition | None,
    *,
    major: bool,
    note: str,
    starts: datetime,
    expires_at: datetime | None,
) -> None:
    """Refuse what must not be published, with one sentence."""
    if not bodies.plain(article.headline):
        raise PublishingRefused("The headline is empty.")
    if not article.slug:
        raise PublishingRefused("The slug is empty: the article would have no address.")
    if not bodies.text_of(article.body):
        raise PublishingRefused("The body is empty.")
    if before is not None and major and not note.strip():
        raise PublishingRefused("Say in a note what changed: readers of the live article are told.")
    if expires_at is not None and expires_at <= starts:
        raise PublishingRefused("The article would expire before it appears.")


def _overridden(article: Article, starts: datetime, all_the_same: str) -> list[checks.Finding]:
    """What the checklist requires and a reason overrides; refuse where there is such and no reason."""
    findings = checks.required(article, starts)
    if findings and not bodies.plain(all_the_same):
        raise PublishingRefused(checks.refusal(findings))
    return findings


def _keep_override(edition: Edition, findings: list[checks.Finding], reason: str) -> None:
    Override.objects.create(
        edition=edition,
        reason=bodies.plain(reason)[:300],
        findings=[finding.as_json for finding in findings],
        by=edition.published_by,
    )


def _waiting(article: Article, now: datetime) -> Edition:
    waiting = Edition.objects.waiting(now).filter(article=article).first()
    if waiting is None:
        raise PublishingRefused("No edition of this article waits for its time.")
    return waiting


def _cancel_waiting(article: Article, now: datetime) -> Edition | None:
    """Give the waiting edition an empty window, and the one that it would have replaced its end back."""
    waiting: Edition | None = Edition.objects.waiting(now).filter(article=article).first()
    if waiting is None:
        return None
    retime(Edition.objects.filter(article=article, replaced_at=waiting.visible_from), replaced_at=None)
    retime(Edition.objects.filter(pk=waiting.pk), withdrawn_at=now)
    log.move_waiting("article", article.pk, kinds=[Change.Kind.PUBLISHED, Change.Kind.UPDATED], at=None)
    if not Edition.objects.begun(now).filter(article=article, slug=waiting.slug).exists():
        addresses.release("article", waiting.slug, article.pk)
    return waiting


def _settle_state(article: Article, now: datetime) -> None:
    """A working copy of which nothing is out goes back to draft."""
    if not Edition.objects.live(now).filter(article=article).exists():
        article.state = Article.State.DRAFT
        article.save(update_fields=["state", "updated_at"])


def _freeze(
    article: Article,
    before: Edition | None,
    *,
    by: User | None,
    starts: datetime,
    dated: datetime | None,
    note: str,
    major: bool,
    expires_at: datetime | None,
) -> Edition:
    """Make the edition and its rows from the working copy. What it cites and shows must exist."""
    first = Edition.objects.begun(starts).filter(article=article).order_by("number").first()
    number = (Edition.objects.filter(article=article).aggregate(newest=Max("number"))["newest"] or 0) + 1
    shown = dated or (before.dated if before is not None and not major else starts)
    body = bodies.clean(article.body)
    faq = [{"question": e.question, "answer": bodies.clean(e.answer)} for e in article.faq.all()]
    edition = Edition(
        article=article,
        number=number,
        slug=article.slug,
        headline=bodies.plain(article.headline),
        standfirst=bodies.plain(article.standfirst),
        kind=article.kind,
        body=body,
        text=bodies.text_of(body),
        faq=faq,
        closing=bodies.plain(article.closing),
        closing_topic_id=article.closing_topic_id,
        lead_image_id=article.lead_image_id,
        lead_image_alt=article.lead_image_alt,
        lead_image_credit=article.lead_image.credit if article.lead_image else "",
        search_title=article.search_title,
        search_description=article.search_description,
        major=major,
        change_note=bodies.plain(note),
        first_published=first.first_published if first else min(starts, shown),
        dated=shown,
        visible_from=starts,
        expires_at=expires_at,
        published_by=by,
    )
    edition.reading_minutes = bodies.reading_minutes(edition.text)
    facts, records = _lay_out(edition)
    images = _images(edition)
    topics = list(article.topics.order_by("name").values_list("id", flat=True))
    edition.read_next = choose_read_next(edition, records=records, topics=topics)
    edition.save()
    _add_rows(article, edition, facts, records, topics, images)
    hold(facts)
    put_in_search(edition)
    return edition


def _lay_out(edition: Edition) -> tuple[dict[int, str], list[int]]:
    """Index the edition; returns the facts it cites with their words, and the records it uses, which stay there.

    The notes name what the cited facts are about, so the edition uses those records. Whoever merges one of them
    at this moment comes first, and its names are another's then.
    """
    while True:
        facts, records = index(edition, matcher())
        known = _cited(edition)
        used = list(dict.fromkeys([*records, *(known[pk].subject_id for pk in facts)]))
        if are_there(used):
            return facts, used


def _cited(edition: Edition) -> dict[int, Fact]:
    """The facts that go out with an edition, in its own texts and those shown with it; each figure is right."""
    own = dict.fromkeys((edition.body, *(entry["answer"] for entry in edition.faq)), "")
    texts = own | {text: place for place, text in figures.all_shown_with(edition.article_id).items()}
    known = figures.cited(texts)
    for text, place in texts.items():
        if fault := figures.fault(text, known):
            raise PublishingRefused(f"{place}: {fault}" if place else fault)
    return known


def _images(edition: Edition) -> list[int]:
    """The pictures that the edition shows: its lead image, and those in its body and answers."""
    texts = [edition.body, *(entry["answer"] for entry in edition.faq)]
    inside = [picture for text in texts for picture in bodies.pictures(text)]
    known = Image.objects.in_bulk([picture.image for picture in inside])
    for picture in inside:
        if picture.image not in known or known[picture.image].address != picture.address:
            raise PublishingRefused(f"The picture “{picture.address}” in the text does not exist.")
    lead = [edition.lead_image_id] if edition.lead_image_id else []
    return list(dict.fromkeys([*lead, *(picture.image for picture in inside)]))


def _add_rows(
    article: Article,
    edition: Edition,
    facts: dict[int, str],
    records: list[int],
    topics: list[int],
    images: list[int],
) -> None:
    """Bylines, topics, facts, records and pictures of an edition, each in order. An insert for each kind."""
    window = {"visible_from": edition.visible_from, "visible_until": edition.visible_until}
    EditionAuthor.objects.bulk_create(
        EditionAuthor(edition=edition, author_id=pk, position=n, dated=edition.dated, **window)
        for n, pk in enumerate(article.bylines.values_list("author_id", flat=True))
    )
    EditionTopic.objects.bulk_create(
        EditionTopic(edition=edition, topic_id=pk, position=n, dated=edition.dated, **window)
        for n, pk in enumerate(topics)
    )
    EditionFact.objects.bulk_create(
        EditionFact(edition=edition, fact_id=pk, position=n, words=words[:200], **window)
        for n, (pk, words) in enumerate(facts.items(), start=1)
    )
    EditionRecord.objects.bulk_create(
        EditionRecord(edition=edition, record_id=pk, position=n, dated=edition.dated, **window)
        for n, pk in enumerate(records)
    )
    made = dict(Renditions.objects.as_today().filter(image__in=images).values_list("image_id", "id"))
    EditionImage.objects.bulk_create(
        EditionImage(edition=edition, image_id=pk, renditions_id=made.get(pk), position=n, **window)
        for n, pk in enumerate(images)
    )
    renditions.want_missing(set(images) - made.keys())


def _reserve_slug(article: Article) -> None:
    try:
        addresses.claim("article", article.slug, article.pk)
    except addresses.AddressTaken as reason:
        raise PublishingRefused(str(reason)) from reason


def _tell(edition: Edition, *, first: bool, note: str, major: bool) -> None:
    """Write the change log's row for a new edition: that it appears."""
    log.record(
        Change.Kind.PUBLISHED if first else Change.Kind.UPDATED,
        about="article",
        about_id=edition.article_id,
        address=edition.get_absolute_url(),
        title=edition.headline,
        note=bodies.plain(note),
        silent=not major and not first,
        at=edition.visible_from,
    )


def _tell_ends(article: Article, now: datetime) -> None:
    """Write the change log's rows for the expiries to come, anew: of a live edition and of a waiting one.

    Both, since one may expire before the other appears; none of one that is replaced before.
    """
    log.move_waiting("article", article.pk, kinds=[Change.Kind.EXPIRED], at=None)
    ends = Edition.objects.ending(now).filter(article=article).values_list("expires_at", flat=True)
    for end in ends:
        log.record(Change.Kind.EXPIRED, about="article", about_id=article.pk, silent=True, at=end)


def _forget_version_after_commit() -> None:
    """This worker shows its own change at once; the others notice within a second."""
    transaction.on_commit(log.forget_version)
