"""Programs get the issues that were sent, as readers do."""

import csv
from io import StringIO
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.models import Article
from articles.publishing import withdraw
from changes import log
from changes.corrections import Said, Thing, correct
from newsletter.issues import erring
from newsletter.models import Issue
from tests.factories import make_issue
from tests.newsletter.test_issues import everything, sent

pytestmark = pytest.mark.django_db
LIST = "/api/v1/issues/"


def got(client: Client, path: str) -> Any:
    log.forget_version()
    answer = client.get(path)
    assert answer.status_code == 200, answer.content
    return answer.json()


def test_programs_get_what_the_archive_shows(client: Client, publisher: User) -> None:
    issue = everything(publisher, stories=2)
    make_issue(subject="A draft")
    assert got(client, LIST)["results"] == []
    assert client.get(f"{LIST}{issue.pk}/").status_code == 404
    sent(issue)
    (told,) = got(client, LIST)["results"]
    assert (told["id"], told["number"], told["preheader"]) == (issue.pk, 1, "Dark, mostly.")
    assert told["text"] == "See us." and told["url"].endswith("/newsletter/1/")
    assert [one["section"] for one in told["carried"]] == ["story", "story", "figure", "release", "question"]
    assert [one["object"]["type"] for one in told["carried"]][1:] == ["article", "fact", "model", "question"]
    figure = told["carried"][2]
    assert figure["value"] == "128" and figure["moved"].startswith("Up 28% from") and figure["source"]
    assert all(client.get(one["object"]["self"]).status_code == 200 for one in told["carried"])
    whole = got(client, f"{LIST}{issue.pk}/")
    assert whole == told | {"corrections": [], "errata": []}


def test_what_was_withdrawn_is_left_out_and_what_was_corrected_is_told(
    client: Client, publisher: User
) -> None:
    issue = sent(everything(publisher, stories=2))
    mark = got(client, f"{LIST}?updated_since={timezone.now():%Y-%m-%dT%H:%M:%S}Z")["synced"]
    first, second = [Article.objects.get(pk=item.about_id) for item in issue.items.all()[:2]]
    withdraw(first, by=publisher, note="So.")
    thing = Thing("article", second.pk, second.headline, f"/articles/{second.slug}/")
    correct(Said("Two moons.", "One."), touches=[thing], by=publisher)
    erring.send(issue.pk, words="We are sorry.", by=publisher, at=timezone.now())
    whole = got(client, f"{LIST}{issue.pk}/")
    assert "part 0" not in str(whole) and whole["withdrawn"] == 1
    assert [one["right"] for one in whole["corrections"]] == ["One."]
    assert [one["words"] for one in whole["errata"]] == ["We are sorry."]
    (correction,) = got(client, whole["links"]["corrections"].removeprefix("http://127.0.0.1:8000"))[
        "results"
    ]
    assert any(one["self"] == whole["self"] for one in correction["touches"])
    changed = got(client, f"{LIST}?updated_since={mark}")
    assert [one["id"] for one in changed["results"]] == [issue.pk] and not changed["gone"]


def test_the_list_is_narrowed_streamed_and_answered_by_its_mark(client: Client, publisher: User) -> None:
    sent(everything(publisher, stories=1))
    for n in range(4):
        sent(make_issue(subject=f"Moons {n}", send_at=timezone.now()))
    for asked, numbers in (
        ("ordering=number&page_size=2", [1, 2]),
        ("q=moons%203", [5]),
        ("number=1,3", [3, 1]),
        ("sent_before=2020-01-01", []),
        ("fields=number", [5, 4, 3, 2, 1]),
    ):
        assert [one["number"] for one in got(client, f"{LIST}?{asked}")["results"]] == numbers, asked
    rows = list(csv.DictReader(StringIO(client.get(f"{LIST}?format=csv").getvalue().decode("utf-8-sig"))))
    assert [row["number"] for row in rows] == ["5", "4", "3", "2", "1"] and rows[4]["subject"]
    lines = client.get(f"{LIST}?format=ndjson").getvalue().decode().splitlines()
    assert len(lines) == 5 and "Penumbra 9" in lines[4]
    answer = client.get(LIST)
    assert client.get(LIST, headers={"if-none-match": answer["ETag"]}).status_code == 304


def test_a_list_of_issues_asks_as_much_for_many_as_for_one(client: Client, publisher: User) -> None:
    sent(everything(publisher, stories=1))
    counts = []
    for n in range(3):
        log.forget_version()
        with CaptureQueriesContext(connection) as asked:
            assert len(client.get(f"{LIST}?page_size={20 + n}").json()["results"]) == n + 1
        counts.append(len(asked))
        sent(make_issue(*Article.objects.all(), subject="More", send_at=timezone.now()))
    assert counts[1:] == counts[:1] * 2 and Issue.objects.count() == 4
