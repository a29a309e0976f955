"""The working copy: writing, saving without losing anything, and the buttons that publish."""

from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.forms import Script
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from unfold.admin import StackedInline, TabularInline
from unfold.decorators import display
from unfold.widgets import UnfoldAdminTextareaWidget

from articles.admin.actions import ArticleActions
from articles.admin.comparing import compare
from articles.admin.conflicts import saved, typed, with_rows_saved_meanwhile
from articles.admin.editing import EditorAdmin
from articles.admin.handing import ReviewFilter
from articles.admin.many import ManyAtOnce
from articles.admin.revision_pages import RevisionPages
from articles.bodies import plain
from articles.models import Article, Author, Edition, FAQEntry
from articles.models.article import LONGEST_BACKSTORY, Byline
from articles.revisions import save_revision
from articles.workflow import may
from articles.writing import alternative_text, refuse_empty, refuse_taken
from changes.admin import picked, who
from changes.deleting import DeletingAdmin
from changes.forms import ModelForm
from changes.lists import LongList

LANDED = "What you typed is below, nothing of it is lost. Compare, take over what you need, and save again."


class ArticleForm(ModelForm):
    """The working copy's fields and the version that the editor began with."""

    based_on = forms.IntegerField(widget=forms.HiddenInput, required=False)

    class Meta:
        widgets = {
            "standfirst": UnfoldAdminTextareaWidget(attrs={"rows": 3}),
            "closing": UnfoldAdminTextareaWidget(attrs={"rows": 3}),
            "backstory": UnfoldAdminTextareaWidget(attrs={"rows": 5}),
        }
        help_texts = {
            "headline": "One line, as readers see it.",
            "standfirst": "One or two sentences under the headline and in lists.",
            "body": "Type / for all that can be inserted. Select a figure and press Fact to cite where it comes from.",
            "slug": "The end of its address: small letters, digits, hyphens. Old addresses keep leading here.",
            "lead_image_alt": "What the picture shows, for those who cannot see it. Empty: as the picture has it.",
            "closing": "The last line, which sends the reader on. “here” becomes the link.",
            "backstory": "For readers: why and how it was made, who was asked, what could not be checked. "
            f"One paragraph, at most {LONGEST_BACKSTORY:,} characters.",
            "search_title": "For search engines, where the headline is too long. Usually empty.",
            "search_description": "For search engines. Empty: the standfirst.",
        }

    theirs: Article | None = None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["based_on"] = self.instance.version

    def clean_headline(self) -> str:
        """The headline in one line, without invisible characters."""
        return plain(self.cleaned_data["headline"])

    def clean_slug(self) -> str:
        """A slug that no other article has, or ever had in public."""
        slug: str = self.cleaned_data["slug"]
        refuse_taken(slug, self.instance)
        return slug

    def clean(self) -> dict[str, Any]:
        """Refuse to save over a newer save; `theirs` is then what was saved meanwhile."""
        found = super().clean() or self.cleaned_data
        self._say_what_the_picture_shows(found)
        if not self.instance.pk:
            return found
        # The row is locked since the view began, so nobody saves between this look and the save.
        now = Article.objects.get(pk=self.instance.pk)
        if found.get("based_on") != now.version:
            self.theirs = now
            data: Any = self.data.copy()
            data["based_on"] = str(now.version)
            self.data = data
            raise ValidationError(f"Somebody else saved this article while you were writing. {LANDED}")
        return found

    def _say_what_the_picture_shows(self, found: dict[str, Any]) -> None:
        """A picture brings its alternative text along, where the field is empty or tells of the one before."""
        try:
            found["lead_image_alt"] = alternative_text(
                found.get("lead_image"),
                found.get("lead_image_alt") or "",
                before=self.initial.get("lead_image"),
                said_before=self.initial.get("lead_image_alt") or "",
            )
        except ValidationError as error:
            self.add_error("lead_image_alt", error)


