"""The words of a citation have to say what the fact behind them says, as exactly as they put it."""

from decimal import Decimal
from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facts.agreeing import disagreement
from facts.amounts import display
from facts.rewriting import rewritten

# words, with what stands before them until a bar; the fact: value, end of its range, unit, qualifier
AGREE = [
    ("172 million", "172e6", None, "people", "exactly"),
    ("172 million people", "172e6", None, "people", "exactly"),
    ("172,000,000", "172e6", None, "people", "exactly"),
    ("172m", "172e6", None, "people", "exactly"),
    ("1.72亿", "172e6", None, "people", "exactly"),
    ("1亿7200万人", "172e6", None, "people", "exactly"),
    ("170 million", "172e6", None, "people", "exactly"),
    ("172 million", "172400000", None, "people", "exactly"),
    ("172.4 million", "172400000", None, "people", "exactly"),
    ("1.7亿", "172e6", None, "people", "exactly"),
    ("more than 160 million", "172e6", None, "people", "exactly"),
    ("more than |160 million", "163e6", None, "people", "exactly"),
    ("It counts well over |160 million", "163e6", None, "people", "exactly"),
    ("at least 163 million", "163e6", None, "people", "over"),
    ("over 100 million", "172e6", None, "people", "exactly"),
    ("1.6亿以上", "163e6", None, "people", "exactly"),
    ("1亿多", "163e6", None, "people", "exactly"),
    ("用户超过|1.6亿", "163e6", None, "people", "exactly"),
    ("超过|1.63亿", "163e6", None, "people", "over"),
    ("about 170 million", "172e6", None, "people", "exactly"),
    ("约1.7亿", "172e6", None, "people", "exactly"),
    ("约|1.7亿", "172e6", None, "people", "exactly"),
    ("1.7亿左右", "172e6", None, "people", "exactly"),
    ("nearly 200 million", "188e6", None, "people", "exactly"),
    ("under 200 million", "172e6", None, "people", "exactly"),
    ("不到2亿", "172e6", None, "people", "exactly"),
    ("no more than |180 million", "172e6", None, "people", "exactly"),
    ("163 million", "163e6", None, "people", "over"),
    ("163 million", "163e6", None, "people", "about"),
    ("under $10 billion", "10e9", None, "USD", "under"),
    ("$90 billion", "90e9", None, "USD", "exactly"),
    ("$|90 billion", "90e9", None, "USD", "exactly"),
    ("$90bn", "91e9", None, "USD", "exactly"),
    ("900亿美元", "90e9", None, "USD", "exactly"),
    ("90 billion", "90e9", None, "CNY", "exactly"),
    ("3800亿元", "380e9", None, "CNY", "over"),
    ("JPY 5 billion", "5e9", None, "JPY", "exactly"),
    ("HK$5 billion", "5e9", None, "HKD", "exactly"),
    ("£163 million", "163e6", None, "GBP", "exactly"),
    ("163 million pounds", "163e6", None, "GBP", "exactly"),
    ("1.63亿港元", "163e6", None, "HKD", "exactly"),
    ("163 million", "163e6", None, "GBP", "exactly"),
    ("¥163 million", "163e6", None, "JPY", "exactly"),
    ("¥163 million", "163e6", None, "CNY", "exactly"),
    ("￥1.63亿", "163e6", None, "CNY", "exactly"),
    ("€163 million", "163e6", None, "EUR", "exactly"),
    ("KRW 163 billion", "163e9", None, "KRW", "exactly"),
    ("¥2 per million tokens", "2", None, "CNY/Mtoken", "exactly"),
    ("£2 per million tokens", "2", None, "GBP/Mtoken", "exactly"),
    ("AED 5 billion", "5e9", None, "AED", "exactly"),
    ("5 billion kronor", "5e9", None, "SEK", "exactly"),
    ("₽5 billion", "5e9", None, "RUB", "exactly"),
    ("50亿里拉", "5e9", None, "TRY", "exactly"),
    ("₹500 crore", "5e9", None, "INR", "exactly"),
    ("10 lakh people", "1e6", None, "people", "exactly"),
    ("$8–10 billion", "8e9", "10e9", "USD", "exactly"),
    ("between |$8 billion and $10 billion", "8e9", "10e9", "USD", "exactly"),
    ("between $8 billion and |$10 billion", "8e9", "10e9", "USD", "exactly"),
    ("80亿–100亿美元", "8e9", "10e9", "USD", "exactly"),
    ("up to $10 billion", "8e9", "10e9", "USD", "exactly"),
    ("at least $8 billion", "8e9", "10e9", "USD", "exactly"),
    ("$8–10 billion", "9e9", None, "USD", "exactly"),
    ("about $9 billion", "8e9", "10e9", "USD", "exactly"),
    ("31%", "31", None, "percent", "exactly"),
    ("31 percent", "31.2", None, "percent", "exactly"),
    ("百分之三十一", "31", None, "percent", "exactly"),
    ("三成", "30.4", None, "percent", "exactly"),
    ("3%", "2.6", None, "percent", "exactly"),
    ("671B parameters", "671e9", None, "parameters", "exactly"),
    ("6710亿参数", "671e9", None, "parameters", "exactly"),
    ("one trillion", "1.04e12", None, "parameters", "exactly"),
    ("128k tokens", "128000", None, "tokens", "exactly"),
    ("2.8 million hours", "2788000", None, "GPU-hours", "exactly"),
    ("$2.19", "2.19", None, "USD/Mtoken", "exactly"),
    ("$0.002 per 1K tokens", "2", None, "USD/Mtoken", "exactly"),
    ("27 cents", "0.27", None, "USD/Mtoken", "exactly"),
    ("每百万token 0.27美元", "0.27", None, "USD/Mtoken", "exactly"),
    ("3.8×10²⁵ FLOP", "38e24", None, "FLOP", "exactly"),
    # the multiplier may stand elsewhere: in the head of a column, or after the words
    ("1,040", "1.04e12", None, "parameters", "exactly"),
    ("172", "172e6", None, "people", "exactly"),
    # several amounts: one has to agree
    ("from 163 million to 172 million", "172e6", None, "people", "exactly"),
    ("rose from 163 million to |172 million", "172e6", None, "people", "exactly"),
    ("172 million in December 2025", "172e6", None, "people", "exactly"),
    # no amount that can be read
    ("a third of the market", "33", None, "percent", "exactly"),
    ("two-thirds", "67", None, "percent", "exactly"),
    ("most of them", "172e6", None, "people", "exactly"),
    ("half", "50", None, "percent", "exactly"),
    ("nearly 4 in 10", "39", None, "percent", "exactly"),
    ("one in five users", "20", None, "percent", "exactly"),
    ("one of the largest", "172e6", None, "people", "exactly"),
    ("三分之一", "33", None, "percent", "exactly"),
    ("一半以上", "55", None, "percent", "exactly"),
    ("1.5 TB", "1500", None, "GB", "exactly"),
]
DISAGREE = [
    ("163 million", "172e6", None, "people", "exactly"),
    ("163 million", "172e6", None, "people", "over"),
    ("1.63亿", "172e6", None, "people", "exactly"),
    ("163", "172e6", None, "people", "exactly"),
    ("172.0 million", "172400000", None, "people", "exactly"),
    ("172 thousand", "172e6", None, "people", "exactly"),
    ("1720万", "172e6", None, "people", "exactly"),
    ("200 million", "172e6", None, "people", "exactly"),
    ("2 trillion", "1.6e12", None, "parameters", "exactly"),
    ("more than 200 million", "172e6", None, "people", "exactly"),
    ("more than |173 million", "172e6", None, "people", "exactly"),
    ("more than 17 million", "172e6", None, "people", "exactly"),
    ("超过2亿", "172e6", None, "people", "exactly"),
    ("about 160 million", "172e6", None, "people", "exactly"),
    ("more than\u00a0|200 million", "172e6", None, "people", "exactly"),
    ("about |200 million", "172e6", None, "people", "exactly"),
    ("约1.6亿", "172e6", None, "people", "exactly"),
    ("under 170 million", "172e6", None, "people", "exactly"),
    ("no more than |170 million", "172e6", None, "people", "exactly"),
    ("不到|1.7亿", "172e6", None, "people", "exactly"),
    ("under 163 million", "163e6", None, "people", "over"),
    ("under 200 million", "163e6", None, "people", "over"),
    ("over 8 billion", "10e9", None, "USD", "under"),
    ("$90 billion", "90e9", None, "CNY", "exactly"),
    ("$|90 billion", "90e9", None, "CNY", "exactly"),
    ("90 billion yuan", "90e9", None, "USD", "exactly"),
    ("HK$90 billion", "90e9", None, "USD", "exactly"),
    ("£163 million", "163e6", None, "USD", "exactly"),
    ("AED 163 million", "163e6", None, "USD", "exactly"),
    ("163 million riyals", "163e6", None, "USD", "exactly"),
    ("₺163 million", "163e6", None, "USD", "exactly"),
    ("₺|163 million", "163e6", None, "USD", "exactly"),
    ("163 million kronor", "163e6", None, "USD", "exactly"),
    ("1.63亿泰铢", "163e6", None, "CNY", "exactly"),
    ("£163 million", "163e6", None, "JPY", "exactly"),
    ("€|163 million", "163e6", None, "USD", "exactly"),
    ("1.63亿韩元", "163e6", None, "JPY", "exactly"),
    ("NT$163 million", "163e6", None, "HKD", "exactly"),
    ("$163 million", "163e6", None, "SGD", "exactly"),
    ("CN¥163 million", "163e6", None, "JPY", "exactly"),
    ("JP¥163 million", "163e6", None, "CNY", "exactly"),
    ("163 million yuan", "163e6", None, "JPY", "exactly"),
    ("¥163 million", "163e6", None, "USD", "exactly"),
    ("¥163 million", "163e6", None, "KRW", "exactly"),
    ("1.63亿元", "163e6", None, "JPY", "exactly"),
    ("£2 per million tokens", "2", None, "CNY/Mtoken", "exactly"),
    ("€90 billion", "90e9", None, "USD", "exactly"),
    ("172 million tokens", "172e6", None, "people", "exactly"),
    ("31%", "31", None, "count", "exactly"),
    ("$8–10 billion", "8e9", "12e9", "USD", "exactly"),
    ("$8–10 billion", "11e9", None, "USD", "exactly"),
    ("$9 billion", "8e9", "10e9", "USD", "exactly"),
    ("up to $9 billion", "8e9", "10e9", "USD", "exactly"),
    ("31%", "33", None, "percent", "exactly"),
    ("三成", "35", None, "percent", "exactly"),
    ("三成", "40", None, "percent", "exactly"),
    ("seven", "8", None, "count", "exactly"),
    ("$2.19", "1.99", None, "USD/Mtoken", "exactly"),
    ("$0.002", "2", None, "USD/Mtoken", "exactly"),
    ("$2.19 per million tokens", "2.19", None, "USD", "exactly"),
    ("671B", "685e9", None, "parameters", "exactly"),
    ("3.8×10²⁵ FLOP", "5e25", None, "FLOP", "exactly"),
    ("163 million in December 2025", "172e6", None, "people", "exactly"),
    ("163 million in the third quarter", "172e6", None, "people", "exactly"),
    ("rose from 150 million to |163 million", "172e6", None, "people", "exactly"),
]


