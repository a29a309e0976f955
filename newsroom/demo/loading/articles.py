"""The demonstration's articles, each brought into its state by the verbs that editors use."""

from collections.abc import Callable
from datetime import datetime, timedelta

from django.core.files.base import ContentFile
from django.utils import timezone

from articles import bodies, renditions, workflow
from articles.models import Article, Edition, FAQEntry, Image
from articles.models.article import Byline
from articles.publishing import publish, schedule, withdraw
from articles.revisions import save_revision
from articles.windows import retime
from changes import log
from changes.corrections import Said
from changes.models import Change
from newsroom.demo import contents, pictures
from newsroom.demo.contents import ArticleFile
from newsroom.demo.loading.cast import Cast, valid
from newsroom.importing.saving import save, understand

#: Why a story of the past goes out although figures in it have given way since.
OF_ITS_DAY = "It was published on its day, and tells of its figures as they stood then."


def add_articles(cast: Cast) -> int:
    """All articles, the oldest first, so that the log and "read next" grow as they would have."""
    files = contents.articles()
    images = {
        name: _picture(name)
        for name in sorted({f.settings["lead_image"] for f in files if "lead_image" in f.settings})
    }
    for file in sorted(files, key=lambda file: _dated(file, cast) or cast.now):
        article = _draft(cast, file, images)
        cast.articles[article.slug] = article
        STATES[file.settings.get("state", "live")](cast, article, file)
    return len(files)


def _dated(file: ArticleFile, cast: Cast) -> datetime | None:
    published = file.settings.get("published")
    return contents.moment(published, cast.today) if published else None


def _picture(name: str) -> Image:
    file = ContentFile(pictures.drawn(name), name=f"{name}.png")
    image: Image = Image.objects.create(
        file=file,
        title=f"Drawing: {name}",
        alt=pictures.ALT[name],
        credit="Drawing: AIWatch",
    )
    renditions.make(image)
    return image


def _draft(cast: Cast, file: ArticleFile, images: dict[str, Image]) -> Article:
    """The working copy with its byline, topics, questions and first revision."""
    given = file.settings
    by = cast.users[given.get("by", "editor")]
    plain = (
        "headline",
        "slug",
        "standfirst",
        "kind",
        "lead_image_alt",
        "closing",
        "backstory",
        "search_title",
        "search_description",
    )
    article = valid(
        Article(
            **{name: given[name] for name in plain if name in given},
            body=body_of(cast, file.body),
            lead_image=images.get(given.get("lead_image", "")),
            closing_topic=cast.topics.get(given.get("closing_topic", "")),
            created_by=by,
        )
    )
    for position, slug in enumerate(given["authors"]):
        Byline.objects.create(article=article, author=cast.authors[slug], position=position)
    article.topics.set([cast.topics[slug] for slug in given["topics"]])
    for position, entry in enumerate(given.get("faq", [])):
        answered = body_of(cast, entry["answer"])
        FAQEntry.objects.create(
            article=article, question=entry["question"], answer=answered, position=position
        )
    save_revision(article, by=by, why="Loaded with the demonstration")
    return article


def body_of(cast: Cast, text: str) -> str:
    return bodies.clean(contents.with_fact_ids(text, cast.fact_ids))


def _leave(cast: Cast, article: Article, file: ArticleFile) -> None:
    """A draft stays as it is."""


def _submit(cast: Cast, article: Article, file: ArticleFile) -> None:
    workflow.move(article, "submit", by=cast.users[file.settings["by"]])


def _approve(cast: Cast, article: Article, file: ArticleFile) -> None:
    workflow.move(article, "approve", by=cast.users[file.settings["by"]])


def _archive(cast: Cast, article: Article, file: ArticleFile) -> None:
    workflow.move(article, "archive", by=cast.users[file.settings["by"]])


def _publish(cast: Cast, article: Article, file: ArticleFile) -> None:
    """The first edition, those that followed it, and what was written since and is not published yet."""
    publish(article, by=cast.users["publisher"], dated=_dated(file, cast), all_the_same=OF_ITS_DAY)
    body = file.body
    for change in file.settings.get("then", []):
        body = body.replace(change["find"], change["put"])
        article.body = body_of(cast, body)
        article.save(update_fields=["body", "updated_at"])
        dated = contents.moment(change["dated"], cast.today) if "dated" in change else None
        by = cast.users["publisher"]
        publish(
            article,
            by=by,
            note=change["note"],
            major=change["major"],
            dated=dated,
            all_the_same=OF_ITS_DAY,
            correction=Said(change["wrong"], change["right"]) if "wrong" in change else None,
        )
    for edit in file.settings.get("meanwhile", []):
        body = body.replace(edit["find"], edit["put"])
        article.body = body_of(cast, body)
        article.save(update_fields=["body", "updated_at"])
        save_revision(article, by=cast.users[edit["by"]], why=edit["why"])


def _schedule(cast: Cast, article: Article, file: ArticleFile) -> None:
    at = contents.moment(file.settings["published"], cast.today)
    schedule(article, by=cast.users["publisher"], at=at)


def _let_expire(cast: Cast, article: Article, file: ArticleFile) -> None:
    """Publish, and then move the edition's times into the past.

    No verb does that, for nothing is ever published in the past; only a demonstration wants to begin with an
    article whose time is over. The row that would have told of its end tomorrow goes with it.
    """
    edition = publish(
        article,
        by=cast.users["publisher"],
        dated=_dated(file, cast),
        expires_at=timezone.now() + timedelta(days=1),
        all_the_same=OF_ITS_DAY,
    )
    expired = contents.moment(file.settings["expires"], cast.today)
    retime(Edition.objects.filter(pk=edition.pk), visible_from=edition.dated, expires_at=expired)
    log.move_waiting("article", article.pk, kinds=[Change.Kind.EXPIRED], at=None)


def _withdraw(cast: Cast, article: Article, file: ArticleFile) -> None:
    """Publish, and withdraw while a change of it waits: the desk tells that it did not appear."""
    _publish(cast, article, file)
    schedule(
        article,
        by=cast.users["publisher"],
        at=cast.now + timedelta(days=2),
        note="With the runs that its readers sent us.",
        all_the_same=OF_ITS_DAY,
    )
    withdraw(article, by=cast.users["publisher"], note=file.settings["note"])


STATES: dict[str, Callable[[Cast, Article, ArticleFile], None]] = {
    "draft": _leave,
    "in review": _submit,
    "ready": _approve,
    "archived": _archive,
    "live": _publish,
    "scheduled": _schedule,
    "expired": _let_expire,
    "withdrawn": _withdraw,
}


def import_texts(cast: Cast) -> int:
    """Texts in the newsroom's form, as drafts with what they name still to be decided."""
    texts = contents.texts()
    for text in texts:
        save(understand(text), by=cast.users["editor"], author=cast.authors["jonah-adeyemi"])
    return len(texts)
