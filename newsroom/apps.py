from django.apps import AppConfig
from django.db.models.signals import post_migrate


class NewsroomConfig(AppConfig):
    """Has names without a record follow what is saved, the checklist asked before anything is published, hand-overs
    told by mail, and sessions end with what their user was; has the history of who works here kept, and the pages that
    stand begun."""

    name = "newsroom"
    verbose_name = "Newsroom"

    def ready(self) -> None:
        """Look at articles when they are saved and before they are published, and at names when records are."""
        from django.contrib.auth.models import Group, User
        from django_otp.plugins.otp_totp.models import TOTPDevice

        from api.models import Token
        from articles import checks, publishing, revisions, workflow
        from changes import history
        from companies import indexing
        from newsroom import checking, mailing, standing
        from newsroom.desk import schedules
        from newsroom.records import unrecorded
        from newsroom.rollout import flags
        from newsroom.staff import sessions
        from questions.answering import resting

        revisions.when_saved(unrecorded.look_soon)
        workflow.when_handed_on(mailing.tell_soon)
        checks.before_publishing(checking.required)
        publishing.when_lost(schedules.lost)
        indexing.when_names_change(unrecorded.forget)
        resting.decided_by(flags.decided)
        sessions.connect()
        post_migrate.connect(standing.keep_pages, sender=self, dispatch_uid="newsroom.standing")
        history.keep(
            User,
            leave=("last_login", "date_joined"),
            secret=("password",),
            lists=("groups", "user_permissions"),
        )
        history.keep(Group, lists=("permissions",))
        columns = {field.name for field in TOTPDevice._meta.concrete_fields} - {"confirmed"}
        history.keep(
            Token,
            leave=("digest", "hint", "standing", "made_at", "last_used_at"),
            under=lambda token: [("auth.user", token.user_id)],
        )
        history.keep(TOTPDevice, leave=columns, under=lambda device: [("auth.user", device.user_id)])
