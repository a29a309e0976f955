"""`manage.py reader_data ADDRESS`: what is kept of a reader, and its deletion, for whoever asks for either."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from newsroom.readers import one


class Command(BaseCommand):
    help = "Print as JSON all that is kept for an address; with --erase, delete it."

    def add_arguments(self, parser: CommandParser) -> None:
        """Whose."""
        parser.add_argument("address", help="The reader's mail address.")
        parser.add_argument(
            "--erase", action="store_true", help="Delete it, and the names printed with what they asked."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Print, or delete and say how much."""
        address = options["address"]
        if options["erase"]:
            self.stdout.write(f"{one.erase(address)} deleted.")
        else:
            self.stdout.write(json.dumps(one.kept(address), ensure_ascii=False, indent=2))
