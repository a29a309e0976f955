"""The picture by which other sites show an article that leads with none."""

from articles.models import Edition


def card(edition: Edition) -> str:
    """The path of the card that is drawn of an edition; empty while none is."""
    return ""
