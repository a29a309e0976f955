"""Loading the demonstration: a small newsroom with something in every state.

All of it is loaded in one transaction through the verbs that editors use, or none. Only an empty newsroom is
filled, so a second run keeps what is there, and nobody's own articles are ever mixed with it.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth.models import Group, User
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone

from articles import bodies, renditions, workflow
from articles.models import Article, Author, Declaration, Edition, FAQEntry, Image, Interest, Topic
from articles.models.article import Byline
from articles.publishing import publish, schedule, withdraw
from articles.revisions import save_revision
from articles.windows import retime
from changes import log
from changes.acting import acting
from changes.corrections import Said, correct
from changes.models import Change
from companies import releases, sourcing
from companies.indexing import saved
from companies.models import AIModel, Alias, Company, Listing, Market, ModelFamily, Ownership, Product, Record
from facts.models import Fact, Metric, Scope, Source
from facts.supersession import supersede
from facts.withdrawal import withdraw_source
from newsroom.demo import contents, logos, pictures
from newsroom.demo.contents import ArticleFile, Table
from newsroom.demo.drafts import leave_drafts
from newsroom.desk import schedules
from newsroom.desk.day_planning import plan_for
from newsroom.desk.reviewing import in_months, look_again
from newsroom.importing.saving import save, understand
from newsroom.ledger.correcting import things
from newsroom.models import Account, Unrecorded
from newsroom.records.unrecorded import look
from questions.answering import answer
from questions.models import Answer, Question

PASSWORD = "aiwatch-demo"  # noqa: S105  # printed at the end: the demonstration has no secrets
ROLES = ("contributor", "editor", "publisher", "administrator")

#: In the order in which they refer to one another.
RECORDS: dict[str, type[Record]] = {
    "company": Company,
    "family": ModelFamily,
    "product": Product,
    "model": AIModel,
    "market": Market,
}
REFERENCES = {"owner": "company", "developer": "company", "family": "family", "predecessor": "model"}

#: Release claims that are younger are made after the records are public, so that the log tells of them.
NEWS = timedelta(days=14)

Say = Callable[[str], None]


class DemoRefused(ValueError):
    """The demonstration must not be loaded here; the message says why."""


@dataclass
class Loaded:
    """What a run did. kept: the newsroom had content already, and nothing was changed."""

    kept: bool = False
    counts: dict[str, int] = field(default_factory=dict)


@dataclass
class Cast:
    """What the steps hand on to one another."""

    today: date
    now: datetime
    users: dict[str, User] = field(default_factory=dict)
    authors: dict[str, Author] = field(default_factory=dict)
    topics: dict[str, Topic] = field(default_factory=dict)
    records: dict[str, Any] = field(default_factory=dict)  # "company/bytedance"
    sources: dict[str, Source] = field(default_factory=dict)
    facts: dict[str, Fact] = field(default_factory=dict)
    articles: dict[str, Article] = field(default_factory=dict)

    @property
    def fact_ids(self) -> dict[str, int]:
        return {key: fact.pk for key, fact in self.facts.items()}


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


def _users(cast: Cast) -> int:
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


def _people(cast: Cast) -> int:
    people = contents.tables("people")
    for row in people["author"]:
        user = cast.users.get(row.pop("user", ""))
        cast.authors[row["slug"]] = _valid(Author(**row, user=user))
    for row in people["topic"]:
        cast.topics[row["slug"]] = _valid(Topic(**row))
    return len(cast.authors) + len(cast.topics)


def _records(cast: Cast) -> int:
    """Records and their other names, all private yet."""
    given = contents.tables("records")
    for kind, record_class in RECORDS.items():
        for row in given[kind]:
            cast.records[f"{kind}/{row['slug']}"] = _record(cast, record_class, dict(row))
    for row in given["ownership"]:
        ends = {end: cast.records[f"company/{row.pop(end)}"] for end in ("owner", "owned")}
        _valid(Ownership(**row, **ends))
    for row in given["source"]:
        _cite_values(cast, row)
    return len(cast.records)


def _interests(cast: Cast) -> int:
    """What the house and its authors have in companies, and that each author declared it."""
    rows = contents.tables("people")["interest"]
    for row in rows:
        author, company = (
            cast.authors.get(row.pop("author", "")),
            cast.records[f"company/{row.pop('company')}"],
        )
        _valid(Interest(**row, author=author, company=company))
    for author in cast.authors.values():
        nothing = not Interest.objects.filter(author=author).exists()
        _valid(Declaration(author=author, nothing=nothing, by=author.user or cast.users["publisher"]))
    return len(rows)


def _lapse(cast: Cast) -> int:
    """One declaration is over a year old, so that the checklist and the desk have something to say."""
    old = cast.now - timedelta(days=370)
    return Declaration.objects.filter(author=cast.authors["ines-calloway"]).update(at=old)


def _cite_values(cast: Cast, row: Table) -> None:
    """Name the source of some values of a record."""
    record, of, before = cast.records[row.pop("record")], row.pop("of"), row.pop("before", False)
    row["checked_on"] = contents.day(row.pop("checked"), cast.today)
    for column in of:
        sourcing.cite(record, column, of_this=not before, **row)


def _record(cast: Cast, record_class: type[Record], row: Table) -> Record:
    aliases, listings, families = (row.pop(name, []) for name in ("aliases", "listings", "powered_by"))
    row.pop("private", None)
    if "logo" in row:
        row["logo"] = ContentFile(logos.logo(row["logo"]), name="logo.png")
    if "checked" in row:
        row["checked_on"] = contents.day(row.pop("checked"), cast.today)
        row["checked_against"] = row.get("weights") or row.get("website", "")
    for name, kind in REFERENCES.items():
        if name in row:
            row[name] = cast.records[f"{kind}/{row[name]}"]
    record: Any = _valid(record_class(**row))
    if families:
        record.powered_by.set([cast.records[f"family/{slug}"] for slug in families])
    for alias in aliases:
        _valid(Alias(record=record, **alias))
    for listing in listings:
        _valid(Listing(company=record, **listing))
    return record


def _old_claims(cast: Cast) -> int:
    return _claims(cast, news=False)


def _new_claims(cast: Cast) -> int:
    return _claims(cast, news=True)


def _claims(cast: Cast, *, news: bool) -> int:
    said = 0
    for row in contents.tables("releases")["claim"]:
        claimed_on = contents.day(row["claimed_on"], cast.today)
        if (cast.today - claimed_on <= NEWS) is news:
            row |= {"claimed_on": claimed_on, "window": contents.edtf(row.get("window", ""), cast.today)}
            releases.claim(cast.records[f"model/{row.pop('model')}"], **row)
            said += 1
    return said


def _facts(cast: Cast) -> int:
    given = contents.tables("facts")
    metrics = {key: _valid(Metric(code=key, **row)) for key, row in given["metric"].items()}
    accessed = cast.today - timedelta(days=10)
    for key, row in given["source"].items():
        cast.sources[key] = _valid(Source(accessed=accessed, **row))
    for key, row in given["fact"].items():
        cast.facts[key] = _fact(cast, metrics, row)
    return len(cast.facts)


def _fact(cast: Cast, metrics: dict[str, Metric], row: Table) -> Fact:
    row |= {
        "subject": cast.records[row["subject"]],
        "metric": metrics[row["metric"]],
        "source": cast.sources[row["source"]],
        "as_of": contents.edtf(row["as_of"], cast.today),
        "published_from": None if (private := row.pop("private", False)) else cast.now,
        "held_from": None if private else _held_from(cast, row["source"]),
        "recorded_by": cast.users["editor"],
    }
    # the subject is a child of Record and the field wants the Record itself
    row["subject"] = row["subject"].record_ptr
    if "scope" in row:
        row["scope"], _ = Scope.objects.get_or_create(name=row["scope"])
    if "review_after" in row:
        row["review_after"] = contents.day(row["review_after"], cast.today)
    return _valid(Fact(**row))


def _held_from(cast: Cast, source: str) -> datetime:
    """A week after its source came out: the ledger of a newsroom that has been at it for a while has a past."""
    published = cast.sources[source].published
    ago = cast.today - published - timedelta(days=7) if published else timedelta(days=90)
    return cast.now - max(ago, timedelta())


def _publish_records(cast: Cast) -> int:
    """Make the records public that are not private, and let the search and the log know of all."""
    private = {
        f"{kind}/{row['slug']}"
        for kind in RECORDS
        for row in contents.tables("records")[kind]
        if row.get("private")
    }
    public = [record.pk for key, record in cast.records.items() if key not in private]
    Record.objects.filter(pk__in=public).update(published_from=cast.now)
    for record in Record.objects.order_by("id"):
        saved(record)
    return len(public)


def _articles(cast: Cast) -> int:
    """All articles, the oldest first, so that the log and "read next" grow as they would have."""
    files = contents.articles()
    images = {
        name: _picture(name)
        for name in sorted({f.settings["lead_image"] for f in files if "lead_image" in f.settings})
    }
    for file in sorted(files, key=lambda file: _dated(file, cast) or cast.now):
        article = _draft(cast, file, images)
        cast.articles[article.slug] = article
        STATES[file.settings.get("state", "live")](cast, article, file)
    return len(files)


def _dated(file: ArticleFile, cast: Cast) -> datetime | None:
    published = file.settings.get("published")
    return contents.moment(published, cast.today) if published else None


def _picture(name: str) -> Image:
    file = ContentFile(pictures.drawn(name), name=f"{name}.png")
    x, y = pictures.FOCUS[name]
    image: Image = Image.objects.create(
        file=file,
        title=f"Drawing: {name}",
        alt=pictures.ALT[name],
        credit="Drawing: AIWatch",
        focus_x=x,
        focus_y=y,
    )
    renditions.make(image)
    return image


def _draft(cast: Cast, file: ArticleFile, images: dict[str, Image]) -> Article:
    """The working copy with its byline, topics, questions and first revision."""
    given = file.settings
    by = cast.users[given.get("by", "editor")]
    plain = (
        "headline",
        "slug",
        "standfirst",
        "kind",
        "lead_image_alt",
        "closing",
        "search_title",
        "search_description",
    )
    article = _valid(
        Article(
            **{name: given[name] for name in plain if name in given},
            body=_body(cast, file.body),
            lead_image=images.get(given.get("lead_image", "")),
            closing_topic=cast.topics.get(given.get("closing_topic", "")),
            created_by=by,
        )
    )
    for position, slug in enumerate(given["authors"]):
        Byline.objects.create(article=article, author=cast.authors[slug], position=position)
    article.topics.set([cast.topics[slug] for slug in given["topics"]])
    for position, entry in enumerate(given.get("faq", [])):
        answered = _body(cast, entry["answer"])
        FAQEntry.objects.create(
            article=article, question=entry["question"], answer=answered, position=position
        )
    save_revision(article, by=by, why="Loaded with the demonstration")
    return article


def _body(cast: Cast, text: str) -> str:
    return bodies.clean(contents.with_fact_ids(text, cast.fact_ids))


#: Why a story of the past goes out although figures in it have given way since.
OF_ITS_DAY = "It was published on its day, and tells of its figures as they stood then."


def _leave(cast: Cast, article: Article, file: ArticleFile) -> None:
    """A draft stays as it is."""


def _submit(cast: Cast, article: Article, file: ArticleFile) -> None:
    workflow.move(article, "submit", by=cast.users[file.settings["by"]])


def _approve(cast: Cast, article: Article, file: ArticleFile) -> None:
    workflow.move(article, "approve", by=cast.users[file.settings["by"]])


def _archive(cast: Cast, article: Article, file: ArticleFile) -> None:
    workflow.move(article, "archive", by=cast.users[file.settings["by"]])


def _publish(cast: Cast, article: Article, file: ArticleFile) -> None:
    """The first edition, those that followed it, and what was written since and is not published yet."""
    publish(article, by=cast.users["publisher"], dated=_dated(file, cast), all_the_same=OF_ITS_DAY)
    body = file.body
    for change in file.settings.get("then", []):
        body = body.replace(change["find"], change["put"])
        article.body = _body(cast, body)
        article.save(update_fields=["body", "updated_at"])
        dated = contents.moment(change["dated"], cast.today) if "dated" in change else None
        by = cast.users["publisher"]
        publish(
            article,
            by=by,
            note=change["note"],
            major=change["major"],
            dated=dated,
            all_the_same=OF_ITS_DAY,
            correction=Said(change["wrong"], change["right"]) if "wrong" in change else None,
        )
    for edit in file.settings.get("meanwhile", []):
        body = body.replace(edit["find"], edit["put"])
        article.body = _body(cast, body)
        article.save(update_fields=["body", "updated_at"])
        save_revision(article, by=cast.users[edit["by"]], why=edit["why"])


def _schedule(cast: Cast, article: Article, file: ArticleFile) -> None:
    at = contents.moment(file.settings["published"], cast.today)
    schedule(article, by=cast.users["publisher"], at=at)


def _let_expire(cast: Cast, article: Article, file: ArticleFile) -> None:
    """Publish, and then move the edition's times into the past.

    No verb does that, for nothing is ever published in the past; only a demonstration wants to begin with an
    article whose time is over. The row that would have told of its end tomorrow goes with it.
    """
    edition = publish(
        article,
        by=cast.users["publisher"],
        dated=_dated(file, cast),
        expires_at=timezone.now() + timedelta(days=1),
        all_the_same=OF_ITS_DAY,
    )
    expired = contents.moment(file.settings["expires"], cast.today)
    retime(Edition.objects.filter(pk=edition.pk), visible_from=edition.dated, expires_at=expired)
    log.move_waiting("article", article.pk, kinds=[Change.Kind.EXPIRED], at=None)


def _withdraw(cast: Cast, article: Article, file: ArticleFile) -> None:
    """Publish, and withdraw while a change of it waits: the desk tells that it did not appear."""
    _publish(cast, article, file)
    schedule(
        article,
        by=cast.users["publisher"],
        at=cast.now + timedelta(days=2),
        note="With the runs that its readers sent us.",
        all_the_same=OF_ITS_DAY,
    )
    withdraw(article, by=cast.users["publisher"], note=file.settings["note"])


STATES: dict[str, Callable[[Cast, Article, ArticleFile], None]] = {
    "draft": _leave,
    "in review": _submit,
    "ready": _approve,
    "archived": _archive,
    "live": _publish,
    "scheduled": _schedule,
    "expired": _let_expire,
    "withdrawn": _withdraw,
}


def _imports(cast: Cast) -> int:
    """Texts in the newsroom's form, as drafts with what they name still to be decided."""
    texts = contents.texts()
    for text in texts:
        save(understand(text), by=cast.users["editor"], author=cast.authors["jonah-adeyemi"])
    return len(texts)


