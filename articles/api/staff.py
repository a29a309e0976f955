"""Working copies through the API: written, handed on, published and withdrawn as in the admin."""

from typing import Any

from django.contrib.admin.models import CHANGE, DELETION
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django_filters import rest_framework as filters
from rest_framework import serializers, status
from rest_framework.decorators import action
from rest_framework.exceptions import APIException
from rest_framework.request import Request
from rest_framework.response import Response

from api.given import Choice, Moment, Ref, Refs, Text
from api.models import Token
from api.repeating import repeatable
from api.scopes import Forbidden, whose
from api.staff import Conflict, StaffViewSet
from api.writing import Known, Part, Writing
from articles import checks, publishing, workflow
from articles.bodies import clean, plain
from articles.models import Article, Author, Edition, Topic
from articles.workflow import reviewers
from articles.writing import alternative_text, refuse_empty, refuse_taken, write
from changes.api.staff import Dated
from changes.corrections import LONGEST, Said


class NotPublished(APIException):
    """Publishing or withdrawing was refused; `findings` has what the checklist requires."""

    status_code = status.HTTP_422_UNPROCESSABLE_ENTITY
    default_code = "refused"

    def __init__(self, detail: str, findings: list[dict[str, str]] | None = None) -> None:
        super().__init__(detail)
        self.more = {"findings": findings or []}


class StaffFAQSerializer(Part):
    """One question of our own with its answer."""

    question = Text(max_length=300)
    answer = Text(help_text="HTML in the vocabulary of a body.")

    def validate_answer(self, answer: str) -> str:
        """The answer, cleaned; it has words."""
        refuse_empty(answer)
        return clean(answer)


class Byline(Refs):
    """The authors of an article, in their order."""

    def get_attribute(self, instance: Article) -> Any:
        """Their ids, from rows that are at hand."""
        return [byline.author_id for byline in instance.bylines.all()]

    def to_representation(self, value: Any) -> list[int]:
        """The ids, also of authors that were given."""
        return [getattr(one, "pk", one) for one in value]


class DraftSerializer(Writing):
    """A working copy. Readers see none of it until it is published."""

    body = Text(
        required=False,
        allow_blank=True,
        trim_whitespace=False,
        help_text="HTML; what is not in the vocabulary of bodies is taken out, and what is kept is told.",
    )
    authors = Byline(
        Author.objects.all(), required=False, help_text="Ids of authors, in the order of the byline."
    )
    topics = Refs(Topic.objects.all(), required=False, help_text="Ids of topics.")
    faq: Any = StaffFAQSerializer(many=True, required=False, max_length=50)  # type: ignore[call-arg]  # of the list
    live = serializers.BooleanField(
        read_only=True, source="is_live", help_text="Readers see an edition of it."
    )
    waits_for = serializers.DateTimeField(
        read_only=True, allow_null=True, help_text="When an edition that waits appears, or null."
    )

    class Meta:
        model = Article
        fields = (
            *("id", "self", "url", "admin_url", "headline", "slug", "kind", "standfirst", "body", "faq"),
            *("authors", "topics", "dated", "lead_image", "lead_image_alt", "closing", "closing_topic"),
            *("backstory", "search_title", "search_description", "state", "reviewer", "live", "waits_for"),
            *("created_by", "created_at", "updated_at", "version"),
        )
        read_only_fields = ("state", "reviewer", "created_by", "version")
        validators: list[Any] = []

    unordered = frozenset({"topics"})

    def validate_headline(self, headline: str) -> str:
        """In one line, without characters that nobody sees."""
        return plain(headline)

    def refuse(self, row: Article, given: dict[str, Any], left: list[str]) -> None:
        """Also for an address that is another's, and for a picture of which nobody says what it shows."""
        super().refuse(row, given, left)
        wrong = {}
        before: Any = self.instance or Article()
        try:
            refuse_taken(row.slug, row)
        except ValidationError as error:
            wrong["slug"] = error.messages
        try:
            row.lead_image_alt = alternative_text(
                row.lead_image,
                row.lead_image_alt,
                before=before.lead_image_id,
                said_before=before.lead_image_alt,
            )
        except ValidationError as error:
            wrong["lead_image_alt"] = error.messages
        if wrong:
            raise serializers.ValidationError(wrong)

    def keep(self, row: Article, given: dict[str, Any]) -> Article:
        """Save it as the next version."""
        lists = {name: given.get(name) for name in ("authors", "topics", "faq")}
        return write(row, by=self.by, why=self.context["view"].how[:200], **lists)


class MoveSerializer(Known):
    """One step from hand to hand."""

    move = Choice(choices=[*workflow.MOVES, "assign"])
    comment = Text(required=False, allow_blank=True, default="", max_length=2000)
    reviewer = Ref(queryset=reviewers(), required=False, allow_null=True, default=None)

    def validate(self, given: dict[str, Any]) -> dict[str, Any]:
        """What goes back says what is to be done."""
        if given["move"] == "send back" and not given["comment"].strip():
            raise serializers.ValidationError({"comment": ["Say what is to be done: it goes back with it."]})
        return given


class StaffCorrectionSerializer(Part):
    """What the live edition has wrong, and what is right."""

    wrong = Text(max_length=LONGEST)
    right = Text(max_length=LONGEST)


