"""What is told of a company, product, model family, model, market, and of a release."""

from typing import Any

from rest_framework import serializers

from api.references import ReferenceField, TypeField
from changes.api.shapes import ToldSerializer
from companies.models import AIModel, Alias, Company, Ownership

#: What every record begins with, and what it ends with.
FIRST = ("id", "type", "slug", "url", "self", "name", "native_name", "native_language", "aliases")
LAST = ("description", "checked_on", "checked_against", "sources", "links")


def _dated(about: str, empty: str) -> tuple[Any, Any, Any, Any]:
    """The four fields of a fuzzy date."""
    return (
        serializers.CharField(help_text=f"{about}: EDTF, or empty {empty}."),
        serializers.DateField(allow_null=True, help_text="The earliest day that it can mean; null: open."),
        serializers.DateField(allow_null=True, help_text="The latest day that it can mean; null: open."),
        serializers.CharField(help_text="As readers see it."),
    )


#: Where a release stands.
STANDINGS = ("expected", "overdue", "released", "withdrawn")


class AliasSerializer(serializers.Serializer[Any]):
    """Another name of a record."""

    text = serializers.CharField()
    kind = serializers.ChoiceField(choices=Alias.Kind.choices)
    language = serializers.CharField(help_text="BCP 47, or empty.")


class ValueSourceSerializer(serializers.Serializer[Any]):
    """The source of one value."""

    value = serializers.CharField(help_text="The name of the value in this answer.")
    title = serializers.CharField(help_text="What it is called, or empty.")
    url = serializers.CharField(help_text="An address, or empty.")
    checked_on = serializers.DateField(allow_null=True, help_text="Null where it is what somebody said.")
    said_on = serializers.DateField(
        allow_null=True, help_text="The day of a release claim that set the value."
    )
    of_this_value = serializers.BooleanField(help_text="False where it was given for an earlier value.")


class RecordSerializer(serializers.Serializer[Any]):
    """What every record has."""

    id = serializers.IntegerField()
    slug = serializers.SlugField()
    url = serializers.CharField(help_text="Its page.")
    self = serializers.CharField(help_text="Its address in the API.")
    name = serializers.CharField()
    native_name = serializers.CharField(help_text="In its own script, or empty.")
    native_language = serializers.CharField(help_text="BCP 47, or empty.")
    aliases = AliasSerializer(many=True, help_text="Its other names.")
    description = serializers.CharField(help_text="One paragraph, or empty.")
    checked_on = serializers.DateField(allow_null=True, help_text="When we last looked all of it up.")
    checked_against = serializers.CharField(
        help_text="The address where we looked up what has no source of its own, or empty."
    )
    sources = ValueSourceSerializer(many=True, help_text="By what source each value stands.")
    links = serializers.DictField(child=serializers.CharField(), help_text="Lists that belong to it.")

    def get_fields(self) -> Any:
        """What is its kind’s own stands between what all begin and end with."""
        fields = super().get_fields()
        own = [name for name in fields if name not in {*FIRST, *LAST}]
        return {name: fields[name] for name in (*FIRST, *own, *LAST)}


def _corrections() -> Any:
    return ToldSerializer(many=True, help_text="What we had wrong of it, newest first.")


class ListingSerializer(serializers.Serializer[Any]):
    """A company's shares on a stock exchange."""

    exchange = serializers.CharField(help_text="ISO 10383, for example XHKG.")
    ticker = serializers.CharField()
    since, since_earliest, since_latest, since_words = _dated("Since when", "where it is not recorded")
    until, until_earliest, until_latest, until_words = _dated("Until when", "while it is listed")


class CompanySerializer(RecordSerializer):
    """A company."""

    type = TypeField("company")
    kind = serializers.ChoiceField(choices=Company.Sort.choices)
    country = serializers.CharField(help_text="ISO 3166-1, or empty.")
    seat = serializers.CharField()
    founded, founded_earliest, founded_latest, founded_words = _dated("When", "where it is not recorded")
    website = serializers.CharField(help_text="An address, or empty.")
    wikidata = serializers.CharField(help_text="Its id there, or empty.")
    logo = serializers.CharField(allow_null=True, help_text="The address of a picture, where there is one.")
    listings = ListingSerializer(many=True)


class TieSerializer(serializers.Serializer[Any]):
    """What a company is to another over a time."""

    company = ReferenceField("companies", help_text="The other one.")
    type = serializers.ChoiceField(choices=Ownership.Type.choices)
    relation = serializers.CharField(help_text="In words, what the other one is to this one.")
    share = serializers.CharField(allow_null=True, help_text="Per cent, a decimal; null: not known.")
    since, since_earliest, since_latest, since_words = _dated("Since when", "where it is not recorded")
    until, until_earliest, until_latest, until_words = _dated("Until when", "while it lasts")
    ended = serializers.BooleanField()
    source = serializers.CharField(help_text="An address, or empty.")  # type: ignore[assignment]  # hides Field.source, which it does not use