def _supersessions(cast: Cast) -> int:
    rows = contents.tables("facts")["supersession"]
    for row in rows:
        fact, because = cast.facts[row.pop("fact")], row.pop("because")
        source = cast.sources[row.pop("source")]
        supersede(fact, by=cast.users["editor"], because=because, source=source, **row)
    return len(rows)


def _withdrawals(cast: Cast) -> int:
    rows = contents.tables("facts")["withdrawal"]
    for row in rows:
        withdraw_source(cast.sources[row["source"]], because=row["because"])
    return len(rows)


def _questions(cast: Cast) -> int:
    asked: dict[str, Question] = {}
    for row in contents.tables("questions")["question"]:
        asked[row["key"]] = _question(cast, row, asked)
    return len(asked)


def _question(cast: Cast, row: Table, asked: dict[str, Question]) -> Question:
    plain = ("text", "slug", "asker", "email", "times_asked", "state")
    question = _valid(
        Question(
            **{name: row[name] for name in plain if name in row},
            article=cast.articles[row["article"]] if "article" in row else None,
            duplicate_of=asked[row["duplicate_of"]] if "duplicate_of" in row else None,
            asked_at=contents.moment(row["asked"], cast.today),
        )
    )
    question.records.set([cast.records[key].record_ptr for key in row.get("records", [])])
    if "answer" in row:
        _answer(cast, question, row)
    return question


