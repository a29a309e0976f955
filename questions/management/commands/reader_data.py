"""`manage.py reader_data ADDRESS`: what is kept of a reader, and its deletion, for whoever asks for either."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from questions.letters.forgetting import asked_by, erase, subscribers_at


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
            self.stdout.write(f"{erase(address)} deleted.")
            return
        kept = [
            {
                "question": one.question.text,
                "asked_it": one.asked,
                "name_to_print": ", ".join(question.asker for question in asked_by([one])),
                "since": one.since.isoformat(),
                "mails": [
                    {"of": letter.occasion, "state": letter.state, "noted": letter.noted_at.isoformat()}
                    for letter in one.letters.all()
                ],
            }
            for one in subscribers_at(address)
        ]
        self.stdout.write(json.dumps(kept, ensure_ascii=False, indent=2))
