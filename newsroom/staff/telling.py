"""What is told by mail of a change that could be misused: an address to its owner, a role to who looks after them."""

from django.contrib.auth.models import User
from django.utils import timezone

from newsroom.staff import granting, mailing
from newsroom.staff.models import Account

#: The roles in which somebody alone can put something before readers, or let others in.
WEIGHTY = {"publisher", "administrator"}


def old_address(user: User, old: str, *, by: User) -> None:
    """Tell an owner at the address that was theirs, and keep when it was changed; a superuser's change holds at once.

    Nothing for whoever was invited and has not come yet: that address was perhaps mistyped.
    """
    if not user.has_usable_password():
        return
    changed_at = None if by.is_superuser else timezone.now()
    Account.objects.update_or_create(user=user, defaults={"address_changed_at": changed_at})
    mailing.send(user, "your mail address was changed", "address_changed", to=old, by=by, waits=changed_at)


def administrators(user: User, roles: set[str], *, by: User) -> None:
    """Tell everybody else who looks after accounts that somebody was given a role that weighs."""
    given = ", ".join(sorted(roles & WEIGHTY))
    for other in granting.administrators().exclude(pk__in=[by.pk, user.pk]) if given else ():
        subject = f"{user.get_username()} was made {given}"
        mailing.send(other, subject, "role_given", by=by, whom=user, roles=given)
