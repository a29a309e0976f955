"""The working copy, what was published of it, its revisions, and people, topics and pictures."""

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
from articles.models.handover import HandOver
from articles.models.images import Image, Renditions
from articles.models.interests import Declaration, Interest
from articles.models.override import Override
from articles.models.people import Author, Topic
from articles.models.revision import Revision

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
    "ReadNext",
    "Reindexing",
    "Renditions",
    "Revision",
    "Suggestion",
    "Topic",
]
