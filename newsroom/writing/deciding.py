"""What an editor decides of figures that are typed by hand: cite the fact, keep the words, make it a fact."""

from datetime import date

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from articles.bodies import clean
from articles.models import Article, Suggestion
from companies.naming import matcher
from facts.models import Fact
from newsroom.importing.saving import known_records
from newsroom.importing.suggestions import NotAccepted
from newsroom.ledger.citing import NotThere, Place, cite
from newsroom.writing.typed import NEW, Finding, Typed, compare, read


class TextChanged(ValueError):
    """The text is another by now; the message says what to do."""

    def __init__(self) -> None:
        super().__init__("The text was changed since: look at the list as it is now.")


def look(
    article: Article | None, *, body: str, headline: str = "", standfirst: str = "", dated: date | None = None
) -> list[Finding]:
    """What the ledger says of the figures of a text that cite no fact, those that say otherwise first.

    article: whose text it is, where it was saved before: what was kept there is not pointed out again. The same
    few queries however long the text is.
    """
    typed = read(
        clean(body),
        before=f"{headline}\n\n{standfirst}",
        names=matcher(),
        known=known_records(),
        dated=dated or timezone.localdate(),
    )
    decided = list(article.suggestions.filter(kind=Suggestion.Kind.FACT)) if article else []
    kept = {
        place for suggestion in decided if suggestion.state == "dismissed" for place in _where(suggestion)
    }
    offered = {place for suggestion in decided if suggestion.state == "open" for place in _where(suggestion)}
    typed = [
        figure
        for found in typed
        if (figure := Typed(found.offered, tuple(p for p in found.places if _spot(p) not in kept))).places
    ]
    subjects = {figure.offered["subject"] for figure in typed} - {None}
    facts = Fact.objects.current().filter(subject__name__in=subjects).with_story()
    findings = [
        finding
        for finding in compare(typed, facts)
        if finding.kind != NEW or not any(_spot(place) in offered for place in finding.places)
    ]
    order = ["otherwise", "agrees", NEW]
    return sorted(findings, key=lambda finding: order.index(finding.kind))


def look_at(article: Article) -> list[Finding]:
    """The same of an article as it was saved."""
    return look(
        article,
        body=article.body,
        headline=article.headline,
        standfirst=article.standfirst,
        dated=article.dated,
    )


def found(findings: list[Finding], key: str) -> Finding:
    """The one of that key. Raises TextChanged where it is gone."""
    for finding in findings:
        if finding.typed.key == key:
            return finding
    raise TextChanged


@transaction.atomic
def cite_fact(article: Article, finding: Finding, *, by: User | None) -> None:
    """Cite the fact of a finding wherever the words stand, in its own words where it says otherwise.

    Raises NotAccepted where it has no fact, or the words are gone.
    """
    if finding.fact is None:
        raise NotAccepted("The ledger has no fact of it to cite.")
    try:
        cite(article, places=list(finding.places), fact=finding.fact, by=by, instead=finding.instead)
    except NotThere as reason:
        raise NotAccepted(str(reason)) from None


def keep(article: Article, finding: Finding, *, because: str, by: User | None) -> Suggestion:
    """Keep the words as they are: they are not pointed out again while they and their sentence stay.

    Raises NotAccepted without a reason.
    """
    because = " ".join(because.split())[:300]
    if not because:
        raise NotAccepted("Say why the words are kept: whoever looks next sees it.")
    decided: Suggestion = Suggestion.objects.create(
        article=article,
        kind=Suggestion.Kind.FACT,
        text=finding.typed.words[:300],
        payload=finding.typed.offered | {"because": because},
        state=Suggestion.State.DISMISSED,
        decided_by=by,
    )
    return decided


def suggest(article: Article, finding: Finding) -> Suggestion:
    """Offer a typed figure as a fact, as an import does."""
    offered: Suggestion = Suggestion.objects.create(
        article=article,
        kind=Suggestion.Kind.FACT,
        text=finding.typed.words[:300],
        payload=finding.typed.offered,
    )
    return offered


def _where(suggestion: Suggestion) -> list[tuple[str, int, str]]:
    return [_spot(Place(**place)) for place in suggestion.payload.get("places", ())]


def _spot(place: Place) -> tuple[str, int, str]:
    """Words in their sentence, however it is spaced."""
    return " ".join(place.sentence.split()), place.at, place.words
