"""A text file becomes a draft, through the command: what is printed, what is saved, and what is refused."""

import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import connection
from hypothesis import given
from hypothesis.extra.django import TestCase

from articles.bodies import text_of
from articles.models import Article, Revision, Suggestion
from articles.publishing import publish
from newsroom.importing.decoding import Unreadable, plain
from newsroom.importing.saving import AlreadyImported, NotSaved, save, understand
from questions.models import Question
from tests.factories import make_author, make_topic
from tests.laws import slow
from tests.newsroom.test_reading import MODEL, texts, words

SAMPLES = Path(__file__).resolve().parents[2].parent / "shared" / "articles"
CHINA, SPRING = "china-ai-arms-race.txt", "open-weights-spring.txt"

pytestmark = pytest.mark.django_db


def sample(name: str) -> Path:
    if not (SAMPLES / name).exists():
        pytest.skip("the sample articles are not beside this checkout")
    return SAMPLES / name


def run(*arguments: Any, **options: Any) -> tuple[int, str, str]:
    """Exit status, stdout and stderr of `import_article`."""
    out, err, status = StringIO(), StringIO(), 0
    try:
        call_command("import_article", *map(str, arguments), stdout=out, stderr=err, **options)
    except SystemExit as end:
        status = int(end.code or 0)
    return status, out.getvalue(), err.getvalue()


def as_json(*arguments: Any) -> list[dict[str, Any]]:
    status, out, _ = run(*arguments, "--json", "--dry-run")
    assert status == 0
    return [json.loads(line) for line in out.splitlines()]


def rows() -> dict[str, int]:
    """How many rows each table of the database has."""
    return {model._meta.label: model._default_manager.count() for model in apps.get_models()}


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "chips.txt"
    path.write_text(MODEL)
    return path


# What is understood


def by_name(understood: dict[str, Any]) -> dict[str, tuple[str, str | None]]:
    return {mention["name"]: (mention["kind"], mention["parent"]) for mention in understood["mentions"]}


CHINA_NAMES = {
    "ByteDance": ("company", None),
    "TikTok": ("product", "ByteDance"),
    "Douyin": ("product", "ByteDance"),
    "Doubao": ("family", "ByteDance"),
    "Doubao 2.0": ("model", "Doubao"),
    "Alibaba": ("company", None),
    "Qwen": ("family", "Alibaba"),
    "Qwen 3.5": ("model", "Qwen"),
    "Ant Group": ("company", None),
    "Alibaba Cloud": ("company", "Alibaba"),
    "DeepSeek": ("company", None),
    "Statista": ("company", None),
}
LUNAR = {
    "words": "around the upcoming Lunar New Year",
    "edtf": "2026-02-03/2026-03-04",
    "earliest": "2026-02-03",
    "latest": "2026-03-04",
}


