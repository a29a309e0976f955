"""What administrators do with endpoints, and what the forms refuse."""

from typing import Any

import pytest
from django.contrib.auth.models import Group, User
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from articles.publishing import publish
from changes import history
from tests.editing import signed_in
from tests.factories import make_article, make_delivery, make_endpoint, make_model
from webhooks import signing
from webhooks.models import Delivery, Endpoint
from webhooks.noting import note

pytestmark = [
    pytest.mark.django_db,
    # django-unfold 0.110 still has the old signature.
    pytest.mark.filterwarnings("ignore:Overriding get_action_choices"),
]
ADD = "admin:webhooks_endpoint_add"


@pytest.fixture
def administrator() -> Client:
    user = User.objects.create_user("administrator", is_staff=True)
    user.groups.add(Group.objects.get(name="administrator"))
    return signed_in(user)


def typed(**values: Any) -> dict[str, Any]:
    """What the browser sends for an endpoint’s form."""
    return {
        "address": "https://mirror.example/hooks",
        "description": "A mirror",
        "mail": "owner@example.org",
        "events": ["edition.published", "edition.withdrawn"],
    } | values


def button(client: Client, obj: Any, name: str) -> Any:
    """Press a button over a form, and the one in its dialog."""
    address = reverse(f"admin:{obj._meta.app_label}_{obj._meta.model_name}_{name}", args=[obj.pk])
    return client.post(address, {"_form_submitted": "True"})


def test_one_that_is_added_has_a_secret_that_is_shown_at_the_press_of_a_button_and_kept_sealed(
    administrator: Client,
) -> None:
    page = administrator.post(reverse(ADD), typed(), follow=True)
    endpoint = Endpoint.objects.get()
    secret = signing.secret_of(endpoint)
    assert page.request["PATH_INFO"] == reverse("admin:webhooks_endpoint_secret", args=[endpoint.pk])
    assert secret not in page.text and secret not in endpoint.sealed
    shown = administrator.post(page.request["PATH_INFO"], {"do": "show"})
    assert secret in shown.text
    assert "no-store" in shown.headers["Cache-Control"]
    administrator.post(page.request["PATH_INFO"], {"do": "rotate"})
    assert secret not in administrator.get(page.request["PATH_INFO"]).text
    told = administrator.get(reverse("admin:webhooks_endpoint_history", args=[endpoint.pk])).text
    assert "Secret shown." in told and "Secret rotated." in told
    assert secret not in told and endpoint.sealed not in told


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        (
            {"address": "http://127.0.0.1/hooks"},
            "We cannot call this address. 127.0.0.1 is not on the public",
        ),
        ({"address": "https://[::1]/"}, "is not on the public internet"),
        ({"address": "https://localhost/"}, "localhost is not on the public internet"),
        ({"address": "https://wiki.localhost/"}, "is not on the public internet"),
        ({"address": "https://169.254.169.254/"}, "is not on the public internet"),
        ({"address": "https://2130706433/"}, "“Address” is no web address"),
        ({"address": "https://mirror.example:8443/"}, "Port 8443"),
        ({"address": "https://user:word@mirror.example/"}, "names a user"),
        ({"address": "ftp://mirror.example/"}, "neither http:// nor https://"),
        ({"address": ""}, "Fill in “Address”."),
        ({"address": "https://taken.example/"}, "There is an endpoint with this address already"),
        ({"mail": "nobody"}, "“Mail address” is no mail address"),
        ({"mail": ""}, "Fill in “Mail address”."),
        ({"events": []}, "Choose something under “Events”."),
        ({"events": ["edition.burnt"]}, "What was chosen under “Events” is not there to be chosen"),
        ({"description": "x" * 201}, "“Description” is 1 character too long"),
    ],
)
def test_what_cannot_be_is_refused_by_its_name(
    administrator: Client, values: dict[str, Any], sentence: str
) -> None:
    make_endpoint("https://taken.example/")
    assert sentence in administrator.post(reverse(ADD), typed(**values)).text
    assert Endpoint.objects.count() == 1


