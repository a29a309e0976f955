"""What is told of a correction, and of a public change."""

from datetime import datetime
from typing import Any

from rest_framework import serializers

from api.references import ReferenceField, TypeField, address, page
from changes.api.filters import KINDS, NEWS
from changes.corrections import NAMED, NAMED_ON_ITS_PAGE, shown_on

#: The lists that have what a correction may touch.
TOUCHED = (
    *("articles", "questions", "facts", "companies", "products", "families", "models", "markets"),
    "issues",
)


class ToldSerializer(serializers.Serializer[Any]):
    """A correction as it stands with something that it touches."""

    id = serializers.IntegerField()
    url = serializers.CharField(help_text="Its page.")
    self = serializers.CharField(help_text="Its address in the API.")
    wrong = serializers.CharField(help_text="What was wrong.")
    right = serializers.CharField(help_text="What is right.")
    at = serializers.DateTimeField(help_text="When readers were told.")


class CorrectionSerializer(serializers.Serializer[Any]):
    """A correction: what was wrong, what is right, when, and what it touches."""

    id = serializers.IntegerField()
    type = TypeField("correction")
    url = serializers.CharField(help_text="Its page.")
    self = serializers.CharField(help_text="Its address in the API.")
    wrong = serializers.CharField(help_text="What was wrong.")
    right = serializers.CharField(help_text="What is right.")
    at = serializers.DateTimeField(help_text="When readers were told.")
    touches = ReferenceField(
        *TOUCHED,
        many=True,
        help_text=f"The first {NAMED}, or {NAMED_ON_ITS_PAGE} of one correction alone, by the names that they had "
        "when it was made.",
    )
    others = serializers.IntegerField(help_text="How many more it touches.")


class ChangeSerializer(serializers.Serializer[Any]):
    """Something that changed in public: what, when, and what readers were told."""

    id = serializers.IntegerField()
    type = TypeField("change")
    self = serializers.CharField(help_text="Its address in the API.")
    kind = serializers.ChoiceField(choices=[(kind, kind) for kind in NEWS])
    at = serializers.DateTimeField()
    about = serializers.ChoiceField(choices=[(kind, kind) for kind in KINDS])
    about_id = serializers.IntegerField()
    title = serializers.CharField(help_text="As it was called then; empty for what was withdrawn.")
    note = serializers.CharField(help_text="What readers were told, or empty.")
    url = serializers.CharField(
        allow_null=True,
        help_text="The page of what it is about, as its address was then; null of what was withdrawn.",
    )
    object = ReferenceField(
        *TOUCHED, allow_null=True, help_text="What it is about, as it is now; null once it was withdrawn."
    )


def told_on(about: str, about_id: int, at: datetime) -> list[dict[str, Any]]:
    """The corrections that touch something, newest first, as `ToldSerializer` says. One query."""
    return [
        {
            "id": told["pk"],
            "url": page(told["url"]),
            "self": address("corrections", told["pk"]),
            **{name: told[name] for name in ("wrong", "right", "at")},
        }
        for told in shown_on(about, about_id, at)
    ]
