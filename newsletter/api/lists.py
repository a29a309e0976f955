"""The list of issues that were sent."""

from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from api import pointing
from api.choosing import Asked
from api.pointing import Thing
from api.references import Reference, address, listed, page
from api.resources import Row
from articles.bodies import text_of
from changes.api.shapes import told_on
from changes.api.syncing import Followed
from newsletter.api.filters import IssueFilter
from newsletter.api.shapes import IssueSerializer, WholeIssueSerializer
from newsletter.models import Issue, Item


class Issues(Followed):
    """Issues of the newsletter that were sent, newest first."""

    plural, kind = "issues", "issue"
    shape, whole = IssueSerializer, WholeIssueSerializer
    lookup_value_regex = "[0-9]{1,18}"
    filterset_class = IssueFilter
    queryset = Issue.objects.none()
    orders = {"-number": ("-number",), "number": ("number",)}

    @classmethod
    def public(cls, at: datetime) -> QuerySet[Any]:
        """All of the archive."""
        found: QuerySet[Any] = Issue.objects.public().filter(begun_at__lte=at)
        return found

    @classmethod
    def fetched(cls, found: QuerySet[Any]) -> Any:
        """Plain values."""
        return found.values("id", "number", "begun_at", "content")

    @classmethod
    def represent(cls, found: list[Row], asked: Asked) -> list[Row]:
        """Some issues with what they carried. A query for each of its kinds; a whole one two more."""
        told = asked.wants("carried") or asked.wants("withdrawn")
        things = {_thing(one) for row in found for _, one in _carried(row)} if told else set()
        now = pointing.references(things, asked.at)
        rows = []
        for row in found:
            content = row["content"]
            carried = [_told(section, one, now) for section, one in _carried(row) if _thing(one) in now]
            rows.append(
                {
                    "id": row["id"],
                    "type": "issue",
                    "url": page(f"/newsletter/{row['number']}/"),
                    "self": address("issues", row["id"]),
                    "number": row["number"],
                    "subject": content["subject"],
                    "preheader": content["preheader"],
                    "sent_at": row["begun_at"],
                    "words": content["words"],
                    "text": text_of(content["words"]) if asked.wants("text") else "",
                    "carried": carried,
                    "withdrawn": len(_carried(row)) - len(carried),
                    "links": {"corrections": listed("corrections", about="issue", about_id=row["id"])},
                    **(_whole(row, asked) if asked.whole else {}),
                }
            )
        return rows


def _carried(row: Row) -> list[tuple[str, Row]]:
    """All that an issue was sent with, with the section in which it stood."""
    return [(part["section"], one) for part in row["content"]["sections"] for one in part["carried"]]


def _thing(carried: Row) -> Thing:
    section, _, pk = carried["key"].partition(":")
    return Item.KINDS[Item.Section(section)], int(pk)


def _told(section: str, one: Row, now: dict[Thing, Reference]) -> Row:
    return {
        "section": section,
        "title": one["title"],
        "url": page(one["address"]),
        "text": one["words"] or one["standfirst"],
        **{name: one.get(name, "") for name in ("value", "moved", "late", "source")},
        "object": now[_thing(one)] | {"name": one["title"]},
    }


def _whole(row: Row, asked: Asked) -> Row:
    """What a whole issue has besides; each part only where it is asked for."""
    corrections = told_on("issue", row["id"], asked.at) if asked.wants("corrections") else []
    errata = Issue(pk=row["id"]).errata.filter(begun_at__lte=asked.at)
    return {
        "corrections": [one for one in corrections if one["at"] > row["begun_at"]],
        "errata": [{"at": one.begun_at, "words": one.words} for one in errata]
        if asked.wants("errata")
        else [],
    }
