"""A list to choose from is what Django would draw, only sooner."""

from bs4 import BeautifulSoup
from django import forms
from hypothesis import given
from hypothesis import strategies as st

from readers.strict import Choices

WORDS = st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=8)


@given(st.dictionaries(WORDS, WORDS, max_size=4), WORDS)
def test_its_options_are_those_that_django_draws(offered: dict[str, str], chosen: str) -> None:
    drawn = [
        [
            (one["value"], one.get_text().strip(), one.has_attr("selected"))
            for one in select.find_all("option")
        ]
        for widget in (Choices, forms.Select)
        for select in BeautifulSoup(
            str(widget(choices=list(offered.items())).render("year", chosen, {"id": "id_year"})),
            "html.parser",
        ).find_all("select", id="id_year", attrs={"name": "year"})
    ]
    mine, djangos = drawn
    assert [(value, words.strip(), on) for value, words, on in mine] == djangos
