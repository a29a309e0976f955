"""How people join: invited by mail, and let in again by mail when a password was forgotten."""

from django.contrib.auth.models import Group, User
from django.db import transaction
from django.tasks import task
from django.utils import timezone

from newsroom.staff import granting, limits, links, mailing
from newsroom.staff.models import Account


class CannotInvite(ValueError):
    """The invitation is not sent; the message says why."""


@transaction.atomic
def invite(user: User, *, role: Group | None, by: User) -> User:
    """Save a new user without a password, or write again to one who has none yet; the mail carries a link.

    Raises CannotInvite for a role that `by` may not give, and for whoever has a password.
    """
    if role is not None and not granting.groups(by).filter(pk=role.pk).exists():
        raise CannotInvite(f"You cannot make somebody {role.name}, for that may do more than you may.")
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
    return user


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
    if user is not None and user.has_usable_password():
        mailing.send(user, "a new password", "reset", link=links.address(user, "reset"))


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
