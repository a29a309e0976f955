"""What is told of an article, of an author and of a topic."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from api.references import ReferenceField, ReferenceSerializer, TypeField
from articles.bodies import CALLOUTS
from articles.models import Article
from changes.api.shapes import ToldSerializer
from companies.references import RECORDS


class ArticleSerializer(serializers.Serializer[Any]):
    """An article in a list."""

    id = serializers.IntegerField()
    type = TypeField("article")
    slug = serializers.SlugField()
    url = serializers.CharField(help_text="Its page.")
    self = serializers.CharField(help_text="Its address in the API.")
    headline = serializers.CharField()
    standfirst = serializers.CharField()
    kind = serializers.ChoiceField(choices=Article.Kind.choices)
    edition = serializers.IntegerField(help_text="The number of the edition that is live.")
    first_published = serializers.DateTimeField()
    dated = serializers.DateTimeField(help_text="The date over it: of its last major change.")
    updated = serializers.DateTimeField(help_text="Since when this edition is live.")
    reading_minutes = serializers.IntegerField()
    authors = ReferenceField("authors", many=True, help_text="In the order of the byline.")
    topics = ReferenceField("topics", many=True)
    mentions = ReferenceField(*RECORDS, many=True, help_text="The public records that it names, in order.")
    links = serializers.DictField(child=serializers.CharField(), help_text="Lists that belong to it.")


class SectionSerializer(serializers.Serializer[Any]):
    """A part of the body under a heading; the first may have none."""

    id = serializers.CharField(help_text="The heading’s anchor on the page, or empty.")
    level = serializers.IntegerField(help_text="2 or 3; 0 before the first heading.")
    heading = serializers.CharField()
    html = serializers.CharField()
    text = serializers.CharField()


class CallOutSerializer(serializers.Serializer[Any]):
    """A call-out in the body."""

    kind = serializers.ChoiceField(choices=list(CALLOUTS.items()))
    title = serializers.CharField(help_text="Did you know? and so on.")
    section = serializers.CharField(help_text="The id of the section that it stands in, or empty.")
    html = serializers.CharField()
    text = serializers.CharField()


class FAQSerializer(serializers.Serializer[Any]):
    """One of our own questions."""

    question = serializers.CharField()
    answer = serializers.CharField(help_text="HTML")
    text = serializers.CharField(help_text="The answer’s words.")


class PlaceSerializer(serializers.Serializer[Any]):
    """Where an article cites a fact: characters `start` to `end` of a text."""

    part = serializers.CharField(help_text="“text”, or “faq/0/text” for the first answer and so on.")
    section = serializers.CharField(help_text="The id of the section, or empty.")
    start = serializers.IntegerField()
    end = serializers.IntegerField()
    words = serializers.CharField()


@extend_schema_field({"anyOf": [{"$ref": "#/components/schemas/Fact"}, {"type": "null"}]})
class WholeFact(serializers.DictField):
    """A fact as the list of facts has it."""


class FigureSerializer(serializers.Serializer[Any]):
    """A fact that the article cites, and how it stands today."""

    id = serializers.IntegerField()
    url = serializers.CharField(help_text="Its page.")
    self = serializers.CharField(help_text="Its address in the API.")
    words = serializers.CharField(help_text="As the article puts it first.")
    places = PlaceSerializer(many=True)
    value = serializers.CharField(help_text="Exact, a decimal.")
    high = serializers.CharField(allow_null=True, help_text="The end of a range.")
    unit = serializers.CharField()
    qualifier = serializers.CharField()
    nature = serializers.CharField()
    as_of = serializers.CharField(help_text="EDTF")
    subject = serializers.CharField()
    metric = serializers.CharField()
    source = serializers.CharField()  # type: ignore[assignment]  # hides Field.source, which it does not use
    shown = serializers.CharField(help_text="The value in words.")
    current = serializers.BooleanField(help_text="Whether it still stands.")
    state = serializers.CharField(help_text="current, newer, superseded, withdrawn, due or review")
    because = serializers.CharField(help_text="Why it was superseded or withdrawn, or empty.")
    now = serializers.CharField(
        help_text="In words, the newer value, or what was measured where a forecast is due; or empty."
    )
    now_as_of = serializers.CharField(help_text="EDTF, of what time that is; or empty.")
    now_fact = serializers.IntegerField(help_text="The id of the fact that says so.", allow_null=True)
    news = serializers.CharField(help_text="What the article’s page tells its readers of it, or empty.")
    fact = WholeFact(required=False, help_text="Only where it is expanded; null for what is not told.")


class PictureSerializer(serializers.Serializer[Any]):
    """The lead image."""

    url = serializers.CharField()
    alt = serializers.CharField()
    credit = serializers.CharField()
    width = serializers.IntegerField()
    height = serializers.IntegerField()


class HeadingSerializer(serializers.Serializer[Any]):
    """A heading of the body."""

    level = serializers.IntegerField()
    text = serializers.CharField()
    id = serializers.CharField()


class PublicChangeSerializer(serializers.Serializer[Any]):
    """What became of the article in public."""

    kind = serializers.CharField(help_text="published, updated, corrected…")
    at = serializers.DateTimeField()
    note = serializers.CharField(help_text="What readers were told, or empty.")


class WholeArticleSerializer(ArticleSerializer):
    """An article whole."""

    html = serializers.CharField(help_text="As it was published; figures as data elements.")
    text = serializers.CharField()
    contents = HeadingSerializer(many=True)
    sections = SectionSerializer(many=True)
    call_outs = CallOutSerializer(many=True)
    faq = FAQSerializer(many=True)
    closing = serializers.CharField()
    backstory = serializers.CharField(help_text="Why and how it was made, or empty.")
    lead_image = PictureSerializer(allow_null=True)
    facts = FigureSerializer(
        many=True, help_text="Those it cites, in order. `expand=facts` adds the whole of each as `fact`."
    )
    disclosures = serializers.ListField(
        child=serializers.CharField(),
        help_text="What interests the newsroom or its authors have in companies that the article names.",
    )
    change_note = serializers.CharField(help_text="What this edition changed, or empty.")
    history = PublicChangeSerializer(many=True, help_text="Newest first.")
    corrections = ToldSerializer(many=True, help_text="What we had wrong of it, newest first.")
    read_next = ReferenceSerializer(
        many=True,
        help_text="The live articles that its page leads on to: what shares most with it, the most first.",
    )


class AuthorSerializer(serializers.Serializer[Any]):
    """Somebody in a byline."""

    id = serializers.IntegerField()
    type = TypeField("author")
    slug = serializers.SlugField()
    url = serializers.CharField(help_text="Their page.")
    self = serializers.CharField(help_text="Their address in the API.")
    name = serializers.CharField()
    bio = serializers.CharField()
    links = serializers.DictField(child=serializers.CharField(), help_text="Lists that belong to them.")


class TopicSerializer(serializers.Serializer[Any]):
    """What articles are filed under."""

    id = serializers.IntegerField()
    type = TypeField("topic")
    slug = serializers.SlugField()
    url = serializers.CharField(help_text="Its page.")
    self = serializers.CharField(help_text="Its address in the API.")
    name = serializers.CharField()
    description = serializers.CharField()
    links = serializers.DictField(child=serializers.CharField(), help_text="Lists that belong to it.")
