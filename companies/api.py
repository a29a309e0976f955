"""Records for programs: companies, products, model families, models, markets; the same public rows as the pages."""

from typing import Any

from django.conf import settings
from django.db.models import Prefetch, QuerySet
from rest_framework import serializers

from changes.api import CorrectionsField
from companies.api_filters import CompanyFilter, FamilyFilter, MarketFilter, ModelFilter, ProductFilter
from companies.models import AIModel, Company, Listing, Market, ModelFamily, Product, Record
from companies.record_api import FIRST, LAST, RecordSerializer, RecordViewSet


class ListingSerializer(serializers.ModelSerializer[Listing]):
    """A company's shares on a stock exchange."""

    class Meta:
        model = Listing
        fields = ("exchange", "ticker", "since", "until")
        extra_kwargs = {
            "exchange": {"help_text": "ISO 10383, for example XHKG."},
            "since": {"help_text": "EDTF, or empty where it is not recorded."},
            "until": {"help_text": "EDTF, or empty while it is listed."},
        }


class CompanySerializer(RecordSerializer[Company]):
    """A company."""

    CALLED = {"sort": "kind"}

    kind = serializers.CharField(source="sort")
    logo = serializers.SerializerMethodField(help_text="The address of a picture, where there is one.")
    listings = ListingSerializer(many=True)

    class Meta:
        model = Company
        fields: tuple[str, ...] = (
            *FIRST,
            *("kind", "country", "seat", "founded", "website", "wikidata", "logo", "listings"),
            *LAST,
        )

    def get_logo(self, company: Company) -> str | None:
        """The logo's address."""
        return settings.SITE_URL + company.logo_address if company.logo else None


class WholeCompanySerializer(CompanySerializer):
    """A company, with our corrections."""

    corrections = CorrectionsField(Record.Kind.COMPANY, "pk")

    class Meta(CompanySerializer.Meta):
        fields = (*CompanySerializer.Meta.fields, "corrections")


class ProductSerializer(RecordSerializer[Product]):
    """What a company runs and people use. Its owner and the families that power it are given where public."""

    owner = serializers.CharField(
        source="public_owner", allow_null=True, help_text="The slug of a company, where it is public."
    )
    powered_by = serializers.SerializerMethodField(help_text="Slugs of model families that are public.")

    class Meta:
        model = Product
        fields: tuple[str, ...] = (*FIRST, "owner", "what", "powered_by", "website", *LAST)

    def get_powered_by(self, product: Any) -> list[str]:
        """The slugs, by name."""
        return [family.slug for family in product.public_families]


class WholeProductSerializer(ProductSerializer):
    """A product, with our corrections."""

    corrections = CorrectionsField(Record.Kind.PRODUCT, "pk")

    class Meta(ProductSerializer.Meta):
        fields = (*ProductSerializer.Meta.fields, "corrections")


class FamilySerializer(RecordSerializer[ModelFamily]):
    """A line of models under one name."""

    developer = serializers.CharField(
        source="public_developer", allow_null=True, help_text="The slug of a company, where it is public."
    )

    class Meta:
        model = ModelFamily
        fields: tuple[str, ...] = (*FIRST, "developer", "what", *LAST)


class WholeFamilySerializer(FamilySerializer):
    """A model family, with our corrections."""

    corrections = CorrectionsField(Record.Kind.FAMILY, "pk")

    class Meta(FamilySerializer.Meta):
        fields = (*FamilySerializer.Meta.fields, "corrections")


class ModelSerializer(RecordSerializer[AIModel]):
    """A model. Its developer, family and predecessor are given where they are public."""

    developer = serializers.CharField(
        source="public_developer", allow_null=True, help_text="The slug of a company, where it is public."
    )
    family = serializers.CharField(
        source="public_family", allow_null=True, help_text="The slug of a model family, where it is public."
    )
    predecessor = serializers.CharField(
        source="public_predecessor", allow_null=True, help_text="The slug of a model, where it is public."
    )

    class Meta:
        model = AIModel
        fields: tuple[str, ...] = (
            *FIRST,
            *("developer", "family", "version", "predecessor", "status", "openness", "licence"),
            *("takes", "gives", "announced", "released", "released_earliest", "released_latest", "weights"),
            *LAST,
        )


