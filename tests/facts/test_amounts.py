"""Amounts are read as news texts write them and printed as readers see them."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facts.amounts import Amount, AmountNotUnderstood, display, parse
from facts.written import written_amounts

READ = [
    ("$90 billion", "90000000000", None, "USD", "exactly"),
    ("US$5.6m", "5600000", None, "USD", "exactly"),
    ("2.3 trillion yuan", "2300000000000", None, "CNY", "exactly"),
    ("RMB 3.4tn", "3400000000000", None, "CNY", "exactly"),
    ("¥2.4bn", "2400000000", None, "CNY", "exactly"),
    ("€1.7 billion", "1700000000", None, "EUR", "exactly"),
    ("60亿元", "6000000000", None, "CNY", "exactly"),
    ("60－70亿元", "6000000000", "7000000000", "CNY", "exactly"),
    ("900亿美元", "90000000000", None, "USD", "exactly"),
    ("1000万", "10000000", None, "count", "exactly"),
    ("1亿6300万", "163000000", None, "count", "exactly"),
    ("1000多万", "10000000", None, "count", "over"),
    ("三百万", "3000000", None, "count", "exactly"),
    ("１６３万", "1630000", None, "count", "exactly"),
    ("31%", "31", None, "percent", "exactly"),
    ("3 percentage points", "3", None, "percent", "exactly"),
    ("百分之三十一", "31", None, "percent", "exactly"),
    ("三成", "30", None, "percent", "exactly"),
    ("$8–10 billion", "8000000000", "10000000000", "USD", "exactly"),
    ("$70-$90 billion", "70000000000", "90000000000", "USD", "exactly"),
    ("0.6 billion to 235 billion parameters", "600000000", "235000000000", "parameters", "exactly"),
    ("671B parameters", "671000000000", None, "parameters", "exactly"),
    ("one trillion parameters", "1000000000000", None, "parameters", "exactly"),
    ("6710亿参数", "671000000000", None, "parameters", "exactly"),
    ("128k tokens", "128000", None, "tokens", "exactly"),
    ("2.788 million H800 GPU hours", "2788000", None, "GPU-hours", "exactly"),
    ("640 GB", "640", None, "GB", "exactly"),
    ("$0.27 per million input tokens", "0.27", None, "USD/Mtoken", "exactly"),
    ("$0.002 per 1K tokens", "2", None, "USD/Mtoken", "exactly"),
    ("27 cents", "0.27", None, "USD", "exactly"),
    ("half a million", "500000", None, "count", "exactly"),
    ("two and a half million", "2500000", None, "count", "exactly"),
    ("over 163 million people", "163000000", None, "people", "over"),
    ("fewer than 5,000 users", "5000", None, "people", "under"),
    ("about 36 million", "36000000", None, "count", "about"),
    ("超过60亿元", "6000000000", None, "CNY", "over"),
    ("163\u202fmillion", "163000000", None, "count", "exactly"),
]


@pytest.mark.parametrize(("words", "value", "high", "unit", "qualifier"), READ)
def test_written_amounts_are_read(
    words: str, value: str, high: str | None, unit: str, qualifier: str
) -> None:
    expected = Amount(Decimal(value), None if high is None else Decimal(high), unit, qualifier)
    assert parse(words) == expected


@pytest.mark.parametrize(
    "words",
    [
        "", "  ", "NaN", "Infinity", "-Infinity", "1e5", "1e1000", "1_000", "٢٠", "billions of dollars", "about",
        "HK$5 billion", "500 million yen", "60亿港元", "$90 billion by 2030", "GPT-5", "H800", "5G",
        "9" * 40,
    ],
)  # fmt: skip
def test_anything_else_is_refused_with_a_sentence(words: str) -> None:
    with pytest.raises(AmountNotUnderstood, match=r"\.$"):
        parse(words)


@pytest.mark.parametrize(
    ("value", "high", "unit", "qualifier", "shown"),
    [
        ("163000000.000000", None, "people", "over", "over 163 million"),
        ("90000000000", None, "USD", "exactly", "$90 billion"),
        ("8000000000", "10000000000", "USD", "exactly", "$8–10 billion"),
        ("800000000", "1000000000", "USD", "about", "about $800 million to $1 billion"),
        ("2300000000000", None, "CNY", "exactly", "2.3 trillion yuan"),
        ("1700000000", None, "EUR", "under", "under €1.7 billion"),
        ("31.000000", None, "percent", "exactly", "31%"),
        ("10", "15", "percent", "exactly", "10–15%"),
        ("0.27", None, "USD/Mtoken", "exactly", "$0.27 per million tokens"),
        ("2.5", None, "USD", "exactly", "$2.50"),
        ("128000", None, "tokens", "exactly", "128,000 tokens"),
        ("2788000", None, "GPU-hours", "exactly", "2.788 million GPU hours"),
        ("671E9", None, "parameters", "exactly", "671 billion parameters"),
        ("640", None, "GB", "exactly", "640 GB"),
        ("1234567", None, "count", "exactly", "1,234,567"),
        ("5000000000", None, "JPY", "exactly", "JPY 5 billion"),
        ("0", None, "count", "exactly", "0"),
    ],
)
def test_amounts_are_printed_for_readers(
    value: str, high: str | None, unit: str, qualifier: str, shown: str
) -> None:
    assert display(Decimal(value), None if high is None else Decimal(high), unit, qualifier) == shown


@pytest.mark.parametrize(
    ("value", "high", "unit", "qualifier", "shown"),
    [
        ("172000000", None, "people", "exactly", "1.72亿"),
        ("163000000.000000", None, "people", "over", "超过1.63亿"),
        ("163000000", None, "people", "about", "约1.63亿"),
        ("6000000000", None, "USD", "under", "不到60亿美元"),
        ("2300000000000", None, "CNY", "exactly", "2.3万亿元"),
        ("380000000000", None, "CNY", "over", "超过3800亿元"),
        ("9000000000", "10000000000", "CNY", "exactly", "90亿–100亿元"),
        ("80000000", "100000000", "count", "exactly", "8000万–1亿"),
        ("31", None, "percent", "exactly", "31%"),
        ("10", "15", "percent", "exactly", "10%–15%"),
        ("671000000000", None, "parameters", "exactly", "6710亿参数"),
        ("128000", None, "tokens", "exactly", "12.8万token"),
        ("2788000", None, "GPU-hours", "exactly", "278.8万GPU小时"),
        ("640", None, "GB", "exactly", "640GB"),
        ("0.27", None, "USD/Mtoken", "exactly", "0.27美元/百万token"),
        ("1234567", None, "count", "exactly", "123.4567万"),
        ("1234567.89", None, "count", "exactly", "1234567.89"),
        ("9", "10000000000", "CNY", "exactly", "9–10000000000元"),
        ("5000000000", None, "JPY", "exactly", "50亿日元"),
        ("5000000000", None, "CHF", "exactly", "50亿 CHF"),
        ("38E24", None, "FLOP", "over", "超过3.8×10²⁵ FLOP"),
    ],
)
def test_amounts_are_printed_for_readers_of_chinese(
    value: str, high: str | None, unit: str, qualifier: str, shown: str
) -> None:
    assert display(Decimal(value), None if high is None else Decimal(high), unit, qualifier, "zh") == shown


@pytest.mark.parametrize("value", ["NaN", "sNaN", "Infinity", "-Infinity"])
def test_a_value_that_is_not_finite_is_never_printed(value: str) -> None:
    with pytest.raises(ValueError, match="not a finite number"):
        display(Decimal(value), None, "USD", "exactly")


UNITS = st.sampled_from(
    ["USD", "CNY", "EUR", "percent", "parameters", "tokens", "GPU-hours", "GB", "USD/Mtoken", "count"]
)
VALUES = st.one_of(
    st.decimals(min_value=0, max_value=10**18, places=6, allow_nan=False, allow_infinity=False),
    st.builds(lambda n, power: Decimal(n * 10**power), st.integers(0, 99_999), st.integers(0, 13)),
)


QUALIFIERS = st.sampled_from(["exactly", "about", "over", "under"])


@given(VALUES, UNITS, QUALIFIERS)
def test_what_is_printed_reads_back_the_same(value: Decimal, unit: str, qualifier: str) -> None:
    shown = display(value, None, unit, qualifier)
    assert shown.replace("€", "$").isascii()
    assert parse(shown) == Amount(value, None, unit, qualifier)
    assert parse(display(value, None, unit, qualifier, "zh")) == Amount(value, None, unit, qualifier)


@given(st.decimals(min_value=0, max_value=10, places=6), st.integers(0, 28))
def test_amounts_of_computing_read_back_the_same(digits: Decimal, power: int) -> None:
    value = digits.scaleb(power)
    assert parse(display(value, None, "FLOP", "about")) == Amount(value, None, "FLOP", "about")
    higher = display(value, value * 2, "FLOP", "exactly")
    assert parse(higher) == Amount(value, value * 2, "FLOP", "exactly")


def test_amounts_of_computing_are_shown_as_powers_of_ten() -> None:
    assert display(Decimal("38" + "0" * 24), None, "FLOP", "exactly") == "3.8×10²⁵ FLOP"
    assert parse("over 3.8e25 FLOP") == Amount(Decimal("38" + "0" * 24), None, "FLOP", "over")
    assert parse("3.8 x 10^25 FLOPs").value == Decimal("38" + "0" * 24)
    with pytest.raises(AmountNotUnderstood):
        parse("1e30 FLOP")


@given(VALUES, VALUES, UNITS)
def test_a_printed_range_reads_back_the_same(one: Decimal, other: Decimal, unit: str) -> None:
    low, high = min(one, other), max(one, other)
    if low < high:
        assert parse(display(low, high, unit, "exactly")) == Amount(low, high, unit, "exactly")
        assert parse(display(low, high, unit, "exactly", "zh")) == Amount(low, high, unit, "exactly")


@given(st.text(alphabet="0123456789.,-–%$¥ 万亿元百十三半kmbnt\nabillion万", max_size=60))
def test_any_text_is_read_without_an_error_and_spans_lie_in_it(text: str) -> None:
    end = 0
    for written in written_amounts(text):
        assert end <= written.start < written.end <= len(text)
        assert written.value.is_finite()
        end = written.end


@pytest.mark.parametrize("words", ["100–90 million", "$10 billion to $8 billion", "100-90", "100亿至90亿元"])
def test_a_range_that_runs_backwards_is_refused_as_one(words: str) -> None:
    with pytest.raises(AmountNotUnderstood, match="does not run from a smaller number to a larger one"):
        parse(words)
