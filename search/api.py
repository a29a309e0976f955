"""The search for programs."""

from typing import Any

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
from search import documents

#: What can be found.
KINDS = ("article", "question", "company", "product", "family", "model", "market")
LONGEST = 200


class HitSerializer(ReferenceSerializer):
    """Something that was found."""

    snippet = serializers.CharField(help_text="Words of it, or about it.")


class HitsSerializer(serializers.Serializer[Any]):
    """What was found."""

    results = HitSerializer(many=True)


class Search(APIView):
    """Everything that the site's own search finds."""

    @extend_schema(
        operation_id="search",
        parameters=[
            OpenApiParameter(
                "q",
                {"type": "string", "minLength": 1, "maxLength": LONGEST},
                required=True,
                description="Words that are held, all of them.",
            ),
            OpenApiParameter("kind", enum=KINDS, description="Only such things."),
            OpenApiParameter(
                "page_size",
                {"type": "integer", "minimum": 1, "maximum": MOST, "default": USUAL},
                description="How many at most.",
            ),
        ],
        responses={200: HitsSerializer, (400, MEDIA_TYPE): ProblemSerializer},
    )
    def get(self, request: Request) -> Response:
        """What holds some words, best first: what is called just so, then what is named so, then what has them.

        There is one page: whoever has to look past a hundred has too few words.
        """
        narrowing.refuse_unknown(request, ("q", "kind", "page_size"), of_all=("format",))
        at = timezone.now()
        hits = documents.find(_words(request), only=_kind(request), limit=page_size(request), at=at)
        things = [(documents.type_of(hit.kind), hit.of or hit.id) for hit in hits]
        found = pointing.references(things, at)
        return Response(
            {
                "results": [
                    found[thing] | {"name": hit.title, "snippet": hit.snippet}
                    for thing, hit in zip(things, hits, strict=True)
                    if thing in found
                ]
            }
        )


def _words(request: Request) -> str:
    words = request.query_params.get("q", "")
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
