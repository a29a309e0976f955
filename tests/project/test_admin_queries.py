"""No list and no form of the admin asks more of the database when there is more to show."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.contrib.auth.models import Group, User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from articles import workflow
from articles.front import arrange, order
from articles.models import Article, Image, Interest, Override, Suggestion
from articles.publishing import publish
from articles.revisions import save_revision
from changes.corrections import Said, Thing, correct
from changes.models import Change
from companies.models import SOURCED, AIModel, Company, Ownership
from facts.deciding import prefer, settle
from facts.supersession import supersede
from newsletter.models import Issue
from newsroom.asked.beginning import look_for_figure
from newsroom.desk.reviewing import look_again
from newsroom.models import Planned, Trouble, Unrecorded
from newsroom.records.merging import merge
from questions.answering.giving import answer
from questions.deciding.moderation import claim
from questions.models import Question
from readers.addresses import digest, seal
from tests.editing import picture, signed_in
from tests.factories import (
    ask,
    make_article,
    make_author,
    make_company,
    make_delivery,
    make_fact,
    make_family,
    make_issue,
    make_letter,
    make_market,
    make_model,
    make_subscriber,
    make_topic,
)
from tests.project.test_who_may import MODELS

pytestmark = [
    pytest.mark.django_db,
    # django-unfold 0.110 still has the old signature.
    pytest.mark.filterwarnings("ignore:Overriding get_action_choices"),
]


def fill(by: User, count: int) -> None:
    """So many more of everything that the admin lists."""
    for n in range(count):
        writer = User.objects.create_user(f"writer-{User.objects.count()}", is_staff=True)
        article = make_article(by=by, authors=[make_author(), make_author()])
        save_revision(article, by=writer)
        fact = make_fact(metric=f"metric-{n}")
        article.body = f'<p><data value="fact:{fact.pk}">163 million</data></p>'
        article.save()
        edition = publish(article, by=by)
        arrange([*order(), article.pk], was=order(), by=by)
        Override.objects.create(edition=edition, reason="So.", findings=[], by=writer)
        supersede(fact, by=by, because="better source", value=160_000_000)
        one, other, third = (make_fact(fact.subject, value=value * 10**6) for value in (150, 160, 170))
        settle(one, other, by=by, because="counted otherwise")
        prefer(third, by=by, because="it counts people")
        Suggestion.objects.create(article=article, kind="record", text="U", decided_by=writer)
        Image.objects.create(title="A photo", file=picture())
        look_again(article, on=timezone.localdate(), by=by)
        look_again(fact.subject, on=timezone.localdate() + timedelta(days=1), by=by)
        planned = make_article()
        workflow.move(planned, "approve", by=by)
        Planned.objects.create(article=planned, day=timezone.localdate())
        Trouble.objects.create(edition=edition, kind="lost", because="So.")
        Interest.objects.create(author=make_author(), company=make_company(), sort="shares", line="So.")
        make_model(developer=make_company())
        make_family()
        make_market()
        Ownership.objects.create(owner=make_company(), owned=make_company(), type="parent")
        correct(Said("It was.", f"It is {n}."), touches=[Thing("article", article.pk, "A", "/")], by=writer)
        question = Question.objects.create(text="Why?", slug="why", article=article)
        answer(question, text="<p>So.</p>", by=by)
        make_letter()
        make_issue(article, by=by).deliveries.create(sort=4)
        reader = make_subscriber(f"reader-{uuid4().hex}@example.org")
        for about, row in (("company", make_company()), ("fact", fact), ("topic", make_topic())):
            reader.follows.create(about=about, about_id=row.pk)
        make_delivery(change=Change.objects.last()).attempts.create(at=timezone.now(), milliseconds=9)
        for suspicion in (0, 90):
            waiting = ask("Why is it dark in here?", article=article, suspicion=suspicion, votes="ab")
            waiting.records.add(fact.subject)
            claim(waiting, by=by)
            look_for_figure(waiting, by=by)
        Group.objects.create(name=f"group-{Group.objects.count()}")
        merge(make_company(), into=make_company("Umbra Group"), by=by)
        name = Unrecorded.objects.create(name="Tenebra", folded=uuid4().hex, kind="company")
        name.articles.set(Article.objects.all())
        Unrecorded.objects.create(name="Gloam", folded=uuid4().hex, kind="company", dismissed_by=by)


def asked(client: Client, page: str) -> int:
    """How many queries a page takes."""
    with CaptureQueriesContext(connection) as queries:
        assert client.get(page).status_code == 200
    return len(queries)


def test_lists(admin_user: User) -> None:
    client = signed_in(admin_user)
    lists = [reverse(f"admin:{model}_changelist") for model in MODELS]
    lists += [reverse("newsroom:mentioned"), reverse("newsroom:mentioned", query={"dismissed": ""})]
    lists += [reverse("newsroom:disputes"), reverse("newsroom:calendar"), reverse("newsroom:reviews")]
    lists += [reverse("newsroom:front_page")]
    queue = reverse("admin:questions_question_queue")
    lists += [
        queue,
        f"{queue}?show=suspected",
        reverse("newsroom:asked"),
        f"{reverse('newsroom:asked')}?by=topic",
    ]
    fill(admin_user, 2)
    few = {page: asked(client, page) for page in lists}
    fill(admin_user, 10)
    many = {page: asked(client, page) for page in lists}
    assert many == few
    assert max(many.values()) < 20


def lengthen_article(article: Article, count: int) -> None:
    """Authors aside: the field of each searches by itself and asks for the one chosen name."""
    for n in range(count):
        article.faq.create(question=f"Why {n}?", answer="<p>So.</p>")
        article.topics.add(make_topic())
        Suggestion.objects.create(article=article, kind="record", text="U")


def lengthen_company(company: Company, count: int) -> None:
    for n in range(count):
        company.aliases.create(text=f"Umbra {company.aliases.count()}")
        company.listings.create(exchange="XHKG", ticker=f"{company.listings.count()}")
        company.owners.create(owner=make_company(), type="minority")
        company.holdings.create(owned=make_company(), type="parent")
        make_fact(company, metric=f"metric-{n}")
        merge(make_company(), into=company, by=None)


def lengthen_model(model: AIModel, count: int) -> None:
    free = [column for column in SOURCED["model"] if not model.sources.filter(column=column).exists()]
    for column in free[:count]:
        model.sources.create(column=column, title="A report")
    for _ in range(count):
        model.aliases.create(text=f"Penumbra {model.aliases.count()}")
        model.claims.create(status="announced", window="2027", claimed_on="2026-01-01")


def lengthen_question(question: Question, count: int) -> None:
    """More of what it is about, who waits, and what its answer cites that gave way since."""
    facts = [make_fact(metric=f"metric-{n}") for n in range(count)]
    for _ in facts:
        question.records.add(make_company())
        address = f"reader-{question.subscribers.count()}@example.org"
        reader = question.subscribers.create(sealed=seal(address), digest=digest(address))
        reader.letters.create(occasion="answer")
    text = "".join(f'<p><data value="fact:{fact.pk}">163 million</data></p>' for fact in facts)
    answer(question, text=text, by=None, published_from=timezone.now(), note="More.")
    for fact in facts:
        supersede(fact, by=None, because="better source", value=172_000_000)


def lengthen_issue(issue: Issue, count: int) -> None:
    """More of each section, chosen and offered."""
    for n in range(count):
        now = {"published_from": timezone.now()}
        article, other = make_article(), make_article()
        publish(article, by=None)
        publish(other, by=None)
        company = make_company(**now)
        figure = make_fact(company, metric=f"metric-{n}", **now)
        model = make_model(developer=company, **now)
        question = ask("Why?", article=article)
        answer(question, text="<p>So.</p>", by=None, published_from=timezone.now())
        for section, pk in (
            ("story", article.pk),
            ("figure", figure.pk),
            ("release", model.pk),
            ("question", question.pk),
        ):
            issue.items.create(section=section, about_id=pk, position=issue.items.count())


@pytest.mark.parametrize(
    ("make", "lengthen"),
    [
        (make_issue, lengthen_issue),
        (make_article, lengthen_article),
        (make_company, lengthen_company),
        (make_model, lengthen_model),
        (lambda: Question.objects.create(text="Why?", slug="why"), lengthen_question),
    ],
)
def test_forms(editor: User, make: Any, lengthen: Any) -> None:
    client, obj = signed_in(editor), make()
    page = reverse(f"admin:{obj._meta.app_label}_{obj._meta.model_name}_change", args=[obj.pk])
    lengthen(obj, 2)
    client.get(page)  # content types are looked up once a process
    few = asked(client, page)
    lengthen(obj, 10)
    assert asked(client, page) == few
    assert few < 40
