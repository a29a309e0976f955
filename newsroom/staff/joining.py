"""How people join: invited by mail, and let in again by mail when a password was forgotten."""

from contextlib import suppress
from datetime import datetime, timedelta

from django.contrib.auth.models import Group, User
from django.db import transaction
from django.tasks import task
from django.utils import timezone

from newsroom.staff import granting, limits, links, mailing, telling
from newsroom.staff.models import Account

#: How long no link for a password goes to an address that an administrator gave: its owner is told at the old one.
WAITS = timedelta(days=3)


class CannotInvite(ValueError):
    """The invitation is not sent; the message says why."""


class CannotWrite(ValueError):
    """No link for a new password is sent; the message says why."""


@transaction.atomic
def invite(user: User, *, role: Group | None, by: User) -> User:
    """Save a new user without a password, or write again to one who has none yet; the mail carries a link.

    Raises CannotInvite for a role that `by` may not give, and for whoever has a password or no address.
    """
    if role is not None and not granting.groups(by).filter(pk=role.pk).exists():
        raise CannotInvite(f"You cannot make somebody {role.name}.")
    if user.pk and user.has_usable_password():
        raise CannotInvite(f"{user} has accepted the invitation already.")
    if not user.email:
        raise CannotInvite(f"There is no mail address of {user} to write to.")
    if not user.pk:
        user.set_unusable_password()
        user.is_staff = True
        user.save()
    if role is not None:
        user.groups.add(role)
    # A new unusable password: the link that was sent before ends.
    user.set_unusable_password()
    user.save(update_fields=["password"])
    Account.objects.update_or_create(user=user, defaults={"invited_at": timezone.now(), "invited_by": by})
    roles = ", ".join(group.name for group in user.groups.all())
    mailing.send(
        user, "you are invited", "invitation", by=by, roles=roles, link=links.address(user, "invitation")
    )
    if role is not None:
        telling.administrators(user, {role.name}, by=by)
    return user


def write_link(user: User, *, by: User | None = None) -> None:
    """Mail a link for a new password to its owner.

    by: who had it sent, where it was not the owner. Raises CannotWrite for whoever is out, has no password or no
    address yet, or one that an administrator gave only now.
    """
    if not (user.is_active and user.is_staff and user.has_usable_password()):
        raise CannotWrite(f"{user} has no password to change: invite them again, or let them in first.")
    if not user.email:
        raise CannotWrite(f"There is no mail address of {user} to write to.")
    until = _waits_until(user)
    if until is not None:
        raise CannotWrite(
            f"The mail address was changed only now. From {timezone.localtime(until):%-d %B, %H:%M} a link goes "
            "there; a superuser can set the password before."
        )
    mailing.send(user, "a new password", "reset", link=links.address(user, "reset"), by=by)


def _waits_until(user: User) -> datetime | None:
    """Until when no link goes to a user's address, or None where it may."""
    account = Account.objects.filter(user=user).first()
    if account is None or account.address_changed_at is None:
        return None
    until: datetime = account.address_changed_at + WAITS
    return until if timezone.now() < until else None


def forgotten(email: str, *, network: str) -> None:
    """Write to whoever has this address and a password, a few times at most.

    Raises TooOften, for addresses that nobody has just as for others: what is answered never tells. Nor does how
    long it takes, where background work is done by a worker.
    """
    limits.claim(limits.Kind.RESET, email, network)
    forgotten_task.enqueue(email)


@task
def forgotten_task(email: str) -> None:
    """Write to whoever has this address, if anybody."""
    user = User.objects.filter(email__iexact=email, is_active=True, is_staff=True).order_by("pk").first()
    if user is not None:
        with suppress(CannotWrite):
            write_link(user)


@transaction.atomic
def set_password(token: str, password: str, *, first_name: str = "", last_name: str = "") -> User | None:
    """Use a link up: set the password. None where it was used meanwhile. All sessions end with the old password."""
    found = links.read(token)
    if found is None:
        return None
    User.objects.select_for_update().get(pk=found[0].pk)
    # Read again under the lock: of two who use one link at once the second comes too late.
    found = links.read(token)
    if found is None:
        return None
    user, purpose = found
    if purpose == "invitation":
        user.first_name, user.last_name = first_name, last_name
    user.set_password(password)
    user.save()
    if purpose == "reset":
        mailing.send(user, "your password was changed", "changed")
    return user
