"""Moving citations from a fact to the one that took its place: in a new edition, a working copy, or an answer."""

from collections.abc import Sequence

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from articles.drift import moved_on
from articles.models import Article, Edition, FAQEntry
from articles.publishing import publish
from articles.revisions import save_revision
from articles.workflow import may
from changes import corrections
from facts.models import Fact
from newsroom.rollout.sentences import moved, sentences
from newsroom.rollout.wording import suggested
from questions.answering import giving
from questions.models import Answer


class NotUpdated(ValueError):
    """The citation cannot be moved as asked; the message says why, and what to do instead."""


@transaction.atomic
def update_in_place(
    article: Article, *, old: Fact, new: Fact, by: User, note: str, words: Sequence[str] = ()
) -> Edition:
    """Make a new edition of what readers see, or will see, with only the figure changed, and a public note.

    words: what the citations say, in order of body and answers; suggested where none are given. The date that
    readers see, the time of a waiting edition and an expiry stay. Raises NotUpdated where the working copy has
    moved on, nothing is out, or the user may not publish; PublishingRefused as publishing does.
    """
    if not may(by, "correct", article):
        raise NotUpdated("To change what readers see one must be allowed to publish it.")
    if not note.strip():
        raise NotUpdated("Say in a note to readers what changed.")
    article = Article.objects.select_for_update().get(pk=article.pk)
    edition = _only_edition(article)
    if moved_on(article, edition):
        raise NotUpdated("Its working copy has moved on: open that, and publish it when it is ready.")
    _move(article, old, new, words)
    now = timezone.now()
    waits = edition.visible_from > now
    return publish(
        article,
        by=by,
        at=edition.visible_from if waits else None,
        dated=edition.dated if waits and edition.dated != edition.visible_from else None,
        expires_at=edition.expires_at,
        note=edition.change_note if waits else note,
        major=edition.major if waits else False,
        # What readers will be told with the waiting edition goes with its figure, not away.
        correction=corrections.waiting("article", article.pk, now) if waits else None,
        # Readers see the rest already: whatever the checklist has against it must not keep a better figure from
        # them. What is open is kept with the edition, for whoever opens the article next.
        all_the_same="Only a figure was changed; the rest is out already.",
    )


@transaction.atomic
def open_working_copy(
    article: Article, *, old: Fact, new: Fact, by: User, words: Sequence[str] = ()
) -> Article:
    """Move the citations in the working copy, with the words suggested, and publish nothing. Raises NotUpdated."""
    if not may(by, "write", article):
        raise NotUpdated("Its working copy is not yours to change.")
    article = Article.objects.select_for_update().get(pk=article.pk)
    _move(article, old, new, words)
    save_revision(article, by=by, why=f"Cites {new.shown} in place of {old.shown}."[:200])
    return article


def update_answer(
    answer: Answer, *, old: Fact, new: Fact, by: User, note: str, words: Sequence[str] = ()
) -> Answer:
    """Change a reader's answer, with only the figure moved, and a public note; what it said before is kept.

    Raises NotUpdated.
    """
    if not may(by, "edit"):
        raise NotUpdated("To change an answer one must be allowed to edit.")
    said = _words([answer.text], old, new, words)
    text = moved(answer.text, old=old.pk, new=new.pk, words=said)
    try:
        return giving.reword(answer, text=text, by=by, note=note)
    except giving.AnswerRefused as reason:
        raise NotUpdated(str(reason)) from reason


def _only_edition(article: Article) -> Edition:
    """The edition that is live or waits; where both are out there is no one text to change."""
    editions = list(Edition.objects.unfinished().filter(article=article)[:2])
    if not editions:
        raise NotUpdated("No edition of it is out.")
    if len(editions) > 1:
        raise NotUpdated("A new edition of it waits for its time: open the working copy instead.")
    return editions[0]


def _move(article: Article, old: Fact, new: Fact, words: Sequence[str]) -> None:
    """Change body and answers of a locked working copy, as its next version."""
    entries = list(article.faq.all())
    texts = [article.body, *(entry.answer for entry in entries)]
    said = _words(texts, old, new, words)
    after = []
    for text in texts:
        count = len(sentences(text, old.pk))
        after.append(moved(text, old=old.pk, new=new.pk, words=said[:count]) if count else text)
        said = said[count:]
    article.body = after[0]
    article.version += 1
    article.save(update_fields=["body", "version", "updated_at"])
    for entry, text in zip(entries, after[1:], strict=True):
        if text != entry.answer:
            FAQEntry.objects.filter(pk=entry.pk).update(answer=text)


def _words(texts: Sequence[str], old: Fact, new: Fact, words: Sequence[str]) -> list[str]:
    """What each citation is to say: what was given for all of them, or what is suggested."""
    cited = [sentence.words for text in texts for sentence in sentences(text, old.pk)]
    if not cited:
        raise NotUpdated("The text does not cite the figure any more.")
    if words and (len(words) != len(cited) or not all(word.strip() for word in words)):
        raise NotUpdated("Give the words for each of its citations.")
    return [" ".join(word.split()) for word in words] or [suggested(word, new, old=old) for word in cited]
