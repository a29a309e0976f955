"""The working copy, what was published of it, its revisions, people, topics and pictures, the front page and
the pages that stand."""

from articles.models.article import Article, FAQEntry, Suggestion
from articles.models.edition import (
    Edition,
    EditionAuthor,
    EditionFact,
    EditionImage,
    EditionRecord,
    EditionTopic,
    ReadNext,
    Reindexing,
)
from articles.models.front import Placed
from articles.models.handover import HandOver
from articles.models.images import Image, Renditions
from articles.models.interests import Declaration, Interest
from articles.models.override import Override
from articles.models.people import Author, Topic
from articles.models.revision import Revision
from articles.models.standing import StandingPage, StandingVersion

__all__ = [
    "Article",
    "Author",
    "Declaration",
    "Edition",
    "EditionAuthor",
    "EditionFact",
    "EditionImage",
    "EditionRecord",
    "EditionTopic",
    "FAQEntry",
    "HandOver",
    "Image",
    "Interest",
    "Override",
    "Placed",
    "ReadNext",
    "Reindexing",
    "Renditions",
    "Revision",
    "StandingPage",
    "StandingVersion",
    "Suggestion",
    "Topic",
]
