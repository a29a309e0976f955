"""Questions without an answer that share most of their words with another: for an editor, who decides."""

from typing import Any

from questions.models import Question
from search.normalising import fold

#: So many are compared, those wanted by most first.
COMPARED = 500
#: The share of the shorter one's words that both must have, and how many at least.
SHARE, AT_LEAST = 0.6, 2
#: Words that any question may have.
_EVERYWHERE = frozenset(
    "a an and any are at be by can could did do does for from had has have how i if in is it its me my of on or "  # noqa: SIM905
    "should so that the their there they this to was we were what when where which who why will with would you "
    "your 的 了 吗 是 在 有 我 你 和 么 什".split()
)


def alike(question: Question, *, limit: int = 4) -> list[Question]:
    """Those that wait or are open and may ask the same, the likeliest first. Two queries."""
    words = telling(question.text)
    others = Question.objects.open() | Question.objects.to_decide()
    rows = others.exclude(pk=question.pk).order_by("-times_asked", "-asked_at")
    scored: list[tuple[float, Any]] = [
        (score, pk)
        for pk, text in rows.values_list("pk", "text")[:COMPARED]
        if (score := _share(words, telling(text))) >= SHARE
    ]
    best = [pk for _, pk in sorted(scored, reverse=True)[:limit]]
    found = Question.objects.in_bulk(best)
    return [found[pk] for pk in best if pk in found]


def telling(text: str) -> frozenset[str]:
    """The words of a text that say what it is about, each Chinese character one."""
    return frozenset(fold(text).split()) - _EVERYWHERE


def _share(words: frozenset[str], others: frozenset[str]) -> float:
    common = len(words & others)
    return common / min(len(words), len(others)) if common >= AT_LEAST else 0
