"""What each mail of the newsletter says, to whom. What many get is laid out once for a run."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.core.mail import EmailMessage
from django.utils import timezone

from newsletter import links
from newsletter.issues import rendering, stopping
from newsletter.links import Reader
from newsletter.models import Delivery, Erratum, Issue
from newsletter.sending.stencils import Stencil
from newsletter.subscribing import confirming
from newsletter.watching import noticing, telling
from readers.addresses import unseal

Sort = Delivery.Sort


#: A sort, and what mails of it that are alike tell.
Key = tuple[int, tuple[Any, ...]]


class NothingToTell(ValueError):
    """There is nobody to write to, or nothing to say any more."""


class Writer:
    """Writes mails, and keeps what was laid out for many."""

    def __init__(self) -> None:
        self._stencils: dict[Key, Stencil] = {}

    def look(self, at: datetime) -> None:
        """Stop the issues that are under way and carry what readers see no more, or what was corrected.

        What is carried on then is laid out anew.
        """
        for sort, keys in list(self._stencils):
            if sort == Sort.ISSUE and stopping.stop_if_outdated(keys[0], at):
                del self._stencils[sort, keys]

    def written(self, delivery: Delivery) -> EmailMessage:
        """The mail, with its subscriber, request and erratum at hand. Raises NothingToTell, and Unreadable."""
        if delivery.sort == Sort.CONFIRMATION:
            return confirming.written(delivery)
        subscriber = delivery.subscriber
        if subscriber is None or subscriber.ended:
            raise NothingToTell("They had left.")
        token = links.token_of(Reader(subscriber.key, delivery.pk))
        return self._stencil(delivery).copy(unseal(subscriber.sealed), delivery.message_id, token)

    def _stencil(self, delivery: Delivery) -> Stencil:
        if delivery.issue_id:
            return self._of_issue(delivery.issue_id)
        if delivery.erratum_id:
            return self._of_erratum(delivery.erratum_id)
        told = noticing.told_of(delivery, timezone.now())
        if not told:
            raise NothingToTell("Readers do not see any more what it told.")
        key = Sort.NOTICE, tuple((type(one), one.pk) for one in told)
        return self._kept(key, lambda: telling.stencil(told))

    def _of_issue(self, issue: int) -> Stencil:
        return self._kept(
            (Sort.ISSUE, (issue,)), lambda: rendering.stencil(Issue.objects.get(pk=issue), timezone.now())
        )

    def _of_erratum(self, erratum: int) -> Stencil:
        errata = Erratum.objects.select_related("issue")
        return self._kept((Sort.ERRATUM, (erratum,)), lambda: rendering.erratum(errata.get(pk=erratum)))

    def _kept(self, key: Key, made: Callable[[], Stencil]) -> Stencil:
        if key not in self._stencils:
            self._stencils[key] = made()
        return self._stencils[key]
