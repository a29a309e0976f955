"""When two figures contradict each other: laws of what they say, and who is told."""

from datetime import date
from decimal import ROUND_HALF_EVEN, Decimal, localcontext
from operator import itemgetter
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from articles.publishing import publish
from companies.models import Record
from facts.disputes import Said, bounds, contradict, pair, rivals
from facts.models import Fact, NoDispute
from facts.rivals import all_pairs, contradicted, pairs
from facts.watching import standings
from tests.factories import make_article, make_fact, make_product

MILLION = 10**6
YEAR = (date(2026, 1, 1), date(2026, 12, 31))

values = st.decimals(0, Decimal(10) ** 24, places=6, allow_nan=False, allow_infinity=False)
units = st.sampled_from(["people", "USD", "USD/Mtoken", "parameters"])
qualifiers = st.sampled_from(Fact.Qualifier.values)


@st.composite
def sayings(draw: Any) -> Said:
    """What a figure may say."""
    value = draw(values)
    high = draw(st.none() | st.just(value + draw(values) + 1))
    days = draw(st.none() | st.dates().map(lambda day: (day, day)) | st.just(YEAR))
    return Said(*bounds(value, high, draw(qualifiers), draw(units)), days)


@given(sayings(), sayings())
def test_of_two_that_contradict_each_other_each_contradicts_the_other(one: Said, other: Said) -> None:
    assert contradict(one, other) == contradict(other, one)


@given(sayings())
def test_nothing_contradicts_itself(one: Said) -> None:
    assert not contradict(one, one)


@given(values, st.integers(1, 24), st.sampled_from(["exactly", "about"]))
def test_a_value_does_not_contradict_what_it_is_rounded_to(value: Decimal, digits: int, words: str) -> None:
    """To two digits or more, or to whole millions, billions and so on, as news are written."""
    first = value.adjusted()
    word = first - first % 3 if first >= 6 else 0
    place = max(min(first - digits, max(first - 1, word)), -6)
    with localcontext(prec=60):
        rounded = value.quantize(Decimal(1).scaleb(place), ROUND_HALF_EVEN)
    exact, round_one = bounds(value, None, "exactly", "people"), bounds(rounded, None, words, "people")
    assert not contradict(Said(*exact, YEAR), Said(*round_one, YEAR))


@given(sayings(), sayings())
def test_what_speaks_of_other_days_contradicts_nothing(one: Said, other: Said) -> None:
    earlier = one._replace(days=(date(2020, 1, 1), date(2020, 12, 31)))
    assert not contradict(earlier, other._replace(days=YEAR))


def clash(one: str, other: str, unit: str = "people") -> bool:
    """Whether two written as “over 160” (of millions) contradict each other."""

    def says(written: str) -> Said:
        *words, number = written.split()
        low, _, high = number.partition("–")
        scale = 1 if "/" in unit else MILLION
        top = Decimal(high) * scale if high else None
        return Said(*bounds(Decimal(low) * scale, top, words[0] if words else "exactly", unit), YEAR)

    return contradict(says(one), says(other))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("172", "171.6"),
        ("over 160", "172"),
        ("about 170", "172"),
        ("160–180", "172"),
        ("under 180", "172"),
        ("200", "196"),
        ("2", "1.7"),
        ("over 163", "163"),
        ("over 163", "under 163"),
        ("about 163", "about 172"),
    ],
)
def test_these_agree(one: str, other: str) -> None:
    assert not clash(one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("163", "172"),
        ("200", "172"),
        ("150", "160"),
        ("100", "60"),
        ("over 172", "171"),
        ("under 160", "over 170"),
        ("160–170", "178"),
        ("about 150", "172"),
        ("90000", "100000"),
    ],
)
def test_these_do_not(one: str, other: str) -> None:
    assert clash(one, other)


def test_a_price_is_not_rounded() -> None:
    assert clash("2", "2.5", "USD/Mtoken") and not clash("2", "2", "USD/Mtoken")


@given(st.lists(st.tuples(st.integers(1, 3), sayings()), max_size=12))
def test_the_quick_way_finds_the_same_pairs_as_holding_each_against_each(rows: list[Any]) -> None:
    numbered = [(n, *row) for n, row in enumerate(rows)]
    quick = {
        frozenset((one[0], other[0]))
        for one, other in rivals(
            numbered, key=itemgetter(1), days=lambda row: row[2].days, says=itemgetter(2)
        )
    }
    slow = {
        frozenset((one[0], other[0]))
        for one in numbered
        for other in numbered
        if one[1] == other[1] and contradict(one[2], other[2])
    }
    assert quick == slow


