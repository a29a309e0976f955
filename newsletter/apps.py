from django.apps import AppConfig


class NewsletterConfig(AppConfig):
    """Listens to what providers of mail say."""

    name = "newsletter"
    verbose_name = "Newsletter"

    def ready(self) -> None:
        """Have Anymail call us."""
        from anymail.signals import tracking

        from newsletter import bounces

        tracking.connect(bounces.heard, dispatch_uid="newsletter.bounces")
