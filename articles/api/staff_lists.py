"""What drafts lead to, for programs of the staff: authors, topics and images, those that nobody shows too."""

from typing import Any

from django.contrib import admin
from django.contrib.auth.models import User
from django_filters import rest_framework as filters
from rest_framework import serializers

from api.models import Token
from api.staff import StaffList
from api.writing import Told
from articles.models import Article, Author, Image, Topic
from articles.workflow import reviewers
from changes.api.staff import Dated


class StaffAuthorSerializer(Told):
    """Somebody who can be in a byline."""

    class Meta:
        model = Author
        fields = ("id", "self", "url", "admin_url", "name", "slug", "bio", "user")


class StaffTopicSerializer(Told):
    """What drafts can be filed under."""

    class Meta:
        model = Topic
        fields = ("id", "self", "url", "admin_url", "name", "slug", "description")


class StaffImageSerializer(Told):
    """A picture. It is as private as what shows it."""

    src = serializers.CharField(source="address", help_text="How a body names it, in the src of an img.")

    class Meta:
        model = Image
        fields = (
            *("id", "self", "admin_url", "src", "title", "alt", "credit", "width", "height"),
            *("focus_x", "focus_y", "uploaded_at"),
        )


class ReviewerSerializer(serializers.ModelSerializer[Any]):
    """Somebody to whom a draft can be assigned."""

    self = serializers.SerializerMethodField("get_self", help_text="Its address here.")
    name = serializers.CharField(source="get_full_name", help_text="Empty where none is known.")

    class Meta:
        model = User
        fields = ("id", "self", "username", "name")

    get_self = Told.get_self


class NamedFilters(filters.FilterSet):
    """Which of them, by name or by address."""

    q = filters.CharFilter(field_name="name", lookup_expr="icontains", max_length=100)
    slug = filters.CharFilter(field_name="slug", max_length=120)


class ImageFilters(filters.FilterSet):
    """Which pictures."""

    q = filters.CharFilter(field_name="title", lookup_expr="icontains", max_length=100)


class _OfDrafts(Dated, StaffList):
    readers = (Token.Scope.DRAFTS, Token.Scope.PUBLISH)
    model: Any

    def get_queryset(self) -> Any:
        """All."""
        return self.model.objects.all()


class StaffAuthors(_OfDrafts):
    """Authors, those of no article too."""

    model = Author
    told = serializer_class = StaffAuthorSerializer
    filterset_class = NamedFilters


class StaffTopics(_OfDrafts):
    """Topics, those of no article too."""

    model = Topic
    told = serializer_class = StaffTopicSerializer
    filterset_class = NamedFilters


class StaffImages(_OfDrafts):
    """Pictures, those that nobody shows too."""

    model = Image
    told = serializer_class = StaffImageSerializer
    filterset_class = ImageFilters


class StaffReviewers(_OfDrafts):
    """Those who may review drafts."""

    told = serializer_class = ReviewerSerializer

    @property
    def in_admin(self) -> Any:
        """Whoever sees the working copies there is shown whom they can be assigned to."""
        return admin.site.get_model_admin(Article)

    def get_queryset(self) -> Any:
        """All."""
        return reviewers()