# Who is told


@pytest.fixture
def product(db: None) -> Record:
    """A public product."""
    return make_product("Umbra Chat", published_from=timezone.now())


def public_fact(product: Record, millions: float, **values: Any) -> Fact:
    return make_fact(product, value=int(millions * MILLION), published_from=timezone.now(), **values)


def disputed(*facts: Fact) -> list[bool]:
    found = standings([fact.pk for fact in facts])
    return [found[fact.pk].disputed for fact in facts]


def test_a_claim_and_a_measurement_that_contradict_each_other_are_disputed(product: Record) -> None:
    measured, claimed = public_fact(product, 163), public_fact(product, 172, nature="claimed")
    assert disputed(measured, claimed) == [True, True]
    assert standings([measured.pk])[measured.pk].rivals == ((claimed.pk, "172 million"),)


@pytest.mark.parametrize(
    "values",
    [
        {"published_from": None, "held_from": None},
        {"nature": "forecast"},
        {"as_of": "2025-12"},
        {"scope": "China"},
        {"withdrawn_at": timezone.now(), "withdrawn_because": "Retracted."},
    ],
)
def test_readers_are_not_told_of_what_is_private_or_of_another_matter(
    product: Record, values: dict[str, Any]
) -> None:
    fact = public_fact(product, 163)
    make_fact(product, **({"value": 172 * MILLION, "published_from": timezone.now()} | values))
    assert disputed(fact) == [False]


def test_two_without_a_day_contradict_each_other_too(product: Record) -> None:
    assert disputed(public_fact(product, 163, as_of=""), public_fact(product, 172, as_of="")) == [True, True]


def test_what_was_settled_is_no_dispute(product: Record) -> None:
    one, other, third = (public_fact(product, millions) for millions in (163, 172, 180))
    for rival in (other, third):
        NoDispute.objects.create(one=one, other=rival, because="Counted on other days.")
    assert disputed(one, other, third) == [False, True, True]


WRITTEN = st.tuples(
    st.sampled_from([163, 172, 180]),
    st.sampled_from(["", "2025", "2025-03", "2025-03-07", "2025-03/..", "../2025-03-07", "../2025"]),
    st.sampled_from(["exactly", "over", "under"]),
    st.sampled_from(["measured", "claimed", "forecast"]),
    st.booleans(),
)


@pytest.mark.django_db
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(WRITTEN, min_size=2, max_size=6))
def test_the_list_of_all_finds_what_holding_each_against_each_does(rows: list[Any]) -> None:
    product = make_product(published_from=timezone.now())
    for millions, as_of, qualifier, nature, follows in rows:
        last = Fact.objects.current().about(product).order_by("pk").last() if follows else None
        because = {"supersedes": last, "superseded_because": "better source"} if last else {}
        public_fact(product, millions, as_of=as_of, qualifier=qualifier, nature=nature, **because)
    found = {pair(one.pk, other.pk) for one, other in pairs(Fact.objects.current())}
    assert {*all_pairs()} == found
    assert contradicted(timezone.now()) == {pk for both in found for pk in both}


def test_a_pair_is_settled_once_and_in_one_order(product: Record) -> None:
    one, other = public_fact(product, 163), public_fact(product, 172)
    settled = NoDispute(one=other, other=one, because="So.")
    with pytest.raises(Exception, match="recorded first"):
        settled.full_clean()


def test_every_page_shows_the_dispute(client: Client, product: Record, publisher: Any) -> None:
    one, other = public_fact(product, 163), public_fact(product, 172, nature="claimed")
    article = make_article(body=f'<p>It has <data value="fact:{one.pk}">163 million</data> users.</p>')
    publish(article, by=publisher)
    page = client.get(f"/articles/{article.slug}/").content.decode()
    assert "cite-disputed" in page and f'<a href="/facts/{other.pk}/">172 million</a>' in page
    for address in ("/facts/", product.get_absolute_url(), f"/sources/{one.source_id}/"):
        assert "Measured, disputed" in client.get(address).content.decode(), address
    of_fact = client.get(f"/facts/{one.pk}/").content.decode()
    assert f'Sources disagree: <a href="/facts/{other.pk}/">172 million</a>' in of_fact
