"""`Idempotency-Key`: what is asked twice is made once and answered the same."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.utils import timezone

from api.models import Repeat
from api.repeating import forget_old
from articles.models import Article
from tests.api.programs import Program
from tests.factories import make_article

pytestmark = pytest.mark.django_db

DRAFT = {"headline": "The moon is late", "slug": "the-moon-is-late"}


def test_the_same_request_with_the_same_key_is_made_once_and_answered_the_same(editor: User) -> None:
    program = Program(editor)
    first, again = (program.post("drafts/", DRAFT, idempotency_key="a b/~") for _ in range(2))
    assert (again.status_code, again.content) == (201, first.content)
    assert "Idempotent-Replayed" not in first.headers
    told = ("Location", "ETag", "Content-Type")
    assert [again.headers[name] for name in told] == [first.headers[name] for name in told]
    assert again.headers["Idempotent-Replayed"] == "true"
    assert Article.objects.count() == 1


def test_another_body_with_the_same_key_is_refused_and_another_token_has_keys_of_its_own(
    editor: User, publisher: User
) -> None:
    program = Program(editor)
    program.post("drafts/", DRAFT, idempotency_key="a")
    assert program.post("drafts/", DRAFT | {"kind": "brief"}, idempotency_key="a").status_code == 422
    other = Program(publisher).post("drafts/", DRAFT | {"slug": "other"}, idempotency_key="a")
    assert other.status_code == 201 and Article.objects.count() == 2


def test_a_refusal_is_kept_as_well_until_it_asks_to_be_asked_again(editor: User, publisher: User) -> None:
    program, wrong = Program(editor), DRAFT | {"kind": "essay"}
    first, again = (program.post("drafts/", wrong, idempotency_key="a") for _ in range(2))
    assert (first.status_code, again.status_code, again.content) == (400, 400, first.content)
    assert again.headers["Content-Type"] == "application/problem+json"
    assert again.headers["Idempotent-Replayed"] == "true"
    chief, article = Program(publisher), f"drafts/{make_article().pk}/"
    once = {"data": {"move": "submit"}, "idempotency_key": "b"}
    assert chief.post(f"{article}moves/", **once).status_code == 428
    stale = chief.post(f"{article}moves/", **once, if_match='"old"')
    assert (stale.status_code, "Idempotent-Replayed" in stale.headers) == (412, False)
    assert chief.post(f"{article}moves/", **once, if_match=stale.headers["ETag"]).status_code == 200


def test_an_answer_that_failed_is_not_kept(editor: User, monkeypatch: pytest.MonkeyPatch) -> None:
    program = Program(editor)

    def fail(**kwargs: Any) -> None:
        raise RuntimeError("The disk is full.")

    with monkeypatch.context() as broken:
        broken.setattr(Article, "save", fail)
        assert program.post("drafts/", DRAFT, idempotency_key="a").status_code == 500
    assert not Repeat.objects.exists()
    assert program.post("drafts/", DRAFT, idempotency_key="a").status_code == 201


def test_whoever_asks_while_it_is_being_answered_is_told_to_wait_but_not_for_ever(editor: User) -> None:
    program = Program(editor)
    program.post("drafts/", DRAFT, idempotency_key="a")
    Article.objects.all().delete()
    Repeat.objects.update(status=None)
    running = program.post("drafts/", DRAFT, idempotency_key="a")
    assert (running.status_code, running.headers["Retry-After"]) == (409, "1")
    Repeat.objects.update(begun_at=timezone.now() - timedelta(minutes=3))
    assert program.post("drafts/", DRAFT, idempotency_key="a").status_code == 201


@pytest.mark.parametrize("key", ["", "x" * 256, "a\tb", "ü"])
def test_a_key_is_printable_and_not_too_long(key: str, editor: User) -> None:
    response = Program(editor).post("drafts/", DRAFT, idempotency_key=key)
    assert (response.status_code, "255" in response.json()["detail"]) == (400, True)


def test_answers_are_kept_for_a_day(editor: User) -> None:
    program, now = Program(editor), timezone.now()
    program.post("drafts/", DRAFT, idempotency_key="a" * 255)
    assert [forget_old(now + timedelta(hours=hours)) for hours in (23, 25)] == [0, 1]


def at_once(asks: list[Any]) -> list[Any]:
    """What each is answered, all begun together."""
    ready = Barrier(len(asks))

    def one(ask: Any) -> Any:
        ready.wait()
        try:
            return ask()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(asks)) as pool:
        return list(pool.map(one, asks))


@pytest.mark.django_db(transaction=True)
def test_of_two_at_once_one_makes_it(editor: User) -> None:
    program = Program(editor)
    answers = at_once([lambda: program.post("drafts/", DRAFT, idempotency_key="a")] * 2)
    assert Article.objects.count() == 1
    assert sorted({201, *(answer.status_code for answer in answers)}) in ([201], [201, 409])


@pytest.mark.django_db(transaction=True)
def test_of_two_who_change_what_they_saw_at_once_one_is_told(editor: User) -> None:
    address, program = f"drafts/{make_article().pk}/", Program(editor)
    tag = program.tag(address)
    answers = at_once(
        [lambda n=n: program.ask("PATCH", address, {"closing": str(n)}, if_match=tag) for n in range(2)]
    )
    assert sorted(answer.status_code for answer in answers) == [200, 412]
    assert Article.objects.get().revisions.count() == 1
