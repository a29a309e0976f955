"""Citing a fact: whatever its names hold, each of the three forms can be read back."""

import json
import re
from datetime import date

import pytest
from django.test import Client
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from facts.citing import escaped
from facts.models import Fact, Metric
from facts.supersession import supersede
from tests.factories import make_fact, make_product

#: What each escape stands for, to read an entry as TeX does.
MEANT = {
    **{r"\textbackslash{}": "\\", r"\textbraceleft{}": "{", r"\textbraceright{}": "}"},
    **{r"\textasciitilde{}": "~", r"\textasciicircum{}": "^", r"\textless{}": "<", r"\textgreater{}": ">"},
    **{rf"\{sign}": sign for sign in "%&#_$"},
}
ESCAPE = re.compile("|".join(map(re.escape, MEANT)))
HOSTILE = "{Umbra} \\input{x} 100% & #1_a \"b\" 'c' $d$ ~^ <e> 豆包"


@given(st.text(st.sampled_from("{}\\%&#_$~^<>\"'ab 豆包\n") | st.characters(exclude_categories=["Cs"])))
def test_an_escaped_name_reads_as_it_was_and_never_ends_its_field(name: str) -> None:
    text = escaped(name)
    assert ESCAPE.sub(lambda found: MEANT[found.group()], text) == " ".join(name.split())
    depth = 0
    for sign in text:
        depth += {"{": 1, "}": -1}.get(sign, 0)
        assert depth >= 0
    assert depth == 0
    assert not re.search(r"[%&#$_~^]", ESCAPE.sub("", text))


@pytest.mark.django_db
def test_a_fact_is_cited_in_three_ways_whatever_its_names_hold(client: Client) -> None:
    product = make_product(HOSTILE, published_from=timezone.now())
    fact = make_fact(product, source=f"A report on {HOSTILE}", published_from=timezone.now())
    today = timezone.localdate()

    bibtex = client.get(f"/facts/{fact.pk}.bib")
    assert bibtex["Content-Type"] == "application/x-bibtex; charset=utf-8"
    fields = dict(re.findall(r"^  (\w+) = \{(.*)\},$", bibtex.text, re.M))
    assert HOSTILE in ESCAPE.sub(lambda found: MEANT[found.group()], fields["title"])
    assert fields["url"].endswith(f"/facts/{fact.pk}/")
    assert fields["urldate"] == str(today)

    csl = client.get(f"/facts/{fact.pk}.csl.json")
    assert csl["Content-Type"] == "application/vnd.citationstyles.csl+json"
    (item,) = json.loads(csl.content)
    assert item["title"] == f"{HOSTILE}: monthly active users, 163 million (January 2026; measured)"
    assert item["accessed"] == {"date-parts": [[today.year, today.month, today.day]]}
    assert item["note"] == f"Source: Shadow Count, A report on {HOSTILE}."


@pytest.mark.django_db
def test_a_citation_says_that_a_value_was_superseded(client: Client) -> None:
    fact = make_fact(published_from=timezone.now())
    supersede(fact, by=None, because="our error", value=7_000_000)
    note = json.loads(client.get(f"/facts/{fact.pk}.csl.json").content)[0]["note"]
    assert f"Superseded on {date.today():%-d %B %Y} (our error) by 7 million." in note


@pytest.mark.django_db
def test_a_citation_never_names_a_private_subject_and_a_private_fact_has_none(client: Client) -> None:
    named = make_fact(make_product("Canary Chat"), published_from=timezone.now())
    hidden = make_fact(make_product("Canary Chat"))
    for kind in ("bib", "csl.json"):
        assert "Canary" not in client.get(f"/facts/{named.pk}.{kind}").text
        assert client.get(f"/facts/{hidden.pk}.{kind}").status_code == 404
    assert Fact.objects.count() == 2


@pytest.mark.parametrize(
    ("name", "after_others"),
    [
        ("Monthly active users", "monthly active users"),
        ("Stake held by Alibaba", "stake held by Alibaba"),
        ("Revenue", "revenue"),
        ("AIME 2024", "AIME 2024"),
        ("Harbour Bench", "Harbour Bench"),
    ],
)
def test_a_metric_named_after_other_words_keeps_the_capitals_of_names(name: str, after_others: str) -> None:
    assert Metric(name=name).in_a_sentence == after_others
