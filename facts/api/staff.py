"""Facts through the API: written under the rules of their form in the admin."""

from typing import Any

from django.contrib.admin.models import CHANGE
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils import timezone
from django_filters import rest_framework as filters
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers, status
from rest_framework.decorators import action
from rest_framework.fields import empty
from rest_framework.request import Request
from rest_framework.response import Response

from api.given import SAID, Choice, Flag, Line, Ref, Text
from api.models import Token
from api.narrowing import IdFilter
from api.references import page
from api.repeating import repeatable
from api.scopes import Forbidden, demand_scope, whose
from api.staff import Conflict, StaffViewSet
from api.writing import Known, Writing, as_given
from changes.api.staff import Dated
from companies.exchange.cells import Number
from facts import amounts
from facts.models import Fact, Metric, Scope, Source
from facts.supersession import SupersessionRefused, supersede
from facts.twice import contradicts, said_already
from facts.typed import typed
from facts.withdrawal import WithdrawalRefused, withdraw

LONGEST_SCOPE = 120
#: Room for all digits of a number, and for the commas between them.
LONGEST_NUMBER = 60
#: The parts of an amount, which are understood together.
AMOUNT = ("value", "high", "unit", "qualifier")
#: What makes a fact say something else, or of something else.
SPEAKS_OF = {"subject", "metric", *AMOUNT, "as_of", "nature", "scope", "dimensions"}


class SaidAlready(Conflict):
    """The ledger says something of the same time already; `already` has it."""

    def __init__(self, others: list[Fact], fact: Fact) -> None:
        super().__init__(
            "Another fact speaks of the same time. Look at it, and send “all_the_same”: true to record this one too."
        )
        told = [
            {
                "id": other.pk,
                "self": page(reverse("api:staff-facts-detail", args=[other.pk])),
                "url": page(other.get_absolute_url()),
                "shown": other.shown,
                "contradicts": contradicts(fact, other),
            }
            for other in others
        ]
        self.more = {"already": told}


@extend_schema_field({"type": "string"})
class ScopeName(serializers.SlugRelatedField):
    """A scope by its name."""

    default_error_messages = {
        **SAID,
        "invalid": "Give the name of a scope, in quotation marks.",
        "does_not_exist": "There is no scope “{value}”. Choose among /api/v1/staff/scopes/.",
    }

    def run_validation(self, data: Any = empty) -> Any:
        """As it is given: Django REST framework takes an empty text for null."""
        if data == "":
            self.fail("invalid")
        return super().run_validation(data)

    def to_internal_value(self, data: Any) -> Any:
        """The scope."""
        # PostgreSQL has no text with NUL in it, not even to compare with.
        if not isinstance(data, str) or len(data) > LONGEST_SCOPE or "\x00" in data:
            self.fail("invalid")
        return super().to_internal_value(data)


class NumberText(Line):
    """A decimal number as a text."""

    def to_internal_value(self, data: Any) -> Any:
        """The number."""
        text = super().to_internal_value(data)
        if len(text) > LONGEST_NUMBER:
            self.fail("max_length", max_length=LONGEST_NUMBER)
        try:
            return Number().clean(text)
        except ValueError as reason:
            raise serializers.ValidationError(str(reason)) from reason

    def to_representation(self, value: Any) -> str:
        """All its digits."""
        return Number().render(value)


def amount(given: dict[str, Any], metric: Metric | None, before: Fact | None) -> dict[str, Any]:
    """The parts of an amount from what is given: a value says all that it says, parts alone go with the value before.

    Raises ValidationError.
    """
    if not given.keys() & {*AMOUNT}:
        return {}
    kept = {} if before is None or "value" in given else {name: getattr(before, name) for name in AMOUNT[1:]}
    parts = {name: given.get(name, kept.get(name)) for name in AMOUNT[1:]}
    written = given["value"] if "value" in given else Number().render(before.value) if before else ""
    try:
        found = typed(
            written,
            metric=metric,
            unit=parts["unit"] or "",
            qualifier=parts["qualifier"] or "",
            high=parts["high"],
        )
    except amounts.AmountNotUnderstood as reason:
        raise serializers.ValidationError({"value": [str(reason)]}) from reason
    if found.high is not None and found.high <= found.value:
        said = "The end of a range must be larger than its beginning."
        raise serializers.ValidationError({"high": [said]})
    return {name: getattr(found, name) for name in AMOUNT}