class BylineInline(TabularInline):
    """The authors, in order."""

    model = Byline
    form = ModelForm
    autocomplete_fields = ("author",)
    ordering_field = "position"
    hide_ordering_field = False
    fields = ("author", "position")
    extra = 0
    tab = True
    verbose_name_plural = "Authors"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Byline]:
        """With the names."""
        found: QuerySet[Byline] = super().get_queryset(request)
        return found.select_related("author")


class FAQForm(ModelForm):
    """A question with its answer, which may not be empty."""

    def clean_answer(self) -> str:
        """Words, not only mark-up."""
        answer: str = self.cleaned_data["answer"]
        refuse_empty(answer)
        return answer


class FAQInline(StackedInline):
    """Questions of our own, with their answers."""

    model = FAQEntry
    form = FAQForm
    ordering_field = "position"
    hide_ordering_field = False
    fields = ("question", "answer", "position")
    extra = 0
    tab = True


@admin.register(Article)
class ArticleAdmin(LongList, ArticleActions, ManyAtOnce, RevisionPages, DeletingAdmin, EditorAdmin):
    """Working copies. Readers see none of this until it is published."""

    class Media:
        js = (Script("admin/editor/typed.js", type="module"),)

    instead = "withdraw it, where readers see it (More, Withdraw…); archive it, where they do not (Hand on…, Archive)."
    form = ArticleForm
    inlines = (BylineInline, FAQInline)
    list_display = ("headline", "state", "reviewer", "standing", "written_by", "updated_at")
    list_select_related = ("reviewer",)
    list_filter = ("state", ReviewFilter, "kind", "updated_at", "topics", "authors")
    search_fields = ("headline", "slug")
    search_help_text = "Words of the headline, the address or an author’s name."
    sortable_by = ("headline", "state", "updated_at")
    autocomplete_fields = ("topics", "lead_image", "closing_topic")
    readonly_fields = ("state", "created_by", "created_at", "updated_at")
    change_form_outer_before_template = "admin/articles/article/before.html"
    fieldsets = (
        (None, {"fields": ("headline", "standfirst", "body", "based_on")}),
        ("Address and topics", {"classes": ["tab"], "fields": (("slug", "kind"), "topics", "dated")}),
        ("Picture", {"classes": ["tab"], "fields": ("lead_image", "lead_image_alt")}),
        (
            "Closing line, backstory",
            {"classes": ["tab"], "fields": ("closing", "closing_topic", "backstory")},
        ),
        ("Search engines", {"classes": ["tab"], "fields": ("search_title", "search_description")}),
        ("History", {"classes": ["tab"], "fields": ("state", "created_by", ("created_at", "updated_at"))}),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Article]:
        """With what the list shows, in two queries however long it is."""
        return super().get_queryset(request).with_standing().prefetch_related("authors")

    def holds(self, word: str) -> Q:
        """Authors too."""
        theirs = Byline.objects.filter(author__in=Author.objects.filter(name__icontains=word))
        return super().holds(word) | Q(pk__in=theirs.values("article"))

    def get_prepopulated_fields(self, request: HttpRequest, obj: Article | None = None) -> dict[str, Any]:
        """The slug follows the headline until the first save."""
        return {"slug": ("headline",)} if obj is None else {}

    def has_change_permission(self, request: HttpRequest, obj: Article | None = None) -> bool:
        """Contributors change their own, editors anybody's."""
        return super().has_change_permission(request, obj) and may(request.user, "write", obj)

    def has_delete_permission(self, request: HttpRequest, obj: Article | None = None) -> bool:
        """Publishers, as the table says; of what was published they see by what it is held."""
        if not (super().has_delete_permission(request, obj) and may(request.user, "delete")):
            return False
        open_to_them = obj is None or may(request.user, "delete", obj)
        return open_to_them or Edition.objects.filter(article=obj).exists()

    def view_on_site(self, obj: Article) -> str | None:
        """The page, where there is one."""
        edition = Edition.objects.live().filter(article=obj).first()
        return edition.get_absolute_url() if edition else None

    @display(
        description="Standing",
        label={
            "live": "success",
            "waiting": "warning",
            "live, another waits": "success",
            "withdrawn": "danger",
        },
    )
    def standing(self, article: Any) -> str:
        """What readers see of it now."""
        if article.is_live:
            return "live, another waits" if article.waits_for else "live"
        if article.waits_for:
            return "waiting"
        return "withdrawn" if article.was_seen else "not published"

    @admin.display(description="Authors")
    def written_by(self, article: Article) -> str:
        """The names of the byline."""
        return ", ".join(author.name for author in article.authors.all())

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """The form; a save over somebody else's newer save answers 409 with both texts."""
        response = super().changeform_view(request, object_id, form_url, extra_context)
        context = getattr(response, "context_data", None) or {}
        form = getattr(context.get("adminform"), "form", None)
        if form is not None and getattr(form, "theirs", None) is not None:
            response.status_code = 409
        return response

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Any:
        """The article; locked while it is saved (the view runs in one transaction)."""
        if request.method == "POST" and (article := picked(Article, object_id)):
            Article.objects.select_for_update().filter(pk=article.pk).first()
        return super().get_object(request, object_id, from_field)

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], **kwargs: Any
    ) -> HttpResponse:
        """Add what stands above the form: how it stands, what is suggested, what differs."""
        article: Article | None = context.get("original")
        form = context["adminform"].form
        if article is not None:
            context |= _above(article)
        if form.is_bound and getattr(form, "theirs", None) is not None:
            context["conflict"] = compare(
                saved(form.theirs), typed(form, [f.formset for f in context["inline_admin_formsets"]])
            )
        return super().render_change_form(request, context, **kwargs)

    def save_model(self, request: HttpRequest, obj: Article, form: Any, change: bool) -> None:
        """Save as the next version."""
        if not change:
            obj.created_by = who(request)
        obj.version += 1
        super().save_model(request, obj, form, change)

    def get_formset_kwargs(
        self, request: HttpRequest, obj: Article, inline: Any, prefix: str
    ) -> dict[str, Any]:
        """The rows that were sent, for those that the article has now: somebody may have changed them."""
        kwargs: dict[str, Any] = super().get_formset_kwargs(request, obj, inline, prefix)
        if "data" in kwargs and obj.pk:
            rows = inline.model.objects.filter(article=obj)
            kwargs["data"] = with_rows_saved_meanwhile(kwargs["data"], prefix, rows, key=inline.fields[0])
        return kwargs

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        """Save; new rows go to the end, in the order in which they were added."""
        formset.save(commit=False)
        taken = [row.position for row in formset.queryset]
        last = max(taken, default=-1)
        for row in formset.new_objects:
            if row.position == 0:
                last += 1
                row.position = last
        formset.save()

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Save what belongs to it, then keep the whole as a revision."""
        super().save_related(request, form, formsets, change)
        save_revision(form.instance, by=who(request))


def _above(article: Article) -> dict[str, Any]:
    """What the form says about an article above its fields."""
    now = timezone.now()
    editions = Edition.objects.filter(article=article)
    return {
        "live": editions.live(now).first(),
        "waiting": editions.waiting(now).first(),
        "withdrawn": editions.filter(withdrawn_at__isnull=False, visible_from__lte=now).first(),
        "suggestions": article.suggestions.filter(state="open"),
        "unpublished_changes": _differs_from_published(article),
    }


def _differs_from_published(article: Article) -> bool:
    """Whether the working copy has words that its newest edition lacks."""
    newest = Edition.objects.filter(article=article).order_by("-number").first()
    return newest is not None and any(
        getattr(newest, field) != getattr(article, field)
        for field in ("headline", "standfirst", "body", "slug")
    )