def check_china(understood: dict[str, Any]) -> None:
    """What holds of the first sample whatever records there are."""
    assert list(understood) == [
        *("title", "standfirst", "sections", "callouts", "faq", "questions"),
        *("closing", "mentions", "facts", "releases", "unplaced"),
    ]
    assert understood["title"].endswith("the Battle for Supremacy")
    assert understood["standfirst"].startswith("The Chinese tech giants")
    assert [(s["heading"].split()[0], len(s["paragraphs"])) for s in understood["sections"]] == [
        ("ByteDance’s", 1),
        ("Alibaba’s", 2),
        ("Beyond", 1),
        ("The", 2),
    ]
    assert {tuple(section) for section in understood["sections"]} == {("heading", "paragraphs")}
    assert [tuple(callout) for callout in understood["callouts"]] == [("kind", "text", "section")] * 2
    assert [(c["kind"], c["section"].split(":")[0]) for c in understood["callouts"]] == [
        ("did-you-know", "ByteDance’s Doubao"),
        ("pro-tip", "Beyond Chatbots"),
    ]
    assert [entry["question"] for entry in understood["faq"]][:2] == ["What is Doubao?", "What is Qwen?"]
    assert [tuple(e) for e in (*understood["faq"], *understood["questions"])] == [("question", "answer")] * 5
    assert understood["questions"][0]["question"].startswith("Will these AI models")
    assert understood["closing"]["topic"] == "the future of AI and its impact on global markets"
    assert {tuple(mention) for mention in understood["mentions"]} == {("name", "kind", "record", "parent")}
    found = by_name(understood)
    assert {name: found[name][0] for name in CHINA_NAMES} == {n: kind for n, (kind, _) in CHINA_NAMES.items()}
    assert {n: found[n][1] for n, (_, parent) in CHINA_NAMES.items() if parent} == {
        name: parent for name, (_, parent) in CHINA_NAMES.items() if parent
    }
    names = [mention["name"] for mention in understood["mentions"]]
    assert {"SeedDream 5.0", "SeedDance 2.0"} < set(names)
    assert len(names) == len(set(names))
    assert [(f["text"], f["value"], f["unit"], f["source"]) for f in understood["facts"]] == [
        ("$90 billion", "90000000000", "USD", None),
        ("163 million", "163000000", "people", None),
        ("$2.3 trillion", "2300000000000", "USD", "Statista"),
    ]
    assert [(f["qualifier"], f["nature"], f["as_of"], f["high"]) for f in understood["facts"]] == [
        ("about", "forecast", "2030", None),
        ("over", "measured", None, None),
        ("exactly", "measured", "2023", None),
    ]
    assert {tuple(fact) for fact in understood["facts"]} == {
        ("text", "value", "high", "unit", "qualifier", "nature", "as_of", "subject", "source")
    }
    assert understood["facts"][1]["subject"] == "Doubao"
    assert understood["facts"][2]["subject"] != "Statista"
    assert understood["releases"] == [
        {"model": model, "status": "announced", "window": LUNAR}
        for model in ("Doubao 2.0", "SeedDream 5.0", "SeedDance 2.0", "Qwen 3.5")
    ]
    assert understood["unplaced"] == []


def check_spring(understood: dict[str, Any]) -> None:
    facts = [(f["text"].lower(), f["value"], f["high"], f["unit"]) for f in understood["facts"]]
    assert facts == [
        ("671 billion parameters", "671000000000", None, "parameters"),
        ("37 billion", "37000000000", None, "parameters"),
        ("2.788 million h800 gpu hours", "2788000", None, "GPU-hours"),
        ("0.6 billion to 235 billion parameters", "600000000", "235000000000", "parameters"),
        ("36 trillion tokens", "36000000000000", None, "tokens"),
        ("119", "119", None, "count"),
        ("one trillion parameters", "1000000000000", None, "parameters"),
        ("32 billion", "32000000000", None, "parameters"),
    ]
    assert [(r["model"], r["status"], r["window"]["edtf"]) for r in understood["releases"]] == [
        ("DeepSeek-V3", "released", "2024-12-26"),
        ("DeepSeek-R1", "released", "2025-01-20"),
        ("Qwen3", "released", "2025-04-28"),
        ("Kimi K2", "released", "2025-07"),
        ("GLM-4.5", "released", "2025-07"),
    ]
    assert [len(understood[part]) for part in ("sections", "callouts", "faq", "questions")] == [3, 2, 2, 1]
    assert understood["closing"]["topic"] == "open weights"


def test_the_samples_are_understood_with_no_record_in_the_database() -> None:
    china, spring = as_json(sample(CHINA), sample(SPRING), "--dated", "2026-01-28")
    check_china(china)
    check_spring(spring)
    assert {m["record"] for m in (*china["mentions"], *spring["mentions"])} == {None}
    assert by_name(china).items() >= CHINA_NAMES.items()


def test_the_samples_are_understood_with_the_records_of_the_demonstration() -> None:
    call_command("load_demo", stdout=StringIO())
    china, spring = as_json(sample(CHINA), sample(SPRING), "--dated", "2026-01-28")
    check_china(china)
    check_spring(spring)
    known = {mention["name"]: mention["record"] for mention in china["mentions"]}
    assert all(known.values())
    assert known["Qwen 3.5"] == "qwen-3-5"
    assert china["facts"][0]["subject"] == "AI cloud in China"


