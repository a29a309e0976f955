"""Composing an issue: the server draws the order, each button sends it as it stands, and nothing typed is lost."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.forms import Script
from django.http import HttpRequest, HttpResponse
from django.middleware.csp import get_nonce
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST
from django_prose_editor.widgets import AdminProseEditorWidget
from js_asset.media import Media
from unfold.widgets import UnfoldAdminTextareaWidget, UnfoldAdminTextInputWidget

from articles.bodies import plain
from articles.workflow import may
from changes.admin import who
from changes.forms import ModelForm
from changes.ordering import WrongOrder, keys, moved
from newsletter.issues import composing, offering, telling
from newsletter.issues.composing import FIELDS, NotComposed, SavedMeanwhile
from newsletter.models import Issue, Item

NO_ORDER = "What was sent is no order of an issue. The one that is saved stands below."
EDITOR = Media(
    js=[Script(f"admin/editor/{name}.js", type="module") for name in ("form", "field", "counting", "errors")]
)


class IssueForm(ModelForm):
    """What an editor gives an issue besides what it carries."""

    class Meta:
        model = Issue
        fields = FIELDS
        widgets = {
            "subject": UnfoldAdminTextInputWidget,
            "preheader": UnfoldAdminTextInputWidget,
            "words": AdminProseEditorWidget,
            "text": UnfoldAdminTextareaWidget(attrs={"rows": 6}),
        }

    def clean_subject(self) -> str:
        """The subject in one line, without invisible characters."""
        return _line(self.cleaned_data["subject"], "Subject")

    def clean_preheader(self) -> str:
        """The first line in one line."""
        return plain(self.cleaned_data["preheader"])


def _line(text: str, name: str) -> str:
    found = plain(text)
    if not found:
        raise forms.ValidationError(f"Fill in “{name}”.")
    return found


def begin(request: HttpRequest) -> HttpResponse:
    """Begin an issue: empty, or with the week's best in place."""
    now = timezone.now()
    if request.method == "POST":
        with_the_weeks = request.POST.get("begin") == "week"
        issue = composing.begin_one(by=who(request), at=now, with_the_weeks=with_the_weeks)
        return redirect("admin:newsletter_issue_change", issue.pk)
    told = telling.told(offering.best(now), now)
    context = {
        **admin.site.each_context(request),
        "title": "Begin an issue",
        "has_change_permission": True,
        "since": offering.since(now),
        "week": _sections(told, told, {}, {}),
    }
    return render(request, "admin/newsletter/begin.html", context)


def compose(request: HttpRequest, issue: Issue) -> HttpResponse:
    """The issue with all that can be done to it; 409 where somebody saved it meanwhile."""
    words = composing.words_of(issue)
    if request.method != "POST":
        return _drawn(request, issue, IssueForm(instance=issue), list(words), words)
    do = request.POST.get("do", "")
    try:
        order = keys(request.POST.getlist("item"), most=2 * composing.MOST)
        order, said = moved(order, do)
        _check(order)
    except WrongOrder:
        form = IssueForm(instance=issue)
        return _drawn(request, issue, form, list(words), words, refused=NO_ORDER, status=400)
    typed = {key: request.POST.get(f"words-{key}", "") for key in order}
    if do in ("save", "preview"):
        return _save(request, issue, order, typed)
    shown = IssueForm(instance=issue, initial={name: request.POST.get(name, "") for name in FIELDS})
    return _drawn(request, issue, shown, order, typed, said=_told(said))


@require_POST
def discard(request: HttpRequest, issue: Issue) -> HttpResponse:
    """Delete a draft."""
    try:
        composing.discard(issue.pk, by=who(request))
    except NotComposed as reason:
        messages.error(request, str(reason))
        return redirect("admin:newsletter_issue_change", issue.pk)
    messages.success(request, f"“{issue}” is discarded.")
    return redirect("admin:newsletter_issue_changelist")


def _check(order: Sequence[str]) -> None:
    """Raises WrongOrder for what is in no section of an issue."""
    if any(key.partition(":")[0] not in Item.Section.values for key in order):
        raise WrongOrder


