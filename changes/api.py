"""Corrections for programs: the same as the page."""

from typing import Any

from django.conf import settings
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone
from django_filters import rest_framework as filters
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers, viewsets

from api.narrowing import IdFilter
from changes.corrections import NAMED, NAMED_ON_ITS_PAGE, shown_on, with_things
from changes.models import Correction, Touched


class ToldSerializer(serializers.Serializer[Any]):
    """A correction as it stands with something that it touches."""

    url = serializers.SerializerMethodField(help_text="Its page.")
    wrong = serializers.CharField(help_text="What was wrong.")
    right = serializers.CharField(help_text="What is right.")
    at = serializers.DateTimeField(help_text="When readers were told.")

    def get_url(self, told: dict[str, Any]) -> str:
        """Its page."""
        return settings.SITE_URL + str(told["url"])


class TouchedSerializer(serializers.Serializer[Touched]):
    """Something that a correction touches and readers see."""

    about = serializers.CharField(
        help_text="article, question, fact, company, product, family, model, market."
    )
    id = serializers.IntegerField(source="about_id")
    title = serializers.CharField(help_text="As it was called when it was corrected.")
    url = serializers.SerializerMethodField(help_text="Its page.")

    def get_url(self, touched: Touched) -> str:
        """Its page."""
        return settings.SITE_URL + touched.address


class CorrectionSerializer(ToldSerializer):
    """A correction: what was wrong, what is right, when, and what it touches."""

    id = serializers.IntegerField()
    touches = TouchedSerializer(
        many=True, help_text=f"The first {NAMED}; of one correction alone, the first {NAMED_ON_ITS_PAGE}."
    )
    others = serializers.IntegerField(help_text="How many more it touches.")


@extend_schema_field(ToldSerializer(many=True))
class CorrectionsField(serializers.Field[Any, Any, Any, Any]):
    """The corrections that touch an object, newest first. One query: for one object, not for lists."""

    def __init__(self, about: str, pk: str) -> None:
        super().__init__(source="*", read_only=True, help_text="What we had wrong of it, newest first.")
        self._about, self._pk = about, pk

    def to_representation(self, thing: Any) -> Any:
        """All that its page shows."""
        told = shown_on(self._about, getattr(thing, self._pk), timezone.now())
        return ToldSerializer(told, many=True).data


class CorrectionFilter(filters.FilterSet):
    """How corrections can be narrowed."""

    about = filters.CharFilter(
        max_length=20, help_text="A kind of thing that they touch: article, question, fact, company…"
    )
    about_id = IdFilter(help_text="The id of a thing of that kind.", min_value=1, max_value=2**53)

    class Meta:
        model = Correction
        fields: list[str] = []

    def filter_queryset(self, queryset: Any) -> Any:
        """Those that touch such a thing."""
        asked = {name: value for name, value in self.form.cleaned_data.items() if value}
        rows = Touched.objects.filter(correction=OuterRef("pk"), **asked)
        return queryset.filter(Exists(rows)) if asked else queryset


class CorrectionViewSet(viewsets.ReadOnlyModelViewSet[Correction]):
    """Corrections, newest first."""

    serializer_class = CorrectionSerializer
    filterset_class = CorrectionFilter
    lookup_value_regex = "[0-9]{1,18}"
    queryset = Correction.objects.none()

    def get_queryset(self) -> QuerySet[Correction]:
        """Public ones."""
        found: QuerySet[Correction] = Correction.objects.public().newest().select_related("change")
        return found

    def paginate_queryset(self, queryset: Any) -> Any:
        """A page of them, with what they touch."""
        return with_things(super().paginate_queryset(queryset) or [], timezone.now())

    def get_object(self) -> Any:
        """One, with more of what it touches."""
        return with_things([super().get_object()], timezone.now(), most=NAMED_ON_ITS_PAGE)[0]
