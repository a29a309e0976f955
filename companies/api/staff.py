"""Records and what is said of releases, through the API: written under the rules of their forms in the admin."""

from typing import Any

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import Exists, OuterRef
from django.urls import reverse
from django_filters import rest_framework as filters
from rest_framework import exceptions, serializers

from api.given import Choice, Choices, Line, Refs
from api.models import Token
from api.narrowing import IdFilter
from api.references import page
from api.staff import StaffViewSet
from api.writing import Part, Writing
from changes.api.staff import Dated
from companies import indexing, releases
from companies.models import (
    KINDS,
    AIModel,
    Alias,
    Company,
    Market,
    ModelFamily,
    Product,
    Record,
    ReleaseClaim,
)

NAMES = (
    *("id", "self", "url", "admin_url", "name", "native_name", "native_language", "slug"),
    *("aliases", "description"),
)
LAST = (
    *("cased", "meant_by_bare_name", "checked_on", "checked_against", "published_from"),
    *("public", "created_at", "updated_at"),
)
#: A fuzzy date is typed in words as well, which are longer than what is kept.
FUZZY = {
    "max_length": 200,
    "help_text": "A date as vague as it is known: “2026-02”, “Q3 2026”, “early 2026”.",
}


class StaffAliasSerializer(Part):
    """Another name of a record."""

    text = Line(max_length=120)
    kind = Choice(choices=Alias.Kind.choices, default=Alias.Kind.OFFICIAL)
    language = Line(max_length=12, allow_blank=True, default="", help_text="BCP 47, for example zh-Hans.")


class RecordSerializer(Writing):
    """What the five kinds of record share. A record is private until it is published or something public uses it."""

    aliases: Any = StaffAliasSerializer(  # type: ignore[call-arg]  # the length is the list's
        many=True, required=False, max_length=100, help_text="All its other names."
    )
    public = serializers.BooleanField(source="seen", read_only=True, help_text="Readers see it now.")

    #: The kind's many-to-many fields.
    lists: frozenset[str] = frozenset()

    @property
    def unordered(self) -> frozenset[str]:  # type: ignore[override]  # follows from the kind
        """Its lists and its names."""
        return self.lists | {"aliases"}

    def refuse(self, row: Any, given: dict[str, Any], left: list[str]) -> None:
        """Also for an address that is another's, and for names that only look like others."""
        self.refuse_publishing(given)
        super().refuse(row, given, left)
        try:
            indexing.refuse_taken(KINDS[type(row)], row.slug, row.pk)
        except ValidationError as error:
            raise serializers.ValidationError({"slug": error.messages}) from error
        for number, alias in enumerate(given.get("aliases", ())):
            try:
                Alias(**alias).full_clean(exclude=["record"])
            except ValidationError as error:
                raise serializers.ValidationError({f"aliases.{number}": error.messages}) from error
        texts = [alias["text"] for alias in given.get("aliases", ())]
        if twice := next((text for text in texts if texts.count(text) > 1), None):
            raise serializers.ValidationError({"aliases": [f"“{twice}” stands there twice."]})

    def keep(self, row: Any, given: dict[str, Any]) -> Any:
        """Save it with its names; what follows is done as after its form in the admin."""
        form = self.as_form(row, given)
        if self.instance is not None:
            form.initial.setdefault("slug", self.instance.slug)
        row.save()
        for name in self.lists & given.keys():
            getattr(row, name).set(given[name])
        if "aliases" in given:
            _name(row, given["aliases"])
        self.context["view"].in_admin.saved(form, self.instance is not None)
        return row


def _name(record: Any, aliases: list[dict[str, str]]) -> None:
    """Give a record these other names and no more; those that it had stay the rows that they are."""
    held = {alias.text: alias for alias in record.aliases.all()}
    for given in aliases:
        alias = held.pop(given["text"], None) or Alias(record_id=record.pk)
        for name, value in given.items():
            setattr(alias, name, value)
        alias.save()
    for alias in held.values():
        alias.delete()


class StaffCompanySerializer(RecordSerializer):
    """A company: a lab, a platform, a publisher of figures."""

    class Meta:
        model = Company
        fields = (*NAMES, "sort", "country", "seat", "founded", "website", "wikidata", *LAST)
        extra_kwargs = {"founded": FUZZY}
        validators: list[Any] = []


class StaffProductSerializer(RecordSerializer):
    """What a company runs and people use."""

    powered_by = Refs(ModelFamily.objects.all(), required=False, help_text="Ids of model families.")
    lists = frozenset({"powered_by"})

    class Meta:
        model = Product
        fields = (*NAMES, "owner", "what", "powered_by", "website", *LAST)
        validators: list[Any] = []


