"""Two editors in one article: what the second typed, beside and together with what the first saved."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Model
from django.forms import model_to_dict
from django.http import QueryDict

from articles.bodies import clean
from articles.models import Article
from articles.revisions import content_of
from changes.texts import number

WORDS = (
    *("headline", "slug", "standfirst", "body", "kind", "lead_image_alt", "closing"),
    *("backstory", "search_title", "search_description"),
)
MOST_ROWS = 1000


def typed(form: Any, formsets: Iterable[Any]) -> dict[str, Any]:
    """What was typed, in the shape of articles.revisions.content_of, as far as it can be read."""
    given = form.cleaned_data
    found: dict[str, Any] = {name: given.get(name, form.data.get(name, "")) for name in WORDS}
    found["dated"] = str(given.get("dated") or form.data.get("dated") or "")
    for name in ("lead_image", "closing_topic"):
        if name in given:
            found[f"{name}_id"] = given[name].pk if given[name] else None
    if "topics" in given:
        found["topics"] = sorted(topic.pk for topic in given["topics"])
    for formset in formsets:
        rows = _typed_rows(formset)
        if formset.prefix == "faq":
            found["faq"] = [{"question": row["question"], "answer": clean(row["answer"])} for row in rows]
        elif None not in (authors := [number(row["author"]) for row in rows]):
            found["authors"] = authors
    return found


def saved(article: Article) -> dict[str, Any]:
    """What was saved, to be held against that."""
    return content_of(article) | {"dated": str(article.dated or "")}


def _typed_rows(formset: Any) -> list[dict[str, str]]:
    """The rows that would be saved, in the order that they would have."""
    rows = []
    for form in formset.forms:
        row = {name: str(form[name].value() or "").strip() for name in form.fields}
        if row.get("DELETE") or not (form.instance.pk or form.has_changed()):
            continue
        place = number(row["position"]) or 0
        rows.append((form.instance.pk is None and not place, place, row))
    return [row for *_, row in sorted(rows, key=lambda found: found[:2])]


def with_rows_saved_meanwhile(data: QueryDict, prefix: str, saved: Iterable[Model], *, key: str) -> QueryDict:
    """A formset's data for the rows as they stand now, so that nothing typed and nothing saved is lost.

    A row that somebody removed becomes a new one, where it is not ticked for removal here too. One that
    somebody added stands among the others; the same one added here (by its `key`) is that one.
    """
    count = number(data.get(f"{prefix}-TOTAL_FORMS", ""))
    if count is None or count > MOST_ROWS:
        return data
    sent = [_row(data, prefix, n) for n in range(count)]
    here = {str(row.pk): {name: str(value) for name, value in model_to_dict(row).items()} for row in saved}
    left = {pk: row for pk, row in here.items() if pk not in {row.get("id") for row in sent}}
    known, new = [], []
    for row in sent:
        if row.get("id") in here:
            known.append(row)
        elif same := next((pk for pk, other in left.items() if other[key] == row.get(key)), None):
            del left[same]
            known.append(row | {"id": same})
        elif not (row.get("id") and row.get("DELETE")):
            new.append(row | {"id": ""})
    known += [row | {"id": pk} for pk, row in left.items()]
    merged = data.copy()
    for n, row in enumerate([*known, *new]):
        for name, value in row.items():
            merged[f"{prefix}-{n}-{name}"] = value
        if "DELETE" not in row:
            merged.pop(f"{prefix}-{n}-DELETE", None)
    merged[f"{prefix}-TOTAL_FORMS"] = str(len(known) + len(new))
    merged[f"{prefix}-INITIAL_FORMS"] = str(len(known))
    return merged


def _row(data: QueryDict, prefix: str, n: int) -> dict[str, str]:
    """The fields of one row."""
    start = f"{prefix}-{n}-"
    return {name.removeprefix(start): str(data[name]) for name in data if name.startswith(start)}
