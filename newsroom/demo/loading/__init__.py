"""Loading the demonstration: a small newsroom with something in every state.

All of it is loaded in one transaction through the verbs that editors use, or none. Only an empty newsroom is
filled, so a second run keeps what is there, and nobody's own articles are ever mixed with it.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

from django.conf import settings
from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from articles.models import Article
from changes.acting import acting
from companies.models import Record
from newsroom.demo.loading import (
    articles,
    desk,
    drafts,
    facts,
    newsletter,
    people,
    questions,
    records,
    webhooks,
)
from newsroom.demo.loading.cast import PASSWORD, Cast

__all__ = ["PASSWORD", "DemoRefused", "Loaded", "load", "signs_in"]

#: In the order in which they need one another.
STEPS: dict[str, Callable[[Cast], int]] = {
    "users": people.add_users,
    "authors and topics": people.add_people,
    "records": records.add_records,
    "interests": people.add_interests,
    "facts": facts.add_facts,
    "release claims from before": records.make_old_claims,
    "records published": records.publish_records,
    "articles": articles.add_articles,
    "imported texts": articles.import_texts,
    "release claims of these days": records.make_new_claims,
    "figures superseded": facts.supersede_facts,
    "sources withdrawn": facts.withdraw_sources,
    "questions": questions.ask_questions,
    "mails of an issue": newsletter.send_an_issue,
    "corrections by hand": questions.correct_by_hand,
    "stories placed on the front page": desk.arrange_front,
    "names without a record": desk.look_for_names,
    "declarations that ran out": people.let_a_declaration_lapse,
    "reminders": desk.set_reminders,
    "drafts under way": drafts.leave_drafts,
    "things in a draft of the newsletter": newsletter.begin_an_issue,
    "messages to receivers of webhooks": webhooks.add_receivers,
    "things told in the log on their own days": desk.date_the_log,
}

Say = Callable[[str], None]


class DemoRefused(ValueError):
    """The demonstration must not be loaded here; the message says why."""


@dataclass
class Loaded:
    """What a run did. kept: the newsroom had content already, and nothing was changed."""

    kept: bool = False
    counts: dict[str, int] = field(default_factory=dict)


@transaction.atomic
def load(say: Say = lambda line: None) -> Loaded:
    """Fill an empty newsroom with the demonstration, telling `say` of each step.

    Pictures are files: where the transaction fails they stay behind under unguessable names, unused. Raises
    DemoRefused on a site that is served over TLS, because everybody knows the passwords.
    """
    if settings.BEHIND_TLS:
        raise DemoRefused(
            "The demonstration is not loaded on a public site: its passwords are known to everybody."
        )
    if Article.objects.exists() or Record.objects.exists():
        say("There is content already; it is kept, and nothing was loaded.")
        return Loaded(kept=True)
    now = timezone.now()
    cast = Cast(today=timezone.localdate(now), now=now)
    loaded = Loaded()
    with acting(lambda: cast.users.get("editor")):
        for name, step in STEPS.items():
            loaded.counts[name] = step(cast)
            say(f"{loaded.counts[name]:>4} {name}")
    return loaded


def signs_in(name: str) -> bool:
    """Whether a user can sign in with the demonstration's password."""
    user = User.objects.filter(username=name, is_active=True).first()
    return user is not None and user.check_password(PASSWORD)
