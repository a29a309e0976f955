"""Telling readers that a figure was wrong because of us, wherever they saw it."""

from collections.abc import Callable
from datetime import datetime

from django.contrib.auth.models import User
from django.utils.translation import gettext

from changes.corrections import Said, Thing, correct
from changes.models import Correction
from companies.models import Record
from facts.models import Fact

Citing = Callable[[Fact, datetime], list[Thing]]

_citing: list[Citing] = []


def cited_by(citing: Citing) -> None:
    """Add what readers see that cites a fact at a time; the apps above do, when they are ready. One query each."""
    _citing.append(citing)


def correct_figure(fact: Fact, successor: Fact, *, by: User | None, at: datetime) -> Correction:
    """Make the correction of a public figure that gave way because of our error.

    It touches both figures, their subject where readers may see it, and all that cites the wrong one now: what
    readers saw is noted once, so that it stays on those pages whatever they cite later.
    """
    named = Record.objects.public(at).filter(pk=fact.subject_id).exists()
    of = f"{fact.subject}: {fact.metric}"
    touches = [
        Thing("fact", successor.pk, of, successor.get_absolute_url()),
        Thing(
            "fact", fact.pk, gettext("%(figure)s, as we gave it") % {"figure": of}, fact.get_absolute_url()
        ),
    ]
    if named:
        subject = fact.subject
        touches.append(Thing(subject.kind, subject.pk, subject.name, subject.get_absolute_url()))
    touches += [thing for citing in _citing for thing in citing(fact, at)]
    return correct(
        said(fact, successor, named=named),
        touches=touches,
        by=by,
        note=gettext("we gave %(old)s; it is %(new)s") % {"old": fact.shown, "new": successor.shown},
    )


def said(fact: Fact, successor: Fact, *, named: bool = True) -> Said:
    """What readers are told: the figure as it was given, and what it is, with whatever else differs.

    named: whether its subject may be named.
    """
    what = fact.metric.in_a_sentence
    given = (
        gettext("%(metric)s of %(subject)s") % {"metric": what, "subject": fact.subject.name}
        if named
        else what
    )
    then, now = _when(fact), _when(successor)
    more = [
        (_nature(fact), _nature(successor), fact.nature != successor.nature),
        (_by(fact), _by(successor), fact.source_id != successor.source_id),
    ]
    wrong = then + "".join(old for old, _, differs in more if differs)
    right = (now if now != then else "") + "".join(new for _, new, differs in more if differs)
    return Said(
        gettext("We gave %(value)s as %(what)s%(more)s.")
        % {"value": fact.shown, "what": given, "more": wrong},
        gettext("It is %(value)s%(more)s.") % {"value": successor.shown, "more": right},
    )


def _nature(fact: Fact) -> str:
    return f"{gettext(', ')}{fact.get_nature_display().lower()}"


def _by(fact: Fact) -> str:
    return gettext(", by %(source)s") % {"source": fact.source}


def _when(fact: Fact) -> str:
    words: str = fact.as_of_in_words
    return f"{gettext(', ')}{words}" if words else ""
