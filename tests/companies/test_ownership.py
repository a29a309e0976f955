"""No company controls itself, and nobody owns more than the whole of one; also when two add at once."""

from threading import Barrier, Thread

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from companies.models import Company, Ownership
from companies.ownership import own
from tests.factories import make_company


@pytest.fixture
def firms(db: None) -> list[Company]:
    return [make_company(name) for name in ("Aster", "Borage", "Clover", "Dill")]


def test_a_company_cannot_control_itself_through_others(firms: list[Company]) -> None:
    aster, borage, clover, _ = firms
    own(aster, borage, type="parent")
    own(borage, clover, type="majority", share=60)
    with pytest.raises(ValidationError) as refused:
        own(clover, aster, type="controlled by contract")
    assert refused.value.messages == [
        "Clover would control itself: Clover controls Aster controls Borage controls Clover. "
        "End one of these ties first."
    ]
    assert Ownership.objects.count() == 2


def test_a_company_cannot_own_itself(firms: list[Company]) -> None:
    with pytest.raises(ValidationError) as refused:
        own(firms[0], firms[0], type="parent")
    assert refused.value.messages == ["A company cannot own itself."]


def test_a_stake_in_ones_owner_is_no_loop(firms: list[Company]) -> None:
    aster, borage, *_ = firms
    own(aster, borage, type="parent")
    own(borage, aster, type="minority", share=3)
    assert Ownership.objects.count() == 2


def test_ties_of_different_times_are_no_loop(firms: list[Company]) -> None:
    aster, borage, *_ = firms
    own(aster, borage, type="parent", since="2015", until="2019")
    own(borage, aster, type="parent", since="2019")
    assert Ownership.objects.count() == 2


def test_a_loop_of_one_common_year_is_refused(firms: list[Company]) -> None:
    aster, borage, clover, _ = firms
    own(aster, borage, type="parent", since="2010", until="2020")
    own(borage, clover, type="parent", since="2018", until="2024")
    own(clover, aster, type="parent", since="2020")
    with pytest.raises(ValidationError, match="would control itself"):
        own(clover, aster, type="majority", since="2018")


def test_shares_of_one_time_make_at_most_the_whole(firms: list[Company]) -> None:
    aster, borage, clover, dill = firms
    own(aster, dill, type="majority", share=60)
    own(borage, dill, type="minority", share=40)
    with pytest.raises(ValidationError) as refused:
        own(clover, dill, type="minority", share="0.5")
    assert refused.value.message_dict == {
        "share": ["The owners of Dill would hold 100.5%: Clover 0.5%, Aster 60%, Borage 40%."]
    }


def test_shares_of_different_times_are_not_added(firms: list[Company]) -> None:
    aster, borage, _, dill = firms
    own(aster, dill, type="majority", share=60, until="2020-03")
    own(borage, dill, type="majority", share=70, since="2020-04")
    with pytest.raises(ValidationError, match="would hold 130%"):
        own(aster, dill, type="minority", share=60, since="2021")


@pytest.mark.parametrize("share", ["-1", "100.01"])
def test_a_share_lies_between_nothing_and_the_whole(firms: list[Company], share: str) -> None:
    with pytest.raises(ValidationError):
        own(firms[0], firms[1], type="minority", share=share)


def test_a_tie_cannot_end_before_it_began(firms: list[Company]) -> None:
    with pytest.raises(ValidationError, match="A tie cannot end before it began"):
        own(firms[0], firms[1], type="parent", since="2020", until="2019")


def test_a_tie_is_recorded_once_at_a_time(firms: list[Company]) -> None:
    own(firms[0], firms[1], type="minority", since="2019", until="2020", share=5)
    own(firms[0], firms[1], type="minority", since="2022", share=5)
    with pytest.raises(ValidationError, match="recorded already"):
        own(firms[0], firms[1], type="minority", since="2023", share=5)


@pytest.mark.django_db(transaction=True)
def test_of_two_who_close_a_loop_at_once_one_is_refused() -> None:
    aster, borage = make_company("Aster"), make_company("Borage")
    together, refused = Barrier(2), []

    def add(owner: Company, owned: Company) -> None:
        together.wait()
        try:
            own(owner, owned, type="parent")
        except ValidationError as reason:
            refused.append(reason)
        finally:
            connection.close()

    threads = [Thread(target=add, args=pair) for pair in ((aster, borage), (borage, aster))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(refused) == 1
    assert Ownership.objects.count() == 1


class AnyTies(TestCase):
    """Whatever is tried in whatever order, what is kept has no loop and no more than the whole."""

    @given(
        st.lists(
            st.tuples(st.integers(0, 4), st.integers(0, 4), st.sampled_from([None, 20, 50, 80, 100])),
            max_size=12,
        )
    )
    def test_what_is_kept_is_possible(self, tried: list[tuple[int, int, int | None]]) -> None:
        firms = [make_company(f"Firm {n}") for n in range(5)]
        for owner, owned, share in tried:
            try:
                own(firms[owner], firms[owned], type="majority", share=share)
            except ValidationError:
                continue
        ties = list(Ownership.objects.all())
        for firm in firms:
            assert sum(tie.share or 0 for tie in ties if tie.owned_id == firm.pk) <= 100
            above: set[int] = set()
            level = {firm.pk}
            while level:
                level = {tie.owner_id for tie in ties if tie.owned_id in level} - above
                above |= level
            assert firm.pk not in above