class PublishSerializer(Known):
    """When readers see the working copy, and what they are told of it."""

    at = Moment(
        required=False, allow_null=True, default=None, help_text="From when; now where it is left out."
    )
    expires_at = Moment(required=False, allow_null=True, default=None)
    change = Choice(
        choices=["major", "minor"], required=False, help_text="Demanded where readers see an edition already."
    )
    note = Text(required=False, allow_blank=True, default="", help_text="What changed, for readers.")
    correction = StaffCorrectionSerializer(required=False, allow_null=True, default=None)
    all_the_same = Text(
        required=False,
        allow_blank=True,
        default="",
        max_length=300,
        help_text="Why it is published although the checklist requires what it lacks.",
    )

    def validate_at(self, at: Any) -> Any:
        """A time to come."""
        if at and at <= timezone.now():
            raise serializers.ValidationError(
                "This time has passed. Give one to come, or leave it out to publish now."
            )
        return at


class WithdrawSerializer(Known):
    """Why readers do not see it any more."""

    note = Text(help_text="What they are told at its address.")


class DraftFilters(filters.FilterSet):
    """Which working copies."""

    state = filters.ChoiceFilter(choices=Article.State.choices)
    q = filters.CharFilter(field_name="headline", lookup_expr="icontains", max_length=100)


class StaffDrafts(Dated, StaffViewSet):
    """Working copies, the newest first."""

    scope = Token.Scope.DRAFTS
    other_scopes = {"publish": Token.Scope.PUBLISH, "withdraw": Token.Scope.PUBLISH}
    refusals = {workflow.OutOfTurn: Conflict, workflow.NotAllowed: Forbidden}
    told = serializer_class = DraftSerializer
    filterset_class = DraftFilters

    def get_queryset(self) -> Any:
        """All, with what is told of each in the same few queries."""
        found = Article.objects.with_standing().prefetch_related("bylines", "topics", "faq")
        return found

    def refuse_change(self, row: Article) -> None:
        """Also by the table of who may do what in which state."""
        workflow.demand(self.by, "write", row)
        super().refuse_change(row)

    def destroy(self, request: Request, pk: str) -> Response:
        """Delete one that readers never saw and that nothing else needs."""
        with transaction.atomic():
            row = self.locked(pk)
            if not self.in_admin.has_delete_permission(request, row):
                workflow.demand(self.by, "delete", row)
                raise Forbidden("You may look at this and not delete it.")
            self.demand_unchanged(row)
            for held in self.in_admin.get_deleted_objects([row], request)[3]:
                by = ", ".join(other.what for other in held.by)
                raise Conflict(f"It cannot be deleted, for it is held by {by}: withdraw it, or archive it.")
            self.note(row, DELETION)
            self.in_admin.delete_model(request, row)
        return Response(status=status.HTTP_204_NO_CONTENT)

    @action(detail=True, methods=["post"], serializer_class=MoveSerializer)
    @repeatable(whose)
    def moves(self, request: Request, pk: str) -> Response:
        """Hand it on: submit, take back, assign, send back, approve, archive, reopen."""
        given = self.given(request)
        with transaction.atomic():
            row = self._decided_on(pk, given["move"])
            workflow.move(
                row, given["move"], by=self.by, comment=given["comment"], reviewer=given["reviewer"]
            )
            self.note(row, CHANGE, f"Move: {given['move']}.")
        return self.answer(self.seen(pk))

    @action(detail=True, methods=["post"], serializer_class=PublishSerializer)
    @repeatable(whose)
    def publish(self, request: Request, pk: str) -> Response:
        """Freeze it as an edition that readers see, now or from a time on."""
        given = self.given(request)
        try:
            with transaction.atomic():
                row = self._decided_on(pk, "publish")
                edition = publishing.publish(row, by=self.by, **_as_asked(row, given))
                self.note(row, CHANGE, f"Published as edition {edition.number}.")
        except publishing.PublishingRefused as reason:
            starts = given["at"] or timezone.now()
            findings = checks.required(Article.objects.get(pk=pk), starts)
            raise NotPublished(str(reason), [found.as_json for found in findings]) from reason
        return self.answer(self.seen(pk))

    @action(detail=True, methods=["post"], serializer_class=WithdrawSerializer)
    @repeatable(whose)
    def withdraw(self, request: Request, pk: str) -> Response:
        """Take it out of the public at once."""
        given = self.given(request)
        try:
            with transaction.atomic():
                row = self._decided_on(pk, "withdraw")
                publishing.withdraw(row, by=self.by, note=given["note"])
                self.note(row, CHANGE, "Withdrawn.")
        except publishing.PublishingRefused as reason:
            raise NotPublished(str(reason)) from reason
        return self.answer(self.seen(pk))

    def _decided_on(self, pk: str, verb: workflow.Action) -> Article:
        """The working copy, locked, as it was when this was decided by somebody who may."""
        row: Article = self.locked(pk)
        workflow.demand(self.by, verb, row)
        self.demand_unchanged(row)
        return row


def _as_asked(article: Article, given: dict[str, Any]) -> dict[str, Any]:
    """What `publish` is called with. Raises ValidationError where the kind of change is not said."""
    live = Edition.objects.live().filter(article=article).exists()
    if live and "change" not in given:
        raise serializers.ValidationError({"change": ["Say whether the change is major or minor."]})
    said = given["correction"]
    return {
        "at": given["at"],
        "expires_at": given["expires_at"],
        "major": given.get("change", "major") == "major",
        "note": given["note"],
        "all_the_same": given["all_the_same"],
        "correction": Said(**said) if said else None,
    }
