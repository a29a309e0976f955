"""What the five kinds of record share for programs: names, sources, corrections, and the way from a former slug."""

from typing import Any

from django.conf import settings
from django.http import Http404
from rest_framework import serializers, viewsets
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.reverse import reverse

from changes import addresses
from companies.models import Alias, Record
from companies.source_api import SourcedSerializer

#: What every record begins with, and what it ends with.
FIRST = ("slug", "url", "name", "native_name", "native_language", "aliases")
LAST = ("description", "checked_on", "checked_against", "sources")


class AliasSerializer(serializers.ModelSerializer[Alias]):
    """Another name of a record."""

    class Meta:
        model = Alias
        fields = ("text", "kind", "language")
        extra_kwargs = {"language": {"help_text": "BCP 47, or empty."}}


class RecordSerializer[R: Record](SourcedSerializer[R]):
    """What every record has. The aliases are to be prefetched."""

    url = serializers.SerializerMethodField(help_text="Its page.")
    aliases = AliasSerializer(many=True, help_text="Its other names.")

    def get_url(self, record: R) -> str:
        """Its page."""
        return settings.SITE_URL + record.get_absolute_url()


class RecordViewSet[R: Record](viewsets.ReadOnlyModelViewSet[R]):
    """Records of a kind: one alone with our corrections; a former slug leads to it, as its page does."""

    kind: str
    whole_class: type[RecordSerializer[R]]
    lookup_field = "slug"
    lookup_value_regex = "[a-z0-9-]+"

    def get_serializer_class(self) -> Any:
        """Whole for one, without corrections for a list."""
        return self.whole_class if self.action == "retrieve" else self.serializer_class

    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """The record, or 301 from a slug that it had or that a record had which was merged into it."""
        try:
            return super().retrieve(request, *args, **kwargs)
        except Http404:
            pk = addresses.holder(self.kind, kwargs["slug"])
            found = self.get_queryset().filter(pk=pk).first() if pk else None
            if found is None:
                raise
            here = request.resolver_match.view_name  # type: ignore[union-attr]  # it was found by its address
            return Response(status=301, headers={"Location": reverse(here, args=[found.slug])})
