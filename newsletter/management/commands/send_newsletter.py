"""`manage.py send_newsletter`: send all mails of the newsletter that are due; as many at once as one likes."""

from typing import Any

from django.core.management.base import BaseCommand
from django.db import connection

from newsletter.sending import going


class Command(BaseCommand):
    help = "Begin issues whose time has come and send what is due. `run_due` does it too, for a few minutes a time."

    def handle(self, *args: Any, **options: Any) -> None:
        """Send, and say how many went."""
        if connection.vendor == "sqlite":
            # Each row is read once: the file need not be mapped into this process, which would look as large as it.
            connection.cursor().execute("PRAGMA mmap_size=0")
        self.stdout.write(f"{going.run()} sent.")
