"""The desk: the admin's first page, with what waits for somebody and what is about to happen."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth.models import User
from django.db.models import F, OuterRef, Q, Subquery
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from articles.interests import undeclared
from articles.models import Article, Author, Edition, HandOver
from articles.models.article import Byline
from articles.workflow import may, roles_of
from changes.admin import who
from changes.clock import in_short
from companies import tracker
from facts.models import Source
from facts.rivals import all_pairs
from newsroom.asked.board import unanswered
from newsroom.desk import reviewing
from newsroom.desk.accounts import accounts
from newsroom.desk.newsletter import (
    issues_that_do_not_go,
    issues_that_want_an_erratum,
    mails_in_doubt,
)
from newsroom.desk.parts import SHOWN, Line, Part, part
from newsroom.desk.reviewing import page_of
from newsroom.desk.schedules import unseen
from newsroom.models import Review, Trouble
from newsroom.rollout.flags import flagged
from questions.deciding.ground import in_hand
from questions.models import Letter, Question

#: Releases are announced so long ahead.
AHEAD = timedelta(days=30)


def desk(user: User, at: datetime | None = None) -> list[Part]:
    """The parts of a user's desk. A query each; three for figures that contradict each other, six for those
    that gave way.
    """
    at = at or timezone.now()
    looks_after = "administrator" in roles_of(user)
    parts = [
        *((_troubles(at, user),) if may(user, "edit") or looks_after else ()),
        *(accounts(at) if looks_after else ()),
        *((_undeclared(user, at), _drafts(user)) if may(user, "write") else ()),
        *(_of_editors(user, at) if may(user, "edit") else _of_onlookers(at) if looks_after else ()),
        _published(at),
        _releases(at),
    ]
    return [one for one in parts if one.lines or one.nothing]


def on_index(request: HttpRequest, context: dict[str, Any]) -> dict[str, Any]:
    """The admin's first page with the desk on it, for whoever has a part in the house."""
    return context | {"desk": desk(who(request)) if roles_of(request.user) else []}


def _of_editors(user: User, at: datetime) -> Iterable[Part]:
    yield _to_review(user)
    yield _in_state("Ready", Article.State.READY, "Nothing is ready to be published.")
    yield _scheduled(at)
    yield _reviews(at)
    yield _gave_way(at)
    yield _disputed()
    yield _dead()
    yield _questions()
    yield _wanted()
    yield _letters_in_doubt(at)
    yield issues_that_do_not_go()
    yield issues_that_want_an_erratum(at)
    yield mails_in_doubt(at)


def _of_onlookers(at: datetime) -> Iterable[Part]:
    """Who looks after accounts alone sees how the day goes, and has no hand in it."""
    yield _in_state("Ready", Article.State.READY, "Nothing is ready to be published.")
    yield _scheduled(at)
    yield _questions(decides=False)


def _troubles(at: datetime, user: User) -> Part:
    def line(trouble: Trouble) -> Line:
        edition = trouble.edition
        form = reverse("admin:articles_article_change", args=[edition.article_id])
        note = f"{in_short(edition.visible_from)}: {trouble.get_kind_display()}. "
        seen = ("Seen", reverse("newsroom:trouble_seen", args=[trouble.pk]))
        return Line(edition.headline, form, note + trouble.because, seen if may(user, "edit") else None)

    return replace(
        part("Schedules in trouble", reverse("newsroom:troubles"), "", unseen(at), line), grave=True
    )


def _undeclared(user: User, at: datetime) -> Part:
    """The user's own declaration of interests, where it is missing; to editors, those of all who have a byline."""
    own = Q(user=user)
    asked = Author.objects.filter(
        Q(pk__in=Byline.objects.values("author")) | own if may(user, "edit") else own
    )
    add = reverse("admin:articles_declaration_add")

    def line(author: Author) -> Line:
        return Line(author.name, f"{add}?author={author.pk}", "None is a declaration too.")

    missing = undeclared(asked, at).order_by("name", "pk")
    link = reverse("admin:articles_author_changelist", query={"declared": "missing"})
    return part("Interests to be declared", link, "", missing, line)


def _reviews(at: datetime) -> Part:
    def line(review: Review) -> Line:
        thing = review.article or review.record
        again = ("Still right, again in 6 months", reverse("newsroom:still_right", args=[review.pk]))
        return Line(str(thing), page_of(review), f"since {review.due:%-d %B %Y}", again)

    due = reviewing.due(timezone.localdate(at))
    return part("To look at again", reverse("newsroom:reviews"), "", due, line)


def _drafts(user: User) -> Part:
    mine = Article.objects.filter(created_by=user, state=Article.State.DRAFT).order_by("-updated_at", "-pk")
    link = reverse(
        "admin:articles_article_changelist",
        query={"created_by__id__exact": user.pk, "state__exact": Article.State.DRAFT},
    )
    last = HandOver.objects.filter(article=OuterRef("pk")).order_by("-pk").values("verb")[:1]

    def line(article: Any) -> Line:
        said = _article(article)
        return said._replace(note=f"sent back, {said.note}") if article.last == "send back" else said

    return part("My drafts", link, "You have no draft.", mine.annotate(last=Subquery(last)), line)


