"""Records in the admin: their names, addresses, and the claims of a release."""

import pytest
from django.contrib.auth.models import User
from django.urls import reverse

from changes.models import Change
from companies.models import AIModel, Company
from tests.editing import record_form, signed_in
from tests.factories import make_company, make_model

pytestmark = [
    pytest.mark.django_db,
    # django-unfold 0.110 still has the old signature.
    pytest.mark.filterwarnings("ignore:Overriding get_action_choices"),
]


def test_a_name_that_mixes_scripts_is_refused(editor: User) -> None:
    client = signed_in(editor)
    response = client.post("/admin/companies/company/add/", record_form(name="Аlibaba"))  # a Cyrillic A
    assert "mixes Latin letters" in response.text
    rows = {"aliases-TOTAL_FORMS": 1, "aliases-0-text": "Umbrа", "aliases-0-kind": "brand"}  # a Cyrillic a
    assert "mixes Latin letters" in client.post("/admin/companies/company/add/", record_form(**rows)).text
    assert not Company.objects.exists()


def test_another_record_of_the_kind_keeps_its_slug(editor: User) -> None:
    make_company(slug="umbra")
    response = signed_in(editor).post("/admin/companies/company/add/", record_form())
    assert "is or was the address of another record" in response.text


def test_editing_a_public_record_tells_the_log(editor: User) -> None:
    company = make_company(slug="umbra", published_from="2020-01-01T00:00Z")
    url = reverse("admin:companies_company_change", args=[company.pk])
    signed_in(editor).post(
        url, record_form(name="Umbra Labs", published_from_0="2020-01-01", published_from_1="00:00")
    )
    assert Change.objects.filter(about="company", about_id=company.pk, silent=True).exists()


def test_release_claims_are_added_and_set_the_record(editor: User) -> None:
    model = make_model()
    form = record_form(name=model.name, slug=model.slug, developer=model.developer_id, status=model.status)
    form |= {"claims-TOTAL_FORMS": 1, "claims-INITIAL_FORMS": 0, "openness": ""}
    form |= {
        "claims-0-status": "announced",
        "claims-0-window": "early 2027",
        "claims-0-claimed_on": "2026-11-01",
    }
    response = signed_in(editor).post(reverse("admin:companies_aimodel_change", args=[model.pk]), form)
    assert response.status_code == 302, response.context["errors"]
    assert AIModel.objects.get().status == "announced"
    assert model.claims.get().window_words == "early 2027"


@pytest.mark.parametrize("window", ["2027-01/2027-02", "early 2027", ""])
def test_a_claim_keeps_the_words_of_its_source_beside_its_days(editor: User, window: str) -> None:
    model = make_model()
    form = record_form(name=model.name, slug=model.slug, developer=model.developer_id, status=model.status)
    form |= {"claims-TOTAL_FORMS": 1, "claims-INITIAL_FORMS": 0, "openness": ""}
    said = {"status": "announced", "window": window, "window_words": "农历新年前", "claimed_on": "2026-11-01"}
    form |= {f"claims-0-{name}": value for name, value in said.items()}
    response = signed_in(editor).post(reverse("admin:companies_aimodel_change", args=[model.pk]), form)
    assert response.status_code == 302, response.context["errors"]
    claim = model.claims.get()
    assert claim.window_words == "农历新年前"
    assert bool(claim.window) == bool(window) == bool(claim.window_latest)
