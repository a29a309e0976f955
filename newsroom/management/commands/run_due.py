"""`manage.py run_due`: everything that falls due by the clock, to be run every few minutes."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from newsroom import due


class Command(BaseCommand):
    help = "Send what readers are to be told, delete what was promised to be gone, look at what is scheduled."

    def handle(self, *args: Any, **options: Any) -> None:
        """Do it, and say what was done."""
        done, failed = due.run()
        for line in done:
            self.stdout.write(line)
        if failed:
            raise CommandError(f"Failed: {', '.join(failed)}.")
