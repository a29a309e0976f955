"""A model belongs to its developer's family and follows no model that follows it; also when two change at once."""

from threading import Barrier, Thread

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, transaction

from companies.models import AIModel, ModelFamily
from tests.factories import make_company, make_family, make_model


@pytest.mark.django_db
def test_a_model_is_of_no_other_companys_family() -> None:
    family = make_family("Penumbra", developer=make_company("Umbra Labs"))
    model = make_model("Stray 1", developer=make_company("Other Labs"))
    model.family = family
    with pytest.raises(ValidationError) as refused:
        model.full_clean(exclude={"kind"})
    assert refused.value.message_dict == {
        "family": ["Penumbra is a family of Umbra Labs: a model of it has the same developer."]
    }


@pytest.mark.django_db
def test_a_family_that_has_models_stays_with_their_developer() -> None:
    family = make_family("Penumbra", developer=make_company("Umbra Labs"))
    make_model("Penumbra 1", developer=family.developer, family=family)
    family.developer = make_company("Other Labs")
    with pytest.raises(ValidationError, match="Penumbra 1 of this family is by Umbra Labs"):
        family.full_clean(exclude={"kind"})


@pytest.mark.django_db
def test_models_follow_one_another_in_no_circle() -> None:
    first = make_model("Penumbra 1")
    second = make_model("Penumbra 2", predecessor=first)
    third = make_model("Penumbra 3", predecessor=second)
    first.predecessor = third
    with pytest.raises(ValidationError, match="Penumbra 3 follows Penumbra 1 already"):
        first.full_clean(exclude={"kind"})
    first.predecessor = first
    with pytest.raises(ValidationError):
        first.full_clean(exclude={"kind"})


@pytest.mark.django_db
def test_a_model_is_not_released_before_it_was_announced() -> None:
    model = make_model("Penumbra 2")
    model.announced, model.released = "May 2026", "April 2026"
    with pytest.raises(ValidationError, match="cannot be released before it was announced"):
        model.full_clean(exclude={"kind"})
    model.announced = ""
    model.full_clean(exclude={"kind"})


@pytest.mark.django_db(transaction=True)
def test_of_two_who_move_a_family_and_a_model_apart_one_is_refused() -> None:
    umbra, other = make_company("Umbra Labs"), make_company("Other Labs")
    family = make_family("Penumbra", developer=umbra)
    model = make_model("Penumbra 1", developer=umbra)
    together, refused = Barrier(2), []

    def change(row: AIModel | ModelFamily) -> None:
        together.wait()
        try:
            with transaction.atomic():
                row.full_clean(exclude={"kind"})
                row.save()
        except ValidationError as reason:
            refused.append(reason)
        finally:
            connection.close()

    family.developer, model.family = other, ModelFamily(pk=family.pk)
    threads = [Thread(target=change, args=(row,)) for row in (family, model)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(refused) == 1
    model.refresh_from_db()
    assert model.family is None or model.family.developer == model.developer
