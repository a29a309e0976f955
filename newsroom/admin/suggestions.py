"""The suggestions of all articles, to be read."""

from django.contrib import admin

from articles.models import Suggestion
from changes.admin import ReadOnlyAdmin


@admin.register(Suggestion)
class SuggestionAdmin(ReadOnlyAdmin):
    """What imports offered. Decided above the article's form."""

    list_display = ("text", "kind", "article", "state", "decided_by")
    list_filter = ("state", "kind")
    list_select_related = ("article", "decided_by")
    search_fields = ("text", "article__headline")
