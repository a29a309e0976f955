"""`manage.py import_epoch FILE`: take in the table of AI models that Epoch AI publishes."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from companies.exchange.files import FileRefused
from newsroom.epoch.importing import STATES, import_table
from newsroom.epoch.reading import LARGEST_FILE


class Command(BaseCommand):
    """Prints a line for each row and what was done with it."""

    help = "Takes Epoch AI's table of models into the records and the ledger. Nothing is published by itself."

    def add_arguments(self, parser: CommandParser) -> None:
        """The file, and whether it is only tried."""
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument("--dry-run", action="store_true", help="Say what would be done and save nothing.")

    def handle(self, *args: Any, **options: Any) -> None:
        """Import, or say in one sentence why not."""
        try:
            with options["file"].open("rb") as file:
                report = import_table(file.read(LARGEST_FILE + 1), dry_run=options["dry_run"])
        except FileRefused as reason:
            raise CommandError(str(reason)) from reason
        except OSError as reason:
            raise CommandError(f"The file cannot be read: {reason.strerror}.") from reason
        for line in report.lines:
            self.stdout.write(str(line))
        self.stdout.write(", ".join(f"{report.count(state)} {state}" for state in STATES) + ".")
        if report.unused:
            self.stdout.write(f"Columns that have no place here: {', '.join(report.unused)}.")
        if options["dry_run"]:
            self.stdout.write("This was a dry run: nothing was saved.")