def test_without_a_day_a_window_keeps_its_words_and_has_no_days() -> None:
    (understood,) = as_json(sample(CHINA))
    assert {tuple(release["window"].values()) for release in understood["releases"]} == {
        (LUNAR["words"], None, None, None)
    }


def test_the_licences_of_models_are_offered_with_them() -> None:
    run(sample(SPRING))
    offered = Suggestion.objects.filter(kind="record").values_list("text", "payload__licence")
    assert {text: licence for text, licence in offered if licence} == {
        "DeepSeek-R1": "MIT",
        "Qwen3": "Apache-2.0",
    }


def test_what_was_understood_is_printed_line_by_line(file: Path) -> None:
    file.write_text(f"{MODEL}* * *\n")
    status, out, err = run(file)
    assert (status, err) == (0, "")
    assert [line.split()[0] for line in out.splitlines()[1:15]] == [str(n) for n in range(1, 15)]
    assert all(plain(line) in plain(out) for line in MODEL.splitlines())
    assert "Lantern Lab" in out.partition("Records:")[2]
    assert out.partition("Not understood:")[2].split("\n")[1].strip() == "* * *"


# What is saved


def test_a_draft_has_everything_in_its_place_and_nothing_of_it_is_public(file: Path) -> None:
    author, topic = make_author("Lin Yue"), make_topic("Kitchens")
    status, out, _ = run(file, "--author", "lin yue", "--topic", topic.slug, "--dated", "2026-01-28")
    article = Article.objects.get()
    assert status == 0
    assert f"/admin/articles/article/{article.pk}/change/" in out
    assert (article.state, article.dated, article.editions.count()) == ("draft", date(2026, 1, 28), 0)
    assert list(article.authors.all()) == [author]
    assert list(article.topics.all()) == [article.closing_topic] == [topic]
    assert article.standfirst.startswith("Two invented labs")
    assert article.body == (
        "<h2>Lantern Lab’s Bao: The Early Bird</h2>"
        "<p>Lantern Lab (灯笼实验室) opened its stove first. It now feeds 12 million people a month.</p>"
        '<aside data-callout="did-you-know"><p>The stove was once a kiln, and the kiln was once a boat.</p></aside>'
        "<h2>Harbour Works: A Late Answer</h2>"
        "<p>Harbour Works answered with Lotus 2.0. Its cooks call it “the quiet one.”</p>"
        '<aside data-callout="pro-tip"><p>Taste before you salt. Then taste again.</p></aside>'
    )
    assert [(entry.question, entry.answer) for entry in article.faq.all()] == [
        ("What is Bao?", "<p>Bao is a bun.</p>"),
        ("Who said “why not?” first?", "<p>Nobody knows.</p>"),
    ]
    asked = Question.objects.get()
    assert (asked.article, asked.answer.text) == (article, "<p>You may, and a spoon too.</p>")
    assert (asked.state, asked.subscribers.count()) == ("answered", 0)
    assert not Question.objects.public().exists()
    assert article.closing.startswith("Explore more about shared kitchens here.")
    assert Revision.objects.get().article == article


def test_its_readers_questions_are_public_with_it_and_its_faq_stays_its_own(file: Path) -> None:
    run(file, "--author", make_author("Lin Yue").name, "--topic", make_topic("Kitchens").slug)
    article = Article.objects.get()
    edition = publish(article, by=None, all_the_same="So.")
    assert Question.objects.public().shown_on(article).count() == 1
    assert [entry["question"] for entry in edition.faq] == ["What is Bao?", "Who said “why not?” first?"]


def test_a_closing_line_leads_to_the_topic_that_it_names_or_offers_the_words(file: Path) -> None:
    run(file)
    assert Suggestion.objects.get(kind="link").text == "shared kitchens"
    topic = make_topic("Shared kitchens")
    file.write_text(MODEL.replace("Chips and Rice", "Chips"))
    run(file)
    assert Article.objects.get(headline__startswith="Chips:").closing_topic == topic
    assert Suggestion.objects.filter(kind="link").count() == 1


