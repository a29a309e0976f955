from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class SearchConfig(AppConfig):
    """Has what was indexed in an earlier form indexed anew, after the migration that brought this one."""

    name = "search"
    verbose_name = "Search"

    def ready(self) -> None:
        """Look after each migration."""
        post_migrate.connect(_keep_up, sender=self, dispatch_uid="search.index")


def _keep_up(**of_the_signal: Any) -> None:
    from search.models import Document
    from search.rebuilding import rebuild

    if Document.objects.filter(terms="").exists():
        for _ in rebuild():
            pass
