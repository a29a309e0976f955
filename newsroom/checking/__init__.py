"""The checklist before publishing: what is required of a working copy, and what is advised."""

from collections.abc import Sequence
from datetime import datetime

from articles.checks import Finding
from articles.models import Article
from newsroom.checking import stopping
from newsroom.checking.advising import advised
from newsroom.checking.draft import Draft
from newsroom.checking.interests import of_editors


def check(article: Article, at: datetime) -> list[Finding]:
    """All findings on a saved working copy that readers would see from a time on, the gravest first.

    The same queries however long the text is, but for kinds of links: at most two for each of them.
    """
    draft = Draft(article)
    return [*stopping.demanded(draft), *stopping.required(draft, at), *advised(draft), *of_editors(draft, at)]


def required(article: Article, at: datetime) -> Sequence[Finding]:
    """Those alone that stop publishing, for `publish` to ask, which demands the rest itself."""
    return list(stopping.required(Draft(article), at))
