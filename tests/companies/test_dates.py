"""Fuzzy dates: EDTF and words are read as the days they can mean, shown no more exactly, sorted and filtered."""

import calendar
import json
import unicodedata
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone
from hypothesis import example, given
from hypothesis import strategies as st

from companies.dates import DateNotUnderstood, FuzzyDate, in_words, parse
from companies.fields import overlaps
from companies.models import AIModel
from tests.factories import make_company, make_model

LABELLED = [
    json.loads(line)
    for line in (Path(__file__).parents[1] / "evaluation/dates.jsonl").read_text("utf-8").splitlines()[1:]
]


def _days(found: FuzzyDate) -> tuple[date | None, date | None]:
    return found.earliest, found.latest


def read(words: str) -> list[str | None] | None:
    """What words are read as: EDTF and both days; None where they are refused."""
    try:
        found = parse(words)
    except DateNotUnderstood:
        return None
    return [found.edtf, *(day.isoformat() if day else None for day in _days(found))]


def test_each_labelled_date_means_its_days_or_is_refused() -> None:
    meant = {
        line["words"]: None if line.get("error") else [line["edtf"], line["earliest"], line["latest"]]
        for line in LABELLED
    }
    wrong = {words: found for words in meant if (found := read(words)) != meant[words]}
    assert wrong == {}


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "No date is written."),
        (" \n ", "No date is written."),
        ("30 February 2026", "There is no 30 February."),
        ("29 February 2026", "There is no 29 February 2026."),
        ("2026-06-31", "There is no 31 June."),
        ("Q5 2026", "A year has four quarters."),
        ("2026年第五季度", "A year has four quarters."),
        ("H3 2026", "A year has two halves."),
        ("2026年13月", "A year has twelve months."),
        ("Febtember 2026", "“Febtember” is no month."),
        ("12 Febtember 2026", "“Febtember” is no month."),
        ("May to March 2026", "The date begins after it ends."),
        ("../..", "An interval needs a beginning or an end."),
        ("2026-XX-17", "A day is of no use without its month."),
        ("17/02/2026", "A day in digits is written year first: 2026-02-17."),
        ("12026", "Years run from 1000 to 9999."),
        ("before 1000", "Years run from 1000 to 9999."),
        ("after 9999-12-31", "Years run from 1000 to 9999."),
        ("winter 9999", "Years run from 1000 to 9999."),
        ("２０２６", "Digits are written 0 to 9."),
        ("in March", "The words give no year: write for example March 2026."),
        ("next month", "“next month” depends on the day it is said: write for example March 2026."),
        ("Monday, 17 February 2026", "2026-02-17 is a Tuesday."),
        ("early 21st century", "Only a decade, a year, a part of one or a month is early, mid or late."),
        (
            "Lunar New Year 2101",
            "The day of Lunar New Year 2101 is not known here, only from 1900 to 2100.",
        ),
        ("FY2026", "Each company's fiscal year begins on another day: write the months."),
        ("2026财年第一季度", "Each company's fiscal year begins on another day: write the months."),
        ("week 53 of 2027", "2027 has no week 53."),
        ("week 52 of 9999", "9999 has no week 52."),
        ("the fifth week of March 2026", "A month has four weeks: write the days after the 28th."),
        ("the week of 8 March 2026", "A week may begin or end with its Sunday: write its days."),
        ("the week of 31 December 9999", "Years run from 1000 to 9999."),
        ("the first five quarters of 2026", "A year has twelve months and four quarters."),
        (
            "March or December 2026",
            "“March or December 2026” is no date: write for example 2026-02, Q3 2026 or by 2030.",
        ),
        ("once upon a time", "“once upon a time” is no date: write for example 2026-02, Q3 2026 or by 2030."),
        ("x" * 201, "A date has at most 200 characters."),
    ],
)
def test_a_refusal_says_what_is_wrong(text: str, reason: str) -> None:
    with pytest.raises(DateNotUnderstood) as refused:
        parse(text)
    assert str(refused.value) == reason


