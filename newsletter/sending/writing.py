"""What each mail of the newsletter says, to whom. What many get is laid out once for a run."""

from datetime import datetime

from django.core.mail import EmailMessage
from django.utils import timezone

from newsletter import links
from newsletter.issues import rendering, stopping
from newsletter.links import Reader
from newsletter.models import Delivery, Erratum, Issue
from newsletter.sending.stencils import Stencil
from newsletter.subscribing import confirming
from readers.addresses import unseal

Sort = Delivery.Sort


class NothingToTell(ValueError):
    """There is nobody to write to, or nothing to say any more."""


class Writer:
    """Writes mails, and keeps what was laid out for many."""

    def __init__(self) -> None:
        self._stencils: dict[tuple[int, int], Stencil] = {}

    def look(self, at: datetime) -> None:
        """Stop the issues that are under way and carry what readers see no more, or what was corrected.

        What is carried on then is laid out anew.
        """
        for sort, issue in list(self._stencils):
            if sort == Sort.ISSUE and stopping.stop_if_outdated(issue, at):
                del self._stencils[sort, issue]

    def written(self, delivery: Delivery) -> EmailMessage:
        """The mail, with its subscriber, request and erratum at hand. Raises NothingToTell, and Unreadable."""
        if delivery.sort == Sort.CONFIRMATION:
            return confirming.written(delivery)
        subscriber = delivery.subscriber
        if subscriber is None or subscriber.ended:
            raise NothingToTell("They had left.")
        token = links.token_of(Reader(subscriber.pk, delivery.pk))
        return self._stencil(delivery).copy(unseal(subscriber.sealed), delivery.message_id, token)

    def _stencil(self, delivery: Delivery) -> Stencil:
        key = delivery.sort, delivery.issue_id or delivery.erratum_id or delivery.pk
        if key not in self._stencils:
            self._stencils[key] = self._laid_out(delivery)
        return self._stencils[key]

    def _laid_out(self, delivery: Delivery) -> Stencil:
        if delivery.issue_id:
            return rendering.stencil(Issue.objects.get(pk=delivery.issue_id), timezone.now())
        if delivery.erratum_id:
            return rendering.erratum(Erratum.objects.select_related("issue").get(pk=delivery.erratum_id))
        raise NotImplementedError
