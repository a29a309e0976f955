"""Cards: what other sites show of a page that has no picture of its own."""

import io
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.files.storage import default_storage
from django.test import Client
from django.utils import timezone
from lxml import html
from PIL import Image, ImageDraw

from articles.publishing import publish, withdraw
from cards.layouts import LARGEST, ROOM, Figure, Named, Story, drawn
from cards.lettering import Face, drawable, fitted, is_known
from companies.models import AIModel
from tests.factories import ask, make_article, make_fact, make_model, make_topic


def pixels(card: Any) -> bytes:
    """A card's picture, decoded."""
    with Image.open(io.BytesIO(drawn(card))) as picture:
        assert (picture.format, picture.size) == ("PNG", (1200, 630))
        return picture.convert("RGB").tobytes()


def shape(letter: str, font: Any) -> bytes:
    """A letter as it is drawn."""
    picture = Image.new("L", (20, 20))
    ImageDraw.Draw(picture).text((2, 2), letter, 255, font)
    return picture.tobytes()


def test_chinese_is_drawn_and_what_no_font_has_is_left_out() -> None:
    drawings = [pixels(Story("Analysis", headline)) for headline in ("豆包", "文心", "📰豆包\u200b", "豆包")]
    assert drawings[0] == drawings[2] == drawings[3] != drawings[1]
    assert drawable(" Łódź  😀 in Ōsaka, 豆包2.0한") == "Lódz in Osaka, 豆包\u20092.0"
    assert pixels(Story("", "😀")) == pixels(Story("", "AIWatch"))


def test_a_letter_that_counts_as_known_is_in_a_font() -> None:
    known = [chr(code) for code in range(0xFFFF) if is_known(chr(code)) and not chr(code).isspace()]
    assert len(known) > 9_000
    for letter in known:
        ((font, *_),) = Face(12).runs(letter)
        assert shape(letter, font) not in (shape(" ", font), shape("\ue000", font)), letter


@pytest.mark.parametrize(
    "headline",
    [
        "How big?",
        "word " * 40,
        "W" * 200,
        "豆包" * 100,
        "字节跳动（ByteDance）的“豆包”，" * 12,
        "Kimi的" * 60,
        "—" * 90,
    ],
)
def test_every_line_of_a_headline_fits_and_no_line_begins_with_what_closes(headline: str) -> None:
    faces = [Face(size) for size in LARGEST]
    face, lines = fitted(drawable(headline), faces, ROOM, 330, leading=1.2, lines=5)
    assert 1 <= len(lines) <= 5 and len(lines) * face.size * 1.2 <= 330
    assert all(line and face.width(line) <= ROOM for line in lines)
    assert not any(line[0] in "，。”）" or line[-1] in "“（" for line in lines)
    assert lines[-1].endswith("…") or "".join(lines).replace(" ", "") == drawable(headline).replace(" ", "")


def test_a_figure_is_drawn_with_the_line_of_its_nature() -> None:
    natures = ("measured", "claimed", "estimated", "forecast", "disputed")
    drawings = {pixels(Figure("Doubao: users", "163 million", nature, "")) for nature in natures}
    assert len(drawings) == 5
    assert pixels(Named("Company", "ByteDance", "字节跳动")) != pixels(Named("Company", "ByteDance"))


@pytest.mark.django_db
class TestReaders:
    """Those who see an article shared."""

    def test_are_shown_a_card_of_it_while_it_is_public(self, client: Client, publisher: User) -> None:
        article = make_article("豆包 slips again", topics=[make_topic("Releases")])
        assert client.get(f"/cards/article/{article.pk}-{'0' * 20}.png").status_code == 404
        publish(article, by=publisher)
        page: Any = html.fromstring(client.get(article.get_absolute_url()).text)
        said = {meta.get("property"): meta.get("content") for meta in page.xpath("//meta[@property]")}
        assert said["og:image:alt"] == "Releases: 豆包 slips again"
        address = said["og:image"].removeprefix("http://127.0.0.1:8000")
        assert said["og:image"].startswith("http://") and said["og:image"] in page.xpath("//script/text()")[0]
        assert page.xpath('//meta[@name="twitter:card"]/@content') == ["summary_large_image"]

        card = client.get(address)
        assert (card.status_code, card["Content-Type"]) == (200, "image/png")
        assert "immutable" in card["Cache-Control"] and not card.cookies
        with Image.open(io.BytesIO(card.content)) as picture:
            assert [str(side) for side in picture.size] == [said["og:image:width"], said["og:image:height"]]
        assert len(card.content) < 60_000
        assert client.get(address).content == card.content
        folder, file = f"cards/article/{article.pk}", f"{address[-24:]}"
        assert default_storage.listdir(folder)[1] == [file]
        assert client.get(address, headers={"If-None-Match": card["ETag"]}).status_code == 304
        mark = "0" if address[-5] != "0" else "1"
        assert client.get(f"{address[:-5]}{mark}.png").status_code == 404

        article.headline = "豆包 is out"
        article.save()
        publish(article, by=publisher, note="It came.")
        page = html.fromstring(client.get(article.get_absolute_url(), headers={"host": "localhost"}).text)
        [newer] = page.xpath('//meta[@property="og:image"]/@content')
        assert client.get(newer.removeprefix("http://127.0.0.1:8000")).status_code == 200
        assert client.get(address).status_code == 404
        assert default_storage.listdir(folder)[1] == [newer[-24:]]

        address = newer.removeprefix("http://127.0.0.1:8000")
        renamed = address.replace("article", "company")
        assert client.get(renamed).status_code == 404

        withdraw(article, by=publisher, note="Its source withdrew it.")
        assert client.get(address).status_code == 404

    def test_are_shown_one_of_records_figures_and_questions_too(self, client: Client) -> None:
        then = timezone.now()
        model = make_model(
            "Seed 2.0", native_name="豆包", status="released", released="2026-02-16", published_from=then
        )
        rows = (model, make_fact(model, published_from=then), ask("Is it free?", state="open"))
        said, addresses = [], []
        for shown in rows:
            page: Any = html.fromstring(client.get(shown.get_absolute_url()).text)
            (address,) = page.xpath('//meta[@property="og:image"]/@content')
            addresses.append(address.removeprefix("http://127.0.0.1:8000"))
            card = client.get(addresses[-1])
            assert (card.status_code, card["Content-Type"]) == (200, "image/png")
            said += page.xpath('//meta[@property="og:image:alt"]/@content')
        assert said == [
            "Model: Seed 2.0 豆包. Released, 16 February 2026",
            "Seed 2.0: monthly active users, January 2026: 163 million. Measured.",
            "Question: Is it free?",
        ]
        AIModel.objects.update(published_from=None)
        assert client.get(addresses[0]).status_code == 404