@pytest.mark.parametrize(
    ("text", "dated", "edtf"),
    [
        ("around the upcoming Lunar New Year", "2026-01-28", "2026-02-03/2026-03-04"),
        ("the upcoming Lunar New Year", "2026-02-18", "2027-01-23/2027-02-21"),
        ("during Spring Festival", "2026-02-18", "2026-02-03/2026-03-04"),
        ("before Spring Festival", "2026-03-01", "../2027-02-05"),
        ("since Chinese New Year", "2026-01-28", "2025-01-29/.."),
        ("last Lunar New Year", "2026-01-28", "2025-01-15/2025-02-13"),
        ("before this Lunar New Year", "2026-01-28", "../2026-02-16"),
        ("this spring", "2026-01-28", "2026-21"),
        ("今年春节", "2026-01-28", "2026-02-03/2026-03-04"),
        ("明年春节前", "2026-01-28", "../2027-02-05"),
        ("by the end of the year", "2026-01-28", "../2026"),
        ("by the end of next year", "2026-01-28", "../2027"),
        ("by year-end", "2026-01-28", "../2026"),
        ("by the end of the month", "2026-01-28", "../2026-01"),
        ("later this year", "2026-01-28", "2026"),
        ("early next year", "2026-01-28", "2027-01/2027-04"),
        ("last year", "2026-01-28", "2025"),
        ("next month", "2026-12-28", "2027-01"),
        ("last month", "2026-01-28", "2025-12"),
        ("this quarter", "2026-05-02", "2026-34"),
        ("next quarter", "2026-11-02", "2027-33"),
        ("the first quarter of next year", "2026-01-28", "2027-33"),
        ("next year's third quarter", "2026-01-28", "2027-35"),
        ("in March", "2026-01-28", "2026-03"),
        ("by March", "2026-10-01", "../2027-03"),
        ("since November", "2026-01-28", "2025-11/.."),
        ("on 5 March", "2026-01-28", "2026-03-05"),
        ("in the second half", "2026-01-28", "2026-07/2026-12"),
        ("yesterday", "2026-03-01", "2026-02-28"),
        ("tomorrow", "2026-12-31", "2027-01-01"),
        ("今年底", "2026-01-28", "2026-12-31"),
        ("年底前", "2026-01-28", "../2026"),
        ("明年第一季度", "2026-01-28", "2027-33"),
        ("下半年", "2026-01-28", "2026-07/2026-12"),
        ("下个月", "2026-12-28", "2027-01"),
        ("3月", "2026-01-28", "2026-03"),
    ],
)
def test_words_without_a_year_are_read_from_the_day_they_are_said(text: str, dated: str, edtf: str) -> None:
    assert parse(text, dated=date.fromisoformat(dated)).edtf == edtf
    with pytest.raises(DateNotUnderstood):
        parse(text)


@pytest.mark.parametrize(
    ("text", "dated"),
    [("in December", "2026-01-28"), ("in Q1", "2026-11-01"), ("around Lunar New Year", "2026-10-01")],
)
def test_words_that_may_be_of_two_years_are_refused(text: str, dated: str) -> None:
    with pytest.raises(DateNotUnderstood, match="may be of two years"):
        parse(text, dated=date.fromisoformat(dated))


@pytest.mark.parametrize(
    ("edtf", "words"),
    [
        ("2026", "2026"),
        ("2026-XX", "2026"),
        ("2026-02-XX", "February 2026"),
        ("2026-02-17", "17 February 2026"),
        ("202X", "the 2020s"),
        ("20XX", "the 21st century"),
        ("2026-24", "winter 2026"),
        ("2026-33", "Q1 2026"),
        ("2026-37", "early 2026"),
        ("2026-40", "the first half of 2026"),
        ("2026-01/2026-06", "the first half of 2026"),
        ("2026-01/2026-04", "early 2026"),
        ("2026-05/2026-08", "mid-2026"),
        ("2026-03-11/2026-03-20", "mid-March 2026"),
        ("2026-03/2026-05", "March to May 2026"),
        ("2025-12/2026-02", "December 2025 to February 2026"),
        ("2026-02-10/2026-02-24", "10 to 24 February 2026"),
        ("2026-02-10/2026-03-03", "10 February to 3 March 2026"),
        ("2024~", "about 2024"),
        ("2024?", "perhaps 2024"),
        ("2024%", "perhaps about 2024"),
        ("2024~/2026", "about 2024 to 2026"),
        ("../2030", "by 2030"),
        ("2026-36/..", "from Q4 2026 on"),
        ("2026-03/", "from March 2026, end not known"),
        ("/2026-03", "until March 2026, start not known"),
    ],
)
def test_readers_see_a_date_no_more_exactly_than_it_is_known(edtf: str, words: str) -> None:
    assert in_words(edtf) == words


# New Year's Day as almanacs have it: first and last years, and some in between.
NEW_YEARS = """1990-01-27 1995-01-31 2000-02-05 2008-02-07 2012-01-23 2015-02-19 2020-01-25 2023-01-22 2024-02-10
    2025-01-29 2026-02-17 2027-02-06 2028-01-26 2029-02-13 2030-02-03 2031-01-23 2032-02-11 2033-01-31 2050-01-23
    2099-01-21 2100-02-09"""


@pytest.mark.parametrize("day", [date.fromisoformat(day) for day in NEW_YEARS.split()], ids=str)
def test_lunar_new_year_is_the_day_the_almanac_has(day: date) -> None:
    found = parse(f"Lunar New Year’s Day {day.year}")
    assert _days(found) == (day, day)


