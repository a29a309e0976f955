from django.apps import AppConfig


class NewsroomConfig(AppConfig):
    """Has names without a record follow what is saved, the checklist asked before anything is
    published, and hand-overs told by mail."""

    name = "newsroom"
    verbose_name = "Newsroom"

    def ready(self) -> None:
        """Look at articles when they are saved and before they are published, and at names when records are."""
        from articles import checks, revisions, workflow
        from companies import indexing
        from newsroom import checking, mailing, unrecorded

        revisions.when_saved(unrecorded.look_soon)
        workflow.when_handed_on(mailing.tell_soon)
        checks.before_publishing(checking.required)
        indexing.when_names_change(unrecorded.forget)