def _said(words: str, value: str, high: str | None, unit: str, qualifier: str) -> str | None:
    before, _, cited = words.rpartition("|")
    fact = {"value": Decimal(value), "high": None if high is None else Decimal(high)}
    return disagreement(cited, before=before, unit=unit, qualifier=qualifier, **fact)


@pytest.mark.parametrize(("words", "value", "high", "unit", "qualifier"), AGREE)
def test_words_that_say_what_the_fact_says_pass(
    words: str, value: str, high: str | None, unit: str, qualifier: str
) -> None:
    assert _said(words, value, high, unit, qualifier) is None


@pytest.mark.parametrize(("words", "value", "high", "unit", "qualifier"), DISAGREE)
def test_words_that_say_something_else_are_named(
    words: str, value: str, high: str | None, unit: str, qualifier: str
) -> None:
    assert words.rpartition("|")[2] in (_said(words, value, high, unit, qualifier) or "")


def test_the_sentence_names_the_words_and_what_the_fact_says() -> None:
    assert _said("163 million", "172e6", None, "people", "exactly") == (
        "“163 million” does not say what its fact says: 172 million. Change the words, or cite another fact."
    )


VALUES = st.builds(lambda n, power: Decimal(n * 10**power), st.integers(1, 99_999), st.integers(0, 9))
UNITS = st.sampled_from(
    [
        "people",
        "count",
        "USD",
        "CNY",
        "EUR",
        "JPY",
        "percent",
        "parameters",
        "tokens",
        "GPU-hours",
        "FLOP",
        "GB",
        "USD/Mtoken",
        "CNY/Mtoken",
    ]
)
LANGUAGES = st.sampled_from(["en", "zh"])


