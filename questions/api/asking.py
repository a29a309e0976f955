"""Asking by programs, voting, and leaving an address: the same verbs as the forms call."""

from collections.abc import Callable
from datetime import datetime
from http import HTTPStatus
from typing import Any

from django.core.exceptions import ValidationError as Refused
from django.http import Http404
from django.utils import timezone
from django.views.decorators.debug import sensitive_variables
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import exceptions, serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from api import sent
from api.given import Flag, Text
from api.problems import MEDIA_TYPE
from api.references import Reference, address, page
from api.repeating import repeatable
from api.schema import ProblemSerializer
from articles.api.slugs import ArticleSlug
from articles.models import Article
from companies.api.slugs import AnyRecord
from companies.models import Record
from questions.api.shapes import AskedSerializer
from questions.asking import as_typed, by_program, joining
from questions.matching import finding
from questions.models import Question
from readers.forms import LONGEST_ADDRESS, AddressField
from readers.networks import mark, network_of

KINDS = ", ".join(f"{kind}/…" for kind in Record.Kind.values)


class Typed(serializers.CharField):
    """Words as a form for readers takes them: kept as `clean` makes them, or refused in its sentence."""

    def __init__(self, clean: Callable[[str], Any], **kwargs: Any) -> None:
        super().__init__(allow_blank=not kwargs.get("required", True), **kwargs)
        self.cleaned = clean

    def to_internal_value(self, data: Any) -> Any:
        """What is kept."""
        if not isinstance(data, str):
            raise serializers.ValidationError("Give words, as a JSON string.")
        try:
            return self.cleaned(data)
        except as_typed.Unfit as fault:
            raise serializers.ValidationError(str(fault)) from None
        except Refused as fault:
            raise serializers.ValidationError(fault.messages) from None

    def run_validation(self, data: Any = serializers.empty) -> Any:
        """Without what a CharField does before: cleaning says what is empty and what is too long."""
        found, given = self.validate_empty_values(data)
        return given if found else self.to_internal_value(data)


def _address(typed: str) -> str:
    found: str = AddressField().to_python(typed)
    if not found:
        raise Refused("E-mail: it is empty. Write the address to send the answer to.")
    return found


class NothingSuch(exceptions.ValidationError):
    """What the question names is not there."""

    status_code = HTTPStatus.NOT_FOUND.value


def _article(slug: str) -> Article | None:
    """The live article that has a slug or had it; None for no slug. Raises NothingSuch."""
    try:
        pk = ArticleSlug(required=False).clean(slug)
    except Refused as fault:
        raise NothingSuch({"article": fault.messages}) from None
    return Article.objects.get(pk=pk) if pk else None


def _record(named: str) -> Record | None:
    """The public record that has a slug or had it, alone or with its kind; None for nothing. Raises NothingSuch."""
    try:
        ids = AnyRecord(required=False).clean((named, None))
    except Refused as fault:
        raise NothingSuch({"record": fault.messages}) from None
    if len(ids) > 1:
        raise NothingSuch({"record": ["Several have this slug. Give the kind too, as in company/openai."]})
    return Record.objects.get(pk=ids[0]) if ids else None


def _written(pattern: str, longest: int) -> Any:
    return extend_schema_field({"type": "string", "maxLength": longest, "pattern": pattern})


#: Letters of the scripts that questions come in, for the schema; what is kept is told by `as_typed`.
_LETTER = (
    "[A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f\u0391-\u03a1\u03a3-\u03ce\u0410-\u044f\u05d0-\u05ea"
    "\u0620-\u063f\u0904-\u0939\u0e01-\u0e30\u3041-\u3096\u30a1-\u30fa\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3]"
)
#: Anything but the @ of an address.
_NO_ADDRESS = r"([^@\u0000]|\s@)"
_ADDRESS = (
    r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*"
    r"@([A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z]{2,63}"
)


@_written(f"^({_NO_ADDRESS}*{_LETTER}){{6}}{_NO_ADDRESS}*$", as_typed.LONGEST)
class Words(Typed):
    """A question."""


@_written(f"^({_NO_ADDRESS}*{_LETTER}{_NO_ADDRESS}*)?$", as_typed.LONGEST_NAME)
class Name(Typed):
    """A name to print."""


@_written(f"^({_ADDRESS})?$", LONGEST_ADDRESS)
class MayBeAddress(Typed):
    """Where to write to, or nothing."""


@_written(f"^{_ADDRESS}$", LONGEST_ADDRESS)
class Address(Typed):
    """Where to write to."""


class AskSerializer(serializers.Serializer[Any]):
    """A question, and what may go with it."""

    text = Words(as_typed.question, help_text=f"In words, at most {as_typed.LONGEST} letters. It is printed.")
    asker = Name(as_typed.name, required=False, default="", help_text="A name to print.")
    email = MayBeAddress(
        AddressField().to_python,
        required=False,
        default="",
        help_text="Where to send the answer, and its correction; used for nothing else, and never told.",
    )
    article = Text(
        required=False, allow_blank=True, default="", help_text="The slug of the article it is asked on."
    )
    record = Text(required=False, allow_blank=True, default="", help_text=f"The record it is about: {KINDS}")
    anyway = Flag(
        required=False, default=False, help_text="Keep it also where questions that ask the same are there."
    )


class SubscriberSerializer(serializers.Serializer[Any]):
    """An address to be told the answer at."""

    email = Address(_address, help_text="Used for the answer and its correction, and never told.")


