"""The facts that articles cite, whole, where `expand` asks for them."""

from typing import Any

from api.choosing import Asked
from api.resources import Row
from articles.models import EditionFact
from facts.api.beside import by_what_has_them
from facts.api.lists import Facts


def facts_of(articles: list[int], asked: Asked) -> dict[int, list[Row]]:
    """What live articles cite, in order, by article. Three queries."""
    cited: Any = EditionFact.objects.shown(asked.at).filter(edition__article__in=articles)
    rows = cited.order_by("edition", "position").values_list("edition__article", "fact")
    return by_what_has_them(list(dict.fromkeys(rows)), asked)


def with_facts(articles: list[Row], asked: Asked) -> list[Row]:
    """Whole articles, each of whose figures holds the whole of its fact as `fact`. Two queries."""
    whole = Facts.by_id({figure["id"] for row in articles for figure in row["facts"]}, asked)
    return [
        row | {"facts": [figure | {"fact": whole.get(figure["id"])} for figure in row["facts"]]}
        for row in articles
    ]
