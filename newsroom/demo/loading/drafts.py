"""What the demonstration's editors have under way: a preview that is shared, and words that nobody has saved yet."""

from uuid import uuid4

from articles.models import Article
from newsroom.demo.loading.cast import Cast
from newsroom.writing import autosaving, sharing

LINE = "<p>To ask before this goes out: who pays for the second year?</p>"


def leave_drafts(cast: Cast) -> int:
    """Share one unpublished article, and type into another as an editor who then closed the window."""
    drafts = list(Article.objects.filter(state=Article.State.DRAFT, editions=None).order_by("pk")[:2])
    sharing.share(drafts[0], by=cast.users["editor"])
    article = drafts[-1]
    typed = {
        **{name: [getattr(article, name)] for name in ("headline", "slug", "standfirst", "kind")},
        **{name: [getattr(article, name)] for name in ("closing", "backstory")},
        "body": [article.body + LINE],
        "lead_image": [str(article.lead_image_id or "")],
        "lead_image_alt": [article.lead_image_alt],
        "closing_topic": [str(article.closing_topic_id or "")],
        "topics": [str(topic.pk) for topic in article.topics.all()],
        "based_on": [str(article.version)],
        "dated": [article.dated.isoformat() if article.dated else ""],
    }
    sent = autosaving.as_sent(typed)
    autosaving.keep(user=cast.users["editor"], article=article, form=uuid4(), sent=sent)
    return len(drafts)
