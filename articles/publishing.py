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
from django.utils import timezone

from articles import bodies, checks, workflow
from articles.freezing import PublishingRefused, freeze
from articles.indexing import drop_what_is_over
from articles.models import Article, Edition, Override
from articles.revisions import save_revision
from articles.seen import refuse_unseen
from articles.windows import retime
from changes import addresses, log
from changes.corrections import CorrectionRefused, Said, Thing, checked, correct
from changes.models import Change

__all__ = ["PublishingRefused", "cancel", "move", "publish", "schedule", "when_lost", "withdraw"]

Follow = Callable[[Edition], object]

_followers: list[Follow] = []


def when_lost(follow: Follow) -> None:
    """Name what apps further up the arrows do when a waiting edition goes because its article is withdrawn."""
    _followers.append(follow)


#: What the log calls it when an edition appears.
APPEARS = [Change.Kind.PUBLISHED, Change.Kind.UPDATED, Change.Kind.CORRECTED]


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
    as_seen: str = "",
    correction: Said | None = None,
) -> Edition:
    """Freeze the working copy as a new edition, seen from `at` (now, if it is not given or past).

    dated: the date that readers see; a first or major edition takes `at` where it is not given, a minor
    one keeps the date of the edition before. note: what changed; demanded of a major change of a live article.
    all_the_same: why it is published although the checklist requires what it lacks; kept with what was open.
    as_seen: how the article stood when it was looked at (articles.seen); refused where it does not any more.
    correction: what the live edition has wrong and what is right; readers are told when the new one appears.
    A waiting edition is cancelled: its older text must not come back over this one.
    Returns the edition. Raises PublishingRefused.
    """
    article = _locked(article, "publish", by)
    now = timezone.now()
    if as_seen:
        refuse_unseen(article, as_seen, now)
    starts = max(at or now, now)
    _cancel_waiting(article, now)
    before = Edition.objects.live(starts).filter(article=article).first()
    _check(article, before, major=major, note=note, starts=starts, expires_at=expires_at, corrects=correction)
    overridden = _overridden(article, starts, all_the_same)
    if before is not None:
        retime(Edition.objects.filter(pk=before.pk), replaced_at=starts)
    edition = freeze(
        article, before, by=by, starts=starts, dated=dated, note=note, major=major, expires_at=expires_at
    )
    if overridden:
        _keep_override(edition, overridden, all_the_same)
    drop_what_is_over(article, now)
    _reserve_slug(article)
    _tell(edition, first=before is None, note=note, major=major, correction=correction)
    _tell_ends(article, now)
    _settle(article, Article.State.PUBLISHED, "publish", by=by, comment=note)
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
    _locked(article, "reschedule", by)
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
    log.move_waiting("article", article.pk, kinds=APPEARS, at=to)
    _tell_ends(article, now)
    _forget_version_after_commit()
    return waiting


@transaction.atomic
def cancel(article: Article, *, by: User | None) -> None:
    """Cancel the waiting edition; what is live stays. Raises PublishingRefused where none waits."""
    article = _locked(article, "reschedule", by)
    now = timezone.now()
    _waiting(article, now)
    _cancel_waiting(article, now)
    drop_what_is_over(article, now)
    _tell_ends(article, now)
    _back_to_draft(article, now, "cancel", by=by)
    _forget_version_after_commit()


@transaction.atomic
def withdraw(article: Article, *, by: User | None, note: str) -> Edition:
    """Take an article out of the public, at once; its address answers 410 with the note.

    A waiting edition is cancelled too. Returns the edition that was live. Raises PublishingRefused where
    the article is not live or the note is empty.
    """
    article = _locked(article, "withdraw", by)
    now = timezone.now()
    if not bodies.plain(note):
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
    _back_to_draft(article, now, "withdraw", by=by, comment=note)
    _forget_version_after_commit()
    return edition


