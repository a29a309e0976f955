"""Interests: readers are told in every article that names the company, and publishing waits for declarations."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
import time_machine
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from lxml import html

from articles.interests import told
from articles.models import Article, Author, Declaration, Edition, Interest, Override
from articles.publishing import PublishingRefused, publish
from articles.revisions import save_revision
from changes import log
from companies.models import Company
from companies.ownership import own
from newsroom.checking import check
from tests.editing import signed_in
from tests.factories import make_article, make_author, make_company, make_model

pytestmark = [
    pytest.mark.django_db,
    # django-unfold 0.110 still has the old signature.
    pytest.mark.filterwarnings("ignore:Overriding get_action_choices"),
]

ADD = "/admin/articles/interest/add/"
DECLARE = "/admin/articles/declaration/add/"
TODAY = date(2026, 11, 25)
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def noon() -> Iterator[None]:
    """It is that day, and no midnight comes in between."""
    with time_machine.travel(datetime.combine(TODAY, time(12), UTC)):
        yield


@pytest.fixture
def umbra() -> Company:
    return make_company("Umbra Labs")


@pytest.fixture
def article(umbra: Company) -> Article:
    """A live article that names Umbra Labs."""
    article = make_article(body="<p>All of Umbra Labs.</p>")
    publish(article, by=None)
    return article


def declare(company: Company, author: Author | None = None, **values: Any) -> Interest:
    interest = Interest(company=company, author=author, **{"sort": "shares"} | values)
    interest.full_clean()
    interest.save()
    log.touched("interest", interest.pk)
    log.forget_version()
    return interest


def disclosed(client: Client, article: Article) -> list[str]:
    page: Any = html.fromstring(client.get(article.get_absolute_url()).text)
    return [" ".join(said.text_content().split()) for said in page.xpath('//div[@class="disclosure"]')]


def lines(article: Article) -> list[str]:
    return told(Edition.objects.live().get(article=article), timezone.now())


def test_the_house_s_stands_on_what_is_out_already_and_in_the_api_but_not_in_feeds(
    client: Client, umbra: Company, article: Article
) -> None:
    assert disclosed(client, article) == []
    declare(umbra)
    line = "AIWatch holds shares in Umbra Labs."
    assert disclosed(client, article) == [f"Disclosure: {line}"]
    assert client.get(f"/api/v1/articles/{article.slug}/").json()["disclosures"] == [line]
    assert line not in client.get("/feeds/latest.rss").text
    other = make_article(body="<p>Of nobody.</p>")
    publish(other, by=None)
    assert disclosed(client, other) == []


def test_an_author_s_stands_where_they_have_the_byline_and_nowhere_else(
    client: Client, umbra: Company, article: Article
) -> None:
    ada = make_author("Ada Canary")
    declare(umbra, ada, line="Ada Canary once worked for Umbra Labs.", sort="employment")
    for page in (article.get_absolute_url(), "/", f"/api/v1/articles/{article.slug}/", "/search/?q=canary"):
        assert "once worked" not in client.get(page).text
    hers = make_article(body="<p>All of Umbra Labs.</p>", authors=[ada])
    Declaration.objects.create(author=ada)
    publish(hers, by=None)
    assert lines(hers) == ["Ada Canary once worked for Umbra Labs."]
    assert lines(article) == []


def test_what_belongs_to_the_company_counts_and_what_it_belongs_to_does_not(umbra: Company) -> None:
    holding, part, affiliate = (
        make_company(name) for name in ("Nox Holding", "Dusk Works", "Gloam Partners")
    )
    own(holding, umbra, type="parent")
    own(umbra, part, type="majority")
    own(umbra, affiliate, type="affiliate")
    model = make_model("Tenebra 9", developer=part)
    declare(umbra)
    for name, named in (
        (model.name, True),
        ("Dusk Works", True),
        ("Nox Holding", False),
        ("Gloam Partners", False),
    ):
        article = make_article(body=f"<p>All of {name}.</p>")
        publish(article, by=None)
        assert bool(lines(article)) is named, name


def test_it_counts_from_its_first_day_and_what_appeared_before_its_last_keeps_the_line(
    umbra: Company, article: Article
) -> None:
    interest = declare(umbra, since=TODAY + DAY)
    assert lines(article) == []
    Interest.objects.filter(pk=interest.pk).update(since=None, until=TODAY - DAY)
    assert lines(article) == []
    Edition.objects.update(first_published=timezone.now() - 3 * DAY)
    (line,) = lines(article)
    assert line == f"AIWatch holds shares in Umbra Labs. This ended on {TODAY - DAY:%-d %B %Y}."


def test_however_much_is_declared_a_page_asks_as_often(umbra: Company, article: Article) -> None:
    edition, asked = Edition.objects.get(), []
    for count in (1, 10):
        for _ in range(count):
            declare(umbra)
            own(make_company(), umbra, type="minority")
        with CaptureQueriesContext(connection) as queries:
            told(edition, timezone.now())
        asked.append(len(queries))
    assert asked == [3, 3]


@pytest.mark.parametrize(
    ("values", "field", "sentence"),
    [
        ({"sort": "other"}, "line", "Say in a sentence"),
        ({"since": TODAY, "until": TODAY - DAY}, "__all__", "cannot end before it began"),
        ({"sort": "gossip"}, "sort", "not a valid choice"),
    ],
)
def test_what_says_nothing_is_refused(umbra: Company, values: Any, field: str, sentence: str) -> None:
    with pytest.raises(ValidationError, match=sentence) as refused:
        declare(umbra, **values)
    assert list(refused.value.message_dict) == [field]


class TestDeclarations:
    def test_publishing_waits_for_one_of_each_author_unless_a_reason_is_given(self, publisher: User) -> None:
        ada = make_author()
        Declaration.objects.filter(author=ada).update(at=timezone.now() - timedelta(days=364))
        article = make_article(authors=[ada, Author.objects.create(name="Bo Gray", slug="bo")])
        with pytest.raises(PublishingRefused, match="Bo Gray has declared no interests"):
            publish(article, by=publisher)
        publish(article, by=publisher, all_the_same="He is abroad, and told us by telephone.")
        (finding,) = Override.objects.get().findings
        assert (finding["code"], finding["field"]) == ("declaration", "bylines-0-author")
        Declaration.objects.filter(author=ada).update(at=timezone.now() - timedelta(days=366))
        with pytest.raises(PublishingRefused, match="Ada Umber has declared no interests"):
            publish(make_article(authors=[ada]), by=publisher)

    def test_it_cannot_say_otherwise_than_the_record(self, umbra: Company) -> None:
        ada = make_author()
        with pytest.raises(ValidationError, match="has none on record"):
            Declaration(author=ada).full_clean()
        declare(umbra, ada)
        with pytest.raises(ValidationError, match="has 1 on record"):
            Declaration(author=ada, nothing=True).full_clean()
        Declaration(author=ada).full_clean()

    def test_those_who_edited_are_advised_to_declare_and_told_of_what_readers_are_not(
        self, umbra: Company, editor: User, publisher: User
    ) -> None:
        article = make_article(body="<p>All of Umbra Labs.</p>", by=editor)
        save_revision(article, by=editor)

        def advised() -> list[str]:
            return [one.code for one in check(article, timezone.now()) if one.code.startswith("editor")]

        assert advised() == ["editor’s declaration"]
        eve = make_author("Eve")
        Author.objects.filter(pk=eve.pk).update(user=editor)
        assert advised() == []
        declare(umbra, eve)
        assert advised() == ["editor’s interest"]
        article.bylines.create(author=eve)
        assert advised() == []


class TestTheAdmin:
    def test_contributors_declare_their_own_and_see_nobody_else_s(
        self, contributor: User, umbra: Company
    ) -> None:
        ada, bo = make_author(), make_author("Bo Gray")
        Author.objects.filter(pk=ada.pk).update(user=contributor)
        theirs = declare(umbra, bo, line="Bo Gray’s canary.")
        client = signed_in(contributor)
        form = {"company": umbra.pk, "sort": "shares", "line": "", "since": "", "until": ""}
        for author in ("", bo.pk):
            client.post(ADD, form | {"author": author})
        assert Interest.objects.get() == theirs
        client.post(ADD, form | {"author": ada.pk})
        mine = Interest.objects.get(author=ada)
        assert (mine.line, mine.declared_by) == ("Ada Umber holds shares in Umbra Labs.", contributor)
        listed = client.get("/admin/articles/interest/").text
        assert "Ada Umber holds" in listed and "canary" not in listed
        hidden = reverse("admin:articles_interest_change", args=[theirs.pk])
        assert client.get(hidden).status_code == 403
        client.post(hidden, form | {"author": ada.pk, "line": "Gone."})
        assert Interest.objects.get(pk=theirs.pk).line == "Bo Gray’s canary."
        client.post(DECLARE, {"author": bo.pk, "nothing": "none"})
        client.post(DECLARE, {"author": ada.pk, "nothing": "record"})
        made = Declaration.objects.get(by=contributor)
        assert (made.author, made.nothing) == (ada, False)

    def test_once_readers_were_told_only_the_end_is_set(
        self, editor: User, publisher: User, umbra: Company, article: Article
    ) -> None:
        client = signed_in(editor)
        form = {"author": "", "company": umbra.pk, "sort": "client", "line": "", "since": "", "until": ""}
        client.post(ADD, form | {"since": TODAY + DAY})
        interest = Interest.objects.get()
        page = reverse("admin:articles_interest_change", args=[interest.pk])
        client.post(page, form | {"sort": "sponsor", "line": "Umbra Labs pays for our coffee."})
        assert lines(article) == ["Umbra Labs pays for our coffee."]
        history = client.get(reverse("admin:articles_interest_history", args=[interest.pk])).text
        assert "Umbra Labs is a client of " in history and "Umbra Labs pays for our coffee." in history
        version = log.version().key
        client.post(page, form | {"line": "Nothing of the kind.", "until": f"{TODAY}"})
        interest.refresh_from_db()
        assert (interest.line, interest.until) == ("Umbra Labs pays for our coffee.", TODAY)
        assert log.version().key != version
        delete = reverse("admin:articles_interest_delete", args=[interest.pk])
        assert "cannot be deleted" in signed_in(publisher).post(delete, {"post": "yes"}).text
        assert Interest.objects.exists()
