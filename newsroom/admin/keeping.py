"""What an article's form does besides saving: it keeps what is typed, brings it back, and knows who else is here."""

from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.contrib import messages
from django.forms import Script
from django.http import HttpRequest, HttpResponse
from unfold.admin import ModelAdmin

from articles.admin.comparing import compare
from articles.admin.conflicts import saved, with_rows_saved_meanwhile
from articles.models import Article
from changes.admin import picked, who
from newsroom.models import Autosave
from newsroom.writing import autosaving
from newsroom.writing.autosaving import form_of
from newsroom.writing.filling import as_initial, fill


class BroughtBack:
    """A form whose first values are what was typed before; it is not bound, and so complains of nothing yet."""

    typed: autosaving.Typed

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial |= as_initial(self, autosaving.as_sent(self.typed))


class KeepsWhatIsTyped(ModelAdmin):
    """An article's form. `?_form=` asks for one that was left with words that are not saved."""

    class Media:
        js = (
            Script("admin/editor/autosave.js", type="module"),
            Script("admin/editor/present.js", type="module"),
            Script("admin/editor/bars.js", type="module"),
            Script("admin/editor/preview.js", type="module"),
        )

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """The form, with what was typed before where that is asked for."""
        request.brought_back = None
        if request.method == "GET" and (form := form_of(request.GET)):
            article = picked(Article, object_id) if object_id else None
            request.brought_back = Autosave.objects.of(who(request), article).filter(form=form).first()
            if request.brought_back is None:
                messages.warning(request, "What was typed there was saved or discarded since.")
        return super().changeform_view(request, object_id, form_url, extra_context)

    def get_form(
        self, request: HttpRequest, obj: Article | None = None, change: bool = False, **kwargs: Any
    ) -> type[forms.ModelForm]:
        """The form; filled with what was typed before, where that is asked for."""
        form_class = super().get_form(request, obj, change=change, **kwargs)
        kept: Autosave | None = getattr(request, "brought_back", None)
        return type("ArticleForm", (BroughtBack, form_class), {"typed": kept.typed}) if kept else form_class

    def get_formset_kwargs(
        self, request: HttpRequest, obj: Article, inline: Any, prefix: str
    ) -> dict[str, Any]:
        """The rows that were typed before, where they are asked for, for those that the article has now."""
        kwargs: dict[str, Any] = super().get_formset_kwargs(request, obj, inline, prefix)
        kept: Autosave | None = getattr(request, "brought_back", None)
        if kept is not None and f"{prefix}-TOTAL_FORMS" in kept.typed:
            rows = inline.model.objects.filter(article=obj) if obj.pk else []
            sent = autosaving.as_sent(kept.typed)
            kwargs["data"] = with_rows_saved_meanwhile(sent, prefix, rows, key=inline.fields[0])
        return kwargs

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], **kwargs: Any
    ) -> HttpResponse:
        """Add what the scripts ask for, and what was typed before and can be brought back."""
        article: Article | None = context.get("original")
        if article is None or self.has_change_permission(request, article):
            kept = request.brought_back
            form = form_of(request.POST) or (kept.form if kept else uuid4())
            context["keeping"] = {
                "article": article,
                "form": form,
                "brought_back": kept,
                "offered": offered(request, article, besides=form),
            }
        if article is not None and getattr(context["adminform"].form, "theirs", None):
            context["saved_meanwhile"] = article.revisions.select_related("by__author").first()
        return super().render_change_form(request, context, **kwargs)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Save what belongs to it; what was kept of the form is in the article now."""
        super().save_related(request, form, formsets, change)
        if kept := form_of(request.POST):
            autosaving.finish(user=who(request), form=kept)


def offered(request: HttpRequest, article: Article | None, *, besides: UUID) -> list[dict[str, Any]]:
    """What the user typed in other forms of the article and never saved, each with what differs.

    One query where there is nothing; what differs in nothing is forgotten.
    """
    found = []
    for kept in Autosave.objects.of(who(request), article).exclude(form=besides):
        filled = fill(request, article, autosaving.as_sent(kept.typed))
        if not (differs := filled.differs):
            autosaving.finish(user=who(request), form=kept.form)
            continue
        rows = compare(saved(article) if article else {}, filled.content)
        based_on = kept.typed.get("based_on")
        found.append(
            {
                "kept": kept,
                "differs": differs,
                "rows": rows,
                "older": article is not None and based_on != [str(article.version)],
            }
        )
    return found