def test_lunar_new_year_is_known_from_1990_to_2100_and_lies_in_its_season() -> None:
    for year in range(1990, 2101):
        day = parse(f"Lunar New Year’s Day {year}").earliest
        assert day and date(year, 1, 21) <= day <= date(year, 2, 21)


# Laws

YEARS = st.integers(1000, 9998)
PARTS = st.sampled_from([*range(1, 13), *range(21, 25), *range(33, 42)])
MONTHS = st.builds(lambda year, month: f"{year}-{month:02}", YEARS, st.integers(1, 12))
DAYS = st.dates(date(1000, 1, 1), date(9998, 12, 31)).map(lambda day: day.isoformat())
PLAIN = (
    YEARS.map(str)
    | st.builds(lambda year, part: f"{year}-{part:02}", YEARS, PARTS)
    | DAYS
    | YEARS.map(lambda year: f"{year // 10}X")
    | YEARS.map(lambda year: f"{year // 100}XX")
    | YEARS.map(lambda year: f"{year}-XX")
    | YEARS.map(lambda year: f"{year}-XX-XX")
    | MONTHS.map(lambda month: f"{month}-XX")
)
SINGLE = st.builds(str.__add__, PLAIN, st.sampled_from(["", "", "~", "?", "%"]))
# Years, months and days of which many lie close together, as the ends of ranges do.
NEAR = st.builds(
    lambda year, rest, qualifier: f"{year}{rest}{qualifier}",
    st.sampled_from(["2026", "2027"]),
    st.sampled_from(["", "-XX", "-03", "-03-01", "-03-10", "-03-11", "-03-20", "-03-21", "-03-31", "-03-XX"])
    | PARTS.map(lambda part: f"-{part:02}"),
    st.sampled_from(["", "", "~", "?"]),
)
INTERVALS = st.tuples(SINGLE | NEAR, SINGLE | NEAR).filter(
    lambda ends: (parse(ends[0]).earliest or date.min) <= (parse(ends[1]).latest or date.max)
)
OPEN = SINGLE.flatmap(lambda one: st.sampled_from([f"{one}/..", f"../{one}", f"{one}/", f"/{one}"]))
EDTF = SINGLE | INTERVALS.map("/".join) | OPEN


@given(EDTF)
def test_edtf_comes_back_as_it_is_and_begins_before_it_ends(edtf: str) -> None:
    found = parse(edtf)
    assert (found.edtf, found.words) == (edtf, "")
    assert parse(found.edtf) == found
    assert found.earliest is None or found.latest is None or found.earliest <= found.latest
    assert found.earliest or found.latest


@given(INTERVALS)
def test_the_window_of_an_interval_goes_from_its_first_end_to_its_last(ends: tuple[str, str]) -> None:
    first, last = map(parse, ends)
    assert _days(parse("/".join(ends))) == (first.earliest, last.latest)


@given(INTERVALS)
def test_an_interval_the_wrong_way_round_is_refused(ends: tuple[str, str]) -> None:
    first, last = map(parse, ends)
    backwards = f"{ends[1]}/{ends[0]}"
    if first.latest and last.earliest and first.latest < last.earliest:
        with pytest.raises(DateNotUnderstood, match="begins after it ends"):
            parse(backwards)


@given(EDTF)
@example("2026-37/2026-40")
@example("20XX/202X")
@example("2026-03-01/2026-03-10")
def test_a_date_shown_in_words_is_read_back_as_the_same_days(edtf: str) -> None:
    assert _days(parse(in_words(edtf))) == _days(parse(edtf))


@given(PLAIN)
def test_by_before_since_and_after_fit_together(edtf: str) -> None:
    words, found = in_words(edtf), parse(edtf)
    assert _days(parse(f"by {words}")) == (None, found.latest)
    assert _days(parse(f"since {words}")) == (found.earliest, None)
    if found.earliest and found.earliest.year > 1999 and found.latest and found.latest.year < 9000:
        before, after = parse(f"before {words}").latest, parse(f"after {words}").earliest
        assert before and (found.earliest - before).days == 1
        assert after and (after - found.latest).days == 1


@given(
    st.dates(date(1000, 1, 1), date(9999, 12, 31)),
    st.sampled_from([calendar.month_name, calendar.month_abbr]),
)
def test_a_day_is_the_same_in_british_american_and_chinese_order(day: date, names: Any) -> None:
    month = names[day.month]
    for words in (
        f"{day.day} {month} {day.year}",
        f"{month} {day.day}, {day.year}",
        f"{month.upper()}  {day.day}th {day.year}",
        f"{day.day}th of {month} {day.year}",
        f"{day.year}年{day.month}月{day.day}日",
    ):
        assert _days(parse(words)) == (day, day)


