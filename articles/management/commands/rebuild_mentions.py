"""`manage.py rebuild_mentions`: find the names of records in all editions anew."""

from typing import Any

from django.core.management.base import BaseCommand

from articles.models import Reindexing
from articles.reindexing import carry_on


class Command(BaseCommand):
    """Carries on with a rebuild that was broken off, else begins one. Can be stopped and run again at will."""

    help = "Find the names of records in all editions anew, or carry on where that was broken off."

    def handle(self, *args: Any, **options: Any) -> None:
        """Rebuild, with a line for each batch."""
        if not Reindexing.objects.filter(finished_at=None, record=None).exists():
            Reindexing.objects.create()
        carry_on(lambda rebuild: self.stdout.write(f"{rebuild}: {rebuild.done:,} of {rebuild.total:,}"))