def test_a_dry_run_saves_nothing(file: Path) -> None:
    before = rows()
    for options in ([], ["--json"]):
        assert run(file, "--dry-run", *options)[0] == 0
    assert rows() == before


def once_more(data: bytes, name: str, folder: Path) -> None:
    """Imported under another name or form, it says so and changes nothing."""
    again = folder / name
    again.write_bytes(data)
    before = rows(), Article.objects.values().get()
    for options in ([], ["--json"], ["--dry-run"]):
        status, _, err = run(again, *options)
        assert status == 0
        assert err == (
            f"{again}: This text was imported before, as “Chips and Rice: How Two Labs Share One Kitchen”; "
            "nothing was changed.\n"
        )
    assert (rows(), Article.objects.values().get()) == before


@pytest.mark.parametrize(
    "data",
    [
        MODEL.encode(),
        MODEL.replace("\n", "\r\n").encode(),
        b"\xef\xbb\xbf" + MODEL.encode(),
        MODEL.replace("\n", "  \n\n").encode(),
        MODEL.rstrip("\n").encode(),
    ],
    ids=["same", "windows", "bom", "blank lines", "no last end"],
)
def test_importing_the_same_text_again_says_so_and_changes_nothing(
    data: bytes, file: Path, tmp_path: Path
) -> None:
    run(file)
    once_more(data, "chips.txt", tmp_path)
    once_more(data, "another name.txt", tmp_path)


def test_a_text_with_one_word_changed_is_another_text(file: Path) -> None:
    run(file)
    file.write_text(MODEL.replace("quiet", "silent"))
    assert run(file)[0] == 0
    assert Article.objects.count() == 2
    assert Article.objects.values("slug").distinct().count() == 2


# What is refused


def refused(path: Path, says: str) -> None:
    before = rows()
    status, out, err = run(path)
    assert status == 1
    assert out == ""
    assert err.startswith(f"{path}: ")
    assert err.count("\n") == 1
    assert err.endswith(".\n")
    assert says in err
    assert rows() == before


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "empty"),
        (b" \n\t\r\n", "white space"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\1", "binary"),
        (b"A title\nA para\0graph.\n", "binary"),
        (MODEL.encode("utf-16"), "UTF-16"),
        ("Ein Titel\nGrüße.".encode("latin-1"), "UTF-8 (line 2)"),
        (b"- an item\n- another item\n", "no title"),
        (b"Did you know? Only this.\nPro Tip: And that.\n", "no title"),
        (b"word " * 300 + b"\n", "no title"),
    ],
    ids=["empty", "blank", "png", "nul", "utf-16", "latin-1", "no title", "only call-outs", "one long line"],
)
def test_a_file_that_is_no_text_gets_one_sentence_and_no_draft(
    data: bytes, says: str, tmp_path: Path
) -> None:
    path = tmp_path / "bad.txt"
    path.write_bytes(data)
    refused(path, says)


def test_a_dry_run_shows_a_text_without_a_title_and_says_that_it_has_none(tmp_path: Path) -> None:
    path = tmp_path / "bad.txt"
    path.write_text("Did you know? Only this.\n")
    status, out, err = run(path, "--dry-run")
    assert (status, err) == (1, f"{path}: The text has no title; its first line should be one.\n")
    assert "Only this." in out


def test_a_large_file_is_refused_without_reading_it_all(tmp_path: Path) -> None:
    path = tmp_path / "large.txt"
    with path.open("wb") as file:
        file.truncate(50_000_000_000)  # sparse: reading it all would take half a minute, and 50 GB
    begun = time.monotonic()
    refused(path, "500 kB")
    assert time.monotonic() - begun < 2


def test_what_is_no_file_or_cannot_be_read_is_named(tmp_path: Path) -> None:
    refused(tmp_path, "a directory")
    refused(tmp_path / "missing.txt", "no such file")
    refused(Path("/proc/self/mem"), "cannot be read")
    locked = tmp_path / "locked.txt"
    locked.touch(mode=0)
    if not os.access(locked, os.R_OK):  # root may read everything
        refused(locked, "may not read")