def test_a_site_behind_tls_calls_no_address_without(administrator: Client, settings: Any) -> None:
    plain = typed(address="http://mirror.example/hooks")
    settings.BEHIND_TLS = True
    assert "begins with https://" in administrator.post(reverse(ADD), plain).text
    settings.BEHIND_TLS = False
    assert administrator.post(reverse(ADD), plain).status_code == 302


def test_what_it_wants_is_changed_and_the_history_says_so(administrator: Client) -> None:
    endpoint = make_endpoint(events=["edition.published"])
    kept = endpoint.wanted.get()
    form = reverse("admin:webhooks_endpoint_change", args=[endpoint.pk])
    administrator.post(form, typed(events=["edition.published", "fact.superseded"]))
    assert set(endpoint.wanted.values_list("event", flat=True)) == {"edition.published", "fact.superseded"}
    assert endpoint.wanted.get(event="edition.published").since == kept.since
    administrator.post(form, typed(events=["fact.superseded"]))
    assert next(edit.kind for edit in history.of(endpoint)) == "deleted"


def test_what_it_hears_of_alone_is_typed_a_line_each(administrator: Client) -> None:
    make_model("Lamp 2", slug="lamp-2", published_from=timezone.now())
    page = administrator.post(reverse(ADD), typed(only="model/lamp-2\nfact/99999999999999999999"))
    assert "“fact/99999999999999999999” is nothing that readers see and can follow." in page.text
    administrator.post(reverse(ADD), typed(only=" release/lamp-2 \n"))
    endpoint = Endpoint.objects.get()
    change = reverse("admin:webhooks_endpoint_change", args=[endpoint.pk])
    assert "release/lamp-2</textarea>" in administrator.get(change).text
    administrator.post(change, typed(only=""))
    assert not endpoint.only.exists()


def test_one_is_disabled_and_enabled_by_buttons(administrator: Client) -> None:
    endpoint = make_endpoint()
    assert "HX-Redirect" in button(administrator, endpoint, "disable").headers
    endpoint.refresh_from_db()
    assert endpoint.disabled_because == "By hand."
    assert button(administrator, endpoint, "test").status_code == 403
    button(administrator, endpoint, "enable")
    endpoint.refresh_from_db()
    assert endpoint.is_active


def test_a_test_is_sent_and_it_is_said_how_that_went(administrator: Client) -> None:
    endpoint = make_endpoint("https://localhost/")
    page = button(administrator, endpoint, "test").headers["HX-Redirect"]
    delivery = Delivery.objects.get()
    assert page == reverse("admin:webhooks_delivery_change", args=[delivery.pk])
    shown = administrator.get(page).text
    assert "It did not arrive: localhost is not on the public internet." in shown
    assert (delivery.state, delivery.tries) == ("given up", 1)
    button(administrator, delivery, "again")
    assert delivery.attempts.count() == 2


def test_what_readers_do_not_see_is_not_sent_by_hand_either(administrator: Client) -> None:
    make_endpoint()
    publish(make_article(), by=None)
    note(timezone.now())
    delivery = Delivery.objects.get()
    Delivery.objects.update(state=Delivery.State.PASSED)
    assert button(administrator, delivery, "again").status_code == 403


@pytest.mark.parametrize(
    "query", ["state=failed", "state=given+up", "event__exact=endpoint.test", "p=9", "state=x"]
)
def test_the_list_of_deliveries_is_narrowed(administrator: Client, query: str) -> None:
    make_delivery()
    response = administrator.get(f"{reverse('admin:webhooks_delivery_changelist')}?{query}", follow=True)
    assert response.status_code == 200


@pytest.mark.parametrize(("standing", "count"), [("active", 2), ("failing", 1), ("disabled", 1), ("", 3)])
def test_the_list_of_endpoints_is_narrowed(administrator: Client, standing: str, count: int) -> None:
    now = timezone.now()
    make_endpoint()
    make_endpoint(failing_since=now)
    make_endpoint(disabled_at=now, disabled_because="By hand.")
    page = administrator.get(reverse("admin:webhooks_endpoint_changelist"), {"standing": standing})
    assert page.context["cl"].result_count == count
