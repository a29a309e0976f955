"""`manage.py find_unrecorded`: look for names without a record in all articles that were not looked at yet."""

from typing import Any

from django.core.management.base import BaseCommand

from newsroom.records.unrecorded import look


class Command(BaseCommand):
    """Looks at what was saved since it was looked at last. Can be stopped and run again at will."""

    help = "Look for names that are no record yet in all articles that were not looked at as they stand."

    def handle(self, *args: Any, **options: Any) -> None:
        """Look, with a line for each batch."""
        done = look(lambda done, left: self.stdout.write(f"{done:,} looked at, {left:,} left"))
        self.stdout.write(f"{done:,} articles looked at.")
