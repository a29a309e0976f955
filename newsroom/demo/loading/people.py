"""Who works at the demonstration, what they write about, and what they have an interest in."""

from datetime import timedelta

from django.contrib.auth.models import Group, User

from articles.models import Author, Declaration, Interest, Topic
from newsroom.demo import contents
from newsroom.demo.loading.cast import PASSWORD, Cast, valid
from newsroom.models import Account

ROLES = ("contributor", "editor", "publisher", "administrator")


def add_users(cast: Cast) -> int:
    """One user for each role, a superuser, and somebody who is invited; whoever is there keeps their password."""
    for name in ROLES:
        user = User.objects.filter(username=name).first()
        if user is None:
            user = User.objects.create_user(name, f"{name}@example.org", PASSWORD, is_staff=True)
            user.groups.add(Group.objects.get(name=name))
        cast.users[name] = user
    if not User.objects.filter(username="admin").exists():
        admin = User.objects.create_superuser("admin", "admin@example.org", PASSWORD)
        invited = User.objects.create_user("newcomer", "newcomer@example.org", is_staff=True)
        invited.groups.add(Group.objects.get(name="contributor"))
        Account.objects.create(user=invited, invited_at=cast.now, invited_by=admin)
    return len(ROLES) + 2


def add_people(cast: Cast) -> int:
    people = contents.tables("people")
    for row in people["author"]:
        user = cast.users.get(row.pop("user", ""))
        cast.authors[row["slug"]] = valid(Author(**row, user=user))
    for row in people["topic"]:
        cast.topics[row["slug"]] = valid(Topic(**row))
    return len(cast.authors) + len(cast.topics)


def add_interests(cast: Cast) -> int:
    """What the house and its authors have in companies, and that each author declared it."""
    rows = contents.tables("people")["interest"]
    for row in rows:
        author, company = (
            cast.authors.get(row.pop("author", "")),
            cast.records[f"company/{row.pop('company')}"],
        )
        valid(Interest(**row, author=author, company=company))
    for author in cast.authors.values():
        nothing = not Interest.objects.filter(author=author).exists()
        valid(Declaration(author=author, nothing=nothing, by=author.user or cast.users["publisher"]))
    return len(rows)


def let_a_declaration_lapse(cast: Cast) -> int:
    """One declaration is over a year old, so that the checklist and the desk have something to say."""
    old = cast.now - timedelta(days=370)
    return Declaration.objects.filter(author=cast.authors["ines-calloway"]).update(at=old)
