"""`manage.py rebuild_index`: index all that can be found anew."""

from typing import Any

from django.core.management.base import BaseCommand

from search.rebuilding import rebuild


class Command(BaseCommand):
    """Can be stopped and run again at will, and while others write."""

    help = "Index all that the search can find anew, as after a restored backup. The search works meanwhile."

    def handle(self, *args: Any, **options: Any) -> None:
        """Rebuild, with a line for each kind."""
        for kind, count in rebuild():
            self.stdout.write(f"{kind}: {count:,}")
