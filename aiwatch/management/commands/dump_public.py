"""`manage.py dump_public DIRECTORY`: all that is public, as files."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from aiwatch.dumping import dump
from aiwatch.replacing import NotReplaced


class Command(BaseCommand):
    """Made whole beside the directory, then put in the place of the dump before. Can be stopped at will."""

    help = "Write all that the public API tells into a directory, with checksums and the licence."

    def add_arguments(self, parser: CommandParser) -> None:
        """Where to."""
        parser.add_argument("directory", type=Path, metavar="DIRECTORY")

    def handle(self, *args: Any, **options: Any) -> None:
        """Dump, with a line a list."""
        try:
            dump(options["directory"], at=timezone.now(), say=self.stdout.write)
        except NotReplaced as reason:
            raise CommandError(str(reason)) from None