class WholeModelSerializer(ModelSerializer):
    """A model, with our corrections."""

    corrections = CorrectionsField(Record.Kind.MODEL, "pk")

    class Meta(ModelSerializer.Meta):
        fields = (*ModelSerializer.Meta.fields, "corrections")


class MarketSerializer(RecordSerializer[Market]):
    """A thing that is measured and is no company."""

    class Meta:
        model = Market
        fields: tuple[str, ...] = (*FIRST, "country", *LAST)


class WholeMarketSerializer(MarketSerializer):
    """A market, with our corrections."""

    corrections = CorrectionsField(Record.Kind.MARKET, "pk")

    class Meta(MarketSerializer.Meta):
        fields = (*MarketSerializer.Meta.fields, "corrections")


class CompanyViewSet(RecordViewSet[Company]):
    """Public companies by name."""

    kind = Record.Kind.COMPANY
    serializer_class = CompanySerializer
    whole_class = WholeCompanySerializer
    filterset_class = CompanyFilter
    queryset = Company.objects.none()

    def get_queryset(self) -> QuerySet[Company]:
        """Public companies with their listings."""
        companies = Company.objects.public().order_by("name", "pk")
        return companies.prefetch_related("aliases", "listings", "sources")


class ProductViewSet(RecordViewSet[Product]):
    """Public products by name."""

    kind = Record.Kind.PRODUCT
    serializer_class = ProductSerializer
    whole_class = WholeProductSerializer
    filterset_class = ProductFilter
    queryset = Product.objects.none()

    def get_queryset(self) -> QuerySet[Product]:
        """Public products, with the slug of an owner and the families that are public too."""
        products: Any = Product.objects.public().with_public_slugs("owner").order_by("name", "pk")
        families = Prefetch("powered_by", ModelFamily.objects.public(), to_attr="public_families")
        # all families as well: a source was given for the whole set
        return products.prefetch_related("aliases", "sources", "powered_by", families)


class FamilyViewSet(RecordViewSet[ModelFamily]):
    """Public model families by name."""

    kind = Record.Kind.FAMILY
    serializer_class = FamilySerializer
    whole_class = WholeFamilySerializer
    filterset_class = FamilyFilter
    queryset = ModelFamily.objects.none()

    def get_queryset(self) -> QuerySet[ModelFamily]:
        """Public families, with the slug of a developer that is public too."""
        families: Any = ModelFamily.objects.public().with_public_slugs("developer").order_by("name", "pk")
        return families.prefetch_related("aliases", "sources")


class ModelViewSet(RecordViewSet[AIModel]):
    """Public models by name."""

    kind = Record.Kind.MODEL
    serializer_class = ModelSerializer
    whole_class = WholeModelSerializer
    filterset_class = ModelFilter
    queryset = AIModel.objects.none()

    def get_queryset(self) -> QuerySet[AIModel]:
        """Public models, with the slugs of a developer, family and predecessor that are public too."""
        models: Any = AIModel.objects.public().with_public_slugs("developer", "family", "predecessor")
        return models.order_by("name", "pk").prefetch_related("aliases", "sources", "claims")


class MarketViewSet(RecordViewSet[Market]):
    """Public markets by name."""

    kind = Record.Kind.MARKET
    serializer_class = MarketSerializer
    whole_class = WholeMarketSerializer
    filterset_class = MarketFilter
    queryset = Market.objects.none()

    def get_queryset(self) -> QuerySet[Market]:
        """Public markets."""
        return Market.objects.public().order_by("name", "pk").prefetch_related("aliases", "sources")
