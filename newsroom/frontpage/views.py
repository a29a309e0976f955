"""The page on which editors order the front page. Nothing is kept until the whole is saved."""

from collections.abc import Iterable, Sequence

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from articles import front
from articles.models import Article
from articles.workflow import may
from changes.admin import who
from changes.ordering import WrongOrder, keys, moved
from newsroom.frontpage import listing

NO_ORDER = "What was sent is no order of stories. The one that is saved stands below."


def front_page(request: HttpRequest) -> HttpResponse:
    """The order with all that can be done to it; 409 where somebody saved another meanwhile, and nothing typed lost."""
    if not may(request.user, "edit"):
        raise PermissionDenied
    if request.method != "POST":
        saved = front.order()
        return _drawn(request, saved, was=saved)
    try:
        order, was = _ids(request.POST.getlist("article")), _ids(request.POST.get("was", "").split())
        chosen, said = moved([str(pk) for pk in order], request.POST.get("do", ""))
        order = _ids(chosen)
    except WrongOrder:
        saved = front.order()
        return _drawn(request, saved, was=saved, refused=NO_ORDER, status=400)
    if request.POST.get("do") == "save":
        return _save(request, order, was)
    return _drawn(request, order, was=was, said=_told(said))


def _ids(sent: Iterable[str]) -> list[int]:
    """The articles of an order as the form sends it. Raises WrongOrder."""
    found = keys(sent, most=2 * front.MOST)
    if not all(key.isdigit() for key in found):
        raise WrongOrder
    return [int(key) for key in found]


def _save(request: HttpRequest, order: list[int], was: list[int]) -> HttpResponse:
    """Save it, or say why not with the order as it was sent."""
    try:
        front.arrange(order, was=was, by=who(request))
    except front.ArrangedMeanwhile as reason:
        refused = f"{reason} {_differences(was, reason.now)} Your order is below, and nothing of it is lost: "
        refused += "save again to keep it, or load the page anew to go on from theirs."
        return _drawn(request, order, was=reason.now, refused=refused, status=409)
    except front.NotArranged as reason:
        return _drawn(request, order, was=was, refused=str(reason), status=409)
    messages.success(request, "Saved: readers see this front page now.")
    return redirect("newsroom:front_page")


def _drawn(
    request: HttpRequest,
    order: Sequence[int],
    *,
    was: Sequence[int],
    said: str = "",
    refused: str = "",
    status: int = 200,
) -> HttpResponse:
    now = timezone.now()
    words = request.POST.get("q", "")[:200]
    context = {
        **admin.site.each_context(request),
        "title": "Front page",
        "rows": listing.placed(order, now),
        "offered": listing.offered(words, order, now),
        "front": front.front(order, now),
        "chosen": set(order),
        "was": " ".join(map(str, was)),
        "unsaved": list(order) != list(was),
        "words": words,
        "said": said,
        "refused": refused,
    }
    return render(request, "admin/newsroom/front_page.html", context, status=status)


def _told(said: tuple[str, str] | None) -> str:
    """What was done, with the story's headline in it."""
    if said is None:
        return ""
    sentence, article = said
    headline = Article.objects.filter(pk=int(article)).values_list("headline", flat=True).first()
    return sentence.format(f"“{headline}”") if headline else ""


def _differences(before: Sequence[int], now: Sequence[int]) -> str:
    """What somebody else changed of an order, in sentences."""
    names = dict(Article.objects.filter(pk__in={*before, *now}).values_list("pk", "headline"))

    def told(articles: Sequence[int], what: str) -> list[str]:
        named = [f"“{names[pk]}”" for pk in articles if pk in names]
        return [f"{what}: {', '.join(named)}."] if named else []

    kept_before, kept_now = [pk for pk in before if pk in now], [pk for pk in now if pk in before]
    return " ".join(
        [
            *told([pk for pk in now if pk not in before], "Added"),
            *told([pk for pk in before if pk not in now], "Taken off"),
            *(told(now, "The order is now") if kept_before != kept_now else []),
        ]
    )
