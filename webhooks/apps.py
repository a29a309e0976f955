from django.apps import AppConfig


class WebhooksConfig(AppConfig):
    """Has the log wake the sending, and who altered an endpoint written down."""

    name = "webhooks"
    verbose_name = "Webhooks"

    def ready(self) -> None:
        """Listen to the log."""
        from changes import history, log
        from webhooks import sending
        from webhooks.models import Endpoint, Wanted

        log.when_recorded(sending.soon)
        # How its receiver answers is noted by a machine, with every delivery.
        history.keep(
            Endpoint,
            leave=("looked_until", "busy_until", "failing_since", "succeeded_at", "told_at", "rotated_at"),
            secret=("sealed", "sealed_before"),
        )
        history.keep(
            Wanted, leave=("since",), under=lambda wanted: [("webhooks.endpoint", wanted.endpoint_id)]
        )