def _save(request: HttpRequest, issue: Issue, order: list[str], typed: dict[str, str]) -> HttpResponse:
    """Save it, or say why not with all as it was sent."""
    form = IssueForm(request.POST, instance=Issue(pk=issue.pk))
    based_on = request.POST.get("based_on", "")
    refused, status, saves = "Not saved: see what is said beside the fields.", 400, None
    if form.is_valid():
        try:
            composing.save(
                issue.pk,
                fields={name: getattr(form.instance, name) for name in FIELDS},
                order=order,
                words=typed,
                based_on=int(based_on) if based_on.isdecimal() and len(based_on) < 10 else -1,
                by=who(request),
            )
        except SavedMeanwhile as reason:
            now = reason.now
            refused = f"{reason} {_differences(now, form, order, typed)} Yours is below, and nothing of it is lost: "
            refused += "save again to keep it, or load the page anew to go on from theirs."
            status, saves = 409, now.saves
        except NotComposed as reason:
            refused, status = str(reason), 409
        else:
            messages.success(request, "Saved. Nobody has been sent it.")
            page = "preview" if request.POST.get("do") == "preview" else "change"
            return redirect(f"admin:newsletter_issue_{page}", issue.pk)
    return _drawn(request, issue, form, order, typed, refused=refused, status=status, saves=saves)


def _drawn(
    request: HttpRequest,
    issue: Issue,
    form: IssueForm,
    order: Sequence[str],
    words: Mapping[str, str],
    *,
    said: str = "",
    refused: str = "",
    status: int = 200,
    saves: int | None = None,
) -> HttpResponse:
    now = timezone.now()
    asked = request.POST.get("q", "")[:200]
    offer = offering.offered(asked, order, now)
    told = telling.told([*order, *offer], now)
    gone = telling.names([key for key in order if key not in told])
    based_on = saves if saves is not None else request.POST.get("based_on", issue.saves)
    context = {
        **admin.site.each_context(request),
        "title": issue.subject,
        "issue": issue,
        "has_change_permission": True,
        "form": form,
        "media": Media.from_media(form.media + EDITOR, nonce=get_nonce(request)),
        "sections": _sections(order, told, gone, words),
        "offered": _sections(offer, told, {}, {}),
        "since": offering.since(now),
        "based_on": based_on,
        "asked": asked,
        "unsaved": request.method == "POST",
        "said": said,
        "refused": refused,
        "publishes": may(request.user, "publish"),
        "many": len(order),
        "most": composing.MOST,
    }
    return render(request, "admin/newsletter/compose.html", context, status=status)


def _sections(
    order: Any, told: Mapping[str, Any], gone: Mapping[str, str], words: Mapping[str, str]
) -> list[dict[str, Any]]:
    """The rows of each section, in their order: what readers see of each, or what it was called."""
    found = []
    for section in Item.Section:
        rows = [
            {"key": key, "words": words.get(key, ""), "gone": key not in told}
            | told.get(key, {"title": gone.get(key, "Something that is not there any more")})
            for key in order
            if key.partition(":")[0] == section
        ]
        found.append({"section": section, "name": NAMES[section], "rows": rows})
    return found


#: What editors call the sections.
NAMES = {
    Item.Section.STORY: "Stories",
    Item.Section.FIGURE: "Figures that moved",
    Item.Section.RELEASE: "Releases to come",
    Item.Section.QUESTION: "Answered questions",
}


def _told(said: tuple[str, str] | None) -> str:
    """What was done, with the name of what it was done to."""
    if said is None:
        return ""
    sentence, key = said
    now = timezone.now()
    one = telling.told([key], now).get(key)
    name = one["title"] if one else telling.names([key]).get(key, "")
    return sentence.format(f"“{name}”")


def _differences(now: Issue, form: IssueForm, order: Sequence[str], typed: Mapping[str, str]) -> str:
    """In what theirs is another than ours, in sentences."""
    kept = composing.words_of(now)
    names = telling.names({*kept, *order})

    def told(found: Sequence[str], what: str) -> list[str]:
        named = [f"“{names[key]}”" for key in found if key in names]
        return [f"{what}: {', '.join(named)}."] if named else []

    labels = [
        str(form.fields[name].label).lower()
        for name in FIELDS
        if getattr(now, name) != getattr(form.instance, name)
    ]
    both = [key for key in order if key in kept]
    return " ".join(
        [
            *([f"Another in theirs: {', '.join(labels)}."] if labels else []),
            *told([key for key in kept if key not in order], "Only in theirs"),
            *told([key for key in order if key not in kept], "Only in yours"),
            *(told(list(kept), "Their order") if [key for key in kept if key in order] != both else []),
            *told(
                [key for key in both if kept[key] != plain(typed.get(key, ""))], "With other words in theirs"
            ),
        ]
    )
