from datetime import datetime

from django.apps import AppConfig


class NewsletterConfig(AppConfig):
    """Tells the apps below which issues carried what is corrected, and listens to what providers of mail say."""

    name = "newsletter"
    verbose_name = "Newsletter"

    def ready(self) -> None:
        """Open the doors, and have Anymail call us."""
        from anymail.signals import tracking

        from changes import corrections, history, log
        from newsletter import bounces
        from newsletter.issues import feeds, touching
        from newsletter.models import Issue
        from webhooks import pinging

        def sent(ids: list[int], at: datetime) -> set[int]:
            rows = Issue.objects.public().filter(pk__in=ids, begun_at__lte=at)
            return set(rows.values_list("pk", flat=True))

        corrections.touches_also(touching.carrying)
        log.news_of("issue", sent)
        history.keep(Issue, leave=("saves", "saved_at", "saved_by", "content", "noted_at", "left_out"))
        pinging.told_in("issue", feeds.names_of)
        tracking.connect(bounces.heard, dispatch_uid="newsletter.bounces")
