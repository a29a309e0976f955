"""`manage.py forget_readers`: delete what of readers was promised to be gone by now."""

from typing import Any

from django.core.management.base import BaseCommand

from questions.letters.forgetting import forget_due


class Command(BaseCommand):
    help = "Delete addresses, marks of networks and spam whose time is over. `run_due` does it too."

    def handle(self, *args: Any, **options: Any) -> None:
        """Delete, and say how much."""
        self.stdout.write(f"{forget_due()} deleted.")
