"""`manage.py check_schedules`: what waits although the checklist has something against it by now."""

from typing import Any

from django.core.management.base import BaseCommand

from newsroom.desk.schedules import look


class Command(BaseCommand):
    """Run it every few minutes; it may be stopped, and run twice at once."""

    help = "Look at everything that is scheduled, show what is in trouble on the desk, and mail it."

    def handle(self, *args: Any, **options: Any) -> None:
        """Look, and say how many."""
        self.stdout.write(f"{look()} in trouble.")
