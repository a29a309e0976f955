"""`manage.py check_sources`: ask the addresses of sources whether they still answer."""

from typing import Any

from django.core.management.base import BaseCommand

from facts.asking import ask_due
from facts.models import Source


class Command(BaseCommand):
    """Asks those that are due, a few a second. Can be stopped and run again at will."""

    help = "Ask the addresses of sources whether they still answer, each at most once a week."

    def handle(self, *args: Any, **options: Any) -> None:
        """Ask, with a line for each that does not answer."""
        asked = ask_due(self._say)
        dead = Source.objects.filter(dead_since__isnull=False).count()
        self.stdout.write(f"{asked:,} asked. {dead:,} of all sources are dead.")

    def _say(self, source: Source) -> None:
        if source.failing_since:
            state = "dead" if source.dead_since else "failing"
            self.stdout.write(f"{source.url}: {state} since {source.failing_since:%Y-%m-%d}. {source.heard}")
