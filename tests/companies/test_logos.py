"""A company's logo: made anew when it comes in, seen while the company is public and at no other address."""

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from lxml import html
from PIL import Image as Picture

from companies.models import Company
from tests.editing import picture, record_form, signed_in
from tests.factories import make_company

pytestmark = [
    pytest.mark.django_db,
    # django-unfold 0.110 still has the old signature.
    pytest.mark.filterwarnings("ignore:Overriding get_action_choices"),
]

ADD = "/admin/companies/company/add/"


@pytest.fixture
def umbra() -> Company:
    """A public company with a logo."""
    return make_company("Umbra", logo=picture("PNG"), published_from=timezone.now() - timedelta(days=1))


def test_readers_see_it_under_the_companys_name(client: Client, umbra: Company) -> None:
    page: Any = html.fromstring(client.get(umbra.get_absolute_url()).text)
    (shown,) = page.xpath('//img[@class="logo"]')
    assert (shown.get("src"), shown.get("alt")) == (umbra.logo_address, "Umbra")
    answered = client.get(umbra.logo_address)
    assert answered.getvalue() == Path(umbra.logo.path).read_bytes()
    assert (answered["Content-Type"], answered["X-Content-Type-Options"]) == ("image/png", "nosniff")


def test_programs_get_its_address(client: Client, umbra: Company, settings: Any) -> None:
    address = settings.SITE_URL + umbra.logo_address
    page: Any = html.fromstring(client.get(umbra.get_absolute_url()).text)
    blocks = [json.loads(text) for text in page.xpath('//script[@type="application/ld+json"]/text()')]
    assert [block["mainEntity"]["logo"] for block in blocks if "mainEntity" in block] == [address]
    assert client.get(f"/api/v1/companies/{umbra.slug}/").json()["logo"] == address
    plain = make_company(published_from=umbra.published_from)
    assert client.get(f"/api/v1/companies/{plain.slug}/").json()["logo"] is None
    assert 'class="logo"' not in client.get(plain.get_absolute_url()).text


def test_it_is_as_private_as_its_company(client: Client, umbra: Company) -> None:
    address = umbra.logo_address
    assert client.get(address).getvalue()
    for at in (None, timezone.now() + timedelta(hours=1)):
        Company.objects.filter(pk=umbra.pk).update(published_from=at)
        assert client.get(address).status_code == 404


def test_no_other_name_leads_to_it(client: Client, umbra: Company) -> None:
    before = umbra.logo_address
    assert len(before.rsplit("/", 1)[1]) > 40
    assert client.get(f"/logos/{umbra.pk}/photo.png").status_code == 404
    assert client.get(f"/media/{umbra.logo.name}").status_code == 404
    umbra.logo = picture("PNG")
    umbra.save()
    assert client.get(before).status_code == 404
    umbra.logo.storage.delete(umbra.logo.name)
    assert client.get(umbra.logo_address).status_code == 404


def test_it_is_made_anew_when_it_comes_in_and_previewed(editor: User) -> None:
    exif = Picture.Exif()
    exif[0x010F] = "A camera"
    client = signed_in(editor)
    client.post(ADD, record_form(logo=picture(exif=exif)))
    umbra = Company.objects.get()
    with Picture.open(umbra.logo.path) as kept:
        assert not kept.getexif()
    form = f"/admin/companies/company/{umbra.pk}/change/"
    page: Any = html.fromstring(client.get(form).text)
    assert page.xpath(f'//img[@src="{umbra.logo.url}"]')
    assert client.get(umbra.logo.url).getvalue()
    client.post(form, record_form())
    assert Company.objects.get().logo == umbra.logo
    client.post(form, record_form(**{"logo-clear": "on"}))
    assert not Company.objects.get().logo


@pytest.mark.parametrize(
    ("upload", "sentence"),
    [
        (
            SimpleUploadedFile("x.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>"),
            "Only JPEG, PNG and WebP",
        ),
        (SimpleUploadedFile("x.png", b"<script>alert(1)</script>"), "Only JPEG, PNG and WebP"),
        (picture("GIF"), "Only JPEG, PNG and WebP pictures can be used."),
        (SimpleUploadedFile("x.jpg", picture(size=(400, 400)).read()[:900]), "The file is damaged"),
        (picture("PNG", (8000, 5001)), "more than 40 million pixels"),
        (SimpleUploadedFile("x.png", b""), "The submitted file is empty."),
    ],
)
def test_another_file_is_refused_with_one_sentence(
    editor: User, upload: SimpleUploadedFile, sentence: str
) -> None:
    upload.seek(0)
    answered = signed_in(editor).post(ADD, record_form(logo=upload))
    (said,) = answered.context["adminform"].form.errors["logo"]
    assert sentence in said
    assert not Company.objects.exists()


def test_its_file_in_the_newsroom_is_for_those_who_see_companies(editor: User, umbra: Company) -> None:
    outsider = User.objects.create_user("outsider", is_staff=True)
    assert signed_in(outsider).get(umbra.logo.url).status_code == 403
    assert Client().get(umbra.logo.url).headers["Location"].startswith("/admin/login/")
    assert signed_in(editor).get("/admin/media/logos/missing.png").status_code == 404