def test_a_bad_file_stops_none_of_the_others(file: Path, tmp_path: Path) -> None:
    bad, good = tmp_path / "bad.txt", tmp_path / "good.txt"
    bad.write_bytes(b"\xff\xfeA\0")
    good.write_text("Another Title\nAnother opening.\n")
    status, out, err = run(file, bad, tmp_path / "missing.txt", good, "--json")
    assert status == 1
    assert [json.loads(line)["title"][:7] for line in out.splitlines()] == ["Chips a", "Another"]
    assert [line.split(": ")[0] for line in err.splitlines()] == [str(bad), str(tmp_path / "missing.txt")]
    assert Article.objects.count() == 2


@pytest.mark.parametrize(
    ("option", "value", "says"),
    [
        ("--author", "Nobody", "There is no author “Nobody”."),
        ("--topic", "Nothing", "There is no topic “Nothing”."),
        ("--dated", "28 January", "not “28 January”."),
        ("--dated", "2026-02-30", "not “2026-02-30”."),
        ("--dated", "0001-01-01", "not “0001-01-01”."),
    ],
)
def test_an_option_that_means_nothing_is_named_before_anything_is_saved(
    option: str, value: str, says: str, file: Path
) -> None:
    with pytest.raises(CommandError, match=says):
        run(file, option, value)
    assert not Article.objects.exists()


# Two at once


def test_two_imports_of_one_text_at_once_make_one_draft(migrated: Path, tmp_path: Path) -> None:
    environment = os.environ | {
        "AIWATCH_DATA_DIR": str(migrated),
        "AIWATCH_DATABASE_URL": "",
        "AIWATCH_CACHE_URL": "",
        "DJANGO_SETTINGS_MODULE": "aiwatch.settings",
    }
    root = Path(__file__).resolve().parents[2]

    def manage(*arguments: str) -> subprocess.Popen[str]:
        return subprocess.Popen(  # noqa: S603
            [sys.executable, "manage.py", *arguments],
            cwd=root,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    for number in range(2):
        path = tmp_path / f"{number}.txt"
        path.write_text(MODEL.replace("Two Labs", f"Two Labs of {number}"))
        at_once = [manage("import_article", str(path)) for _ in range(2)]
        said = [process.communicate() for process in at_once]
        assert [process.returncode for process in at_once] == [0, 0]
        assert sorted("Saved as a draft" in out for out, _ in said) == [False, True]
        assert sorted("was imported before" in err for _, err in said) == [False, True]


@pytest.mark.django_db(transaction=True)
def test_many_that_save_the_same_text_at_once_get_one_draft_between_them() -> None:
    understood = understand(MODEL.encode())
    ready = threading.Barrier(4)

    def one() -> Article | AlreadyImported:
        try:
            ready.wait()
            return save(understood, by=None)
        except AlreadyImported as reason:
            return reason
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as threads:
        results = [task.result() for task in [threads.submit(one) for _ in range(4)]]
    (article,) = Article.objects.all()
    assert results.count(article) == 1
    assert {result.article for result in results if isinstance(result, AlreadyImported)} == {article}
    assert Question.objects.count() == 1


# Nothing is lost


def in_draft(article: Article) -> Iterable[str]:
    """Every text of a draft."""
    yield from (article.headline, article.standfirst, text_of(article.body), article.closing)
    for entry in article.faq.all():
        yield from (entry.question, text_of(entry.answer))
    for question in Question.objects.filter(article=article):
        yield from (question.text, question.asker)
        if hasattr(question, "answer"):
            yield text_of(question.answer.text)


class NothingIsLost(TestCase):
    @slow(30)
    @given(texts)
    def test_every_word_of_any_text_is_in_the_saved_draft_or_not_understood(self, text: str) -> None:
        try:
            understood = understand(text.encode())
            article = save(understood, by=None)
        except (Unreadable, NotSaved):
            return
        kept = "\n".join((*in_draft(article), *understood.draft.unplaced))
        assert words(kept) == words("\n".join(text.splitlines()))
