"""The look: every class of the style sheets is used, every piece is shown to the newsroom, and pages stay light."""

import gzip
import re
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.test import Client
from lxml import html

from articles.publishing import publish
from tests.factories import make_article, make_company, make_fact

pytestmark = [pytest.mark.django_db, pytest.mark.once]

SHEETS = settings.BASE_DIR / "static" / "css"
SOURCES = ("*/**/*.py", "templates/**/*.html", "static/js/*.js")


@pytest.fixture
def pieces(publisher: User) -> Any:
    """The page of all pieces as a tree."""
    client = Client()
    client.force_login(publisher)
    response = client.get("/admin/pieces/")
    assert response.status_code == 200
    return html.fromstring(response.content.decode())


def named_in(sheets: Path) -> set[str]:
    """The classes that style sheets speak of."""
    text = "".join(re.sub(r"/\*.*?\*/", "", sheet.read_text(), flags=re.S) for sheet in sheets.glob("*.css"))
    return set(re.findall(r"\.([a-z][\w-]*)(?=[^{}]*\{)", re.sub(r"url\([^)]*\)", "", text)))


def test_no_class_of_the_style_sheets_is_dead(pieces: Any) -> None:
    shown = {name for classes in pieces.xpath("//@class") for name in classes.split()}
    files = [file for pattern in SOURCES for file in settings.BASE_DIR.glob(pattern)]
    words = set(
        re.findall(r"[\w-]+", " ".join(f.read_text() for f in files if not {".venv", "tests"} & set(f.parts)))
    )
    assert named_in(SHEETS) - shown - words == set()


def test_every_piece_is_shown_in_every_state(pieces: Any) -> None:
    shown = {name for classes in pieces.xpath("//@class") for name in classes.split()}
    states = {name for name in named_in(SHEETS) if re.match(r"(ln|cite|fignote|note|tag|b|l|p)-", name)}
    assert states - shown == set()


def sent(client: Client, address: str) -> int:
    """How many bytes of a file travel."""
    response: Any = client.get(address, headers={"accept-encoding": "gzip"})
    assert response.status_code == 200
    body: bytes = response.getvalue()
    return len(body if response.headers.get("Content-Encoding") else gzip.compress(body, 6))


def test_pages_styles_and_scripts_are_light(client: Client, publisher: User) -> None:
    company = make_company()
    fact = make_fact(company)
    article = make_article(body=f'<p><data value="fact:{fact.pk}">163 million</data></p>' * 40)
    publish(article, by=publisher)
    addresses = ("/", f"/articles/{article.slug}/", company.get_absolute_url(), "/releases/", "/search/?q=a")
    for address in addresses:
        response = client.get(address, headers={"accept-encoding": "gzip"})
        text = gzip.decompress(response.content).decode()
        [css] = [sent(client, sheet) for sheet in re.findall(r'rel="stylesheet" href="([^"]+)"', text)]
        js = sum(sent(client, script) for script in re.findall(r'src="([^"]+\.js)"', text))
        sizes = (len(response.content), css, js)
        assert sizes[0] < 20_000 and 0 < css < 30_000 and 0 < js < 20_000, (address, sizes)


def test_the_style_sheet_is_kept_for_ever_under_the_name_of_its_content(client: Client) -> None:
    [address] = re.findall(r'rel="stylesheet" href="([^"]+)"', client.get("/").text)
    own, other = client.get(address), client.get("/styles/0123456789abcdef.css")
    assert "immutable" in own["Cache-Control"] and "immutable" not in other["Cache-Control"]
    assert own.content == other.content
    packed = client.get(address, headers={"accept-encoding": "gzip"})
    assert gzip.decompress(packed.content) == own.content
    layers = re.findall(r"^@layer (\w+) {", own.text, re.M)
    assert own.text.index("@layer tokens, ") < own.text.index("@layer tokens {") and len(layers) == 5
    for font in re.findall(r'url\("([^"]+)"\)', own.text):
        assert (settings.BASE_DIR / font[1:]).exists(), font


def test_texts_among_the_static_files_are_packed_for_whoever_takes_that(client: Client) -> None:
    packed: Any = client.get("/static/js/theme.js", headers={"accept-encoding": "gzip, br"})
    plain: Any = client.get("/static/js/theme.js")
    assert packed["Content-Encoding"] == "gzip" and packed["Vary"] == plain["Vary"] == "Accept-Encoding"
    assert gzip.decompress(packed.content) == plain.getvalue()
    assert int(packed["Content-Length"]) == len(packed.content) < int(plain["Content-Length"])
    font: Any = client.get("/static/fonts/newsreader-normal.woff2", headers={"accept-encoding": "gzip"})
    assert "Content-Encoding" not in font and font.getvalue()
    held = {"accept-encoding": "gzip", "if-none-match": packed["ETag"]}
    assert client.get("/static/js/theme.js", headers=held).status_code == 304
    assert all("Access-Control-Allow-Origin" not in one for one in (packed, plain, font))
