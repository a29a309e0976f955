"""What the API's schema says of every operation: a summary, and the errors that it may answer with."""

from typing import Any

from drf_spectacular.openapi import AutoSchema
from drf_spectacular.plumbing import get_doc
from rest_framework import serializers

from api.problems import MEDIA_TYPE


class ProblemSerializer(serializers.Serializer[Any]):
    """Why there is no better answer (RFC 9457)."""

    type = serializers.CharField()
    title = serializers.CharField()
    status = serializers.IntegerField()
    detail = serializers.CharField()
    errors = serializers.DictField(  # type: ignore[assignment]  # hides what only input needs
        child=serializers.ListField(child=serializers.CharField()),
        required=False,
        help_text="What is wrong with each parameter.",
    )


class Described(AutoSchema):
    """Operations described by the docstrings: a list by its view's, one thing by its serializer's."""

    view: Any

    def get_description(self) -> str:  # type: ignore[override]  # as drf-spectacular has it
        """The docstring of what is answered."""
        if getattr(self.view, "action", "") == "retrieve":
            return get_doc(self.view.get_serializer_class())
        return super().get_description()

    def get_summary(self) -> str:
        """The description's first sentence."""
        return self.get_description().split(".")[0]

    def get_response_serializers(self) -> Any:
        """The answer and the problems: a wrong parameter of a list, a thing or a page that there is not."""
        answers = {200: super().get_response_serializers(), (404, MEDIA_TYPE): ProblemSerializer}
        return answers | ({(400, MEDIA_TYPE): ProblemSerializer} if self.view.action == "list" else {})


#: What each kind of parameter that a list is narrowed by must look like; `StrictFilters` and the filters demand it.
PATTERNS = {
    None: r"^[^\u0000]*[^\s\u0000][^\u0000]*$",  # not empty, without a null character
    "date": r"^(19[7-9][0-9]|20[0-9]{2})-",
    "date-time": r"^(19[7-9][0-9]|20[0-9]{2})-",
}


def require_words(result: dict[str, Any], **_: Any) -> dict[str, Any]:
    """Say of each parameter that a list is narrowed by what it must look like."""
    for operations in result["paths"].values():
        for parameter in operations.get("get", {}).get("parameters", ()):
            schema = parameter["schema"]
            if parameter["in"] == "query" and schema["type"] == "string" and "enum" not in schema:
                schema["pattern"] = PATTERNS[schema.get("format")]
    return result
