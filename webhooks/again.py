"""What an administrator sends by hand: a test, and a message once more."""

from django.db import transaction
from django.utils import timezone

from webhooks.events import TEST
from webhooks.models import Delivery, Endpoint
from webhooks.sending import send_one_task

State = Delivery.State


class NotSent(ValueError):
    """It cannot be sent; the message says why."""


def send_test(endpoint: Endpoint) -> Delivery:
    """Send a message that tells of nothing. Raises NotSent where the endpoint is disabled."""
    _demand_active(Endpoint.objects.get(pk=endpoint.pk))
    delivery: Delivery = Delivery.objects.create(endpoint=endpoint, event=TEST)
    send_one_task.enqueue(delivery.pk)
    return _as_it_is(delivery)


def send_again(delivery: Delivery) -> Delivery:
    """Send a message once more, whatever became of it; its id is the same. Raises NotSent.

    Not where readers did not see what it tells, nor where the endpoint did not want it.
    """
    with transaction.atomic():
        delivery = Delivery.objects.select_for_update().select_related("endpoint").get(pk=delivery.pk)
        _demand_active(delivery.endpoint)
        if delivery.state not in (State.WAITING, State.DELIVERED, State.GIVEN_UP):
            raise NotSent(f"This message is not sent. {delivery.get_state_display()}.")
        delivery.state, delivery.delivered_at = State.WAITING, None
        delivery.due_at, delivery.tries = timezone.now(), 0
        delivery.save(update_fields=["state", "delivered_at", "due_at", "tries"])
    send_one_task.enqueue(delivery.pk)
    return _as_it_is(delivery)


def _demand_active(endpoint: Endpoint) -> None:
    if not endpoint.is_active:
        raise NotSent("The endpoint is disabled: enable it first.")


def _as_it_is(delivery: Delivery) -> Delivery:
    """The row by now: without a worker, the message was sent at once."""
    return Delivery.objects.select_related("endpoint").get(pk=delivery.pk)
