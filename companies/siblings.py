"""The models that one is compared with first: those before and after it, of its family, of its kind."""

from datetime import datetime
from typing import Any

from django.db.models import Case, F, Q, Value, When
from django.utils.translation import gettext

from companies.models import AIModel

MOST = 5


def siblings(model: AIModel, at: datetime) -> list[Any]:
    """Public models close to one, each with `why`, the closest first. One query."""
    whys: dict[str, Q] = {
        gettext("Before it"): Q(pk=model.predecessor_id),
        gettext("After it"): Q(predecessor=model),
        gettext("Of its family"): Q(family__isnull=False, family=model.family_id),
        gettext("Output is %(modalities)s, too") % {"modalities": model.gives_in_words}: Q(gives=model.gives)
        & ~Q(gives=[]),
    }
    near = Q()
    for condition in whys.values():
        near |= condition
    order = Case(*(When(condition, then=Value(n)) for n, condition in enumerate(whys.values())))
    why = Case(*(When(condition, then=Value(words)) for words, condition in whys.items()))
    found = AIModel.objects.public(at).exclude(pk=model.pk).filter(near).annotate(why=why, closeness=order)
    return list(found.order_by("closeness", F("released_earliest").desc(nulls_last=True), "name")[:MOST])
