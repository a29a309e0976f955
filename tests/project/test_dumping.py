"""The dump of all that is public: what it holds, and what becomes of a directory that it is put into."""

import csv
import gzip
import io
import json
import subprocess
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.conf import settings
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone

from aiwatch.api import LISTS
from aiwatch.dumping import dump
from aiwatch.replacing import NotReplaced
from api import resources
from articles.publishing import publish
from tests.factories import ask, make_article, make_company, make_fact, make_model, make_product

pytestmark = pytest.mark.django_db


@pytest.fixture
def now(publisher: User) -> Iterator[datetime]:
    """When the clock stands still, with something in most lists, and as much again that is private."""
    at = timezone.now()
    with time_machine.travel(at, tick=False):
        company = make_company("Umbra Labs", published_from=at)
        make_model("Penumbra 2", developer=company, published_from=at)
        fact = make_fact(make_product(owner=company, published_from=at), published_from=at)
        article = make_article(
            "Light",
            body=f'<h2>How</h2><p>Umbra Labs has <data value="fact:{fact.pk}">163 million</data>.</p>',
        )
        publish(article, by=publisher)
        publish(make_article("Shade"), by=publisher)
        ask("Why is it dark?", state="open", article=article)
        make_fact(make_company("Canary Labs"), quotation="Canary sings.", source="Canary report")
        make_article("Canary headline", body="<p>Canary.</p>")
        ask("Canary?")
        yield at


def held(directory: Path) -> dict[str, bytes]:
    """The files of a directory by name."""
    return {file.name: file.read_bytes() for file in directory.iterdir()}


def objects(directory: Path, name: str) -> list[Any]:
    """The whole objects of a list."""
    return [json.loads(line) for line in gzip.decompress(held(directory)[f"{name}.ndjson.gz"]).splitlines()]


def write(directory: Path, at: datetime) -> list[str]:
    """Dump, and what was told meanwhile."""
    told: list[str] = []
    dump(directory, at=at, say=told.append)
    return told


def test_a_dump_holds_what_the_api_answers_and_nothing_private(
    client: Client, now: datetime, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(resources, "WHOLE_CHUNK", 1)
    call_command("dump_public", str(tmp_path / "public"), stdout=(said := io.StringIO()))
    files = held(tmp_path / "public")
    assert [line.split(":")[0] for line in said.getvalue().splitlines()] == list(LISTS)
    for name in LISTS:
        whole, table = objects(tmp_path / "public", name), files[f"{name}.csv"]
        for row in whole:
            assert row == client.get(row["self"].removeprefix(settings.SITE_URL)).json()
        asked = "&state=all" if name == "questions" else ""
        assert table == client.get(f"/api/v1/{name}/?format=csv{asked}").getvalue()
        assert len(list(csv.DictReader(io.StringIO(table.decode("utf-8-sig"))))) == len(whole)
    many = {name: len(objects(tmp_path / "public", name)) for name in ("articles", "facts", "questions")}
    assert many == {"articles": 2, "facts": 1, "questions": 1}
    for name, content in files.items():
        text = gzip.decompress(content) if name.endswith(".gz") else content
        assert b"anary" not in text, name


def test_its_checksums_hold_and_its_package_tells_of_each_file(now: datetime, tmp_path: Path) -> None:
    write(tmp_path / "public", now)
    checked = subprocess.run(
        ["sha256sum", "--strict", "-c", "SHA256SUMS"],  # noqa: S607
        cwd=tmp_path / "public",
        capture_output=True,
        text=True,
    )
    files = held(tmp_path / "public")
    assert checked.returncode == 0, checked.stderr
    assert {line.split(":")[0] for line in checked.stdout.splitlines()} == files.keys() - {"SHA256SUMS"}
    package = json.loads(files["datapackage.json"])
    assert package["licenses"] == [{"path": settings.SITE_LICENCE}]
    assert settings.SITE_LICENCE in files["LICENSE.txt"].decode()
    lines = files["SHA256SUMS"].decode().splitlines()
    sums = {name: digest for digest, name in (line.split("  ") for line in lines)}
    for told in package["resources"]:
        assert told["bytes"] == len(files[told["path"]])
        assert told["hash"] == f"sha256:{sums[told['path']]}"
    assert {told["count"] for told in package["resources"] if told["path"].startswith("articles.")} == {2}
    assert len(package["resources"]) == 2 * len(LISTS) == len(files) - 4


def test_the_same_data_at_the_same_time_is_the_same_bytes(now: datetime, tmp_path: Path) -> None:
    write(tmp_path / "one", now)
    with time_machine.travel(now + timedelta(days=40), tick=False):
        write(tmp_path / "two", now)
    assert held(tmp_path / "one") == held(tmp_path / "two")


def test_a_run_that_breaks_off_leaves_the_dump_of_before(now: datetime, tmp_path: Path) -> None:
    place = tmp_path / "public"
    write(place, now)
    before = held(place)

    def break_off(line: str) -> None:
        if line.startswith("facts"):
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        dump(place, at=now + timedelta(1), say=break_off)
    assert (held(place), list(tmp_path.iterdir())) == (before, [place])
    left = tmp_path / ".public.unfinished"
    left.mkdir()
    (left / "articles.csv").write_text("As far as it came when the machine went down.")
    write(place, now + timedelta(1))
    assert list(tmp_path.iterdir()) == [place]
    assert held(place).keys() == before.keys() and held(place) != before


def test_what_no_dump_wrote_is_never_touched(now: datetime, tmp_path: Path) -> None:
    mine, dumped, package = tmp_path / "mine", tmp_path / "dumped", tmp_path / "package"
    for directory, name, text in (
        (mine, "README.txt", "My own."),
        (package, "datapackage.json", '{"name": "of-somebody-else"}'),
    ):
        directory.mkdir()
        (directory / name).write_text(text)
    write(dumped, now)
    (dumped / "notes.csv").write_text("My own.")
    (tmp_path / "file").write_text("My own.")
    for place, why in (
        (mine, "something else than a dump"),
        (package, "something else than a dump"),
        (dumped, "notes.csv"),
        (tmp_path / "file", "no directory"),
        (tmp_path / "nowhere" / "public", "No such file"),
        (Path("/"), "something else than a dump"),
    ):
        before = held(place) if place.is_dir() and place != Path("/") else {}
        with pytest.raises(CommandError, match=why):
            call_command("dump_public", str(place))
        assert not before or held(place) == before


def test_two_runs_at_once_do_not_write_into_each_other(now: datetime, tmp_path: Path) -> None:
    refused = []

    def again(line: str) -> None:
        with pytest.raises(NotReplaced, match="Another run"):
            write(tmp_path / "public", now)
        refused.append(line)

    dump(tmp_path / "public", at=now, say=again)
    assert len(refused) == len(LISTS)
    (tmp_path / "empty").mkdir()
    write(tmp_path / "empty", now)
    assert held(tmp_path / "empty") == held(tmp_path / "public")
