"""What is told of an issue of the newsletter."""

from typing import Any

from rest_framework import serializers

from api.references import ReferenceField, TypeField
from changes.api.shapes import ToldSerializer
from newsletter.models import Item

#: The lists that have what an issue may carry.
CARRIED = ("articles", "facts", "models", "questions")


class CarriedSerializer(serializers.Serializer[Any]):
    """Something that an issue carried, as it was told then. What readers see no more is left out."""

    section = serializers.ChoiceField(choices=Item.Section.choices)
    title = serializers.CharField()
    url = serializers.CharField(help_text="The page that the issue led to.")
    text = serializers.CharField(help_text="What was said of it: the editor’s words, else its own.")
    value = serializers.CharField(help_text="Of a figure, as it was written; else empty.")
    moved = serializers.CharField(help_text="From what a figure came, in a sentence, or empty.")
    late = serializers.CharField(help_text="How late a release was, in a sentence, or empty.")
    source = serializers.CharField(  # type: ignore[assignment]  # hides Field.source, which it does not use
        help_text="Who said so of a figure, or empty."
    )
    object = ReferenceField(*CARRIED, help_text="It, as it is now.")


class IssueSerializer(serializers.Serializer[Any]):
    """An issue of the newsletter, as it was sent."""

    id = serializers.IntegerField()
    type = TypeField("issue")
    url = serializers.CharField(help_text="Its page.")
    self = serializers.CharField(help_text="Its address in the API.")
    number = serializers.IntegerField(help_text="Its number in the archive.")
    subject = serializers.CharField()
    preheader = serializers.CharField(help_text="Its first line in mail programs, or empty.")
    sent_at = serializers.DateTimeField(help_text="When it began to be sent.")
    words = serializers.CharField(help_text="The editor’s words as HTML, or empty.")
    text = serializers.CharField(help_text="The same as text.")
    carried = CarriedSerializer(many=True, help_text="In the order of the issue.")
    withdrawn = serializers.IntegerField(help_text="How much of it readers do not see any more.")
    links = serializers.DictField(child=serializers.CharField(), help_text="Lists that belong to it.")


class ErratumSerializer(serializers.Serializer[Any]):
    """A mail to those who had got the issue, of what was wrong in it."""

    at = serializers.DateTimeField()
    words = serializers.CharField(help_text="The editor’s own before the corrections, or empty.")


class WholeIssueSerializer(IssueSerializer):
    """An issue with what was corrected since it was sent."""

    corrections = ToldSerializer(many=True, help_text="Of what it carried, told since; newest first.")
    errata = ErratumSerializer(many=True, help_text="Mails of these to those who had got it, newest first.")
