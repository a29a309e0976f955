"""A kept page never differs from a fresh one, whatever happened in between and however much time passed."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core.cache import cache
from django.db import transaction
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from articles.publishing import publish
from changes import log
from companies.indexing import saved
from tests.articles.test_laws import MINUTES, STEPS, do
from tests.factories import make_article, make_company, make_fact

pytestmark = pytest.mark.django_db

MOMENTS = st.lists(
    st.one_of(
        *(STEPS.map(lambda steps: steps[:1]), MINUTES.map(lambda minutes: [("pass", minutes, None)])),
        st.just([("rename", None, None)]),
    ),
    max_size=6,
)


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(MOMENTS)
def test_a_kept_page_is_what_a_fresh_one_would_be(moments: list[list[tuple[str, Any, Any]]]) -> None:
    client = Client()
    cache.clear()
    log.forget_version()
    with transaction.atomic(), time_machine.travel(timezone.now()) as clock:
        company, fact = make_company("Gloaming Systems"), make_fact()
        body = f'<p>Gloaming Systems: <data value="fact:{fact.pk}">163 million</data>.</p>'
        article = make_article("Timed eclipse", slug="timed-eclipse", body=body)
        publish(article, by=None)
        addresses = (
            *("/", "/articles/timed-eclipse/", company.get_absolute_url(), f"/facts/{fact.pk}/"),
            *("/sitemap.xml", "/feeds/latest.atom", "/api/v1/articles/", "/search/?q=gloaming"),
        )
        for step in (step for steps in moments for step in steps):
            for address in addresses:
                client.get(address)
            if step[0] == "pass":
                clock.shift(timedelta(minutes=step[1]))
            elif step[0] == "rename":
                company.name += "x"
                company.save()
                saved(company)
            else:
                do(article, fact, step)
            log.forget_version()  # as a second later
            for address in addresses:
                kept = seen(client, address)
                cache.clear()
                assert kept == seen(client, address), address
        transaction.set_rollback(True)


def seen(client: Client, address: str) -> list[str]:
    """What a reader gets of a page, by lines, so that a difference can be read."""
    response = client.get(address)
    return [str(response.status_code), response.get("ETag", ""), *response.text.splitlines()]
