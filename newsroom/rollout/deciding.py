"""Deciding what becomes of the texts that cite a figure which gave way: together with superseding it, or later."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.contrib.auth.models import User
from django.db import models, transaction
from django.utils import timezone

from articles.models import Article
from articles.publishing import PublishingRefused
from facts.models import Fact
from facts.supersession import supersede
from facts.watching import Standing, standings
from newsroom.models import Kept
from newsroom.rollout.flags import answer_rows, article_rows
from newsroom.rollout.updating import NotUpdated, open_working_copy, update_answer, update_in_place
from questions.models import Answer


class Choice(models.TextChoices):
    """What a text may do. Flagging is what happens by itself."""

    FLAG = "flag", "Flag it: decide later"
    KEEP = "keep", "Keep as of its day"
    UPDATE = "update", "Update in place"
    OPEN = "open", "Open the working copy"


@dataclass(frozen=True, slots=True)
class Decision:
    """A choice for one article or answer; words: what its citations are to say, in order."""

    text: Article | Answer
    choice: Choice
    words: Sequence[str] = ()


@dataclass
class Outcome:
    """What was done, and what was refused: the text and why. What was refused stays flagged."""

    kept: int = 0
    updated: list[Article | Answer] = field(default_factory=list)
    opened: list[Article] = field(default_factory=list)
    refused: list[tuple[Any, str]] = field(default_factory=list)


def decide(
    decisions: Iterable[Decision], *, old: Fact, new: Fact | None, by: User, note: str = ""
) -> Outcome:
    """Carry the decisions out, each for itself: one that is refused leaves nothing half-done.

    new: what the citations are moved to; without one a text can only be kept or flagged.
    """
    done = Outcome()
    for decision in decisions:
        try:
            with transaction.atomic():
                _carry_out(decision, done, old=old, new=new, by=by, note=note)
        except (NotUpdated, PublishingRefused) as reason:
            done.refused.append((decision.text, str(reason)))
    return done


def _carry_out(
    decision: Decision, done: Outcome, *, old: Fact, new: Fact | None, by: User, note: str
) -> None:
    text = decision.text
    if decision.choice == Choice.FLAG:
        return
    if decision.choice == Choice.KEEP:
        done.kept += keep(old, [text], by=by)
    elif new is None:
        raise NotUpdated("Nothing took the figure’s place: keep it, or change the text by hand.")
    elif isinstance(text, Answer):
        update_answer(text, old=old, new=new, by=by, note=note, words=decision.words)
        done.updated.append(text)
    elif decision.choice == Choice.OPEN:
        open_working_copy(text, old=old, new=new, by=by, words=decision.words)
        done.opened.append(text)
    else:
        update_in_place(text, old=old, new=new, by=by, note=note, words=decision.words)
        done.updated.append(text)


def keep(fact: Fact, texts: Iterable[Article | Answer], *, by: User | None) -> int:
    """Note that texts keep a figure as of its day; returns how many. A query for each thousand."""
    now = timezone.now()
    rows = [
        Kept(fact=fact, by=by, at=now, **{"answer" if isinstance(text, Answer) else "article": text})
        for text in texts
    ]
    for name in ("article", "answer"):
        mine = [row for row in rows if getattr(row, f"{name}_id")]
        Kept.objects.bulk_create(
            mine,
            batch_size=1000,
            update_conflicts=True,
            unique_fields=["fact", name],
            update_fields=["by", "at"],
        )
    return len(rows)


@transaction.atomic
def keep_the_rest(fact: Fact, *, by: User | None) -> int:
    """Have every text that is out and undecided keep the figure; returns how many."""
    standing, now = _standing(fact)
    articles = Article.objects.filter(pk__in=article_rows([standing], now).values("edition__article"))
    answers = Answer.objects.filter(pk__in=answer_rows([standing], now).values("answer"))
    return keep(fact, [*articles.only("pk"), *answers.only("pk")], by=by)


def update_the_rest(fact: Fact, new: Fact, *, by: User, note: str) -> Outcome:
    """Update every answer that is out and undecided; articles, which may be many, are updated in the background."""
    standing, now = _standing(fact)
    rows = answer_rows([standing], now).values("answer")
    answers = Answer.objects.filter(pk__in=rows).select_related("question").order_by("pk")
    return decide(
        [Decision(answer, Choice.UPDATE) for answer in answers], old=fact, new=new, by=by, note=note
    )


def _standing(fact: Fact) -> tuple[Standing, datetime]:
    now = timezone.now()
    return standings([fact.pk], at=now, to_readers=False)[fact.pk], now


@transaction.atomic
def roll_out(
    fact: Fact,
    decisions: Sequence[Decision],
    *,
    by: User,
    because: str,
    note: str = "",
    **values: Any,
) -> tuple[Fact, Outcome]:
    """Supersede a fact and decide for the texts that cite it, in one step; what is not decided is flagged.

    Returns the successor and what was done. Raises as `supersede` does, and then nothing is done.
    """
    successor = supersede(fact, by=by, because=because, **values)
    return successor, decide(decisions, old=fact, new=successor, by=by, note=note)


def successor_of(standing: Standing) -> Fact | None:
    """What a citation would be moved to: what took the fact's place in the end, or the newer figure. One query."""
    if standing.newer is None:
        return None
    found: Fact = Fact.objects.with_story().get(pk=standing.newer["id"])
    return found
