"""The lists of companies, products, model families, models and markets."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, ClassVar

from django.conf import settings
from django.db.models import Prefetch, QuerySet, prefetch_related_objects
from django.http import Http404
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.reverse import reverse

from api.choosing import Asked
from api.references import Reference, Relation, listed
from api.resources import Row
from changes import addresses
from changes.api.shapes import told_on
from changes.api.syncing import Followed
from companies.api import parts
from companies.api.filters import CompanyFilter, FamilyFilter, MarketFilter, ModelFilter, ProductFilter
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
from companies.references import reference_to
from companies.releases import history


class Addressed(Followed):
    """What is found by the slug of a record, also by one that it had."""

    lookup_field = "slug"
    lookup_value_regex = "[a-z0-9-]+"
    record: ClassVar[str]

    @classmethod
    def followed_as(cls) -> str:
        """By its record."""
        return cls.record

    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """The object, or 301 from a slug that its record had or that one had which was merged into it."""
        try:
            return super().retrieve(request, *args, **kwargs)
        except Http404:
            pk = addresses.holder(self.record, kwargs["slug"])
            slug = self.get_queryset().filter(pk=pk).values_list("slug", flat=True).first() if pk else None
            if slug is None:
                raise
            here = reverse(request.resolver_match.view_name, args=[slug])  # type: ignore[union-attr]  # it was found by its address
            query = request.META.get("QUERY_STRING", "")
            return Response(status=301, headers={"Location": f"{here}?{query}" if query else here})


class Records(Addressed):
    """Records of a kind, by name.

    model: their class. held: the rows of theirs that are told, fetched for all at once. pointing: by field, the
    column of a record that is told as a reference while it is public.
    """

    model: ClassVar[Any]
    held: ClassVar[tuple[str, ...]] = ("aliases",)
    pointing: ClassVar[Mapping[str, str]] = {}
    orders = {"name": ("name", "id"), "-name": ("-name", "-id")}

    @classmethod
    def public(cls, at: datetime) -> QuerySet[Any]:
        """Public ones of the kind, which is said so that they are walked by name."""
        found: QuerySet[Any] = cls.model.objects.public(at).filter(kind=cls.record)
        return found

    @classmethod
    def represent(cls, found: list[Any], asked: Asked) -> list[Row]:
        """Some records, with what they hold and what they point at. A query for each set of rows, and one."""
        sourced = asked.wants("sources")
        pointing = sourced or any(map(asked.wants, cls.relations))
        for name in cls.held:
            needed = sourced or asked.wants(name) or (pointing and name in cls.relations)
            prefetch_related_objects(found, name if needed else _none(cls.model, name))
        if sourced:
            prefetch_related_objects(found, "sources")
        near = cls.near(found, asked) if pointing else {}
        told = [cls.first(record) | cls.own(record, near) for record in found]
        if asked.whole:
            told = [row | cls.besides(record, asked) for row, record in zip(told, found, strict=True)]
        return [row | cls.last(record, row, asked) for row, record in zip(told, found, strict=True)]

    @classmethod
    def near(cls, found: list[Any], asked: Asked) -> dict[int, Reference]:
        """References to the public records that some point at. One query."""
        ids = {getattr(record, column) for record in found for column in cls.pointing.values()}
        return parts.public_ones(ids - {None}, asked.at)

    @classmethod
    def first(cls, record: Any) -> Row:
        """What every record begins with."""
        reference = reference_to(record.pk, record.kind, record.slug, record.name)
        return {
            **{name: reference[name] for name in ("id", "type", "slug", "url", "self", "name")},
            "native_name": record.native_name,
            "native_language": record.native_language,
            "aliases": parts.names(record),
        }

    @classmethod
    def own(cls, record: Any, near: Mapping[int, Reference]) -> Row:
        """What only records of this kind have."""
        raise NotImplementedError

    @classmethod
    def besides(cls, record: Any, asked: Asked) -> Row:
        """What one alone has besides. One query."""
        wanted = asked.wants("corrections")
        return {"corrections": told_on(record.kind, record.pk, asked.at) if wanted else []}

    @classmethod
    def last(cls, record: Any, told: Row, asked: Asked) -> Row:
        """What every record ends with."""
        return {
            "description": record.description,
            "checked_on": record.checked_on,
            "checked_against": record.checked_against,
            "sources": parts.sources(record, told) if asked.wants("sources") else [],
            "links": cls.links(record.slug),
        }

    @classmethod
    def links(cls, slug: str) -> Row:
        """Lists that belong to a record."""
        return {
            "articles": listed("articles", mentions=slug, mentions_kind=cls.record),
            "facts": listed("facts", subject=slug, subject_kind=cls.record),
            "questions": listed("questions", record=f"{cls.record}/{slug}"),
        }


def _none(model: Any, name: str) -> Any:
    """What fills the place of rows that are not asked for. No query."""
    return Prefetch(name, model._meta.get_field(name).related_model._default_manager.none())


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
    def own(cls, record: Any, near: Mapping[int, Reference]) -> Row:
        """What only companies have."""
        return {
            "kind": record.sort,
            "country": record.country,
            "seat": record.seat,
            **parts.dated(record, "founded"),
            "website": record.website,
            "wikidata": record.wikidata,
            "logo": settings.SITE_URL + record.logo_address if record.logo else None,
            "listings": parts.listings(record),
        }

    @classmethod
    def besides(cls, record: Any, asked: Asked) -> Row:
        """Its ties and our corrections. Three queries."""
        wanted = asked.wants("owners") or asked.wants("holdings")
        ties = parts.ties(record.pk, asked.at) if wanted else {"owners": [], "holdings": []}
        return ties | super().besides(record, asked)

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
    def near(cls, found: list[Any], asked: Asked) -> dict[int, Reference]:
        """References to their owners and to what powers them. One query."""
        ids = {family.pk for product in found for family in product.powered_by.all()}
        return parts.public_ones(ids | {product.owner_id for product in found}, asked.at)

    @classmethod
    def own(cls, record: Any, near: Mapping[int, Reference]) -> Row:
        """What only products have."""
        return {
            "company": near.get(record.owner_id),
            "what": record.what,
            "powered_by": [near[family.pk] for family in record.powered_by.all() if family.pk in near],
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
    def own(cls, record: Any, near: Mapping[int, Reference]) -> Row:
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
    def represent(cls, found: list[Any], asked: Asked) -> list[Row]:
        """Also the models that follow them. One query more."""
        after = parts.followers([model.pk for model in found], asked.at) if asked.wants("successors") else {}
        for model in found:
            model.followed_by = after.get(model.pk, [])
        return super().represent(found, asked)

    @classmethod
    def own(cls, record: Any, near: Mapping[int, Reference]) -> Row:
        """What only models have."""
        return {
            "company": near.get(record.developer_id),
            "family": near.get(record.family_id),
            "version": record.version,
            "predecessor": near.get(record.predecessor_id),
            "successors": record.followed_by,
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
    def besides(cls, record: Any, asked: Asked) -> Row:
        """What was said of its release, and our corrections. One query."""
        said = history(record.claims.all()) if asked.wants("claims") else []
        return {"claims": parts.claims(said)} | super().besides(record, asked)


class Markets(Records):
    """Public markets by name."""

    plural = "markets"
    kind = record = Record.Kind.MARKET.value
    shape, whole = MarketSerializer, WholeMarketSerializer
    filterset_class = MarketFilter
    model, queryset = Market, Market.objects.none()

    @classmethod
    def own(cls, record: Any, near: Mapping[int, Reference]) -> Row:
        """What only markets have."""
        return {"country": record.country}
