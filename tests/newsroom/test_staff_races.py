"""Of many who try at once, no more get in than one after the other would."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection, transaction

from newsroom.staff import factors, granting, joining, limits, links
from tests.newsroom.test_signing_in import code_of

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(what: Any, *arguments: Any) -> list[Any]:
    """The results of one act with each argument, in threads of their own; a refusal is a result."""

    def act(argument: Any) -> Any:
        try:
            return what(argument)
        except ValueError as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(len(arguments)) as threads:
        return list(threads.map(act, arguments))


def test_no_more_tries_than_the_limit_are_looked_at() -> None:
    results = at_once(lambda n: limits.claim(limits.Kind.PASSWORD, "editor", "198.51.100.7"), *range(12))
    looked_at = [result for result in results if result is None]
    assert 1 <= len(looked_at) <= 5
    assert all(isinstance(result, limits.TooOften) for result in results if result is not None)


def test_a_link_is_used_once(editor: User) -> None:
    token = links.address(editor, "reset").rstrip("/").rsplit("/", 1)[1]
    results = at_once(lambda n: joining.set_password(token, f"quiet-eclipse-{n}"), *range(4))
    assert sum(result is not None for result in results) == 1


def test_a_code_is_used_once(editor: User) -> None:
    device = factors.offer(editor)
    device.confirmed = True
    device.save()
    code, recovery = code_of(editor), factors.new_codes(editor)[0]
    for one in (code, recovery):
        assert at_once(lambda n, one=one: factors.verify(editor, one), *range(4)).count(True) == 1


def test_two_administrators_do_not_shut_each_other_out(admin_user: User) -> None:
    other = User.objects.create_superuser("other")

    @transaction.atomic
    def shut_out(user: User) -> None:
        granting.refuse_to_lose_the_last(user, active=False, staff=True, superuser=True, groups=[])
        User.objects.filter(pk=user.pk).update(is_active=False)

    results = at_once(shut_out, admin_user, other)
    assert sum(isinstance(result, granting.NotYours) for result in results) == 1
    assert granting.administrators().count() == 1
