"""What is told of a fact, of a metric and of a source."""

from typing import Any

from rest_framework import serializers

from api.references import ReferenceField, TypeField
from changes.api.shapes import ToldSerializer
from companies.references import RECORDS
from facts.models import Fact, Metric

#: In the ledger, and as it stands today: facts/watching.py says when.
STATES = ("current", "superseded", "withdrawn")
STANDINGS = ("current", "newer", "due", "review", "superseded", "withdrawn")


class FactSerializer(serializers.Serializer[Any]):
    """A figure: of what, of when, who says so, and since when we hold it."""

    id = serializers.IntegerField()
    type = TypeField("fact")
    url = serializers.CharField(help_text="Its page.")
    self = serializers.CharField(help_text="Its address in the API.")
    subject = ReferenceField(
        *RECORDS, allow_null=True, help_text="What it is of; null where that is not public."
    )
    metric = ReferenceField("metrics", help_text="What is measured.")
    scope = serializers.CharField(allow_null=True, help_text="What part of the whole it counts.")
    dimensions = serializers.CharField(help_text="As in “benchmark=MMLU-Pro; effort=high”.")
    qualifier = serializers.ChoiceField(choices=Fact.Qualifier.choices)
    value = serializers.CharField(help_text="Exact, a decimal.")
    high = serializers.CharField(allow_null=True, help_text="The end of a range, a decimal.")
    unit = serializers.CharField()
    shown = serializers.CharField(help_text="The value in words, as readers see it.")
    as_of = serializers.CharField(help_text="The time that it speaks of: EDTF.")
    as_of_words = serializers.CharField(help_text="That time in words.")
    as_of_earliest = serializers.DateField(allow_null=True)
    as_of_latest = serializers.DateField(allow_null=True)
    length = serializers.CharField(help_text="Of its period, where that tells figures apart: ISO 8601.")
    nature = serializers.ChoiceField(choices=Fact.Nature.choices)
    observation_status = serializers.ChoiceField(choices=("A", "E", "F"), help_text="SDMX’s code.")
    disputed = serializers.BooleanField(
        help_text="Whether an editor marked it so, or another public figure contradicts it."
    )
    quotation = serializers.CharField(help_text="The source’s own words.")
    source = ReferenceField("sources", help_text="Who says so.")  # type: ignore[assignment]  # hides Field.source
    state = serializers.ChoiceField(choices=STATES, help_text="In the ledger.")
    current = serializers.BooleanField(help_text="Whether it simply stands today: its standing is current.")
    standing = serializers.ChoiceField(
        choices=STANDINGS,
        help_text="As it stands today: also newer (a newer period is known), due (a forecast whose time has "
        "come) and review (past the day on which somebody should look again).",
    )
    now = serializers.CharField(
        help_text="In words, the newer value, or what was measured where a forecast is due; or empty."
    )
    now_as_of = serializers.CharField(help_text="EDTF, of what time that is; or empty.")
    now_fact = serializers.IntegerField(allow_null=True, help_text="The id of the fact that says so.")
    because = serializers.CharField(help_text="Why it gave way, or empty.")
    held_from = serializers.DateTimeField(allow_null=True, help_text="Since when we held it to be true.")
    held_until = serializers.DateTimeField(allow_null=True, help_text="Until when; null while it stands.")
    recorded = serializers.DateTimeField(help_text="When it was written down.")
    review_after = serializers.DateField(
        allow_null=True, help_text="The day on which somebody should look again."
    )
    superseded_by = serializers.IntegerField(
        allow_null=True, help_text="The id of the value that took its place."
    )
    supersedes = serializers.IntegerField(
        allow_null=True, help_text="The id of the value whose place it took."
    )
    withdrawn = serializers.DateTimeField(allow_null=True)
    links = serializers.DictField(
        child=serializers.CharField(),
        help_text="The articles that cite it, the figures of its subject’s metric, what took its place and "
        "what it took the place of, where there are such.",
    )


class WholeFactSerializer(FactSerializer):
    """A figure with our corrections."""

    corrections = ToldSerializer(many=True, help_text="What we had wrong of it, newest first.")


class MetricSerializer(serializers.Serializer[Any]):
    """What is measured."""

    id = serializers.IntegerField()
    type = TypeField("metric")
    slug = serializers.CharField(help_text="Its code.")
    name = serializers.CharField()
    url = serializers.CharField(help_text="The page of its figures.")
    self = serializers.CharField(help_text="Its address in the API.")
    unit = serializers.ChoiceField(choices=Metric.Unit.choices)
    definition = serializers.CharField()
    higher_is_better = serializers.BooleanField(allow_null=True, help_text="Null where it is neither.")
    by_length = serializers.BooleanField(help_text="Whether the length of its period tells figures apart.")
    dimensions = serializers.ListField(
        child=serializers.CharField(), help_text="What tells its figures apart besides scope."
    )
    links = serializers.DictField(child=serializers.CharField(), help_text="Lists that belong to it.")


class SourceSerializer(serializers.Serializer[Any]):
    """What figures rest on."""

    id = serializers.IntegerField()
    type = TypeField("source")
    name = serializers.CharField(help_text="Publisher and title.")
    url = serializers.CharField(help_text="Its page.")
    self = serializers.CharField(help_text="Its address in the API.")
    title = serializers.CharField()
    publisher = serializers.CharField()
    address = serializers.CharField(help_text="Where it was read, or empty.")
    archived = serializers.CharField(help_text="A copy that stays, or empty.")
    published = serializers.DateField(allow_null=True)
    accessed = serializers.DateField(allow_null=True)
    language = serializers.CharField()
    withdrawn_at = serializers.DateTimeField(
        allow_null=True, help_text="When we noted that its publisher took it back."
    )
    withdrawal_note = serializers.CharField()
    asked_at = serializers.DateTimeField(
        allow_null=True, help_text="When its address was last asked whether it still answers."
    )
    dead_since = serializers.DateTimeField(
        allow_null=True, help_text="Since when its address has not answered."
    )
    links = serializers.DictField(child=serializers.CharField(), help_text="Lists that belong to it.")
