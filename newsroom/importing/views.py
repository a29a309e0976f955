"""The screen that takes in a text: what was understood is shown, corrected and saved as a draft."""

import base64
import binascii
from dataclasses import replace
from decimal import Decimal
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from unfold.widgets import (
    UnfoldAdminCheckboxSelectMultipleWidget,
    UnfoldAdminFileFieldWidget,
    UnfoldAdminSelectWidget,
    UnfoldAdminSingleDateWidget,
    UnfoldAdminTextareaWidget,
    UnfoldAdminTextInputWidget,
)

from articles.models import Article, Author, Topic
from articles.workflow import may
from changes import addresses
from changes.admin import who
from changes.forms import Form
from companies.models import Record, ascii_slug
from facts.amounts import display
from newsroom.importing.decoding import LARGEST_FILE, Unreadable
from newsroom.importing.saving import (
    AlreadyImported,
    NotSaved,
    Understood,
    imported_before,
    save,
    suggest_slug,
    understand,
)


class TextForm(Form):
    """The text to read: a file, or pasted."""

    file = forms.FileField(
        required=False, widget=UnfoldAdminFileFieldWidget, help_text="A plain text file, up to 500 kB."
    )
    text = forms.CharField(
        required=False,
        strip=False,
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 16}),
        label="Or paste it here",
        help_text="The first line is the title. Sections, call-outs, FAQ and reader questions are found by their form.",
    )
    dated = forms.DateField(
        required=False,
        widget=UnfoldAdminSingleDateWidget,
        label="Speaks from",
        help_text="The day on which it was written, if not lately: “next month” is counted from it.",
    )

    def clean(self) -> dict[str, Any]:
        """One of the two, within the size."""
        found = super().clean() or self.cleaned_data
        if self.errors:
            return found
        file, text = found.get("file"), found.get("text") or ""
        if bool(file) == bool(text.strip()):
            raise forms.ValidationError("Choose a file or paste the text: one of the two.")
        if (file.size if file else len(text)) > LARGEST_FILE:
            raise forms.ValidationError("The text is larger than 500 kB.")
        found["data"] = file.read() if file else text.encode()
        if (dated := found.get("dated")) and not 1970 <= dated.year <= 2100:
            self.add_error("dated", "Give a year between 1970 and 2100.")
        return found


class KeepForm(Form):
    """What an editor may correct before the draft is saved."""

    title = forms.CharField(max_length=200, widget=UnfoldAdminTextInputWidget)
    slug = forms.CharField(
        max_length=120,
        validators=[ascii_slug],
        widget=UnfoldAdminTextInputWidget,
        help_text="The end of its address: small letters, digits, hyphens.",
    )
    standfirst = forms.CharField(required=False, widget=UnfoldAdminTextareaWidget(attrs={"rows": 4}))
    author = forms.ModelChoiceField(Author.objects.all(), required=False, widget=UnfoldAdminSelectWidget)
    topics = forms.ModelMultipleChoiceField(
        Topic.objects.all(), required=False, widget=UnfoldAdminCheckboxSelectMultipleWidget
    )

    def clean_slug(self) -> str:
        """A slug that no other article has or had in public."""
        slug: str = self.cleaned_data["slug"]
        if Article.objects.filter(slug=slug).exists() or not addresses.is_free("article", slug, None):
            raise forms.ValidationError("Another article has or had this address. Choose another.")
        return slug


def import_text(request: HttpRequest) -> HttpResponse:
    """Upload or paste a text; see what was understood; correct it; save it as a draft.

    Nothing is stored between the steps: the second form carries the text itself, and what was understood
    is understood again, so what is saved is what was shown.
    """
    if not (may(request.user, "write") and request.user.has_perm("articles.add_article")):
        raise PermissionDenied
    if request.method == "POST" and "data" in request.POST:
        return _keep(request)
    form = TextForm(request.POST or None, request.FILES or None)
    if form.is_bound and form.is_valid():
        try:
            understood = understand(form.cleaned_data["data"], dated=form.cleaned_data["dated"])
            if before := imported_before(understood):
                raise AlreadyImported(before)
        except (Unreadable, AlreadyImported) as reason:
            form.add_error(None, str(reason))
        else:
            title = understood.draft.title
            first = {
                "title": title,
                "slug": suggest_slug(title),
                "standfirst": understood.draft.standfirst,
                "author": Author.objects.filter(user=who(request)).first(),
            }
            return _show(request, understood, form.cleaned_data["data"], KeepForm(initial=first))
    return _page(request, "admin/newsroom/import.html", {"form": form})


