"""An edition, a working copy or a revision as readers read it, beside another: what went and what came.

Contents are those of articles.revisions.content_of. However long they are, the same queries.
"""

import re
from collections.abc import Iterable
from datetime import datetime
from typing import Any, NamedTuple

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from articles import bodies
from articles.differing import beside, together
from articles.models import Article, Author, Edition, Image, Topic
from articles.revisions import content_of
from facts.models import Fact

PICTURE = re.compile(r'src="/images/([0-9]{1,18})/')
TEXTS = ("headline", "standfirst", "closing", "backstory", "search_title", "search_description")


class Part(NamedTuple):
    """A part of an article before and after, and both in one; what differs is marked in each."""

    name: str
    label: str
    before: SafeString
    after: SafeString
    both: SafeString
    changed: bool


def content_of_edition(edition: Edition) -> dict[str, Any]:
    """A published text in the shape of a working copy's content. Two queries."""
    content = {field: getattr(edition, field) for field in (*TEXTS, "slug", "body", "kind", "faq")}
    content |= {"lead_image_id": edition.lead_image_id, "lead_image_alt": edition.lead_image_alt}
    content["closing_topic_id"] = edition.closing_topic_id
    content["authors"] = list(edition.bylines.values_list("author_id", flat=True))
    content["topics"] = sorted(edition.topic_rows.values_list("topic_id", flat=True))
    return content


def would_change(article: Article, at: datetime) -> tuple[Edition | None, list[Part]]:
    """The edition that readers would see at a time, and what of it would be otherwise if the article were published.

    Where there is none, the parts hold the whole article as it would appear.
    """
    live = Edition.objects.live(at).filter(article=article).first()
    after = content_of(article)
    return live, compared(content_of_edition(live) if live else after, after)


def compared(before: dict[str, Any], after: dict[str, Any]) -> list[Part]:
    """Two contents part by part, in the order of the page, without those that both lack. Four queries."""
    known = _Known([before, after])
    old, new = _parts(before, known), _parts(after, known)
    found = []
    for (name, label), html in new.items():
        was = old[name, label]
        if not was and not html:
            continue
        if was == html:
            found.append(Part(name, label, html, html, html, changed=False))
        else:
            found.append(Part(name, label, *beside(was, html), together(was, html), changed=True))
    return found


def _parts(content: dict[str, Any], known: "_Known") -> dict[tuple[str, str], SafeString]:
    """Each part as sanitised HTML."""
    given = dict.fromkeys(TEXTS, "") | {name: bodies.plain(content.get(name) or "") for name in TEXTS}
    body = bodies.clean(content.get("body") or "")
    faq = [(entry["question"], bodies.clean(entry["answer"])) for entry in content.get("faq") or []]
    closing = known.topics.get(content.get("closing_topic_id") or 0)
    leads = format_html("<p>“here” leads to {}</p>", closing) if closing else ""
    answers = format_html_join("", "<h3>{}</h3>{}", ((q, mark_safe(a)) for q, a in faq))  # noqa: S308  # sanitised
    return {
        ("topics", "Topics"): _line("p", ", ".join(known.names("topics", content.get("topics")))),
        ("headline", "Headline"): _line("h1", given["headline"]),
        ("standfirst", "Standfirst"): _line("p", given["standfirst"]),
        ("byline", "By"): _line("p", " and ".join(known.names("authors", content.get("authors")))),
        ("kind", "Kind"): _line("p", str(content.get("kind") or "").capitalize()),
        ("picture", "Lead picture"): known.lead_picture(content),
        ("body", "Text"): known.with_pictures(body),
        ("faq", "Questions and answers"): known.with_pictures(answers),
        ("closing", "Closing line"): format_html("{}{}", _line("p", given["closing"]), leads),
        ("backstory", "How this was reported"): _line("p", given["backstory"]),
        ("figures", "Figures cited"): known.figures([body, *(answer for _, answer in faq)]),
        ("address", "Address"): _line("p", f"/articles/{content['slug']}/" if content.get("slug") else ""),
        ("search", "Title for search engines"): _line("p", given["search_title"]),
        ("description", "Description for search engines"): _line("p", given["search_description"]),
    }


def _line(tag: str, text: str) -> SafeString:
    wrapped = f"<{tag}>{{}}</{tag}>"
    return format_html(wrapped, text) if text else SafeString("")


class _Known:
    """What some contents name by id: authors, topics, pictures and facts, each asked for once."""

    def __init__(self, contents: Iterable[dict[str, Any]]) -> None:
        contents = list(contents)
        texts = [text for content in contents for text in _texts(content)]
        images = {int(pk) for text in texts for pk in PICTURE.findall(text)}
        images |= {content["lead_image_id"] for content in contents if content.get("lead_image_id")}
        topics = {pk for content in contents for pk in content.get("topics") or []}
        topics |= {content["closing_topic_id"] for content in contents if content.get("closing_topic_id")}
        authors = {pk for content in contents for pk in content.get("authors") or []}
        cited = {citation.fact for text in texts for citation in bodies.citations(text)}
        self.images: dict[int, Image] = Image.objects.in_bulk(images)
        self.topics: dict[int, Topic] = Topic.objects.in_bulk(topics)
        self.authors: dict[int, Author] = Author.objects.in_bulk(authors)
        self.facts: dict[int, Any] = Fact.objects.with_story().in_bulk(cited)

    def names(self, kind: str, ids: Any) -> list[str]:
        """The names of authors or topics that there still are."""
        known: dict[int, Any] = getattr(self, kind)
        return [str(known[pk]) for pk in ids or [] if pk in known]

    def lead_picture(self, content: dict[str, Any]) -> SafeString:
        """The lead image with what readers are told of it."""
        image = self.images.get(content.get("lead_image_id") or 0)
        if image is None:
            return SafeString("")
        alt = content.get("lead_image_alt") or ""
        said = ". ".join(filter(None, (alt or "No alternative text", image.credit)))
        return format_html(
            '<figure><img src="{}" alt="{}"><figcaption>{}</figcaption></figure>', image.file.url, alt, said
        )

    def with_pictures(self, html: str) -> SafeString:
        """HTML whose pictures the newsroom can see too: readers' addresses open only what is live."""

        def address(found: re.Match[str]) -> str:
            image = self.images.get(int(found[1]))
            return f'src="{image.file.url}"' if image else f'src="{found[0][5:]}'

        return mark_safe(re.sub(r'src="/images/([0-9]{1,18})/[^"]*"', address, html))  # noqa: S308  # sanitised

    def figures(self, texts: Iterable[str]) -> SafeString:
        """The facts that texts cite, each once with the words used first."""
        words: dict[int, str] = {}
        for text in texts:
            for citation in bodies.citations(text):
                words.setdefault(citation.fact, citation.words)
        lines = [(said, self._described(pk)) for pk, said in words.items()]
        rows = format_html_join("", "<li>{}: {}</li>", lines)
        return format_html("<ul>{}</ul>", rows) if lines else SafeString("")

    def _described(self, pk: int) -> str:
        fact = self.facts.get(pk)
        if fact is None:
            return "no such fact"
        return f"{fact.subject.name}, {fact.metric.name.lower()}, {fact.as_of_in_words or 'no date'} ({fact.source})"


def _texts(content: dict[str, Any]) -> list[str]:
    return [content.get("body") or "", *(entry["answer"] for entry in content.get("faq") or [])]
