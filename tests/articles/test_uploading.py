"""Pictures that are uploaded: made anew, refused, and shown to the newsroom alone."""

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image as Picture

from articles.models import Image
from companies import pictures
from tests.editing import picture, signed_in

pytestmark = [
    pytest.mark.django_db,
    # django-unfold 0.110 still has the old signature.
    pytest.mark.filterwarnings("ignore:Overriding get_action_choices"),
]


def test_a_picture_is_made_anew_without_what_the_camera_wrote() -> None:
    exif = Picture.Exif()
    exif[0x010F], exif[0x0112] = "A camera", 6  # its make, and "turn me"
    made = Picture.open(pictures.reencode(picture(exif=exif)))
    assert not made.getexif()
    assert made.size == (20, 40)


@pytest.mark.parametrize(
    ("upload", "reason"),
    [
        (
            SimpleUploadedFile("x.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>"),
            "Only JPEG, PNG and WebP",
        ),
        (picture("GIF"), "Only JPEG, PNG and WebP"),
        (SimpleUploadedFile("x.jpg", picture(size=(400, 400)).read()[:900]), "damaged"),
        (picture("PNG", (8000, 5001)), "40 million"),
    ],
)
def test_what_is_no_picture_of_ours_is_refused(upload: SimpleUploadedFile, reason: str) -> None:
    with pytest.raises(pictures.PictureRefused, match=reason):
        pictures.reencode(upload)


def test_the_newsroom_sees_the_pictures_of_its_drafts(contributor: User) -> None:
    image = Image.objects.create(title="A photo", file=picture())
    page = signed_in(contributor).get(reverse("admin:articles_image_change", args=[image.pk])).text
    assert image.file.url in page
    response = signed_in(contributor).get(image.file.url)
    assert b"".join(response) and "no-store" in response.headers["Cache-Control"]
    outsider = User.objects.create_user("outsider", is_staff=True)
    assert signed_in(outsider).get(image.file.url).status_code == 403
    assert Client().get(image.file.url).headers["Location"].startswith("/admin/login/")
    assert signed_in(contributor).get("/admin/media/images/missing.jpeg").status_code == 404
