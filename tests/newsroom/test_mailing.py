"""Whoever an article is handed to gets a mail, once, whatever the mail server does to the move."""

from typing import Any

import pytest
from django.contrib.auth.models import Group, User
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.utils import timezone

from articles import workflow
from articles.models import Article, HandOver
from articles.publishing import publish, schedule
from articles.together import hand_on_all
from newsroom.mailing import tell
from tests.factories import make_article

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def addresses(contributor: User, editor: User) -> None:
    for user in (contributor, editor):
        user.email = f"{user.username}@example.org"
        user.save()


class Broken(EmailBackend):
    """A mail server that takes nothing."""

    def send_messages(self, messages: Any) -> int:
        raise ConnectionRefusedError("no mail today")


def submitted(by: User, reviewer: User | None) -> Article:
    return workflow.move(make_article(by=by), "submit", by=by, reviewer=reviewer, comment="See <b> & c.")


def test_who_is_asked_gets_a_mail_with_link_and_comment(contributor: User, editor: User) -> None:
    article = submitted(contributor, editor)
    [sent] = mail.outbox
    assert sent.to == ["editor@example.org"]
    assert sent.subject == "[AIWatch] contributor asks you to review “A quiet eclipse”"
    assert "See <b> & c." in sent.body
    assert f"http://127.0.0.1:8000/admin/articles/article/{article.pk}/change/" in sent.body


def test_nobody_is_asked_and_nobody_gets_a_mail_to_themselves(contributor: User, editor: User) -> None:
    submitted(contributor, None)
    submitted(editor, editor)
    workflow.move(make_article(by=editor), "approve", by=editor)
    assert mail.outbox == []
    assert not HandOver.objects.untold().exists()


def test_the_writer_is_told_when_it_comes_back_is_ready_and_is_out(
    contributor: User, editor: User, publisher: User
) -> None:
    article = submitted(contributor, None)
    workflow.move(article, "send back", by=editor, comment="Who says so?")
    workflow.move(article, "approve", by=editor)
    publish(article, by=publisher)
    publish(article, by=publisher, note="A new edition of what is out is no news to its writer.")
    schedule(make_article("Later", by=contributor), by=publisher, at=timezone.now().replace(year=2090))
    told = [sent.subject.removeprefix("[AIWatch] ") for sent in mail.outbox]
    assert told[:3] == [
        "editor sent “A quiet eclipse” back to you",
        "editor approved “A quiet eclipse”: it is ready to be published",
        "publisher published “A quiet eclipse”",
    ]
    assert told[3].startswith("publisher published “Later” for ") and "2090" in told[3]
    assert {address for sent in mail.outbox for address in sent.to} == {"contributor@example.org"}


def test_one_mail_for_many(contributor: User, editor: User) -> None:
    contributor.groups.add(Group.objects.get(name="editor"))
    contributor = User.objects.get(pk=contributor.pk)
    articles = [submitted(contributor, None) for _ in range(3)]
    hand_on_all(articles, "assign", by=contributor, seen={}, reviewer=editor)
    [sent] = mail.outbox
    assert sent.subject == "[AIWatch] 3 articles were handed on to you"
    assert sent.body.count("/change/") == 3


def test_a_failing_mail_server_undoes_nothing_and_the_mail_goes_with_the_next(
    contributor: User, editor: User, settings: Any
) -> None:
    settings.MAILERS = {"default": {"BACKEND": f"{__name__}.Broken"}}
    article = submitted(contributor, editor)
    article.refresh_from_db()
    assert article.state == Article.State.IN_REVIEW
    settings.MAILERS = {"default": {"BACKEND": "django.core.mail.backends.locmem.EmailBackend"}}
    tell()
    tell()
    assert [sent.to for sent in mail.outbox] == [["editor@example.org"]]


def test_a_refused_move_tells_nobody(contributor: User, editor: User) -> None:
    article = submitted(contributor, None)
    with pytest.raises(workflow.NotAllowed):
        workflow.move(article, "approve", by=contributor)
    assert mail.outbox == []
