"""Who may do what with an article in which state, and the moves of the working copy from hand to hand.

The one table. Pages, lists, buttons, verbs and hand-made requests all ask `may` or `demand`.
"""

import re
from collections.abc import Callable, Sequence
from typing import Literal, get_args

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser, Group, User
from django.db import models, transaction
from django.utils import timezone

from articles.models import Article, Edition, HandOver

# fmt: off
Action = Literal[
    "write", "submit", "take back", "assign", "send back", "approve", "archive", "reopen",
    "publish", "reschedule", "correct", "withdraw", "delete", "edit", "pages", "readers",
]
# fmt: on
Role = Literal["contributor", "editor", "publisher", "administrator"]

#: own: whoever began the article, if they are a contributor, an editor or a publisher; e: any editor;
#: p: any publisher; -: nobody. A superuser is all of them. An administrator looks after accounts and has no
#: part in articles: who is to publish as well is made a publisher as well.
#:
#: write: change the working copy, restore a revision. assign: ask somebody for a review. publish: now or later.
#: reschedule: move or cancel what waits. correct: change what readers see of an article that is out.
#: A publisher may publish a draft at once, for news does not wait for two signatures; the hand-over says so.
TABLE = """
              draft      in review   ready      published   archived

write         own e p    e p         e p        e p         -
submit        own e p    -           -          -           -
take back     -          own         -          -           -
assign        e p        e p         -          -           -
send back     -          e p         e p        -           -
approve       e p        e p         -          -           -
archive       e p        e p         e p        e p         -
reopen        -          -           -          -           e p
publish       p          p           p          p           -
reschedule    p          p           p          p           p
correct       p          p           p          p           p
withdraw      p          p           p          p           p
delete        p          p           p          -           p
"""

#: Beyond one article. edit: deciding about figures, questions, names, authors, topics and the front page. pages: what
#: the site says of itself, its rules and its promises. readers: telling one what is kept of them, and erasing it.
HOUSE: dict[str, set[Role]] = {
    "edit": {"editor", "publisher"},
    "pages": {"publisher"},
    "readers": {"administrator"},
}

WRITERS: set[Role] = {"contributor", "editor", "publisher"}
LETTERS: dict[str, Role] = {"e": "editor", "p": "publisher"}

#: Where each move of the working copy leads; asking for a review leaves it where it is.
MOVES: dict[str, str] = {
    "submit": Article.State.IN_REVIEW,
    "take back": Article.State.DRAFT,
    "send back": Article.State.DRAFT,
    "approve": Article.State.READY,
    "archive": Article.State.ARCHIVED,
    "reopen": Article.State.DRAFT,
}

#: How a refusal calls what cannot be done.
DONE = {
    **{"write": "changed", "submit": "submitted", "take back": "taken back", "assign": "given to review"},
    **{"send back": "sent back", "approve": "approved", "archive": "archived", "reopen": "reopened"},
    **{"publish": "published", "reschedule": "rescheduled", "correct": "corrected"},
    **{"withdraw": "withdrawn", "delete": "deleted"},
}


class NotAllowed(ValueError):
    """The user may not do this; the message says who may, or why nobody can."""


class OutOfTurn(NotAllowed):
    """Nobody may do this as things stand."""


def _read(table: str) -> dict[tuple[str, str], frozenset[str]]:
    """The cells of the table: (action, state) to who may."""
    head, *rows = (re.split(" {2,}", line.strip()) for line in table.splitlines() if line.strip())
    return {
        (action, state): frozenset(cell.split()) - {"-"}
        for action, *cells in rows
        for state, cell in zip(head, cells, strict=True)
    }


CELLS = _read(TABLE)


def roles_of(user: AbstractBaseUser | AnonymousUser) -> set[Role]:
    """The roles of a user: all for a superuser, none for whoever cannot sign in to the admin. One query a user."""
    if not isinstance(user, User) or not user.is_active or not user.is_staff:
        return set()
    if user.is_superuser:
        return set(get_args(Role))
    # A page asks this many times: the groups are kept with the user.
    models.prefetch_related_objects([user], "groups")
    named = {group.name for group in user.groups.all()}
    return {role for role in get_args(Role) if role in named}


def may(user: AbstractBaseUser | AnonymousUser, action: Action, article: Article | None = None) -> bool:
    """Whether a user may do something with an article as it stands; without one, with any article at all."""
    roles = roles_of(user)
    if action in HOUSE:
        return bool(roles & HOUSE[action])
    states = Article.State.values if article is None else [article.state]
    own = article is None or article.created_by_id == user.pk
    return any(_lets(CELLS[action, state], roles, own=own) for state in states)


def _lets(cell: frozenset[str], roles: set[Role], *, own: bool) -> bool:
    if own and "own" in cell and roles & WRITERS:
        return True
    return any(role in roles for letter, role in LETTERS.items() if letter in cell)