@given(
    VALUES,
    st.one_of(st.none(), VALUES),
    UNITS,
    st.sampled_from(["exactly", "about", "over", "under"]),
    LANGUAGES,
)
def test_a_fact_agrees_with_itself_as_it_is_printed(
    value: Decimal, more: Decimal | None, unit: str, qualifier: str, language: Literal["en", "zh"]
) -> None:
    high = None if more is None else value + more
    words = display(value, high, unit, qualifier, language)
    assert disagreement(words, value=value, high=high, unit=unit, qualifier=qualifier) is None


@given(VALUES, UNITS, st.decimals("0.06", "0.9", places=3), st.booleans(), LANGUAGES)
def test_a_value_that_moved_beyond_rounding_never_agrees(
    value: Decimal, unit: str, part: Decimal, up: bool, language: Literal["en", "zh"]
) -> None:
    moved = value + max(value * part, Decimal("0.51")) * (1 if up else -1)
    words = display(value, None, unit, "exactly", language)
    if moved >= 0:
        assert disagreement(words, value=moved, high=None, unit=unit, qualifier="exactly") is not None


@given(st.integers(100, 9999), st.integers(51, 500), st.booleans())
def test_half_of_the_last_figure_is_the_limit(tenths: int, hundredths: int, up: bool) -> None:
    words = f"{tenths / 10:.1f} million"
    within, beyond = (
        Decimal(tenths * 100_000 + (1 if up else -1) * off) for off in (49_000, hundredths * 1000)
    )
    fact = {"high": None, "unit": "people", "qualifier": "exactly"}
    assert disagreement(words, value=within, **fact) is None
    assert disagreement(words, value=beyond, **fact) is not None


@given(
    st.text(alphabet="0123456789.,-–%$¥ 万亿元百分之十三半多约每kKmbnt\nabillion to万token/", max_size=40),
    UNITS,
)
def test_any_words_are_looked_at_and_rewritten_without_an_error(words: str, unit: str) -> None:
    for before in ("", "from $8 billion to ", "超过"):
        disagreement(words, before=before, value=Decimal(163), high=None, unit=unit, qualifier="over")
    assert rewritten(words, Decimal(8), Decimal(10), unit, "about")
