"""What readers send: questions, and that they want to know too."""

from datetime import datetime
from typing import Any, NamedTuple

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext, gettext_lazy

from articles.models import Edition
from changes.texts import plain
from companies.jsonld import address, json_ld, thing
from companies.models import Record
from questions.asking import as_typed, joining, keeping
from questions.asking.forms import AskForm, JoinForm
from questions.matching import finding
from questions.models import Question
from readers.forms import ELSEWHERE, for_readers
from readers.limits import TooOften
from readers.networks import network_of
from readers.origins import sent_from_here

NOWHERE_TO_SEND = gettext_lazy("E-mail: it is empty. Write the address to send the answer to.")


class Place(NamedTuple):
    """Where a question is asked: on a live article, about a public record, or on neither."""

    edition: Edition | None
    record: Record | None


class Offers(NamedTuple):
    """Questions that ask the same: answered ones, and those that are open."""

    answered: list[finding.Match]
    open: list[finding.Match]

    @property
    def ids(self) -> set[int]:
        """Of all of them."""
        return {offer.id for offer in (*self.answered, *self.open)}


@for_readers
def ask(request: HttpRequest) -> HttpResponse:
    """The form to ask with; what was asked is first looked for among the answers, and kept when it is sent again."""
    now = timezone.now()
    if request.method != "POST":
        place = _place(request.GET, now)
        typed = plain(request.GET.get("q", ""))[: as_typed.LONGEST]
        return _asking(request, AskForm(initial={"q": typed}), place, offers=_offers(typed, now))
    place, form = _place(request.POST, now), AskForm(request.POST)
    if form.trapped:
        return redirect("questions:asked")
    if not sent_from_here(request):
        return _asking(request, form, place, status=403, fault=str(ELSEWHERE))
    if not form.is_valid():
        return _asking(request, form, place, status=400)
    sent, network = form.cleaned_data, network_of(request)
    try:
        keeping.refuse_too_many(network, now)
        offers = _offers(sent["q"], now)
        if offers.ids - sent["offered"]:
            return _asking(request, form, place, offers=offers)
        keeping.ask(
            text=sent["q"],
            asker=sent["name"],
            address=sent["email"],
            article=place.edition.article if place.edition else None,
            records=[place.record] if place.record else [],
            network=network,
            at=now,
        )
    except TooOften as refusal:
        return _told_to_wait(_asking(request, form, place, status=429, fault=str(refusal)), refusal)
    return redirect("questions:asked")


def asked(request: HttpRequest) -> HttpResponse:
    """The question has come in; the same page whatever became of it."""
    return render(request, "questions/asked_thanks.html", {"title": gettext("Your question is with us")})


def suggest(request: HttpRequest) -> JsonResponse:
    """The answered questions that ask what is being typed, for the form's script."""
    typed = plain(request.GET.get("q", ""))[: as_typed.LONGEST]
    found = finding.as_typed(typed) if typed else []
    return JsonResponse({"questions": [{"id": one.id, "text": one.text, "url": one.url} for one in found]})


@for_readers
def join(request: HttpRequest, pk: int) -> HttpResponse:
    """Count one more who wants to know, and take the address to tell the answer at."""
    now = timezone.now()
    question, answered = _wanted(pk, now)
    if request.method != "POST":
        return redirect(question) if answered else _joining(request, question, JoinForm(), now)
    form = JoinForm(request.POST)
    if form.trapped:
        return redirect("questions:joined")
    if not sent_from_here(request):
        return _joining(request, question, form, now, status=403, fault=str(ELSEWHERE))
    address = not answered and bool(request.POST.get("email", "").strip())
    if "send" in request.POST and not answered and not address:
        form.add_error("email", NOWHERE_TO_SEND)
        return _joining(request, question, form, now, status=400)
    if address and not form.is_valid():
        return _joining(request, question, form, now, status=400)
    try:
        sent = form.cleaned_data["email"] if address else ""
        joining.join(question, network=network_of(request), address=sent, at=now)
    except TooOften as refusal:
        page = _joining(request, question, form, now, status=429, fault=str(refusal))
        return _told_to_wait(page, refusal)
    if answered:
        return redirect(question)
    return redirect("questions:joined") if address else redirect("questions:join", question.pk)


def joined(request: HttpRequest) -> HttpResponse:
    """The address is kept; the same page whether it was before."""
    return render(request, "questions/joined_thanks.html", {"title": gettext("We will write to you")})


def _place(sent: Any, at: datetime) -> Place:
    """The article and record that are named, as far as readers see them; what is not public is as what never was."""
    slug, (kind, _, name) = plain(sent.get("article", "")), plain(sent.get("about", "")).partition("/")
    editions = Edition.objects.live(at).filter(slug=slug).select_related("article")
    records = Record.objects.public(at).filter(kind=kind, slug=name)
    return Place(editions.first() if slug else None, records.first() if name else None)


def _offers(text: str, at: datetime) -> Offers:
    if not text:
        return Offers([], [])
    return Offers(finding.similar(text, at=at), finding.similar_open(text))


def _wanted(pk: int, at: datetime) -> tuple[Question, bool]:
    """The question that readers may want to know too, and whether it is answered in public. Raises Http404."""
    found = joining.wanted(pk, at)
    if found is None:
        raise Http404
    return found


def _asking(
    request: HttpRequest,
    form: AskForm,
    place: Place,
    *,
    offers: Offers | None = None,
    status: int = 200,
    fault: str = "",
) -> HttpResponse:
    """The page with the form as it was sent."""
    if fault:
        _say(form, fault)
    title = gettext("Ask the desk")
    context = {
        "title": title,
        "linked_data": json_ld(thing("ContactPage", name=title, url=address(request.path))),
        "form": form,
        "place": place,
        "offers": offers,
        "offered": ",".join(map(str, sorted(offers.ids))) if offers else "",
        "sent": form.is_bound and offers is not None,
        "faulty": next((name for name in form.fields if form.is_bound and form[name].errors), ""),
    }
    return render(request, "questions/ask.html", context, status=status)


def _joining(
    request: HttpRequest,
    question: Question,
    form: JoinForm,
    at: datetime,
    *,
    status: int = 200,
    fault: str = "",
) -> HttpResponse:
    """The page on which readers join an open question."""
    if fault:
        _say(form, fault)
    context = {
        "title": question.text,
        "question": question,
        "form": form,
        "counted": joining.has_voted(question, network_of(request), at),
        "faulty": "email" if form.is_bound and form["email"].errors else "",
    }
    return render(request, "questions/join.html", context, status=status)


def _say(form: AskForm | JoinForm, fault: str) -> None:
    """Say above the form what keeps it from being taken, whatever else may be wrong with it."""
    form.full_clean()
    form.errors.clear()
    form.add_error(None, fault)


def _told_to_wait(page: HttpResponse, refusal: TooOften) -> HttpResponse:
    page.headers["Retry-After"] = str(refusal.seconds)
    return page