class StaffFamilySerializer(RecordSerializer):
    """A line of models under one name."""

    class Meta:
        model = ModelFamily
        fields = (*NAMES, "developer", "what", *LAST)
        validators: list[Any] = []


class StaffModelSerializer(RecordSerializer):
    """One model. Its numbers are facts."""

    takes = Choices(AIModel.Modality.choices, required=False, help_text="Modalities in.")
    gives = Choices(AIModel.Modality.choices, required=False, help_text="Modalities out.")

    class Meta:
        model = AIModel
        fields = (
            *(*NAMES, "developer", "family", "version", "predecessor", "status", "announced", "released"),
            *("takes", "gives", "openness", "licence", "weights", *LAST),
        )
        extra_kwargs = {"announced": FUZZY, "released": FUZZY}
        validators: list[Any] = []


class StaffMarketSerializer(RecordSerializer):
    """A thing that is measured and is no company."""

    class Meta:
        model = Market
        fields = (*NAMES, "country", *LAST)
        validators: list[Any] = []


class RecordFilters(filters.FilterSet):
    """Which records."""

    q = filters.CharFilter(field_name="name", lookup_expr="icontains", max_length=100)


class RecordViewSet(Dated, StaffViewSet):
    """Records of one kind, private ones too."""

    scope = Token.Scope.RECORDS
    readers = (Token.Scope.FACTS,)
    filterset_class = RecordFilters
    model: Any
    serializer_class: Any

    def get_queryset(self) -> Any:
        """All, with whether readers see them, in the same few queries."""
        seen = Exists(Record.objects.public().filter(pk=OuterRef("pk")))
        found = self.model.objects.annotate(seen=seen).prefetch_related("aliases")
        return found.prefetch_related(*self.serializer_class.lists)


class StaffCompanies(RecordViewSet):
    """Companies, private ones too."""

    model = Company
    told = serializer_class = StaffCompanySerializer


class StaffProducts(RecordViewSet):
    """Products, private ones too."""

    model = Product
    told = serializer_class = StaffProductSerializer


class StaffFamilies(RecordViewSet):
    """Model families, private ones too."""

    model = ModelFamily
    told = serializer_class = StaffFamilySerializer


class StaffModels(RecordViewSet):
    """Models, private ones too."""

    model = AIModel
    told = serializer_class = StaffModelSerializer


class StaffMarkets(RecordViewSet):
    """Markets, private ones too."""

    model = Market
    told = serializer_class = StaffMarketSerializer


class StaffClaimSerializer(Writing):
    """What somebody said of a model's release. Never changed, only added."""

    class Meta:
        model = ReleaseClaim
        fields = (
            *(
                "id",
                "self",
                "admin_url",
                "model",
                "status",
                "window",
                "window_words",
                "claimed_by",
                "claimed_on",
            ),
            *("source", "recorded_at"),
        )
        extra_kwargs = {"window": FUZZY}
        validators: list[Any] = []

    def get_admin_url(self, row: ReleaseClaim) -> str:
        """The page of its model, where it stands."""
        return page(reverse("admin:companies_aimodel_change", args=[row.model_id]))

    def keep(self, row: ReleaseClaim, given: dict[str, Any]) -> ReleaseClaim:
        """Add it by the verb, which sets the model and tells the log whether it slipped."""
        return releases.claim(
            row.model,
            status=row.status,
            window=row.window,
            words=row.window_words,
            claimed_on=row.claimed_on,
            claimed_by=row.claimed_by,
            source=row.source,
        )


class ClaimFilters(filters.FilterSet):
    """Of which model."""

    model = IdFilter(field_name="model")


class StaffClaims(Dated, StaffViewSet):
    """What was said of releases, the newest first."""

    http_method_names = ["get", "head", "options", "post"]
    scope = Token.Scope.RECORDS
    told = serializer_class = StaffClaimSerializer
    filterset_class = ClaimFilters

    def http_method_not_allowed(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        """What was said stays said."""
        raise exceptions.MethodNotAllowed(
            str(request.method),
            "What was said of a release is never changed or deleted. POST another claim to /api/v1/staff/claims/.",
        )

    @property
    def in_admin(self) -> Any:
        """Claims stand on the page of their model there."""
        return next(
            inline
            for inline in admin.site.get_model_admin(AIModel).get_inline_instances(self.request)
            if inline.model is ReleaseClaim
        )

    def may_add(self) -> bool:
        """Whether the user may add one there."""
        return bool(self.in_admin.has_add_permission(self.request, None))

    def get_queryset(self) -> Any:
        """All."""
        return ReleaseClaim.objects.all()
