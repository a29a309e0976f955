"""The newsroom in the admin: users, suggestions, and what a record's page has from the apps above records."""

from newsroom.admin.articles import ArticleInNewsroom
from newsroom.admin.corrections import CorrectionAdmin
from newsroom.admin.figures import FactInNewsroom
from newsroom.admin.people import GroupAdmin, UserAdmin
from newsroom.admin.records import MergedAdmin
from newsroom.admin.sources import SourceInNewsroom
from newsroom.admin.suggestions import SuggestionAdmin
from newsroom.admin.tokens import TokenAdmin

__all__ = [
    "ArticleInNewsroom",
    "CorrectionAdmin",
    "FactInNewsroom",
    "GroupAdmin",
    "MergedAdmin",
    "SourceInNewsroom",
    "SuggestionAdmin",
    "TokenAdmin",
    "UserAdmin",
]
