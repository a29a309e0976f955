"""`manage.py make_groups`: contributors, editors and publishers, with what each may do."""

from typing import Any

from django.core.management.base import BaseCommand

from articles.workflow import APPS, make_groups


class Command(BaseCommand):
    """Run it once after the first `migrate`, and again after an upgrade: new kinds of object bring new rights."""

    help = "Make the groups contributor, editor and publisher, or bring their rights up to date."

    def handle(self, *args: Any, **options: Any) -> None:
        """Make them and name them."""
        make_groups()
        self.stdout.write(f"Up to date: {', '.join(APPS)}.")
