"""Who may give what to whom: nobody raises themselves, and somebody can always let others in.

A superuser gives everything. An administrator looks after the house's roles: gives them to others and takes them
away, and changes nothing of superusers nor of whoever a superuser gave something besides. Nobody else lets anybody in.
"""

from typing import Any

from django.contrib.auth.models import Group, User
from django.db.models import Q, QuerySet

from articles.roles import APPS
from articles.workflow import roles_of

ADMINISTRATOR = "administrator"


class NotYours(ValueError):
    """The change would give or take more than its maker may; the message says what."""


def looks_after(by: User) -> bool:
    """Whether a user lets others in at all."""
    return ADMINISTRATOR in roles_of(by)


def groups(by: User) -> QuerySet[Group]:
    """The groups that a user may give to others."""
    every = Group.objects.order_by("name")
    if by.is_superuser:
        return every
    return every.filter(name__in=APPS) if looks_after(by) else every.none()


def may_manage(by: User, target: User) -> bool:
    """Whether one user may change another, or the plain fields of their own. A few queries."""
    if by.is_superuser:
        return True
    if not looks_after(by) or target.is_superuser:
        return False
    return by.pk == target.pk or not _has_more_than_roles(target)


def may_raise(by: User, target: User) -> bool:
    """Whether one user may change what another may do; an administrator's own roles are another's to change."""
    return by.is_superuser or (by.pk != target.pk and may_manage(by, target))


def administrators() -> QuerySet[User]:
    """The users who can let others in."""
    rights = Q(is_superuser=True) | Q(groups__name=ADMINISTRATOR)
    return User.objects.filter(rights, is_active=True, is_staff=True).distinct()


def is_last(user: User) -> bool:
    """Whether without this user nobody could let others in.

    Takes a lock on all of them, so that two who shut each other out at once do not both succeed; to be
    called in a transaction.
    """
    list(User.objects.select_for_update().filter(pk__in=administrators()).values_list("pk", flat=True))
    # Asked again once the lock is held: PostgreSQL gives a statement that waited for it what it saw before.
    found = set(administrators().values_list("pk", flat=True))
    return found == {user.pk}


def refuse_to_lose_the_last(user: User, *, active: bool, staff: bool, superuser: bool, groups: Any) -> None:
    """Raise NotYours where these values would leave nobody who can let others in."""
    remains = active and staff and (superuser or any(group.name == ADMINISTRATOR for group in groups))
    if not remains and is_last(user):
        raise NotYours("This is the last active administrator. Make somebody else one first.")


def _has_more_than_roles(user: User) -> bool:
    """Whether a superuser gave them single permissions, or a group that is none of the house's roles."""
    return user.user_permissions.exists() or user.groups.exclude(name__in=APPS).exists()
