"""The card of a record: what other sites show of its page."""

from django.utils.text import capfirst

from cards.layouts import Named
from companies.models import AIModel, Record


def card(record: Record) -> Named:
    """What the card of a record says; of a model, how it stands. One query for a model whose claims are not loaded."""
    return Named(
        kind=record.get_kind_display(),
        name=record.name,
        native_name=record.native_name,
        state=_state(record) if isinstance(record, AIModel) else "",
    )


def _state(model: AIModel) -> str:
    """The status of a model and its day, as its page has them: “Released, 16 February 2026”."""
    claims = list(model.claims.all())
    when = model.released_in_words or (claims[-1].window_in_words if claims else "")
    return ", ".join(filter(None, (capfirst(model.get_status_display()), when)))
