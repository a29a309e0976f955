"""The search for programs: what the site's own search finds."""

from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError as Refused
from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import exceptions, serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from api import narrowing, pointing
from api.paging import MOST, USUAL, page_size
from api.problems import MEDIA_TYPE
from api.references import ReferenceSerializer
from api.schema import ProblemSerializer
from api.values import DAY, Day
from search import doors
from search.documents import look_up
from search.forms import KINDS as NAMED
from search.reading import LONGEST

#: What can be found.
KINDS = (*NAMED,)
A_DAY = {"type": "string", "format": "date", "pattern": f"^{DAY}$"}


class HitSerializer(ReferenceSerializer):
    """Something that was found."""

    snippet = serializers.CharField(help_text="Words of it, those around what was looked for.")
    marks = serializers.ListField(
        child=serializers.ListField(child=serializers.IntegerField(), min_length=2, max_length=2),
        help_text="Where in the snippet stands what was looked for: from, to, in code points.",
    )
    name_marks = serializers.ListField(
        child=serializers.ListField(child=serializers.IntegerField(), min_length=2, max_length=2),
        help_text="Where in the name.",
    )
    score = serializers.FloatField(help_text="Compares the results of this search, and no others.")


class HitsSerializer(serializers.Serializer[Any]):
    """What was found."""

    results = HitSerializer(many=True)
    counts = serializers.DictField(
        child=serializers.IntegerField(),
        help_text="How many of each kind were found, of whatever kind was asked for.",
    )
    more = serializers.BooleanField(help_text="Whether these are at least so many: not all were counted.")
    understood = serializers.CharField(
        help_text="The words with names in them as we write them, where they were misspelt; else empty."
    )


class Search(APIView):
    """Everything that the site's own search finds."""

    @extend_schema(
        operation_id="search",
        parameters=[
            OpenApiParameter(
                "q",
                {"type": "string", "minLength": 1, "maxLength": LONGEST},
                required=True,
                description="What to look for. In quotation marks, a phrase just as it stands.",
            ),
            OpenApiParameter("kind", enum=KINDS, description="Only such things."),
            OpenApiParameter("topic", str, description="A topic’s slug."),
            OpenApiParameter("company", str, description="A company’s slug: what is about it or its own."),
            OpenApiParameter(
                "record",
                str,
                description="A record’s slug, alone or with its kind, company/openai: what is about it.",
            ),
            OpenApiParameter("after", A_DAY, description="Of this day or later."),
            OpenApiParameter("before", A_DAY, description="Of this day or earlier."),
            OpenApiParameter(
                "page_size",
                {"type": "integer", "minimum": 1, "maximum": MOST, "default": USUAL},
                description="How many at most.",
            ),
        ],
        responses={200: HitsSerializer}
        | {(status, MEDIA_TYPE): ProblemSerializer for status in (400, 404, 406, 409)},
    )
    def get(self, request: Request) -> Response:
        """What holds most of some words, best first. A name stands for all names of its record.

        There is one page: whoever has to look past a hundred has too few words.
        """
        narrowing.refuse_unknown(
            request,
            ("q", "kind", "topic", "company", "record", "after", "before", "page_size"),
            of_all=("format",),
        )
        at = timezone.now()
        after, before = _day(request, "after"), _day(request, "before")
        if after and before and after > before:
            raise narrowing.Contradictory({"after": ["It comes after “before”: exchange them."]})
        looked_up = look_up(
            _words(request),
            kinds=[*filter(None, [_kind(request)])],
            after=after,
            before=before,
            limit=page_size(request),
            at=at,
            topic=_address(request, "topic", at),
            company=_address(request, "company", at),
            record=_address(request, "record", at),
        )
        things = [(hit.type, hit.of or hit.id) for hit in looked_up.hits]
        found = pointing.references(things, at)
        return Response(
            {
                "results": [
                    found[thing]
                    | {"name": hit.title, "snippet": hit.snippet, "marks": hit.marks}
                    | {"name_marks": hit.title_marks, "score": round(hit.score, 3)}
                    for thing, hit in zip(things, looked_up.hits, strict=True)
                    if thing in found
                ],
                "counts": {kind: looked_up.counts[kind] for kind in KINDS if looked_up.counts.get(kind)},
                "more": looked_up.more,
                "understood": looked_up.mended,
            }
        )


def _words(request: Request) -> str:
    words = request.query_params.get("q", "").replace("\x00", "")
    if not words.strip():
        raise exceptions.ValidationError({"q": ["Give the words to look for."]})
    if len(words) > LONGEST:
        raise exceptions.ValidationError({"q": [f"Give at most {LONGEST} letters."]})
    return words


def _kind(request: Request) -> str:
    kind = request.query_params.get("kind", "")
    if kind and kind not in KINDS:
        raise exceptions.ValidationError({"kind": [f"Give one of: {', '.join(KINDS)}."]})
    return kind


def _address(request: Request, name: str, at: datetime) -> str:
    slug = request.query_params.get(name, "")
    if not slug:
        return ""
    if (found := doors.called[name](slug, at)) is None:
        raise narrowing.NoSuchThing({name: [f"There is no {name} “{slug[:60]}”."]})
    return found[0]


def _day(request: Request, name: str) -> date | None:
    try:
        return Day().to_python(request.query_params.get(name))
    except Refused as reason:
        raise exceptions.ValidationError({name: reason.messages}) from reason