class StaffFactSerializer(Writing):
    """A figure. Open until something relies on it; from then on only superseded or withdrawn."""

    value = Line(
        max_length=200,
        help_text="As the source writes it, “over 163 million”, “$90 billion”, or a plain number.",
    )
    high = NumberText(
        required=False,
        allow_null=True,
        help_text="The end of a range, a number as a text.",
    )
    unit = Line(required=False, max_length=12, help_text="Where the value does not say it.")
    qualifier = Choice(choices=Fact.Qualifier.choices, required=False)
    scope = ScopeName(slug_field="name", queryset=Scope.objects.all(), required=False, allow_null=True)
    all_the_same = Flag(
        write_only=True,
        required=False,
        help_text="Record it although the ledger says something of the same time.",
    )
    superseded_because = serializers.CharField(
        read_only=True, help_text="Why it took the place of another, or empty."
    )
    shown = serializers.CharField(read_only=True, help_text="The value as readers see it.")
    public = serializers.BooleanField(source="seen", read_only=True, help_text="Readers see it now.")
    stands = serializers.SerializerMethodField(
        help_text="Nothing has taken its place, and it was not withdrawn."
    )

    class Meta:
        model = Fact
        fields = (
            *(
                "id",
                "self",
                "url",
                "admin_url",
                "subject",
                "metric",
                *AMOUNT,
                "shown",
                "as_of",
                "nature",
                "disputed",
            ),
            *("source", "quotation", "scope", "dimensions", "review_after", "published_from", "all_the_same"),
            *("public", "stands", "held_from", "supersedes", "superseded_because", "withdrawn_at"),
            *("withdrawn_because", "recorded_at", "recorded_by"),
        )
        read_only_fields = (
            *("held_from", "supersedes", "superseded_because", "withdrawn_at", "withdrawn_because"),
            *("recorded_at", "recorded_by"),
        )
        extra_kwargs = {"as_of": {"max_length": 200}}
        validators: list[Any] = []

    def get_stands(self, fact: Any) -> bool:
        """Whether it does."""
        return not fact.gave_way and fact.withdrawn_at is None

    def to_representation(self, instance: Any) -> dict[str, Any]:
        """With the plain number for the value."""
        told = super().to_representation(instance)
        return told | {"value": Number().render(instance.value)}

    def validate(self, given: dict[str, Any]) -> dict[str, Any]:
        """With the amount understood."""
        metric = given.get("metric") or (self.instance and self.instance.metric)
        given |= amount(given, metric, self.instance)
        return super().validate(given)

    def refuse(self, row: Fact, given: dict[str, Any], left: list[str]) -> None:
        """Also where the ledger says something of the same time, until that was looked at."""
        self.refuse_publishing(given)
        super().refuse(row, given, left)
        if SPEAKS_OF & given.keys() and not given.get("all_the_same") and (others := said_already(row)):
            raise SaidAlready(others, row)

    def keep(self, row: Fact, given: dict[str, Any]) -> Fact:
        """Save it, with who recorded it."""
        if self.instance is None:
            row.recorded_by = self.by
        if row.published_from:
            row.held_from = timezone.now()
        row.save()
        self.context["view"].in_admin.saved(self.as_form(row, given), self.instance is not None)
        return row


class SupersedeSerializer(Known):
    """What takes a fact's place: what differs, and why."""

    because = Choice(choices=Fact.Reason.choices)
    value = Line(required=False, max_length=200, help_text="As the source writes it.")
    high = NumberText(required=False, allow_null=True)
    unit = Line(required=False, max_length=12)
    qualifier = Choice(choices=Fact.Qualifier.choices, required=False)
    as_of = Line(required=False, max_length=200)
    nature = Choice(choices=Fact.Nature.choices, required=False)
    source: Any = Ref(queryset=Source.objects.all(), required=False)
    quotation = Text(required=False, allow_blank=True)


class WithdrawFactSerializer(Known):
    """Why a fact does not stand any more."""

    because = Text(max_length=300, help_text="Readers of what cites it are told.")


class FactFilters(filters.FilterSet):
    """Which facts."""

    subject = IdFilter(field_name="subject")
    metric = IdFilter(field_name="metric")
    q = filters.CharFilter(field_name="quotation", lookup_expr="icontains", max_length=100)


class StaffFacts(Dated, StaffViewSet):
    """Facts, private ones too, the newest first."""

    scope = Token.Scope.FACTS
    readers = (Token.Scope.DRAFTS,)
    refusals = {SupersessionRefused: Conflict, WithdrawalRefused: Conflict}
    told = serializer_class = StaffFactSerializer
    filterset_class = FactFilters

    def get_queryset(self) -> Any:
        """All, with whether readers see them and whether another took their place."""
        seen = Exists(Fact.objects.public().filter(pk=OuterRef("pk")))
        gave_way = Exists(Fact.objects.filter(supersedes=OuterRef("pk")))
        found = Fact.objects.select_related("subject", "metric", "source", "scope")
        return found.annotate(seen=seen, gave_way=gave_way)

    def refuse_change(self, row: Fact) -> None:
        """Also where something relies on it."""
        if row.held_from is not None and self.request.user.has_perm("facts.change_fact"):
            raise Conflict("Something relies on this fact, so it is not edited any more: supersede it.")
        super().refuse_change(row)

    @action(detail=True, methods=["post"], serializer_class=SupersedeSerializer)
    @repeatable(whose)
    def supersede(self, request: Request, pk: str) -> Response:
        """Record what takes its place. Of a public fact that publishes, which needs its scope."""
        given = self.given(request)
        with transaction.atomic():
            fact = self._decided_on(pk)
            because = given.pop("because")
            try:
                values = given | amount(given, fact.metric, fact)
                successor = supersede(fact, by=self.by, because=because, **values)
            except ValidationError as error:
                raise as_given(error) from error
            self.note(fact, CHANGE, "Superseded.")
        return self.answer(self.seen(str(successor.pk)), status.HTTP_201_CREATED)

    @action(detail=True, methods=["post"], serializer_class=WithdrawFactSerializer)
    @repeatable(whose)
    def withdraw(self, request: Request, pk: str) -> Response:
        """Note that it does not stand any more. Of a public fact that needs the scope to publish."""
        given = self.given(request)
        with transaction.atomic():
            fact = self._decided_on(pk)
            withdraw(fact, because=given["because"])
            self.note(fact, CHANGE, "Withdrawn.")
        return self.answer(self.seen(pk))

    def _decided_on(self, pk: str) -> Any:
        """The fact, locked, as it was when this was decided by somebody who may."""
        fact = self.locked(pk)
        if not self.may_add():
            raise Forbidden("You may look at this and not change it.")
        if fact.seen:
            demand_scope(self.request, Token.Scope.PUBLISH)
        self.demand_unchanged(fact)
        return fact
