"""Pictures on pages: made once, cut around what matters, frozen with their edition and as private as the picture."""

from datetime import timedelta
from fractions import Fraction
from io import BytesIO, StringIO
from typing import Any
from zlib import crc32

import pytest
from django.contrib.auth.models import User
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from lxml import html
from PIL import Image as Picture
from PIL import ImageCms

from articles import cropping, renditions
from articles.models import Article, Edition, EditionImage, Image, Renditions
from articles.picturing import address
from articles.publishing import publish, withdraw
from changes import log
from changes.models import Change
from companies import pictures
from tests.editing import picture, signed_in, typed
from tests.factories import make_article

pytestmark = [
    pytest.mark.django_db,
    # django-unfold 0.110 still has the old signature.
    pytest.mark.filterwarnings("ignore:Overriding get_action_choices"),
]

LIST = "/admin/articles/image/"


def photo(size: tuple[int, int] = (60, 46), *, kind: str = "PNG") -> SimpleUploadedFile:
    """Red at the left edge, blue elsewhere."""
    drawn = Picture.new("RGB", size, "blue")
    drawn.paste("red", (0, 0, size[0] // 10, size[1]))
    out = BytesIO()
    drawn.save(out, kind)
    return SimpleUploadedFile(f"photo.{kind.lower()}", out.getvalue())


def bomb() -> SimpleUploadedFile:
    """A few bytes that say they are 60,000 pixels wide and as high."""
    header = picture("PNG", (1, 1)).read()
    claimed = header[:16] + (60_000).to_bytes(4) * 2 + header[24:]
    return SimpleUploadedFile("x.png", claimed[:29] + crc32(claimed[12:29]).to_bytes(4) + claimed[33:])


@pytest.fixture
def image() -> Image:
    return Image.objects.create(title="A photo", alt="Red beside blue.", file=photo())


def files_of(found: Renditions) -> set[str]:
    return set(default_storage.listdir(renditions.path(found.name, ""))[1])


def opened(found: Renditions, file: str) -> Picture.Image:
    with default_storage.open(renditions.path(found.name, file)) as read:
        return Picture.open(BytesIO(read.read()))


@given(
    st.integers(1, 9000),
    st.integers(1, 9000),
    st.sampled_from([Fraction(16, 9), Fraction(3, 2), Fraction(1200, 630), None]),
    st.tuples(st.integers(0, 100), st.integers(0, 100)),
)
def test_a_crop_lies_within_and_is_as_large_as_can_be(
    width: int, height: int, ratio: Fraction | None, focus: tuple[int, int]
) -> None:
    left, top, right, bottom = cropping.box((width, height), ratio, focus)
    assert 0 <= left < right <= width and 0 <= top < bottom <= height
    assert right - left == width or bottom - top == height
    if ratio:
        assert abs((right - left) - (bottom - top) * ratio) <= ratio + 1


def test_every_ratio_is_made_in_the_widths_that_the_picture_has_and_none_is_blown_up() -> None:
    image = Image.objects.create(title="A photo", file=photo((1300, 1000)))
    made = renditions.make(image)
    assert made.sizes == {
        "wide": [[480, 270], [960, 540], [1300, 731]],
        "card": [[400, 267], [800, 534]],
        "whole": [[480, 369], [960, 738], [1300, 1000]],
        "social": [[1200, 630]],
    }
    assert files_of(made) == renditions.files(made.sizes, made.old)
    assert len(files_of(made)) == 2 * 8 + 3 + 1
    assert {opened(made, name).format for name in files_of(made)} == {"AVIF", "WEBP", "JPEG"}


def test_they_are_made_once_and_anew_for_another_focus() -> None:
    image = Image.objects.create(title="A photo", file=photo((900, 300)))
    first = renditions.make(image)
    assert renditions.make(image) == first
    image.focus_x = 0
    image.save()
    second = renditions.make(image)
    assert second.name != first.name
    assert files_of(first) and opened(first, "card-400.webp").getpixel((0, 5))[2] > 200  # type: ignore[index]
    assert opened(second, "card-400.webp").getpixel((0, 5))[0] > 200  # type: ignore[index]


def test_transparent_parts_stay_so_but_for_other_sites() -> None:
    out = BytesIO()
    Picture.new("RGBA", (900, 600), (0, 0, 0, 0)).save(out, "PNG")
    made = renditions.make(
        Image.objects.create(title="A mark", file=ContentFile(out.getvalue(), name="m.png"))
    )
    assert made.old == "png"
    assert opened(made, "whole-900.avif").getpixel((5, 5))[3] == 0  # type: ignore[index]
    assert opened(made, "social-900.jpg").getpixel((5, 5)) == (255, 255, 255)


class TestReaders:
    @pytest.fixture
    def article(self, image: Image, publisher: User) -> Article:
        renditions.make(image)
        body = f'<p>Look.</p><figure><img src="{image.address}" alt="A &quot;red&quot; edge"></figure>'
        article = make_article(body=body, lead_image=image, lead_image_alt="Red and blue", by=publisher)
        publish(article, by=publisher)
        return article

    def test_see_files_to_choose_from_and_nothing_moves(self, client: Client, article: Article) -> None:
        page: Any = html.fromstring(client.get(article.get_absolute_url()).text)
        lead, inside = page.xpath("//picture")
        assert lead.xpath(".//source/@type") == ["image/avif", "image/webp"]
        widths = [part.split()[1] for part in lead.xpath(".//source/@srcset")[0].split(", ")]
        assert widths == ["60w"]
        (shown,) = lead.xpath(".//img")
        assert (shown.get("alt"), shown.get("width"), shown.get("height")) == ("Red and blue", "60", "34")
        assert shown.get("fetchpriority") == "high" and not shown.get("loading")
        (shown,) = inside.xpath(".//img")
        assert (shown.get("alt"), shown.get("loading")) == ('A "red" edge', "lazy")
        assert (shown.get("width"), shown.get("height")) == ("60", "46")
        for source in page.xpath("//picture//@src") + [
            part.split()[0] for srcset in page.xpath("//@srcset") for part in srcset.split(", ")
        ]:
            answered = client.get(source)
            assert answered.status_code == 200 and answered.getvalue()
            assert answered["Content-Type"] == f"image/{source.rsplit('.')[-1].replace('jpg', 'jpeg')}"
            assert answered["X-Content-Type-Options"] == "nosniff"
        (social,) = page.xpath('//meta[@property="og:image"]/@content')
        assert social.endswith("social-60.jpg")
        assert page.xpath('//meta[@property="og:image:width"]/@content') == ["60"]
        for listed in ("/", "/articles/"):
            assert html.fromstring(client.get(listed).text).xpath("//picture//img/@alt") == ["Red and blue"]

    def test_a_moved_focus_counts_for_the_next_edition_alone(self, article: Article, publisher: User) -> None:
        image = article.lead_image
        before = EditionImage.objects.get().renditions
        image.focus_x = 0
        image.save()
        renditions.make(image)
        assert EditionImage.objects.get().renditions == before
        publish(article, by=publisher, note="Another picture.")
        (new,) = EditionImage.objects.filter(edition__number=2)
        assert new.renditions != before

    def test_find_them_at_no_other_name_and_only_while_an_edition_shows_them(
        self, client: Client, image: Image, article: Article, publisher: User
    ) -> None:
        name = Renditions.objects.get().name
        assert len(name) == 40
        assert client.get(address(name, "wide-60.avif")).getvalue()
        for other in ("wide-61.avif", "wide-60.png", "wide-60.exe", "x-1.avif"):
            assert client.get(address(name, other)).status_code == 404
        assert client.get(address("0" * 40, "wide-60.avif")).status_code == 404
        image.focus_y = 0
        image.save()
        draft = renditions.make(image)
        assert client.get(address(draft.name, "wide-60.avif")).status_code == 404
        withdraw(article, by=publisher, note="It was wrong.")
        assert client.get(address(name, "wide-60.avif")).status_code == 404

    def test_before_its_time_nobody_does(self, client: Client, image: Image, publisher: User) -> None:
        made = renditions.make(image)
        waiting = make_article(lead_image=image, lead_image_alt="Red", by=publisher)
        publish(waiting, by=publisher, at=timezone.now() + timedelta(hours=1))
        assert client.get(address(made.name, "wide-60.avif")).status_code == 404


def test_older_pictures_get_theirs_by_a_command_that_can_be_run_again(
    client: Client, image: Image, publisher: User
) -> None:
    gone = Image.objects.create(title="Gone", file=photo((10, 10)))
    gone.file.storage.delete(gone.file.name)
    article = make_article(lead_image=image, lead_image_alt="Red", by=publisher)
    publish(article, by=publisher)
    before = client.get(article.get_absolute_url()).text
    assert image.address in before and "<source" not in before and 'width="60"' in before
    said = StringIO()
    call_command("make_renditions", stdout=said)
    assert "1 made." in said.getvalue()
    log.forget_version()
    assert "<source" in client.get(article.get_absolute_url()).text
    assert Change.objects.filter(about="image", silent=True).exists()
    call_command("make_renditions", stdout=(said := StringIO()))
    assert "0 made." in said.getvalue()


def test_what_is_published_before_they_are_made_gets_them_after(
    image: Image, publisher: User, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        publish(make_article(lead_image=image, lead_image_alt="Red", by=publisher), by=publisher)
    assert EditionImage.objects.get().renditions.image == image


class TestEditors:
    def test_upload_one_and_must_say_what_it_shows(
        self, editor: User, django_capture_on_commit_callbacks: Any
    ) -> None:
        client = signed_in(editor)
        form = {"title": "A photo", "alt": "", "focus_x": "10", "focus_y": "100", "file": photo()}
        answered = client.post(f"{LIST}add/", form)
        assert answered.context["adminform"].form.errors == {"alt": ["Fill in “Alternative text”."]}
        form |= {"alt": "Red beside blue.", "focus_x": "101", "file": photo()}
        answered = client.post(f"{LIST}add/", form)
        assert answered.context["adminform"].form.errors == {"focus_x": ["Give a number from 0 to 100."]}
        with django_capture_on_commit_callbacks(execute=True):
            client.post(f"{LIST}add/", form | {"focus_x": "10", "file": photo()})
        made = Renditions.objects.get()
        assert (made.focus_x, made.focus_y) == (10, 100)
        assert f"renditions/{made.name}/card-60.webp" in client.get(LIST).text

    def test_get_its_alternative_text_into_the_article_and_may_say_it_otherwise(
        self, editor: User, image: Image
    ) -> None:
        client, add = signed_in(editor), "/admin/articles/article/add/"
        client.post(add, typed(lead_image=image.pk))
        article = Article.objects.get()
        assert article.lead_image_alt == "Red beside blue."
        other = Image.objects.create(title="Another", alt="A cliff.", file=photo((10, 10)))
        page = reverse("admin:articles_article_change", args=[article.pk])
        form = typed(lead_image=other.pk, lead_image_alt=article.lead_image_alt, based_on=1)
        client.post(page, form)
        article.refresh_from_db()
        assert article.lead_image_alt == "A cliff."
        client.post(page, form | {"lead_image_alt": "A cliff in the sun.", "based_on": 2})
        article.refresh_from_db()
        assert article.lead_image_alt == "A cliff in the sun."

    def test_see_where_it_is_used_in_as_many_queries_however_often(
        self, editor: User, publisher: User, image: Image
    ) -> None:
        page, client = reverse("admin:articles_image_change", args=[image.pk]), signed_in(editor)
        assert "Nowhere yet." in client.get(page).text
        asked = []
        for count in (1, 4):
            for n in range(count):
                make_article(f"Inside {n}", body=f'<p><img src="{image.address}" alt="x"></p>')
                led = make_article(f"Led {n}", lead_image=image, lead_image_alt="Red", by=publisher)
                publish(led, by=publisher)
                publish(led, by=publisher, note="More.")
            client.get(page)
            with CaptureQueriesContext(connection) as queries:
                text = client.get(page).text
            asked.append(len(queries))
        assert asked[0] == asked[1]
        used: Any = html.fromstring(text)
        (section,) = used.xpath('//section[@aria-labelledby="where-used"]')
        read = " ".join(section.text_content().split())
        assert "Inside 0, in the text" in read and "Led 3, lead image" in read
        assert "Led 3, edition 2, lead image, live since" in read and "edition 1, lead image, until" in read
        assert Edition.objects.count() == 10


class TestWhatComesIn:
    def test_place_words_and_profile_of_the_camera_are_gone_and_it_stands_upright(self) -> None:
        exif = Picture.Exif()
        exif[0x0112] = 6  # turn me
        exif.get_ifd(0x8825)[2] = (52.0, 31.0, 12.0)  # the latitude
        xmp = b"<x:xmpmeta xmlns:x='adobe:ns:meta/'>Canary</x:xmpmeta>"
        srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
        taken = picture(exif=exif, xmp=xmp, comment=b"Canary", icc_profile=srgb)
        data = taken.read() + b"<script>Canary</script>"
        made = pictures.reencode(SimpleUploadedFile("x.png", data)).read()
        with Picture.open(BytesIO(made)) as kept:
            assert (kept.format, kept.size) == ("JPEG", (20, 40))
            assert not kept.getexif() and set(kept.info) <= {
                "jfif",
                "jfif_version",
                "jfif_unit",
                "jfif_density",
                "progressive",
                "progression",
            }
        assert b"Canary" not in made and b"GPS" not in made

    @pytest.mark.parametrize(
        ("mode", "colour", "kind", "seen"),
        [
            ("I;16", 40_000, "PNG", (155, 155, 155)),
            ("CMYK", (0, 255, 255, 0), "JPEG", (254, 0, 0)),
            ("L", 80, "PNG", (80, 80, 80)),
            ("1", 1, "PNG", (255, 255, 255)),
            ("P", 0, "PNG", (0, 0, 0)),
        ],
    )
    def test_whatever_its_colours_are_made_of_they_are_shown(
        self, mode: str, colour: Any, kind: str, seen: tuple[int, int, int]
    ) -> None:
        out = BytesIO()
        Picture.new(mode, (20, 20), colour).save(out, kind)
        with Picture.open(pictures.reencode(SimpleUploadedFile("x", out.getvalue()))) as kept:
            assert kept.mode == "RGB"
            assert kept.getpixel((5, 5)) == pytest.approx(seen, abs=3)

    def test_a_camera_s_second_view_is_dropped(self) -> None:
        taken = picture("MPO", save_all=True, append_images=[Picture.new("RGB", (40, 20))])
        with Picture.open(pictures.reencode(taken)) as kept:
            assert (kept.format, getattr(kept, "n_frames", 1)) == ("JPEG", 1)

    @pytest.mark.parametrize(
        ("upload", "sentence"),
        [
            (picture("GIF", comment=b"*/=alert(1)//"), "Only JPEG, PNG and WebP"),
            (
                picture("WEBP", save_all=True, append_images=[Picture.new("RGB", (40, 20))]),
                "The picture moves.",
            ),
            (
                picture("PNG", save_all=True, append_images=[Picture.new("RGB", (40, 20))]),
                "The picture moves.",
            ),
            (picture("PNG", (12_001, 1)), "A side of the picture is longer than 12,000 pixels."),
            (SimpleUploadedFile("x.jpg", b"%PDF-1.7 <script>"), "Only JPEG, PNG and WebP"),
            (
                SimpleUploadedFile("x.png", b"\x89PNG\r\n\x1a\n" + b"\0" * 40),
                "Only JPEG, PNG and WebP|damaged",
            ),
        ],
    )
    def test_the_rest_is_refused_with_one_sentence(self, upload: SimpleUploadedFile, sentence: str) -> None:
        with pytest.raises(pictures.PictureRefused, match=sentence):
            pictures.reencode(upload)

    def test_a_bomb_is_refused_by_its_header(self) -> None:
        with pytest.raises(pictures.PictureRefused, match="40 million pixels"):
            pictures.reencode(bomb())
