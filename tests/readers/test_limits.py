"""Of many who ask at once no more come through than the limit, whoever counts them, and twice at once is once."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import transaction

from questions.asking.keeping import ask
from questions.models import Question
from readers import limits
from readers.models import Tally
from tests.newsroom.test_staff_races import at_once

pytestmark = pytest.mark.django_db(transaction=True)

LIMIT = limits.Limit("try", 3, timedelta(hours=1), "Too many.")
AT = datetime(2026, 1, 28, 9, 59, tzinfo=UTC)


@transaction.atomic
def claim(at: datetime, whose: str = "a") -> None:
    limits.claim([(LIMIT, whose)], at)


def test_no_more_than_the_limit_are_let_through() -> None:
    results = at_once(lambda n: claim(AT), *range(8))
    assert results.count(None) == 3
    refused = next(result for result in results if result is not None)
    assert str(refused) == "Too many. Wait 1 minute and send it again." and refused.seconds == 60
    claim(AT, "b")
    claim(AT + timedelta(minutes=2))
    assert Tally.objects.get().whose == "a"  # what is over is forgotten


def test_the_same_question_sent_twice_at_once_is_one() -> None:
    at_once(lambda n: ask(text="How long is a shadow?", network="192.0.2.1"), *range(4))
    assert Question.objects.get().times_asked == 1