WORDS = """by before since from after about perhaps early mid late end of the in on and to - – / .
    , ~ ? % .. XX year month week ending day or Christmas W52 W53 9999 0001 next this last
    March Feb. Q1 Q5 H2 quarter half first spring winter 2026 2027-02 17 31 20s 2020s Lunar
    New Year Spring Festival 年 月 日 第 周 上半月 二〇二六年 十二月 十 二 或 除夕 季度 上半年
    底 初 前 后 至 约 左右 春节 今 明 下个 ２ ٣ ½ İ ß"""
PIECES = st.lists(st.sampled_from(WORDS.split()), max_size=12)


@given(
    st.text(max_size=60) | PIECES.map(" ".join) | PIECES.map("".join),
    st.none() | st.dates(),
)
@example("约" * 100 + "左右" * 50, None)
@example("about early the " * 12, None)
@example("next year " * 20, date(9999, 12, 31))
@example("tomorrow", date.max)
@example("by March", date.min)
def test_any_text_is_read_or_refused(text: str, dated: date | None) -> None:
    try:
        found = parse(text, dated=dated)
    except DateNotUnderstood as reason:
        assert str(reason)
    else:
        assert parse(found.edtf) == FuzzyDate(found.edtf, found.earliest, found.latest)
        assert in_words(found.edtf)


FOREIGN_DIGITS = st.characters(categories=["Nd"]).filter(lambda c: not c.isascii())


@given(
    st.sampled_from(["2026", "2026-02", "17 February 2026", "Q1 2026", "2026年2月17日", "by 2030"]), st.data()
)
def test_digits_of_other_scripts_are_refused(text: str, data: Any) -> None:
    place = data.draw(st.sampled_from([n for n, c in enumerate(text) if c.isdigit()]))
    foreign = data.draw(FOREIGN_DIGITS)
    with pytest.raises(DateNotUnderstood, match="0 to 9"):
        parse(text[:place] + foreign + text[place + 1 :])
    assert unicodedata.decimal(foreign) in range(10)


# The column


def test_words_typed_into_a_field_are_kept_beside_the_date() -> None:
    model = AIModel(name="Penumbra 3", slug="penumbra-3", released="Early 2026")
    model.clean_fields(exclude=["developer"])
    assert (model.released, model.released_words) == ("2026-01/2026-04", "Early 2026")


def test_a_field_says_what_is_wrong_with_a_date() -> None:
    model = AIModel(name="Penumbra 3", slug="penumbra-3", released="30 February 2026")
    with pytest.raises(ValidationError) as refused:
        model.clean_fields(exclude=["developer"])
    assert refused.value.message_dict == {"released": ["There is no 30 February."]}


@pytest.mark.django_db
def test_the_words_of_another_date_go_when_the_date_moves() -> None:
    model = make_model(released="2026-35", released_words="im dritten Quartal 2026")
    model.clean_fields()
    assert model.released_words == "im dritten Quartal 2026"
    model.released = "2026-36"
    model.clean_fields()
    assert model.released_words == ""


@pytest.mark.django_db
def test_the_longest_date_has_room() -> None:
    longest = "2026-02-17%/2026-12-31%"
    model = make_model(released=f"  {longest} ")
    model.full_clean()
    model.save()
    assert AIModel.objects.get(pk=model.pk).released == longest


WHEN = {
    "since": "2025/..",
    "by": "../2026-01",
    "spring": "2026-21",
    "day": "2026-04-10",
    "april": "2026-04",
    "late": "late 2026",
}


@pytest.fixture
def models(db: None) -> None:
    company = make_company()
    for name, released in {**WHEN, "undated": ""}.items():
        make_model(name, developer=company, released=released, published_from=timezone.now())


@pytest.mark.usefixtures("models")
def test_dates_sort_by_their_first_day_then_their_last() -> None:
    dated = AIModel.objects.filter(released_earliest__isnull=False)
    names = dated.order_by("released_earliest", "released_latest").values_list("name", flat=True)
    assert list(names) == ["since", "spring", "april", "day", "late"]


@pytest.mark.usefixtures("models")
@given(
    first=st.none() | st.dates(date(2024, 1, 1), date(2027, 12, 31)),
    last=st.none() | st.dates(date(2024, 1, 1), date(2027, 12, 31)),
)
def test_dates_are_filtered_by_overlap(first: date | None, last: date | None) -> None:
    found = AIModel.objects.filter(overlaps("released", first=first, last=last))
    expected = {
        name
        for name, words in WHEN.items()
        if (not first or (parse(words).latest or date.max) >= first)
        and (not last or (parse(words).earliest or date.min) <= last)
    }
    assert {model.name for model in found} == expected


@pytest.mark.usefixtures("models")
def test_programs_filter_releases_by_overlap(client: Client) -> None:
    found = client.get("/api/v1/models/?released_after=2026-04-11&released_before=2026-08-31").json()
    assert {model["name"] for model in found["results"]} == {"since", "spring", "april"}
