"""Scores the matchers against a labelled file."""

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from newsroom.evaluation.predicting import predict
from newsroom.evaluation.reading import KEYS, NotLabelled, read
from newsroom.evaluation.scoring import score


class Command(BaseCommand):
    """`evaluate mentions|dates|facts|questions|search FILE`"""

    help = "Scores what is found in the texts of a labelled file, with the file's own records alone. Stores nothing."

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> CommandParser:
        """With -v as scorers have it, a switch; Django's own is --verbosity then."""
        return super().create_parser(prog_name, subcommand, conflict_handler="resolve", **kwargs)

    def add_arguments(self, parser: CommandParser) -> None:
        """What to score, on which file, and where the answers go."""
        parser.add_argument("kind", choices=sorted(KEYS), help="What is labelled.")
        parser.add_argument("file", type=Path, metavar="FILE", help="A file of format aiwatch-eval-KIND/1.")
        parser.add_argument("--predictions", type=Path, metavar="OUT", help="Write what was found to OUT.")
        parser.add_argument(
            "-v", action="store_true", dest="list_wrong", help="List what is missed or wrong."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Print the scores. Raises CommandError for a file that is not labelled, or an OUT that cannot be written."""
        kind, out = options["kind"], options["predictions"]
        try:
            labelled = read(options["file"], kind)
        except NotLabelled as reason:
            raise CommandError(str(reason)) from None
        answers = list(predict(labelled, kind))
        if out is not None:
            lines = (json.dumps(answer, ensure_ascii=False) + "\n" for answer in answers)
            try:
                out.write_text("".join(lines), "utf-8")
            except OSError as reason:
                raise CommandError(f"{out} cannot be written: {reason.strerror}.") from None
        scores = score(kind, labelled.rows, answers)
        self.stdout.write("\n".join(scores.lines()))
        if options["list_wrong"] and scores.notes:
            self.stdout.write("\n".join(scores.notes))
