"""The lists of companies, products, model families, models and markets."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings

from api.choosing import Asked
from api.references import Reference, Relation, listed
from api.resources import Row
from companies.api import parts
from companies.api.filters import CompanyFilter, FamilyFilter, MarketFilter, ModelFilter, ProductFilter
from companies.api.records import Around, Records
from companies.api.shapes import (
    CompanySerializer,
    FamilySerializer,
    MarketSerializer,
    ModelSerializer,
    ProductSerializer,
    WholeCompanySerializer,
    WholeFamilySerializer,
    WholeMarketSerializer,
    WholeModelSerializer,
    WholeProductSerializer,
)
from companies.models import AIModel, Company, Market, ModelFamily, Product, Record
from companies.releases import history

Held = Mapping[str, list[Any]]
Near = Mapping[int, Reference]


class Companies(Records):
    """Public companies by name."""

    plural = "companies"
    kind = record = Record.Kind.COMPANY.value
    shape, whole = CompanySerializer, WholeCompanySerializer
    filterset_class = CompanyFilter
    model, queryset = Company, Company.objects.none()
    held = ("aliases", "listings")
    orders = {
        **Records.orders,
        "founded": ("founded_earliest", "id"),
        "-founded": ("-founded_earliest", "-id"),
    }

    @classmethod
    def own(cls, record: Any, held: Held, near: Near) -> Row:
        """What only companies have."""
        return {
            "kind": record.sort,
            "country": record.country,
            "seat": record.seat,
            **parts.dated(record, "founded"),
            "website": record.website,
            "wikidata": record.wikidata,
            "logo": settings.SITE_URL + record.logo_address if record.logo else None,
            "listings": parts.listings(held["listings"]),
        }

    @classmethod
    def besides(cls, record: Any, held: Held, asked: Asked) -> Row:
        """Its ties and our corrections. Three queries."""
        wanted = asked.wants("owners") or asked.wants("holdings")
        ties = parts.ties(record.pk, asked.at) if wanted else {"owners": [], "holdings": []}
        return ties | super().besides(record, held, asked)

    @classmethod
    def links(cls, slug: str) -> Row:
        """Also what it makes."""
        made = {name: listed(name, company=slug) for name in ("products", "families", "models", "releases")}
        return super().links(slug) | made


class Products(Records):
    """Public products by name."""

    plural = "products"
    kind = record = Record.Kind.PRODUCT.value
    shape, whole = ProductSerializer, WholeProductSerializer
    filterset_class = ProductFilter
    model, queryset = Product, Product.objects.none()
    held = ("aliases", "powered_by")
    pointing = {"company": "owner_id"}
    relations = {"company": Relation(("companies",)), "powered_by": Relation(("families",))}

    @classmethod
    def near(cls, found: list[Any], rows: Mapping[str, Any], asked: Asked) -> dict[int, Reference]:
        """References to their owners and to what powers them. One query."""
        ids = {family.pk for families in rows["powered_by"].values() for family in families}
        return parts.public_ones(ids | {product.owner_id for product in found}, asked.at)

    @classmethod
    def own(cls, record: Any, held: Held, near: Near) -> Row:
        """What only products have."""
        return {
            "company": near.get(record.owner_id),
            "what": record.what,
            "powered_by": [near[family.pk] for family in held["powered_by"] if family.pk in near],
            "website": record.website,
        }


class Families(Records):
    """Public model families by name."""

    plural = "families"
    kind = record = Record.Kind.FAMILY.value
    shape, whole = FamilySerializer, WholeFamilySerializer
    filterset_class = FamilyFilter
    model, queryset = ModelFamily, ModelFamily.objects.none()
    pointing = {"company": "developer_id"}
    relations = {"company": Relation(("companies",))}

    @classmethod
    def own(cls, record: Any, held: Held, near: Near) -> Row:
        """What only families have."""
        return {"company": near.get(record.developer_id), "what": record.what}

    @classmethod
    def links(cls, slug: str) -> Row:
        """Also its models and what it powers."""
        return super().links(slug) | {name: listed(name, family=slug) for name in ("models", "products")}


class Models(Records):
    """Public models by name."""

    plural = "models"
    kind = record = Record.Kind.MODEL.value
    shape, whole = ModelSerializer, WholeModelSerializer
    filterset_class = ModelFilter
    model, queryset = AIModel, AIModel.objects.none()
    held = ("aliases", "claims")
    pointing = {"company": "developer_id", "family": "family_id", "predecessor": "predecessor_id"}
    orders = {
        **Records.orders,
        "released": ("released_earliest", "id"),
        "-released": ("-released_earliest", "-id"),
        "announced": ("announced_earliest", "id"),
        "-announced": ("-announced_earliest", "-id"),
    }
    relations = {
        "company": Relation(("companies",)),
        "family": Relation(("families",)),
        "predecessor": Relation(("models",)),
        "successors": Relation(("models",)),
    }

    @classmethod
    def around(cls, found: list[Any], asked: Asked) -> Around:
        """Also the models that follow them. One query more."""
        around = super().around(found, asked)
        if not asked.wants("successors"):
            return around
        after = parts.followers([model.pk for model in found], asked.at)
        return Around({**around.rows, "successors": after}, around.public)

    @classmethod
    def own(cls, record: Any, held: Held, near: Near) -> Row:
        """What only models have."""
        return {
            "company": near.get(record.developer_id),
            "family": near.get(record.family_id),
            "version": record.version,
            "predecessor": near.get(record.predecessor_id),
            "successors": held["successors"],
            "status": record.status,
            "openness": record.openness,
            "licence": record.licence,
            "takes": record.takes,
            "gives": record.gives,
            **parts.dated(record, "announced"),
            **parts.dated(record, "released"),
            "weights": record.weights,
        }

    @classmethod
    def besides(cls, record: Any, held: Held, asked: Asked) -> Row:
        """What was said of its release, and our corrections. One query."""
        said = history(held["claims"]) if asked.wants("claims") else []
        return {"claims": parts.claims(said)} | super().besides(record, held, asked)


class Markets(Records):
    """Public markets by name."""

    plural = "markets"
    kind = record = Record.Kind.MARKET.value
    shape, whole = MarketSerializer, WholeMarketSerializer
    filterset_class = MarketFilter
    model, queryset = Market, Market.objects.none()

    @classmethod
    def own(cls, record: Any, held: Held, near: Near) -> Row:
        """What only markets have."""
        return {"country": record.country}
