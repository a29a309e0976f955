"""`manage.py load_demo`: fill an empty newsroom with the demonstration."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from newsroom.demo.loading import PASSWORD, DemoRefused, load, signs_in


class Command(BaseCommand):
    """Prints a line for each step, and how to sign in."""

    help = "Load the demonstration into an empty newsroom; a second run keeps what is there."

    def handle(self, *args: Any, **options: Any) -> None:
        """Load, or say in one sentence why not."""
        try:
            load(self.stdout.write)
        except DemoRefused as reason:
            raise CommandError(str(reason)) from reason
        if signs_in("editor"):
            self.stdout.write(f"Sign in at /admin/ as editor, password {PASSWORD}")