def _to_review(user: User) -> Part:
    mine = Article.objects.to_review_by(user).order_by(F("reviewer").asc(nulls_last=True), "updated_at", "pk")

    def line(article: Article) -> Line:
        said = _article(article)
        return said._replace(note=f"asked of you, {said.note}") if article.reviewer_id else said

    link = reverse("admin:articles_article_changelist", query={"review": "mine"})
    return part("Waiting for my review", link, "Nobody waits for your review.", mine, line)


def _in_state(title: str, state: str, nothing: str) -> Part:
    articles = Article.objects.filter(state=state).select_related("created_by").order_by("updated_at", "pk")
    link = reverse("admin:articles_article_changelist", query={"state__exact": state})
    return part(title, link, nothing, articles, _article)


def _scheduled(at: datetime) -> Part:
    waiting = Edition.objects.waiting(at).order_by("visible_from", "pk")
    link = reverse("admin:articles_edition_changelist", query={"standing": "waiting"})
    return part("Scheduled", link, "Nothing is scheduled.", waiting, _edition)


def _published(at: datetime) -> Part:
    live = Edition.objects.live(at).order_by("-visible_from", "-pk")
    link = reverse("admin:articles_edition_changelist", query={"standing": "live"})
    return part("Just published", link, "Nothing is published.", live, _edition)


def _gave_way(at: datetime) -> Part:
    rows = flagged(at)
    lines = [
        Line(
            f"{row.fact.subject}: {row.fact.metric.name.lower()}, {row.standing.shown}",
            reverse("newsroom:figure", args=[row.fact.pk]),
            f"cited by {row.articles + row.answers}",
        )
        for row in rows[:SHOWN]
    ]
    return Part(
        "Figures that gave way",
        reverse("newsroom:figures"),
        "Every figure that is cited stands, or was decided.",
        len(rows),
        lines,
    )


def _disputed() -> Part:
    pairs, link = all_pairs(), reverse("newsroom:disputes")
    lines = [Line("Figures that contradict each other", link, f"{len(pairs)} pairs")] if pairs else []
    return Part("Disputed", link, "No figure contradicts another.", len(pairs), lines)


def _dead() -> Part:
    dead = Source.objects.exclude(dead_since=None).order_by("-dead_since", "-pk")
    link = reverse("admin:facts_source_changelist", query={"state": "dead"})

    def line(source: Source) -> Line:
        form = reverse("admin:facts_source_change", args=[source.pk])
        return Line(str(source), form, f"since {source.dead_since:%-d %B %Y}")

    return part("Sources that do not answer", link, "", dead, line)


def _questions(*, decides: bool = True) -> Part:
    """Who decides is led to the queue, whoever only looks to the list."""
    asked = Question.objects.to_decide().select_related("claimed_by").order_by("asked_at", "pk")
    queue, form = reverse("admin:questions_question_queue"), "admin:questions_question_change"
    received = reverse("admin:questions_question_changelist", query={"state__exact": "received"})

    def line(question: Question) -> Line:
        holder = in_hand(question)
        note = f"asked {timezone.localtime(question.asked_at):%-d %B}"
        note += f", {holder.get_username()} has it" if holder else ""
        page = f"{queue}?at={question.pk}#question" if decides else reverse(form, args=[question.pk])
        return Line(question.text, page, note)

    return part(
        "Readers’ questions", queue if decides else received, "No reader waits for an answer.", asked, line
    )


def _wanted() -> Part:
    """What most want to know; what something of ours may answer already is told apart on the board alone."""
    link = reverse("newsroom:asked")

    def line(question: Question) -> Line:
        return Line(question.text, f"{link}#asked-{question.pk}", f"{question.times_asked} want to know")

    wanted = unanswered().filter(times_asked__gt=1)
    return part("Asked and not known", link, "", wanted, line)


def _letters_in_doubt(at: datetime) -> Part:
    doubtful = Letter.objects.in_doubt(at).select_related("subscriber__question").order_by("claimed_at", "pk")

    def line(letter: Any) -> Line:
        form = reverse("admin:questions_letter_change", args=[letter.pk])
        return Line(letter.subscriber.question.text, form, f"since {in_short(letter.claimed_at)}")

    link = reverse("admin:questions_letter_changelist", query={"state": "doubt"})
    return part("Letters in doubt", link, "", doubtful, line)


def _releases(at: datetime) -> Part:
    today = timezone.localdate(at)
    expected = tracker.narrow(tracker.tracked(at), today=today, status="expected")
    due = expected.filter(tracker.overlapping(today, today + AHEAD)).order_by(
        F("closes").asc(nulls_last=True), "name", "pk"
    )

    def line(model: Any) -> Line:
        form = reverse("admin:companies_aimodel_change", args=[model.pk])
        return Line(model.name, form, f"by {model.closes:%-d %B %Y}" if model.closes else "no end named")

    link = reverse("companies:releases", query={"status": "expected"})
    return part("Releases due in 30 days", link, "No release is due.", due, line)


def _article(article: Article) -> Line:
    form = reverse("admin:articles_article_change", args=[article.pk])
    return Line(article.headline, form, f"changed {timezone.localtime(article.updated_at):%-d %B, %H:%M}")


def _edition(edition: Edition) -> Line:
    form = reverse("admin:articles_article_change", args=[edition.article_id])
    return Line(edition.headline, form, in_short(edition.visible_from))
