"""Where readers come and choose, and the pages behind the links in our mails.

Opening a link changes nothing: mail scanners open them all.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from companies.jsonld import listing
from newsletter import endings, following, links
from newsletter.following import Key, Thing
from newsletter.issues.views import last_issues
from newsletter.links import NoSuchLink, Reader
from newsletter.subscribing import asking, choosing, confirming
from newsletter.subscribing.choosing import Choice, NobodyThere
from newsletter.subscribing.confirming import TooLate
from newsletter.subscribing.forgetting import PROMISE
from newsletter.subscribing.forms import AboutForm, ChoiceForm, SubscribeForm
from readers.addresses import Unreadable
from readers.forms import ELSEWHERE, for_readers
from readers.limits import TooOften
from readers.networks import network_of
from readers.origins import sent_from_here

View = Callable[..., HttpResponse]


def behind_a_link(view: View) -> View:
    """A page behind a link that is its reader's own: kept by nobody, and no other page is told its address."""

    @csrf_exempt  # Whoever has the link may; there is no cookie to be misused.
    @require_http_methods(["GET", "HEAD", "POST"])
    @wraps(view)
    def unkept(request: HttpRequest, token: str) -> HttpResponse:
        response = view(request, token)
        response.headers["Cache-Control"] = "private, no-store"
        response.headers["Referrer-Policy"] = "no-referrer"
        response.headers["X-Robots-Tag"] = "noindex"
        return response

    return unkept


@csrf_exempt  # The form stands on pages that are kept for everybody; it asks readers.origins.
@require_http_methods(["GET", "HEAD", "POST"])
def newsletter(request: HttpRequest) -> HttpResponse:
    """What there is to be sent, and the form to ask for it; 400 or 404 for what cannot be followed."""
    return _take(request) if request.method == "POST" else _offer(request)


@require_safe
def asked(request: HttpRequest) -> HttpResponse:
    """An address was taken; the same page whatever became of it."""
    return render(request, "newsletter/asked.html", {"title": _("Look into your mail")})


@behind_a_link
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """A button by which whoever reads the mail says that it was they."""
    now, form = timezone.now(), {"form": SubscribeForm(initial={"weekly": True}), "promise": PROMISE}
    try:
        link = links.asked_of(token)
        found = confirming.asked(link, now)
        reader = confirming.confirm(link, now) if request.method == "POST" else None
    except NoSuchLink:
        return render(request, "newsletter/no_such_link.html", status=404)
    except (TooLate, Unreadable):
        return render(request, "newsletter/too_late.html", form, status=410)
    context: dict[str, Any] = {"asking": found, "done": reader is not None or found.confirmed_at is not None}
    if reader is not None:
        context |= {"choose": _page("preferences", Reader(reader.key))}
    if not found.confirmed_at:
        context |= {"things": following.public(map(tuple, found.follows), now)}
    return render(request, "newsletter/confirm.html", context)


@behind_a_link
def leave(request: HttpRequest, token: str) -> HttpResponse:
    """A button by which a reader leaves; sent, also by one click of a mail program (RFC 8058), they have left.

    It says the same of every link that we made: whoever is not known here any more has left as well. One that was
    cut off or altered is nobody's, and nobody may think that they have left by it.
    """
    try:
        reader = links.reader_of(token)
    except NoSuchLink:
        return render(request, "newsletter/no_such_link.html", status=404)
    if request.method != "POST":
        return render(request, "newsletter/leave.html", {"choose": _page("preferences", reader)})
    forgets = "forget" in request.POST
    (endings.forget if forgets else endings.leave)(reader)
    return render(request, "newsletter/left.html", {"forgot": forgets})


@behind_a_link
def preferences(request: HttpRequest, token: str) -> HttpResponse:
    """What a reader gets, to be changed."""
    now = timezone.now()
    try:
        reader = links.reader_of(token)
        if request.method != "POST":
            return _choosing(request, reader, choosing.chosen(reader, now))
        form = ChoiceForm(request.POST)
        form.full_clean()
        sent = form.cleaned_data
        choice = choosing.choose(
            reader, weekly=sent["weekly"], shown=sent["shown"], kept=sent["follow"], at=now
        )
        return _choosing(request, reader, choice, saved=True)
    except NoSuchLink:
        return render(request, "newsletter/no_such_link.html", status=404)
    except NobodyThere:
        return render(request, "newsletter/nobody_there.html")


