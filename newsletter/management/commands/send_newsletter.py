"""`manage.py send_newsletter`: send all mails of the newsletter that are due; as many at once as one likes."""

from typing import Any

from django.core.management.base import BaseCommand

from newsletter.sending import going


class Command(BaseCommand):
    help = "Begin issues whose time has come and send what is due. `run_due` does it too, for a few minutes a time."

    def handle(self, *args: Any, **options: Any) -> None:
        """Send, and say how many went."""
        self.stdout.write(f"{going.run()} sent.")
