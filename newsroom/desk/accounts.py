"""What the desk tells whoever looks after accounts: who was invited and has not come, and who is locked out."""

from collections.abc import Iterator
from datetime import datetime

from django.contrib.auth.models import User
from django.urls import reverse
from django.utils import timezone

from newsroom.desk.parts import SHOWN, Line, Part, part
from newsroom.staff.limits import locked_out


def accounts(at: datetime) -> Iterator[Part]:
    """The parts of an administrator's desk. Three queries at most."""
    yield _invited()
    yield _locked_out(at)


def _invited() -> Part:
    def line(user: User) -> Line:
        return Line(_name(user), _form(user), f"invited {timezone.localtime(user.account.invited_at):%-d %B}")

    waiting = User.objects.filter(is_active=True, account__invited_at__isnull=False, last_login=None)
    rows = waiting.select_related("account").order_by("account__invited_at", "pk")
    link = reverse("admin:auth_user_changelist", query={"state": "invited"})
    return part("Invited, not here yet", link, "Nobody who was invited has yet to come.", rows, line)


def _locked_out(at: datetime) -> Part:
    found = locked_out(at)
    lines = [
        Line(_name(user), _form(user), f"too many tries, the last at {timezone.localtime(last):%H:%M}")
        for user, last in found[:SHOWN]
    ]
    return Part("Locked out", reverse("admin:auth_user_changelist"), "", len(found), lines)


def _name(user: User) -> str:
    return user.get_full_name() or user.username


def _form(user: User) -> str:
    return reverse("admin:auth_user_change", args=[user.pk])
