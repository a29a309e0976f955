"""A new value is written in the language and the shape of the words that stood for the old one."""

from decimal import Decimal

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from facts.amounts import display, parse
from facts.rewriting import rewritten

CASES = [
    # old words, new value, end of its range, unit, qualifier, new words
    ("163 million", "172000000", None, "people", "exactly", "172 million"),
    ("163 million monthly users", "172000000", None, "people", "over", "172 million monthly users"),
    ("1.63亿", "172000000", None, "people", "exactly", "1.72亿"),
    ("1亿6300万", "172000000", None, "people", "exactly", "1.72亿"),
    ("800万人", "120000000", None, "people", "exactly", "1.2亿人"),
    ("1000多万", "12000000", None, "people", "over", "1200多万"),
    ("1000多万", "12000000", None, "people", "exactly", "1200万"),
    ("$90bn", "95000000000", None, "USD", "exactly", "$95bn"),
    ("US$5.6m", "6100000", None, "USD", "exactly", "US$6.1m"),
    ("$950 million", "1200000000", None, "USD", "exactly", "$1.2 billion"),
    ("1,402 million", "1414000000", None, "people", "exactly", "1,414 million"),
    ("1.2 million", "950000", None, "people", "exactly", "950,000"),
    ("950", "1200000", None, "count", "exactly", "1.2 million"),
    ("163 million", "172345678", None, "people", "exactly", "172,345,678"),
    ("671B parameters", "685000000000", None, "parameters", "exactly", "685B parameters"),
    ("671B parameters", "1200000000000", None, "parameters", "exactly", "1.2T parameters"),
    ("6710亿参数", "1040000000000", None, "parameters", "exactly", "1.04万亿参数"),
    ("one trillion", "1040000000000", None, "parameters", "exactly", "1.04 trillion"),
    ("half a million", "600000", None, "people", "exactly", "600,000"),
    ("31 percent", "35", None, "percent", "exactly", "35 percent"),
    ("31%", "35.5", None, "percent", "exactly", "35.5%"),
    ("百分之三十一", "35", None, "percent", "exactly", "百分之35"),
    ("三成", "40", None, "percent", "exactly", "4成"),
    ("128k tokens", "256000", None, "tokens", "exactly", "256k tokens"),
    ("128,000", "256000", None, "tokens", "exactly", "256,000"),
    ("2.788 million H800 GPU hours", "2664000", None, "GPU-hours", "exactly", "2.664 million H800 GPU hours"),
    ("$2.19", "2.5", None, "USD/Mtoken", "exactly", "$2.50"),
    ("$3", "2.5", None, "USD/Mtoken", "exactly", "$2.50"),
    ("in 2025 163 million users", "172000000", None, "people", "exactly", "in 2025 172 million users"),
    ("27 cents", "0.31", None, "USD", "exactly", "31 cents"),
    ("$0.002 per 1K tokens", "3", None, "USD/Mtoken", "exactly", "$0.003 per 1K tokens"),
    ("2.3万亿元", "980000000000", None, "CNY", "exactly", "9800亿元"),
    ("60亿美元", "6500000000", None, "CNY", "exactly", "65亿元"),
    ("$8–10 billion", "9000000000", None, "USD", "exactly", "$9 billion"),
    ("$8–10 billion", "9000000000", "12000000000", "USD", "exactly", "$9–12 billion"),
    ("$90 billion", "8000000000", "12000000000", "USD", "exactly", "$8–12 billion"),
    ("$70-$90 billion", "80000000000", "95000000000", "USD", "exactly", "$80-$95 billion"),
    ("between $8 billion and $10 billion", "9000000000", None, "USD", "exactly", "$9 billion"),
    ("from 0.6 to 235 billion", "600000000", "480000000000", "parameters", "exactly", "from 0.6 to 480 billion"),
    ("90亿–100亿元", "9500000000", "12000000000", "CNY", "exactly", "95亿–120亿元"),
    ("60－70亿元", "6500000000", "7500000000", "CNY", "exactly", "65－75亿元"),
    ("over 160 million", "170000000", None, "people", "over", "over 170 million"),
    ("More than 160 million", "170000000", None, "people", "over", "More than 170 million"),
    ("More than 160 million", "170000000", None, "people", "about", "About 170 million"),
    ("well over 160 million", "170000000", None, "people", "exactly", "170 million"),
    ("163 million or so", "172000000", None, "people", "exactly", "172 million"),
    ("超过60亿元", "6500000000", None, "CNY", "over", "超过65亿元"),
    ("超过60亿元", "6500000000", None, "CNY", "under", "不到65亿元"),
    ("1.63亿以上", "172000000", None, "people", "over", "1.72亿以上"),
    ("about a third", "35", None, "percent", "about", "about 35%"),
    ("大多数", "35", None, "percent", "about", "35%"),
    ("3.8×10²⁵ FLOP", "5" + "0" * 25, None, "FLOP", "over", "5×10²⁵ FLOP"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "value", "high", "unit", "qualifier", "new"), CASES)
def test_a_new_value_is_written_as_the_old_one_was(
    old: str, value: str, high: str | None, unit: str, qualifier: str, new: str
) -> None:
    assert rewritten(old, Decimal(value), None if high is None else Decimal(high), unit, qualifier) == new


NUMBERS = st.builds(
    lambda digits, power: Decimal(f"{Decimal(digits).scaleb(power):f}"),
    st.integers(1, 99_999),
    st.integers(-3, 12),
)
QUALIFIERS = st.sampled_from(["exactly", "about", "over", "under"])


@given(
    st.sampled_from(["163 million", "1.63亿", "163,000", "over 1.2bn", "8–10 million", "half a million"]),
    NUMBERS,
)
def test_whatever_the_new_value_its_words_say_it(words: str, value: Decimal) -> None:
    assert parse(rewritten(words, value, None, "count", "exactly")).value == value


UNITS = ["USD", "CNY", "EUR", "percent", "parameters", "tokens", "GPU-hours", "GB", "USD/Mtoken", "count"]


@given(
    NUMBERS,
    NUMBERS,
    NUMBERS,
    st.booleans(),
    st.sampled_from(["en", "zh"]),
    st.sampled_from(UNITS),
    QUALIFIERS,
    QUALIFIERS,
)
def test_words_as_printed_become_words_that_say_the_new_value(
    old: Decimal, low: Decimal, top: Decimal, ranged: bool, language: str, unit: str, was: str, now: str
) -> None:
    high = top if ranged else None
    assume(high is None or low < high)
    new = parse(rewritten(display(old, None, unit, was, language), low, high, unit, now))
    assert (new.value, new.high, new.unit) == (low, high, unit)
    assert new.qualifier == ("exactly" if was == "exactly" else now)


@pytest.mark.parametrize(
    "old", ["$8–10 billion", "90亿–100亿元", "60－70亿元", "€1–2bn", "between $8 billion and $10 billion"]
)
@given(value=NUMBERS)
def test_a_range_becomes_one_value(old: str, value: Decimal) -> None:
    unit = "USD" if "$" in old else "EUR" if "€" in old else "CNY"
    new = parse(rewritten(old, value, None, unit, "exactly"))
    assert (new.value, new.high, new.unit) == (value, None, unit)