def _keep(request: HttpRequest) -> HttpResponse:
    """Save the draft with what was left ticked."""
    try:
        data = base64.b64decode(request.POST["data"], validate=True)
        dated = forms.DateField(required=False).clean(request.POST.get("dated", ""))
        understood = understand(data, dated=dated)
    except (binascii.Error, Unreadable, forms.ValidationError):
        messages.error(request, "The text could not be read again. Upload it once more.")
        return redirect("newsroom:import")
    form = KeepForm(request.POST)
    if not form.is_valid():
        return _show(request, understood, data, form)
    try:
        article = save(_chosen(understood, request), by=who(request), **form.cleaned_data)
    except AlreadyImported as reason:
        messages.warning(request, str(reason))
        article = reason.article
    except NotSaved as reason:
        form.add_error("title", str(reason))
        return _show(request, understood, data, form)
    else:
        messages.success(request, "Saved as a draft. Nothing of it is public.")
    return redirect("admin:articles_article_change", article.pk)


def _chosen(understood: Understood, request: HttpRequest) -> Understood:
    """What was understood, without what was unticked, and with new records as they were corrected."""
    ticked = {kind: set(request.POST.getlist(kind)) for kind in ("mention", "figure", "release")}
    mentions = []
    for n, mention in enumerate(understood.mentions):
        if mention.record is not None:
            mentions.append(mention)
        elif str(n) in ticked["mention"]:
            kind = request.POST.get(f"kind-{n}", mention.kind)
            parent = _corrected(request, f"parent-{n}")
            kind = kind if kind in Record.Kind.values else mention.kind
            mentions.append(replace(mention, kind=kind, parent=parent))
    return replace(
        understood,
        mentions=tuple(mentions),
        figures=tuple(
            figure | {"subject": _corrected(request, f"subject-{n}")}
            for n, figure in enumerate(understood.figures)
            if str(n) in ticked["figure"]
        ),
        releases=tuple(r for n, r in enumerate(understood.releases) if str(n) in ticked["release"]),
    )


def _corrected(request: HttpRequest, name: str) -> str | None:
    """The name of a record as it was corrected. PostgreSQL keeps no NUL in a payload."""
    return request.POST.get(name, "").replace("\0", "").strip()[:120] or None


def _show(request: HttpRequest, understood: Understood, data: bytes, form: KeepForm) -> HttpResponse:
    """What was understood, line by line and thing by thing."""
    posted = "title" in request.POST
    ticked = {kind: set(request.POST.getlist(kind)) for kind in ("mention", "figure", "release")}

    def rows(kind: str, things: Any) -> list[dict[str, Any]]:
        return [
            {
                "n": n,
                "thing": thing,
                "ticked": not posted or str(n) in ticked[kind],
                "kind": request.POST.get(f"kind-{n}") or getattr(thing, "kind", ""),
                "parent": request.POST.get(f"parent-{n}", getattr(thing, "parent", None) or ""),
                "subject": request.POST.get(f"subject-{n}", (kind == "figure" and thing["subject"]) or ""),
                "shown": _value(thing) if kind == "figure" else "",
            }
            for n, thing in enumerate(things)
        ]

    return _page(
        request,
        "admin/newsroom/understood.html",
        {
            "form": form,
            "understood": understood,
            "data": base64.b64encode(data).decode(),
            "mentions": rows("mention", understood.mentions),
            "figures": rows("figure", understood.figures),
            "releases": rows("release", understood.releases),
            "kinds": Record.Kind.choices,
            "records": Record.objects.values_list("name", flat=True).distinct(),
        },
    )


def _value(figure: dict[str, Any]) -> str:
    """A figure's value as readers would see it."""
    high = Decimal(figure["high"]) if figure["high"] else None
    return display(Decimal(figure["value"]), high, figure["unit"], figure["qualifier"])


def _page(request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    return render(
        request, template, {**admin.site.each_context(request), "title": "Import a text", **context}
    )