def _answer(cast: Cast, question: Question, row: Table) -> None:
    """Answer, dated by the demonstration: answer() itself takes the present as its day."""
    at = contents.moment(row["answered"], cast.today)
    texts = (
        [(row["at_first"], ""), (row["answer"], row["changed"])]
        if "changed" in row
        else [(row["answer"], "")]
    )
    for text, note in texts:
        given = answer(
            question,
            text=contents.with_fact_ids(text, cast.fact_ids),
            by=cast.users[row["by"]],
            published_from=at if row.get("own_page") else None,
            note=note,
        )
    Answer.objects.filter(pk=given.pk).update(answered_at=at)


def _corrections(cast: Cast) -> int:
    """Those that were made by hand."""
    rows = contents.tables("questions")["correction"]
    for row in rows:
        questions = Question.objects.filter(slug__in=row["questions"])
        records = [cast.records[key].record_ptr for key in row["records"]]
        touches = things((), questions, records, at=timezone.now())
        correct(Said(row["wrong"], row["right"]), touches=touches, by=cast.users["publisher"])
    return len(rows)


def _unrecorded(cast: Cast) -> int:
    """What the articles name that is no record."""
    look()
    return Unrecorded.objects.count()


def _reminders(cast: Cast) -> int:
    """Days on which somebody looks again, a day that an article is planned for, and what waits in trouble."""
    editor, today = cast.users["editor"], cast.today
    look_again(cast.articles["total-and-active-parameters"], on=today - timedelta(days=2), by=editor)
    look_again(cast.articles["why-our-dates-are-windows"], on=in_months(today, 3), by=editor)
    look_again(cast.records["company/lanternfish-ai"], on=today, by=editor)
    ready = Article.objects.planned().order_by("pk").first()
    if ready:
        plan_for(ready, today + timedelta(days=6), by=editor)
    return 3 + schedules.look()


def _valid[T: Any](thing: T) -> T:
    """Save an object that an editor could have saved. `kind` follows from the class, in save()."""
    thing.full_clean(exclude={"kind"} if isinstance(thing, Record) else None)
    thing.save()
    return thing


STEPS: dict[str, Callable[[Cast], int]] = {
    "users": _users,
    "authors and topics": _people,
    "records": _records,
    "interests": _interests,
    "facts": _facts,
    "release claims from before": _old_claims,
    "records published": _publish_records,
    "articles": _articles,
    "imported texts": _imports,
    "release claims of these days": _new_claims,
    "figures superseded": _supersessions,
    "sources withdrawn": _withdrawals,
    "questions": _questions,
    "corrections by hand": _corrections,
    "names without a record": _unrecorded,
    "declarations that ran out": _lapse,
    "reminders": _reminders,
    "drafts under way": lambda cast: leave_drafts(cast.users),
}
