"""What the search finds, and in which order."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.utils import timezone

from articles.models import Article
from articles.publishing import cancel, publish, schedule, withdraw
from companies.indexing import put_in_search
from companies.models import Alias, Record
from search.documents import find
from tests.factories import make_article, make_company, make_model

pytestmark = pytest.mark.django_db


def published(record: Record) -> Record:
    Record.objects.filter(pk=record.pk).update(published_from=timezone.now())
    put_in_search(record)
    return record


def test_what_is_called_just_so_comes_first_then_what_begins_so() -> None:
    for name in ("Umbra", "Umbra 2.0", "The Umbra Club"):
        published(make_company(name))
    publish(make_article(headline="Why umbra?", body="<p>Umbra.</p>"), by=None)
    assert [hit.title for hit in find("UMBRA")][:2] == ["Umbra", "Umbra 2.0"]


def test_a_record_is_found_by_any_of_its_names_just_as_by_its_own() -> None:
    company = make_company("Gloaming Systems", native_name="暮光")
    Alias.objects.create(record=company, text="GLS")
    published(company)
    published(make_company("GLS Partners"))
    for query in ("gls", "暮光", "暮", "gloaming systems", "ＧＬＳ"):
        assert find(query)[0].title == "Gloaming Systems"


def test_traditional_characters_find_simplified_ones_and_are_found_by_them() -> None:
    published(make_company("Gloaming Systems", native_name="字节云图"))
    publish(make_article("A shadow falls", body="<p>新的數據中心已經開業。</p>"), by=None)
    assert find("字節雲圖")[0].title == "Gloaming Systems"
    for query in ("数据中心", "數據中心", "“数据中心”"):
        [hit] = find(query)
        assert "".join(hit.snippet[start:end] for start, end in hit.marks) == "數據中心"


@pytest.mark.parametrize("typed", ["Oenumbra", "Epnumbra", "enumbra", "Qpenumbra", "Penumrba"])
def test_a_name_is_found_with_a_wrong_letter_anywhere(typed: str) -> None:
    published(make_model("Penumbra"))
    assert [hit.title for hit in find(typed)] == ["Penumbra"]


def test_a_version_is_found_without_its_point() -> None:
    published(make_model("Penumbra 3.5"))
    published(make_model("Penumbra 3"))
    assert [find(typed)[0].title for typed in ("Penumbra35", "penumbra 3.5", "Penumbra3.5")] == [
        "Penumbra 3.5"
    ] * 3


def test_what_holds_too_little_of_the_words_is_not_shown_and_nothing_is_found_for_none() -> None:
    published(make_model("Umbra Mini"))
    assert [hit.title for hit in find("mini umbra")] == ["Umbra Mini"]
    assert find("mini penumbra antumbra") == []
    assert find(" -—! ") == []


def test_words_in_quotes_are_found_as_they_stand_together() -> None:
    publish(make_article("Night", body="<p>The penumbra of the moon at dusk.</p>"), by=None)
    publish(make_article("Day", body="<p>At dusk the moon has a penumbra, and umbra.</p>"), by=None)
    found = lambda query: {hit.title for hit in find(query)}  # noqa: E731
    assert found("penumbra moon dusk") == {"Night", "Day"}
    assert found('"moon at dusk"') == {"Night"}
    assert found('"moon at dusk" "penumbra of the moon"') == {"Night"}
    assert found('"the moon" "and umbra"') == {"Day"}
    assert found('"dusk at moon"') == set()


def test_signs_of_the_database_are_only_signs() -> None:
    published(make_company("Umbra"))
    for query in ("%", "_", "'; --", '"', "\\", "umbr%xyz"):
        assert find(query) == []


def test_a_scheduled_article_is_found_from_its_time_on(publisher: User) -> None:
    starts = timezone.now() + timedelta(hours=1)
    schedule(make_article(headline="Penumbra rises"), by=publisher, at=starts)
    assert find("penumbra") == []
    assert [hit.title for hit in find("penumbra", at=starts)] == ["Penumbra rises"]


@pytest.mark.parametrize("end", ["published", "withdrawn", "cancelled"])
def test_editions_that_are_over_take_no_place_of_what_is_found(publisher: User, end: str) -> None:
    publish(make_article("Something else", body="<p>Gloaming.</p>"), by=publisher)
    article = make_article("Gloaming")
    soon = timezone.now() + timedelta(hours=1)
    for _ in range(6):
        if end == "cancelled":
            schedule(article, by=publisher, at=soon)
        else:
            publish(article, by=publisher, major=False)
    match end:
        case "published":
            Article.objects.filter(pk=article.pk).update(headline="No longer")
            publish(article, by=publisher, major=False)
        case "withdrawn":
            withdraw(article, by=publisher, note="Gone.")
        case "cancelled":
            cancel(article, by=publisher)
    assert [hit.title for hit in find("gloaming", limit=1)] == ["Something else"]


def test_what_is_live_is_found_until_a_waiting_edition_takes_its_place(publisher: User) -> None:
    article = make_article("Gloaming")
    publish(article, by=publisher)
    Article.objects.filter(pk=article.pk).update(headline="Gloaming again")
    soon = timezone.now() + timedelta(hours=1)
    schedule(article, by=publisher, at=soon, note="More.")
    assert [hit.title for hit in find("gloaming")] == ["Gloaming"]
    assert [hit.title for hit in find("gloaming", at=soon)] == ["Gloaming again"]
    cancel(article, by=publisher)
    assert [hit.title for hit in find("gloaming", at=soon)] == ["Gloaming"]
