"""Who owns whom, as a tree: both ends public, a few levels deep, whatever shape the ties have."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from lxml import html

from companies.models import Company, Ownership
from companies.ties import LEVELS, Branch, tree
from tests.factories import make_company

pytestmark = pytest.mark.django_db


def public(name: str) -> Company:
    """A public company."""
    return make_company(name, published_from=timezone.now() - timedelta(days=1))


def owns(owner: Company, owned: Company, type: str = "parent", **values: Any) -> Ownership:
    """A tie."""
    return Ownership.objects.create(owner=owner, owned=owned, type=type, **values)


def names(branches: list[Branch]) -> list[Any]:
    """The tree as nested lists of names."""
    return [name for branch in branches for name in ([branch.company.name, names(branch.branches)])]


def test_owners_and_holdings_are_told_level_by_level() -> None:
    trust, group, lab, cloud, halls = map(public, ("Trust", "Group", "Umbra", "Cloud", "Halls"))
    owns(trust, group)
    owns(group, lab, share=60)
    owns(public("Fund"), lab, "minority")
    owns(lab, cloud)
    owns(cloud, halls, "joint venture")
    found = tree(lab, timezone.now())
    assert names(found.above) == ["Fund", [], "Group", ["Trust", []]]
    assert names(found.below) == ["Cloud", ["Halls", []]]


def test_a_private_company_is_neither_shown_nor_seen_through() -> None:
    lab, hidden, beyond = public("Umbra"), make_company("Canary"), public("Beyond")
    owns(lab, hidden)
    owns(hidden, beyond)
    assert not tree(lab, timezone.now())


def test_loops_and_long_chains_end() -> None:
    chain = [public(f"Company {n}") for n in range(12)]
    for one, other in zip(chain, [*chain[1:], chain[0]], strict=True):
        owns(one, other)
    found = tree(chain[0], timezone.now())
    depth, branches = 0, found.below
    while branches:
        depth, branches = depth + 1, branches[0].branches
    assert depth == LEVELS
    two = [public("Egg"), public("Hen")]
    owns(*two)
    owns(*reversed(two))
    assert names(tree(two[0], timezone.now()).below) == ["Hen", []]


def test_a_tree_takes_two_queries_however_large_it_is() -> None:
    lab = public("Umbra")
    for n in range(20):
        child = public(f"Child {n}")
        owns(lab, child)
        owns(child, public(f"Grandchild {n}"))
    with CaptureQueriesContext(connection) as captured:
        assert len(tree(lab, timezone.now()).below) == 20
    assert len(captured) == 2


def tree_of(client: Client, company: Company) -> Any:
    """The drawn tree."""
    page: Any = html.fromstring(client.get(company.get_absolute_url()).content.decode())
    return page.xpath('//*[@class="tree"]')[0]


def test_the_relation_its_share_and_its_time_are_words(client: Client) -> None:
    group, ant = public("Harbour"), public("Ant")
    owns(group, ant, "affiliate", share=33, since="2019-09", source="https://harbour.example/")
    drawn = tree_of(client, group)
    words = " ".join(drawn.text_content().split())
    assert "Affiliate as seen from Harbour 33%, since September 2019. Source for Ant" in words
    assert "Subsidiary" not in words
    assert drawn.xpath('.//li[@class="loose"]//a/@href')[0] == ant.get_absolute_url()


def test_an_ended_tie_says_so(client: Client) -> None:
    group, lab = public("Harbour"), public("Umbra")
    owns(group, lab, "majority", since="2020", until="2024-05")
    assert "since 2020, until May 2024" in tree_of(client, lab).text_content()
    assert tree_of(client, lab).xpath('.//*[@class="tag"]/text()') == ["Ended"]


def test_the_tree_is_read_from_the_owners_down(client: Client) -> None:
    trust, group, lab, cloud = map(public, ("Trust", "Group", "Umbra", "Cloud"))
    owns(trust, group)
    owns(group, lab)
    owns(lab, cloud)
    nodes = tree_of(client, lab).xpath('.//*[contains(@class, "node")]')
    assert [node.text_content().strip() for node in nodes] == ["Trust", "Group", "Umbra", "Cloud"]