def _locked(article: Article, action: workflow.Action, by: User | None) -> Article:
    """The article as it is now, locked, for whoever may do this. Raises NotAllowed."""
    article = Article.objects.select_for_update().get(pk=article.pk)
    if by is not None:
        workflow.demand(by, action, article)
    return article


def _check(
    article: Article,
    before: Edition | None,
    *,
    major: bool,
    note: str,
    starts: datetime,
    expires_at: datetime | None,
    corrects: Said | None,
) -> None:
    """Refuse what must not be published, with one sentence."""
    if not bodies.plain(article.headline):
        raise PublishingRefused("The headline is empty.")
    if not article.slug:
        raise PublishingRefused("The slug is empty: the article would have no address.")
    if not bodies.text_of(article.body):
        raise PublishingRefused("The body is empty.")
    if corrects:
        _check_correction(corrects, before, major=major)
    elif before is not None and major and not bodies.plain(note):
        raise PublishingRefused("Say in a note what changed: readers of the live article are told.")
    if expires_at is not None and expires_at <= starts:
        raise PublishingRefused("The article would expire before it appears.")


def _check_correction(said: Said, before: Edition | None, *, major: bool) -> None:
    if before is None:
        raise PublishingRefused(
            "Readers see no edition that could be corrected: publish without a correction."
        )
    if not major:
        raise PublishingRefused("A correction is no minor change: readers are told of it.")
    try:
        checked(said)
    except CorrectionRefused as reason:
        raise PublishingRefused(str(reason)) from reason


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
    log.move_waiting("article", article.pk, kinds=APPEARS, at=None)
    if not Edition.objects.begun(now).filter(article=article, slug=waiting.slug).exists():
        addresses.release("article", waiting.slug, article.pk)
    return waiting


def _settle(article: Article, to: str, verb: str, *, by: User | None, comment: str = "") -> None:
    """Put the working copy into a state; how it came there is kept where it was in another."""
    if article.state == to:
        article.save(update_fields=["updated_at"])
    else:
        workflow.tell([workflow.keep(article, verb, to=to, by=by, comment=comment)])


def _back_to_draft(article: Article, now: datetime, verb: str, *, by: User | None, comment: str = "") -> None:
    """A working copy of which nothing is out goes back to draft."""
    if not Edition.objects.live(now).filter(article=article).exists():
        _settle(article, Article.State.DRAFT, verb, by=by, comment=comment)


def _reserve_slug(article: Article) -> None:
    try:
        addresses.claim("article", article.slug, article.pk)
    except addresses.AddressTaken as reason:
        raise PublishingRefused(str(reason)) from reason


def _tell(edition: Edition, *, first: bool, note: str, major: bool, correction: Said | None) -> None:
    """Write the change log's row for a new edition: that it appears, or what it corrects."""
    told = Thing("article", edition.article_id, edition.headline, edition.get_absolute_url())
    note = bodies.plain(note)
    if correction:
        correct(correction, touches=[told], by=edition.published_by, at=edition.visible_from, note=note)
        return
    log.record(
        Change.Kind.PUBLISHED if first else Change.Kind.UPDATED,
        **told._asdict(),
        note=note,
        silent=not major and not first,
        at=edition.visible_from,
    )


def _tell_ends(article: Article, now: datetime) -> None:
    """Write the change log's rows for the expiries to come, anew: of a live edition and of a waiting one.

    Both, since one may expire before the other appears; none of one that is replaced before.
    """
    log.move_waiting("article", article.pk, kinds=[Change.Kind.EXPIRED], at=None)
    for edition in Edition.objects.ending(now).filter(article=article):
        log.record(
            Change.Kind.EXPIRED,
            about="article",
            about_id=article.pk,
            address=edition.get_absolute_url(),
            silent=True,
            at=edition.expires_at,
        )


def _forget_version_after_commit() -> None:
    """This worker shows its own change at once; the others notice within a second."""
    transaction.on_commit(log.forget_version)
