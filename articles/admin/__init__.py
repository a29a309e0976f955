"""The admin of articles: the working copy, what was published of it, people, topics and pictures."""

from articles.admin import articles, editions, images, interests, people, standing

__all__ = ["articles", "editions", "images", "interests", "people", "standing"]
