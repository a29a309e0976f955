"""Nobody gives themselves or others more than they have, and somebody can always let others in."""

from typing import Any

from django.contrib.auth.models import Group, Permission, User
from django.db.models import Q, QuerySet

from articles.workflow import may

ADMINISTRATOR = "administrator"

#: What a role may do with articles, which stands in no permission.
VERBS: Any = {"contributor": "write", "editor": "edit", "publisher": "publish"}


class NotYours(ValueError):
    """The change would give or take more than its maker has; the message says what."""


def permissions(by: User) -> QuerySet[Permission]:
    """The permissions that a user may give: those that they have."""
    if by.is_superuser:
        return Permission.objects.all()
    return Permission.objects.filter(pk__in=_held(by))


def groups(by: User) -> QuerySet[Group]:
    """The groups that a user may give: those whose members may do nothing that they may not. A few queries."""
    every = Group.objects.order_by("name")
    if by.is_superuser:
        return every
    beyond = Group.objects.filter(permissions__in=Permission.objects.exclude(pk__in=_held(by)))
    named = {role for role, verb in VERBS.items() if not may(by, verb)} | {ADMINISTRATOR}
    mine = set(by.groups.values_list("name", flat=True))
    return every.exclude(pk__in=beyond).exclude(name__in=named - mine)


def may_manage(by: User, target: User) -> bool:
    """Whether one user may change another: who may do no more than they do. A few queries."""
    if by.is_superuser or by.pk == target.pk:
        return True
    if target.is_superuser or target.user_permissions.exclude(pk__in=_held(by)).exists():
        return False
    return not target.groups.exclude(pk__in=groups(by)).exists()


def administrators() -> QuerySet[User]:
    """The users who can let others in."""
    rights = Q(is_superuser=True) | Q(groups__name=ADMINISTRATOR)
    return User.objects.filter(rights, is_active=True, is_staff=True).distinct()


def is_last(user: User) -> bool:
    """Whether without this user nobody could let others in.

    Takes a lock on all of them, so that two who shut each other out at once do not both succeed; to be
    called in a transaction.
    """
    found = set(User.objects.select_for_update().filter(pk__in=administrators()).values_list("pk", flat=True))
    return found == {user.pk}


def refuse_to_lose_the_last(user: User, *, active: bool, staff: bool, superuser: bool, groups: Any) -> None:
    """Raise NotYours where these values would leave nobody who can let others in."""
    remains = active and staff and (superuser or any(group.name == ADMINISTRATOR for group in groups))
    if not remains and is_last(user):
        raise NotYours("This is the last active administrator. Make somebody else one first.")


def _held(user: User) -> QuerySet[Any]:
    """The ids of a user's permissions."""
    rows = Permission.objects.filter(Q(user=user) | Q(group__user=user))
    return rows.values("pk")
