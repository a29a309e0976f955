"""A process that is killed in the middle of publishing or importing leaves all of it or nothing."""

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path
from shutil import copytree

import pytest

ROOT = Path(__file__).resolve().parents[2]

SCRIPT = """
import django
django.setup()
from articles.publishing import publish
from tests.factories import make_article
publish(make_article(), by=None)
print("ready", flush=True)
while True:
    publish(make_article(), by=None)
"""

CHECK = """
import django
django.setup()
from articles.models import Article, Edition, EditionAuthor
from changes.models import Address, Change
from search.models import Document
published = set(Article.objects.filter(state="published").values_list("pk", flat=True))
for rows in (
    Edition.objects.values_list("article_id", flat=True),
    Change.objects.values_list("about_id", flat=True),
    Address.objects.values_list("object_id", flat=True),
    EditionAuthor.objects.values_list("edition__article_id", flat=True),
):
    assert set(rows) == published, (len(set(rows)), len(published))
indexed = Document.objects.values_list("object_id", flat=True)
assert set(indexed) == set(Edition.objects.unfinished().values_list("pk", flat=True))
print(len(published))
"""

IMPORT_SCRIPT = """
import django
django.setup()
from itertools import count
from uuid import uuid4
from newsroom.importing.saving import save, understand
for number in count():
    text = (
        f"Title {uuid4().hex}\\nThe opening.\\nA Heading\\nLantern Labs released Lamp 2 in May 2026.\\n"
        "It has 12 million users.\\nFAQ\\n- What? That.\\n- Who? They.\\n"
        "Reader Question: “Why?” – Because.\\nExplore more about lamps here.\\n"
    )
    save(understand(text.encode()), by=None)
    if number == 0:
        print("ready", flush=True)
"""

IMPORT_CHECK = """
import django
django.setup()
from articles.models import Article, FAQEntry, Revision, Suggestion
from questions.models import Answer, Question
imported = set(Article.objects.values_list("pk", flat=True))
for rows, each in (
    (FAQEntry.objects.values_list("article_id", flat=True), 2),
    (Question.objects.values_list("article_id", flat=True), 1),
    (Answer.objects.values_list("question__article_id", flat=True), 1),
    (Revision.objects.values_list("article_id", flat=True), 1),
    (Suggestion.objects.filter(kind="link").values_list("article_id", flat=True), 1),
    (Suggestion.objects.filter(kind="release").values_list("article_id", flat=True), 1),
):
    assert sorted(rows) == sorted([*imported] * each), (len(rows), len(imported))
print(len(imported))
"""


def run(code: str, data: Path) -> subprocess.Popen[str]:
    """A Python process of its own on a database of its own."""
    environment = os.environ | {
        "AIWATCH_DATA_DIR": str(data),
        "AIWATCH_DATABASE_URL": "",
        "AIWATCH_CACHE_URL": "",
        "DJANGO_SETTINGS_MODULE": "aiwatch.settings",
    }
    return subprocess.Popen(  # noqa: S603
        [sys.executable, "-c", code], cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True
    )


@pytest.mark.once
@pytest.mark.parametrize(
    ("script", "check"), [(SCRIPT, CHECK), (IMPORT_SCRIPT, IMPORT_CHECK)], ids=["publishing", "importing"]
)
def test_killed_while_working_leaves_all_or_nothing(
    script: str, check: str, migrated: Path, tmp_path: Path
) -> None:
    copytree(migrated, tmp_path, dirs_exist_ok=True)
    for _ in range(3):
        process = run(script, tmp_path)
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        deadline = time.monotonic() + random.uniform(0.02, 0.3)  # noqa: S311
        while time.monotonic() < deadline:
            pass
        process.send_signal(signal.SIGKILL)
        process.wait()
        process.stdout.close()
    checked = run(check, tmp_path)
    out, _ = checked.communicate()
    assert checked.returncode == 0
    assert int(out) > 0