PROBLEMS = {(status, MEDIA_TYPE): ProblemSerializer for status in (400, 403, 406, 413, 415, 429)}
OF_ONCE = {(status, MEDIA_TYPE): ProblemSerializer for status in (409, 422)}
NOT_THERE = {(404, MEDIA_TYPE): ProblemSerializer}
JOINING = PROBLEMS | NOT_THERE | {(409, MEDIA_TYPE): ProblemSerializer}


class AlreadyAnswered(exceptions.APIException):
    """Nobody waits for the answer any more: `answered` leads to it."""

    status_code = HTTPStatus.CONFLICT.value

    def __init__(self, question: Question) -> None:
        url = page(question.get_absolute_url())
        super().__init__(f"It is answered: {url}")
        self.more = {"answered": {"url": url, "self": address("questions", question.pk)}}


def _network(request: Request) -> str:
    """Whose `Idempotency-Key` it is: a network's, on a day."""
    return f"network {mark(network_of(request._request), timezone.localdate())}"


class TakesQuestions(GenericViewSet[Any]):
    """What programs may do with the list of questions besides reading it."""

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Refuse what comes in a strange way before its body is read."""
        super().initial(request, *args, **kwargs)
        if request.method == "POST":
            sent.refuse_strange(request)

    @extend_schema(
        request=AskSerializer,
        responses={201: AskedSerializer, 200: AskedSerializer, **PROBLEMS, **NOT_THERE, **OF_ONCE},
        filters=False,
    )
    @repeatable(_network)
    @sensitive_variables()
    def create(self, request: Request) -> Response:
        """Ask a question.

        Where it was answered, or others wait for the same, nothing is kept and these are told as `matches`:
        read them, vote for them, or send it again with `anyway`. Readers see a question once an editor has let them.
        """
        at, network = timezone.now(), network_of(request._request)
        by_program.refuse_too_many(network, at)
        asked = sent.read(request, AskSerializer)
        article, record = _article(asked["article"]), _record(asked["record"])
        matches = _matches(asked["text"], at)
        if matches and not asked["anyway"]:
            return Response(_told(asked["text"], None, matches))
        question = by_program.ask(
            text=asked["text"],
            asker=asked["asker"],
            address=asked["email"],
            article=article,
            records=[record] if record else [],
            network=network,
            at=at,
        )
        told = _told(asked["text"], question, matches)
        # Of one that readers do not see there is nothing to be fetched yet.
        headers = {"Location": told["self"]} if told["state"] == "open" else {}
        return Response(told, status=HTTPStatus.CREATED, headers=headers)

    @extend_schema(request=None, responses={204: None, **JOINING}, filters=False)
    @action(detail=True, methods=["post"], pagination_class=None)
    def votes(self, request: Request, pk: str) -> Response:
        """Say that somebody else wants to know. A second vote of a network on a day is no second.

        Nobody votes for what is answered: the refusal leads to the answer.
        """
        at = timezone.now()
        question = self._wanted(at)
        sent.read(request)
        joining.vote(question, network_of(request._request), at)
        return Response(status=HTTPStatus.NO_CONTENT)

    @extend_schema(
        request=SubscriberSerializer,
        responses={202: None, **JOINING},
        filters=False,
    )
    @action(detail=True, methods=["post"], pagination_class=None)
    @sensitive_variables()
    def subscribers(self, request: Request, pk: str) -> Response:
        """Leave an address to be told the answer at, and count who left it.

        It is taken alike whether it was known; nothing is left where the answer is there to be read.
        """
        at = timezone.now()
        question = self._wanted(at)
        asked = sent.read(request, SubscriberSerializer)
        by_program.join(question, network=network_of(request._request), address=asked["email"], at=at)
        return Response(status=HTTPStatus.ACCEPTED)

    def _wanted(self, at: datetime) -> Question:
        """The question that readers wait to be answered. Raises Http404, AlreadyAnswered."""
        found = joining.wanted(int(self.kwargs["pk"]), at)
        if found is None:
            raise Http404
        question, answered = found
        if answered:
            raise AlreadyAnswered(question)
        return question


def _matches(text: str, at: datetime) -> list[Reference]:
    """The questions that readers see and that ask the same, first those that are answered."""
    answered, others = finding.similar(text, at=at), finding.similar_open(text, at=at)
    return [_match(match, "answered") for match in answered] + [_match(match, "open") for match in others]


def _match(match: finding.Match, state: str) -> Reference:
    return {
        "id": match.id,
        "type": "question",
        "slug": "",
        "name": match.text,
        "url": page(match.url),
        "self": address("questions", match.id),
        "state": state,
    }


NEXT = {
    "matched": "Nothing was kept. Read what is answered, vote for what is open, or send it again with "
    "“anyway”: true.",
    "open": "It waits for its answer already: whoever asked is counted among those who want to know.",
    "received": "An editor reads it. Once readers see it, it is at its address; until then that says 404.",
}


def _told(text: str, question: Question | None, matches: list[Reference]) -> dict[str, Any]:
    """What became of a question; of one that readers do not see no more than that it came in."""
    state = "matched" if question is None else "open" if question.state == Question.State.OPEN else "received"
    return {
        "id": question and question.pk,
        "self": question and address("questions", question.pk),
        "state": state,
        "question": text,
        "next": NEXT[state],
        "matches": matches,
    }
