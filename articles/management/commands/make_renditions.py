"""`manage.py make_renditions`: what pages show of pictures, for those that have none yet."""

from typing import Any

from django.core.management.base import BaseCommand

from articles.renditions import make_all


class Command(BaseCommand):
    """Carries on where it was broken off. Can be stopped and run again at will."""

    help = "Make the renditions of pictures that have none: older ones, and those whose making failed."

    def handle(self, *args: Any, **options: Any) -> None:
        """Make them, with a line for each picture."""
        made = make_all(lambda image: self.stdout.write(f"{image.pk}: {image}"))
        self.stdout.write(f"{made} made.")
