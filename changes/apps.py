from django.apps import AppConfig


class ChangesConfig(AppConfig):
    """The log, and what is told of it."""

    name = "changes"
    verbose_name = "Changes"

    def ready(self) -> None:
        """Have corrections be followed by those who keep a copy."""
        from changes import followed

        followed.follow()
