"""Reads text files into drafts."""

import json
import sys
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from articles.models import Author, Topic
from newsroom.importing import saving
from newsroom.importing.decoding import LARGEST_FILE, Unreadable


class Command(BaseCommand):
    """`import_article FILE…`"""

    help = (
        "Reads text files into drafts, with suggestions for what they name. Nothing is published by itself."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """The files, and what is known of them besides."""
        parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
        parser.add_argument("--author", help="The author's name or slug.")
        parser.add_argument("--topic", help="A topic's name or slug; the closing line's “here” leads to it.")
        parser.add_argument("--dated", help="The day the text speaks from, for example 2026-01-28.")
        parser.add_argument(
            "--dry-run", action="store_true", help="Show what is understood and save nothing."
        )
        parser.add_argument("--json", action="store_true", help="Print one object a line, one for each file.")

    def handle(self, *args: Any, **options: Any) -> None:
        """Import each file; a file that cannot be read stops none of the others, and gives exit status 1."""
        dated = _day(options["dated"])
        author = _one(Author, "author", options["author"])
        topic = _one(Topic, "topic", options["topic"])
        failed = False
        for path in options["files"]:
            try:
                understood = saving.understand(_bytes(path), dated=dated)
            except (Unreadable, OSError) as reason:
                failed |= not self._refuse(path, reason)
                continue
            keep = self._would_save if options["dry_run"] else self._save
            failed |= not keep(path, understood, author, topic, as_json=options["json"])
        if failed:
            sys.exit(1)

    def _would_save(
        self,
        path: Path,
        understood: saving.Understood,
        author: Author | None,
        topic: Topic | None,
        *,
        as_json: bool,
    ) -> bool:
        """Show one and what saving it would say, and save nothing."""
        self._print(path, understood, as_json=as_json)
        try:
            saving.headline(understood)
        except saving.NotSaved as reason:
            return self._refuse(path, reason)
        if before := saving.imported_before(understood):
            self.stderr.write(f"{path}: {saving.AlreadyImported(before)}")
        return True

    def _save(
        self,
        path: Path,
        understood: saving.Understood,
        author: Author | None,
        topic: Topic | None,
        *,
        as_json: bool,
    ) -> bool:
        """Save and show one; a text that was imported before is named and is no failure."""
        try:
            article = saving.save(understood, by=None, author=author, topics=[topic] if topic else [])
        except saving.AlreadyImported as reason:
            self._print(path, understood, as_json=as_json)
            self.stderr.write(f"{path}: {reason}")
            return True
        except saving.NotSaved as reason:
            return self._refuse(path, reason)
        self._print(path, understood, as_json=as_json)
        if not as_json:
            self.stdout.write(f"  Saved as a draft: /admin/articles/article/{article.pk}/change/")
        return True

    def _print(self, path: Path, understood: saving.Understood, *, as_json: bool) -> None:
        if as_json:
            self.stdout.write(json.dumps(understood.as_json(), ensure_ascii=False))
            return
        self.stdout.write(f"{path}")
        for line in understood.report():
            self.stdout.write(f"  {line}")

    def _refuse(self, path: Path, reason: ValueError | OSError) -> bool:
        """Say in one sentence why a file makes no draft; False, for it failed."""
        self.stderr.write(f"{path}: {_reason(reason)}")
        return False


def _bytes(path: Path) -> bytes:
    """The file, but no more of it than tells that it is too large."""
    with path.open("rb") as file:
        return file.read(LARGEST_FILE + 1)


def _reason(reason: ValueError | OSError) -> str:
    match reason:
        case FileNotFoundError():
            return "There is no such file."
        case IsADirectoryError():
            return "This is a directory, not a text file."
        case PermissionError():
            return "You may not read this file."
        case OSError():
            return f"The file cannot be read: {reason.strerror}."
    return str(reason)


def _day(text: str | None) -> date | None:
    """The day; raises CommandError for what is none, and for years of which no text of ours speaks."""
    if not text:
        return None
    try:
        day = date.fromisoformat(text)
    except ValueError:
        day = date.min
    if not saving.EARLIEST <= day.year <= saving.LATEST:
        raise CommandError(f"--dated should be a day such as 2026-01-28, not “{text}”.")
    return day


def _one(model: Any, what: str, text: str | None) -> Any:
    """The author or topic of that name or slug; raises CommandError where there is none."""
    if not text:
        return None
    found = model.objects.filter(slug=text).first() or model.objects.filter(name__iexact=text).first()
    if found is None:
        raise CommandError(f"There is no {what} “{text}”. Make it in the admin first.")
    return found
