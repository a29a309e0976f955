"""Writes articles in the text form that import_article reads."""

import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from articles.models import Article
from newsroom.exporting import export


class Command(BaseCommand):
    """`export_article SLUG…`"""

    help = "Writes the working copies of articles in the text form that import_article reads."

    def add_arguments(self, parser: CommandParser) -> None:
        """Which articles, and where to."""
        parser.add_argument("slugs", nargs="+", metavar="SLUG")
        parser.add_argument(
            "--output", type=Path, metavar="DIR", help="Write DIR/SLUG.txt for each instead of printing it."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Export each; one that is not there stops none of the others, and gives exit status 1."""
        folder: Path | None = options["output"]
        if folder is not None:
            try:
                folder.mkdir(parents=True, exist_ok=True)
            except OSError as reason:
                raise CommandError(f"{folder} cannot be written to: {reason.strerror}.") from None
        failed = False
        for slug in options["slugs"]:
            found = list(Article.objects.filter(slug=slug)[:2])
            if len(found) != 1:
                why = "There is no article" if not found else "More than one working copy has the address"
                self.stderr.write(f"{why} “{slug}”.")
                failed = True
            elif folder is None:
                self.stdout.write(export(found[0]), ending="")
            else:
                (folder / f"{slug}.txt").write_text(export(found[0]), encoding="utf-8")
                self.stdout.write(f"{folder / slug}.txt")
        if failed:
            sys.exit(1)
