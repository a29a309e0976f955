"""`manage.py choose_read_next`: choose anew what each live article leads to."""

from typing import Any

from django.core.management.base import BaseCommand

from articles.reading_next import choose_anew


class Command(BaseCommand):
    """Chooses for every edition that is or will be seen. Can be stopped and run again at will."""

    help = "Choose anew which articles readers are led to at the end of each."

    def handle(self, *args: Any, **options: Any) -> None:
        """Choose, with a line for every hundred."""
        done = choose_anew(lambda count: self.stdout.write(f"{count:,} done"))
        self.stdout.write(f"{done:,} edition{'' if done == 1 else 's'}")
