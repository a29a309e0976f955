from django.apps import AppConfig


class NewsroomConfig(AppConfig):
    """Has names without a record follow what is saved, and the checklist asked before anything is published."""

    name = "newsroom"
    verbose_name = "Newsroom"

    def ready(self) -> None:
        """Look at articles when they are saved and before they are published, and at names when records are."""
        from articles import checks, publishing, revisions
        from companies import indexing
        from newsroom import checking, schedules, unrecorded

        revisions.when_saved(unrecorded.look_soon)
        checks.before_publishing(checking.required)
        publishing.when_lost(schedules.lost)
        indexing.when_names_change(unrecorded.forget)