def _choosing(request: HttpRequest, reader: Reader, choice: Choice, *, saved: bool = False) -> HttpResponse:
    """The page on which a reader chooses, with what they get now."""
    followed = {thing.key for thing in choice.things}
    context = {
        "choice": choice,
        "topics": [topic for topic in following.topics(timezone.now()) if topic.key not in followed],
        "leave": _page("leave", reader),
        "saved": saved,
    }
    return render(request, "newsletter/preferences.html", context)


def _page(name: str, reader: Reader) -> str:
    return reverse(f"newsletter:{name}", args=[links.token_of(reader)])


def _offer(request: HttpRequest) -> HttpResponse:
    """The page with the form as somebody comes to it."""
    now, about = timezone.now(), AboutForm(request.GET, at=timezone.now())
    sound = about.is_valid()
    things = following.offered(about.key, now) if about.key else []
    if about.named and not things:
        fault = about.wrong or [_("There is nothing of this kind to follow here.")]
        return _form(
            request, SubscribeForm(initial={"weekly": True}), [], refusals=fault, status=404 if sound else 400
        )
    ticked = [about.key] if about.key else []
    initial = {"weekly": not things, "follow": ticked}
    return _form(request, SubscribeForm(initial=initial), things, ticked=ticked)


@for_readers
def _take(request: HttpRequest) -> HttpResponse:
    """Have the reader of the address that was sent asked by mail."""
    form = SubscribeForm(request.POST)
    if form.trapped:
        return redirect("newsletter:asked")
    if not sent_from_here(request):
        form.say(str(ELSEWHERE))
        return _again(request, form, status=403)
    if not form.is_valid():
        return _again(request, form, status=400)
    sent, now = form.cleaned_data, timezone.now()
    follows = [thing.key for thing in following.public(sent["follow"], now)]
    if not sent["weekly"] and not follows:
        form.say(_("What was to be followed is not on the site any more. Choose something else."))
        return _again(request, form, status=409)
    try:
        asking.ask(
            sent["email"],
            weekly=sent["weekly"],
            follows=follows,
            network=network_of(request),
            at=now,
        )
    except TooOften as refusal:
        form.say(str(refusal))
        page = _again(request, form, status=429)
        page.headers["Retry-After"] = str(refusal.seconds)
        return page
    return redirect("newsletter:asked")


def _again(request: HttpRequest, form: SubscribeForm, *, status: int) -> HttpResponse:
    """The page with the form as it was sent."""
    named = [key for one in request.POST.getlist("follow")[: following.MOST] if (key := following.read(one))]
    things = following.public(named, timezone.now())
    topics = {topic.key for topic in things if topic.about == following.About.TOPIC}
    return _form(request, form, [one for one in things if one.key not in topics], ticked=named, status=status)


def _form(
    request: HttpRequest,
    form: SubscribeForm,
    things: list[Thing],
    *,
    ticked: list[Key] | None = None,
    refusals: list[str] | None = None,
    status: int = 200,
) -> HttpResponse:
    """The page. things: what can be followed besides topics; a topic that one comes from is among the topics."""
    title = _("The newsletter")
    description = _("Once a week what moved, and a mail when something that you follow does.")
    chosen = set(ticked or ())
    topics = following.topics(timezone.now())
    context = {
        "title": title,
        "description": description,
        "canonical": settings.SITE_URL + request.get_full_path(),
        "linked_data": listing(title, request.path, description),
        "form": form,
        "weekly": form["weekly"].value(),
        "promise": PROMISE,
        "refusals": refusals,
        "things": [(one, one.key in chosen) for one in things if one.about != following.About.TOPIC],
        "topics": [(one, one.key in chosen) for one in topics],
        "faulty": "email" if form.is_bound and form["email"].errors else "",
        "issues": last_issues(),
    }
    return render(request, "newsletter/newsletter.html", context, status=status)
