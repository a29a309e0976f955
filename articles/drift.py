"""Whether a working copy has moved on from an edition: then the edition cannot be made anew with one thing changed."""

from articles import bodies
from articles.models import Article, Edition

SAME = (
    *("slug", "kind", "closing_topic_id", "lead_image_id", "lead_image_alt"),
    *("search_title", "search_description"),
)
PLAIN = ("headline", "standfirst", "closing", "backstory")


def moved_on(article: Article, edition: Edition) -> bool:
    """Whether publishing the working copy would change anything that readers see of the edition. Four queries."""
    faq = [{"question": e.question, "answer": bodies.clean(e.answer)} for e in article.faq.all()]
    authors = list(article.bylines.values_list("author_id", flat=True))
    topics = list(article.topics.order_by("name").values_list("id", flat=True))
    return (
        any(getattr(article, name) != getattr(edition, name) for name in SAME)
        or any(bodies.plain(getattr(article, name)) != getattr(edition, name) for name in PLAIN)
        or bodies.clean(article.body) != edition.body
        or faq != edition.faq
        or authors != list(edition.bylines.values_list("author_id", flat=True))
        or topics != list(edition.topic_rows.values_list("topic_id", flat=True))
    )
