"""What editors decide between figures of one time: which one the site uses, and that two are no dispute."""

import re
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from changes import log
from changes.models import Change
from companies.models import Record
from facts.deciding import NotDecided, let_rule_decide, offer_again, prefer, settle
from facts.models import Fact, NoDispute, Preference
from facts.rivals import all_pairs
from facts.supersession import supersede
from facts.withdrawal import withdraw
from tests.editing import signed_in
from tests.factories import make_fact, make_product

pytestmark = [
    pytest.mark.django_db,
    # django-unfold 0.110 still has the old signature.
    pytest.mark.filterwarnings("ignore:Overriding get_action_choices"),
]


@pytest.fixture
def product() -> Record:
    return make_product("Umbra Chat", published_from=timezone.now())


def said(product: Record, millions: int, **values: Any) -> Fact:
    """A public figure."""
    fact = make_fact(product, value=millions * 10**6, published_from=timezone.now(), **values)
    fact.refresh_from_db()
    return fact


def rows(client: Client, product: Record) -> list[str]:
    """The rows of figures on the record's page, as words."""
    log.forget_version()  # as after the commit
    page = client.get(product.get_absolute_url()).content.decode()
    table = page[page.index('aria-label="Figures: table"') :]
    found = re.findall("<tr>(.*?)</tr>", table[: table.index("</table>")], re.S)
    return [" ".join(re.sub("<[^>]+>", " ", row).split()) for row in found[1:]]


def test_the_claim_the_measurement_and_the_estimate_stand_together(client: Client, product: Record) -> None:
    said(product, 172, nature="claimed", source="A filing")
    said(product, 150, nature="estimated", source="A newspaper")
    said(product, 163, source="A count")
    used, *others = rows(client, product)
    assert (
        "163 million (used here)" in used and "Measured, disputed" in used and "Measured by others." in used
    )
    assert ["172 million" in others[0], "150 million" in others[1]] == [True, True]
    assert "Of the same time, but claimed." in others[0]


def test_readers_see_why_an_editor_uses_another_value(client: Client, product: Record, editor: User) -> None:
    measured, claimed = said(product, 163), said(product, 172, nature="claimed")
    before = Change.objects.count()
    prefer(claimed, by=editor, because="the count left out tablets.")
    used, other = rows(client, product)
    assert "172 million (used here)" in used and "Used here because the count left out tablets." in used
    assert "an editor chose the other" in other
    assert Change.objects.filter(about="fact", about_id=claimed.pk, silent=True).count() == 1
    let_rule_decide(claimed)
    assert "163 million (used here)" in rows(client, product)[0]
    assert Change.objects.count() == before + 2
    assert measured.pk not in Preference.objects.values_list("fact", flat=True)


def test_one_of_those_of_a_time_is_preferred(product: Record, editor: User) -> None:
    first, second, earlier = said(product, 163), said(product, 172), said(product, 90, as_of="2024")
    for fact in (earlier, first, second):
        prefer(fact, by=editor, because="it counts people")
    assert set(Preference.objects.values_list("fact", flat=True)) == {earlier.pk, second.pk}


def test_what_cannot_be_used_is_refused(product: Record, editor: User) -> None:
    fact, forecast = said(product, 163), said(product, 400, as_of="2030", nature="forecast")
    with pytest.raises(NotDecided, match="Say why"):
        prefer(fact, by=editor, because=" . ")
    with pytest.raises(NotDecided, match="forecast"):
        prefer(forecast, by=editor, because="so")
    with pytest.raises(NotDecided, match="rule decides already"):
        let_rule_decide(fact)
    withdraw(fact, because="Retracted.")
    with pytest.raises(NotDecided, match="does not stand"):
        prefer(fact, by=editor, because="so")


def test_a_successor_of_the_same_source_is_preferred_in_its_place(product: Record, editor: User) -> None:
    fact = said(product, 163)
    prefer(fact, by=editor, because="it counts people")
    revised = supersede(fact, by=editor, because="revised by its source", value=164 * 10**6)
    assert Preference.objects.get().fact == revised
    other = said(product, 1).source
    supersede(revised, by=editor, because="better source", value=165 * 10**6, source=other)
    assert not Preference.objects.exists()


def test_two_are_settled_once_and_can_be_offered_again(product: Record, editor: User) -> None:
    one, other, far = said(product, 163), said(product, 172), said(product, 9, as_of="2020")
    assert all_pairs() == [(one.pk, other.pk)]
    settled = settle(other, one, by=editor, because="The one counts a month, the other a day.")
    assert (settled.one, settled.other, settled.by) == (one, other, editor)
    assert all_pairs() == []
    with pytest.raises(NotDecided, match="decided already"):
        settle(one, other, by=editor, because="So.")
    with pytest.raises(NotDecided, match="do not contradict"):
        settle(one, far, by=editor, because="So.")
    offer_again(settled)
    assert all_pairs() == [(one.pk, other.pk)]


def test_the_desk_decides_on_its_page(product: Record, editor: User) -> None:
    one = said(product, 163)
    other = make_fact(product, value=172 * 10**6, nature="claimed")
    client, page = signed_in(editor), reverse("newsroom:disputes")
    shown = client.get(page).content.decode()
    assert "163 million" in shown and "172 million" in shown and "Private." in shown
    client.post(reverse("newsroom:use_rival", args=[one.pk]), {"because": "it counts people"})
    assert "Used because it counts people." in client.get(page).content.decode()
    client.post(reverse("newsroom:use_rival", args=[one.pk]), {"decision": "rule"})
    assert not Preference.objects.exists()
    client.post(reverse("newsroom:no_dispute", args=[one.pk, other.pk]), {"because": "Other days."})
    assert "No two figures that stand" in client.get(page).content.decode()
    client.post(reverse("newsroom:dispute_again", args=[NoDispute.objects.get().pk]))
    answer = client.post(reverse("newsroom:withdraw_rival", args=[other.pk]), {"because": ""}, follow=True)
    assert "Say why" in answer.content.decode()
    client.post(reverse("newsroom:withdraw_rival", args=[other.pk]), {"because": "Retracted."})
    assert "No two figures that stand" in client.get(page).content.decode()


def test_the_buttons_of_a_fact_choose_it_and_let_the_rule_choose(product: Record, editor: User) -> None:
    fact, client = said(product, 163), signed_in(editor)
    client.post(
        reverse("admin:facts_fact_use_value", args=[fact.pk]),
        {"_form_submitted": "on", "because": "it counts people"},
    )
    assert Preference.objects.get().because == "it counts people"
    client.post(reverse("admin:facts_fact_let_rule", args=[fact.pk]), {"_form_submitted": "on"})
    assert not Preference.objects.exists()