class WholeCompanySerializer(CompanySerializer):
    """A company, with whose it is, what it holds, and our corrections."""

    owners = TieSerializer(many=True, help_text="Public companies to which it belongs or belonged.")
    holdings = TieSerializer(many=True, help_text="Public companies that belong or belonged to it.")
    corrections = _corrections()


class ProductSerializer(RecordSerializer):
    """What a company runs and people use. Its company and the families that power it are given where public."""

    type = TypeField("product")
    company = ReferenceField("companies", allow_null=True, help_text="Who runs it, where that is public.")
    what = serializers.CharField(help_text="What it is, or empty.")
    powered_by = ReferenceField("families", many=True, help_text="The model families that are public.")
    website = serializers.CharField(help_text="An address, or empty.")


class WholeProductSerializer(ProductSerializer):
    """A product, with our corrections."""

    corrections = _corrections()


class FamilySerializer(RecordSerializer):
    """A line of models under one name."""

    type = TypeField("family")
    company = ReferenceField("companies", allow_null=True, help_text="Its developer, where that is public.")
    what = serializers.CharField(help_text="What it is, or empty.")


class WholeFamilySerializer(FamilySerializer):
    """A model family, with our corrections."""

    corrections = _corrections()


class ModelSerializer(RecordSerializer):
    """A model. Its company, family, predecessor and successors are given where they are public."""

    type = TypeField("model")
    company = ReferenceField("companies", allow_null=True, help_text="Its developer, where that is public.")
    family = ReferenceField("families", allow_null=True)
    version = serializers.CharField()
    predecessor = ReferenceField("models", allow_null=True, help_text="The model that it follows.")
    successors = ReferenceField("models", many=True, help_text="The models that follow it.")
    status = serializers.ChoiceField(choices=AIModel.Status.choices)
    openness = serializers.ChoiceField(choices=AIModel.Openness.choices, help_text="Empty: not known.")
    licence = serializers.CharField(help_text="SPDX’s identifier, “proprietary”, or empty.")
    takes = serializers.ListField(child=serializers.ChoiceField(choices=AIModel.Modality.choices))
    gives = serializers.ListField(child=serializers.ChoiceField(choices=AIModel.Modality.choices))
    announced, announced_earliest, announced_latest, announced_words = _dated("When", "where it is not known")
    released, released_earliest, released_latest, released_words = _dated("When", "while it is not out")
    weights = serializers.CharField(help_text="The address where they can be downloaded, or empty.")


class ClaimSerializer(serializers.Serializer[Any]):
    """What somebody said of a release."""

    status = serializers.ChoiceField(
        choices=AIModel.Status.choices, help_text="The model’s status by this claim."
    )
    window, window_earliest, window_latest, window_words = _dated("When", "where no day was named")
    quotation = serializers.CharField(help_text="The source’s own words for it, or empty.")
    claimed_by = serializers.CharField()
    claimed_on = serializers.DateField()
    source = serializers.CharField(help_text="An address, or empty.")  # type: ignore[assignment]  # hides Field.source, which it does not use
    slip_days = serializers.IntegerField(
        allow_null=True,
        help_text="Days by which the window’s end moved from the claim before; null: not known.",
    )


class WholeModelSerializer(ModelSerializer):
    """A model, with all that was said of its release, and our corrections."""

    claims = ClaimSerializer(many=True, help_text="What was said of its release, oldest first.")
    corrections = _corrections()


class MarketSerializer(RecordSerializer):
    """A thing that is measured and is no company."""

    type = TypeField("market")
    country = serializers.CharField(help_text="ISO 3166-1, or empty for the world.")


class WholeMarketSerializer(MarketSerializer):
    """A market, with our corrections."""

    corrections = _corrections()


class SlipsSerializer(serializers.Serializer[Any]):
    """How often a release moved to a later day, and how far in all."""

    times = serializers.IntegerField()
    days = serializers.IntegerField()


class ReleaseSerializer(serializers.Serializer[Any]):
    """A model in the release tracker: where its release stands today, and every claim, oldest first."""

    id = serializers.IntegerField(help_text="The model’s.")
    type = TypeField("release")
    slug = serializers.SlugField()
    url = serializers.CharField(help_text="The model’s page.")
    self = serializers.CharField(help_text="Its address in the API.")
    name = serializers.CharField()
    model = ReferenceField("models")
    company = ReferenceField("companies", allow_null=True, help_text="Its developer, where that is public.")
    status = serializers.ChoiceField(choices=AIModel.Status.choices)
    standing = serializers.ChoiceField(choices=STANDINGS)
    window, window_earliest, window_latest, window_words = _dated(
        "When it is due or was released", "where no day is known"
    )
    overdue_days = serializers.IntegerField()
    slips = SlipsSerializer()
    claims = ClaimSerializer(many=True)
    links = serializers.DictField(child=serializers.CharField(), help_text="Lists that belong to it.")
