from django.apps import AppConfig


class NewsroomConfig(AppConfig):
    """Has names without a record follow what is saved."""

    name = "newsroom"
    verbose_name = "Newsroom"

    def ready(self) -> None:
        """Look at articles when they are saved, and at names when records are."""
        from articles import revisions
        from companies import indexing
        from newsroom import unrecorded

        revisions.when_saved(unrecorded.look_soon)
        indexing.when_names_change(unrecorded.forget)