def demand(user: User, action: Action, article: Article) -> None:
    """Let pass whoever may. Raises NotAllowed with the reason: the state it is in, or who may."""
    if may(user, action, article):
        return
    state = article.get_state_display().lower()
    cell = CELLS[action, article.state]
    if not cell:
        raise OutOfTurn(f"An article that is {state} cannot be {DONE[action]}.")
    names = [f"{'an' if role == 'editor' else 'a'} {role}" for at, role in LETTERS.items() if at in cell]
    whoever = " or ".join([*names, *(["whoever began it"] if "own" in cell else [])])
    raise NotAllowed(f"An article that is {state} is {DONE[action]} by {whoever} alone.")


def possible_moves(article: Article, user: AbstractBaseUser | AnonymousUser) -> list[Action]:
    """What a user may do with the working copy as it stands, besides changing it."""
    verbs: tuple[Action, ...] = ("submit", "take back", "assign", "send back", "approve", "archive", "reopen")
    return [verb for verb in verbs if may(user, verb, article)]


def reviewers() -> models.QuerySet[User]:
    """The users who may approve what is in review, by name."""
    roles = [role for letter, role in LETTERS.items() if letter in CELLS["approve", Article.State.IN_REVIEW]]
    found = User.objects.filter(is_active=True, is_staff=True)
    return found.filter(
        models.Q(is_superuser=True)
        | models.Exists(Group.objects.filter(user=models.OuterRef("pk"), name__in=roles))
    ).order_by("last_name", "first_name", "username")


Follow = Callable[[Sequence[HandOver]], object]

_followers: list[Follow] = []


def when_handed_on(follow: Follow) -> None:
    """Name what apps further up do when working copies went from hand to hand, in the same transaction."""
    _followers.append(follow)


def tell(moved: Sequence[HandOver]) -> None:
    """Tell those who follow; nothing where nothing moved."""
    for follow in _followers if moved else ():
        follow(moved)


@transaction.atomic
def move(
    article: Article,
    verb: Action,
    *,
    by: User,
    comment: str = "",
    reviewer: User | None = None,
    seen: str | None = None,
) -> Article:
    """Hand the working copy on, and keep who did it and what they said of it.

    verb: one of MOVES, or `assign`. reviewer: who is asked for a review, with `submit` and `assign`.
    seen: the state that it was in when the decision was made, where somebody may have moved it since.
    Returns the article. Raises NotAllowed.
    """
    moved = hand_on(article, verb, by=by, comment=comment, reviewer=reviewer, seen=seen)
    tell([moved])
    return moved.article


def hand_on(
    article: Article,
    verb: Action,
    *,
    by: User,
    comment: str = "",
    reviewer: User | None = None,
    seen: str | None = None,
) -> HandOver:
    """The same, of one among many, within a transaction of the caller, who tells those who follow of all."""
    article = Article.objects.select_for_update().get(pk=article.pk)
    if seen is not None and seen != article.state:
        raise OutOfTurn(_moved_meanwhile(article))
    demand(by, verb, article)
    if verb == "send back" and not comment.strip():
        raise NotAllowed("Say in a comment what is to be done: it goes back with the article.")
    if verb == "archive" and Edition.objects.unfinished().filter(article=article).exists():
        raise OutOfTurn("Readers see it, or will: withdraw it or cancel what waits before it is archived.")
    if reviewer is not None and not may(reviewer, "approve"):
        raise NotAllowed(f"{reviewer} cannot review: ask an editor or a publisher.")
    return keep(article, verb, to=MOVES.get(verb, article.state), by=by, comment=comment, asked=reviewer)


def keep(
    article: Article,
    verb: str,
    *,
    to: str,
    by: User | None,
    comment: str = "",
    asked: User | None = None,
) -> HandOver:
    """Put a locked article into a state and keep how it came there: the one place that writes either."""
    was, article.state = article.state, to
    if verb == "assign" or asked is not None:
        article.reviewer = asked
    elif to not in (Article.State.IN_REVIEW, was):
        article.reviewer = None
    article.save(update_fields=["state", "reviewer", "updated_at"])
    return HandOver.objects.create(
        article=article,
        verb=verb,
        was=was,
        became=to,
        by=by,
        comment=comment.strip(),
        asked=article.reviewer if to == Article.State.IN_REVIEW else None,
    )


def _moved_meanwhile(article: Article) -> str:
    last = article.hand_overs.select_related("by").first()
    if last is None:
        return f"Meanwhile it is {article.get_state_display().lower()}. Look at it again."
    at = timezone.localtime(last.at)
    return f"{last.who} moved it meanwhile, at {at:%H:%M}: it is {article.get_state_display().lower()} now."
