"""What is told of a question and its answer."""

from typing import Any

from rest_framework import serializers

from api.references import ReferenceField, ReferenceSerializer, TypeField
from articles.api.shapes import FigureSerializer
from changes.api.shapes import ToldSerializer
from companies.references import RECORDS

#: What a question is to readers.
STATES = (("answered", "Answered"), ("open", "Open"))


class QuestionHereSerializer(serializers.Serializer[Any]):
    """A question on the article that it was asked on."""

    id = serializers.IntegerField()
    type = TypeField("question")
    url = serializers.CharField(help_text="Its page.")
    self = serializers.CharField(help_text="Its address in the API.")
    state = serializers.ChoiceField(choices=STATES)
    question = serializers.CharField()
    asker = serializers.CharField(help_text="As who asked wants to be called, or empty.")
    wanted = serializers.IntegerField(
        help_text="At least so many readers want to know: a round number, which later votes leave true."
    )
    asked_at = serializers.DateTimeField()
    answer = serializers.CharField(allow_null=True, help_text="HTML; null while it is open.")
    text = serializers.CharField(allow_null=True, help_text="The answer’s words; null while it is open.")
    answered_at = serializers.DateTimeField(allow_null=True)
    updated_at = serializers.DateTimeField(
        allow_null=True, help_text="When the answer was changed last; null where never."
    )
    change_note = serializers.CharField(help_text="What changed then, or empty.")


class QuestionSerializer(QuestionHereSerializer):
    """A question, with its answer once it has one."""

    article = ReferenceField(
        "articles", allow_null=True, help_text="The live article that it was asked on, or null."
    )
    topics = ReferenceField("topics", many=True, help_text="Those of that article.")
    records = ReferenceField(*RECORDS, many=True, help_text="The public records that it is about.")
    links = serializers.DictField(child=serializers.CharField(), help_text="Lists that belong to it.")


class RestingSerializer(serializers.Serializer[Any]):
    """What an answer rests on."""

    facts = serializers.IntegerField(help_text="How many facts it cites.")
    checked_at = serializers.DateTimeField(help_text="When somebody last looked at it.")
    gave_way = serializers.ListField(
        child=serializers.CharField(), help_text="Of each that gave way: superseded or withdrawn."
    )
    since = serializers.ListField(
        child=serializers.CharField(), help_text="The same of those after it was looked at: it waits for us."
    )


class AnswerChangeSerializer(serializers.Serializer[Any]):
    """A change of the answer that readers were told of."""

    at = serializers.DateTimeField()
    note = serializers.CharField()


class WholeQuestionSerializer(QuestionSerializer):
    """A question with its answer, what that rests on, and our corrections."""

    facts = FigureSerializer(many=True, help_text="Those that the answer cites, in order.")
    rests_on = RestingSerializer(allow_null=True, help_text="Null where it cites no fact.")
    history = AnswerChangeSerializer(many=True, help_text="What changed in the answer, newest first.")
    corrections = ToldSerializer(many=True, help_text="What we had wrong of it, newest first.")


class MatchSerializer(ReferenceSerializer):
    """A question that asks the same."""

    state = serializers.ChoiceField(choices=STATES)


class AskedSerializer(serializers.Serializer[Any]):
    """What became of a question that was sent. The address that came with it is never told."""

    id = serializers.IntegerField(allow_null=True, help_text="Null where it was not kept.")
    self = serializers.CharField(allow_null=True, help_text="Where it will be told of once readers see it.")
    state = serializers.ChoiceField(
        choices=[("received", "Received"), ("open", "Open"), ("matched", "Matched")],
        help_text="received; open, where it joined one that readers see; matched, where it was not kept.",
    )
    question = serializers.CharField(help_text="As it is kept.")
    next = serializers.CharField(help_text="What happens next.")
    matches = MatchSerializer(many=True, help_text="Those that readers see and that ask the same.")
