"""The buttons over a user: each ends, or begins, a way in."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from unfold.dataclasses import ActionDialog
from unfold.decorators import action
from unfold.enums import ActionVariant

from changes.admin import picked, who
from changes.dialogs import carry_out
from changes.forms import DialogForm
from newsroom.staff import factors, joining, sessions


class PeopleActions:
    """Invite again, mail a link, sign out, reset two-factor. For the admin of users."""

    has_change_permission: Any
    log_change: Any

    def has_invite_again_permission(self, request: HttpRequest, object_id: Any = None) -> bool:
        """For whoever was not here yet."""
        user = picked(User, object_id)
        return (
            user is not None
            and user.is_active
            and not user.has_usable_password()
            and self.has_change_permission(request, user)
        )

    def has_mail_link_permission(self, request: HttpRequest, object_id: Any = None) -> bool:
        """For whoever has a password; one's own is changed under one's name."""
        user = picked(User, object_id)
        return (
            user is not None
            and user != request.user
            and user.is_active
            and user.has_usable_password()
            and self.has_change_permission(request, user)
        )

    def has_sign_out_permission(self, request: HttpRequest, object_id: Any = None) -> bool:
        """Whoever may change the user."""
        user = picked(User, object_id)
        return user is not None and self.has_change_permission(request, user)

    def has_reset_codes_permission(self, request: HttpRequest, object_id: Any = None) -> bool:
        """Whoever may change the user, where codes are asked for; one's own are turned off with a code."""
        user = picked(User, object_id)
        return (
            user is not None
            and user != request.user
            and factors.has_one(user)
            and self.has_change_permission(request, user)
        )

    @action(
        description="Invite again…",
        url_path="invite-again",
        permissions=["invite_again"],
        icon="mail",
        dialog=ActionDialog(
            title="Write to them again",
            description="With a new link, good for seven days. The one that was sent before ends.",
            form_class=DialogForm,
            form_submit_text="Write",
        ),
    )
    def invite_again(self, request: HttpRequest, form: forms.Form, object_id: str) -> HttpResponse:
        """Send another link."""
        user = User.objects.get(pk=object_id)
        return self._carry_out(
            request,
            user,
            lambda: joining.invite(user, role=None, by=who(request)),
            noted="Invited again.",
            done=f"An invitation is on its way to {user.email}.",
            refusals=joining.CannotInvite,
        )

    @action(
        description="Mail a link for a new password…",
        url_path="mail-link",
        permissions=["mail_link"],
        icon="key",
        dialog=ActionDialog(
            title="Have them choose another password",
            description="They get a link by mail, good for an hour. Their password stays until they follow it.",
            form_class=DialogForm,
            form_submit_text="Write",
        ),
    )
    def mail_link(self, request: HttpRequest, form: forms.Form, object_id: str) -> HttpResponse:
        """Send the owner a link, and nobody else."""
        user = User.objects.get(pk=object_id)
        return self._carry_out(
            request,
            user,
            lambda: joining.write_link(user, by=who(request)),
            noted="Mailed a link for a new password.",
            done=f"A link for a new password is on its way to {user.email}.",
            refusals=joining.CannotWrite,
        )

    @action(
        description="Sign out everywhere…",
        url_path="sign-out",
        permissions=["sign_out"],
        icon="logout",
        dialog=ActionDialog(
            title="Sign them out everywhere",
            description="All their sessions end, wherever they are open.",
            form_class=DialogForm,
            form_submit_text="Sign out",
        ),
    )
    def sign_out(self, request: HttpRequest, form: forms.Form, object_id: str) -> HttpResponse:
        """End all sessions of the user."""
        user = User.objects.get(pk=object_id)
        return self._carry_out(
            request,
            user,
            lambda: sessions.end_all(user),
            noted="Signed out everywhere.",
            done=f"{user} was signed out everywhere.",
        )

    @action(
        description="Reset two-factor…",
        url_path="reset-two-factor",
        permissions=["reset_codes"],
        icon="phonelink_erase",
        variant=ActionVariant.DANGER,
        dialog=ActionDialog(
            title="Have them sign in without a code",
            description="For somebody who lost the authenticator and the recovery codes. Be sure that it is "
            "they who ask. They are told by mail, and signed out everywhere.",
            form_class=DialogForm,
            form_submit_text="Reset",
        ),
    )
    def reset_codes(self, request: HttpRequest, form: forms.Form, object_id: str) -> HttpResponse:
        """Take the second factor away, and tell the user by mail."""
        user = User.objects.get(pk=object_id)
        return self._carry_out(
            request,
            user,
            lambda: factors.take_away(user, by=who(request)),
            noted="Two-factor sign-in reset.",
            done=f"{user} signs in without a code now, and was told so by mail.",
        )

    def _carry_out(
        self,
        request: HttpRequest,
        user: User,
        verb: Callable[[], object],
        *,
        noted: str,
        done: str,
        refusals: type[ValueError] | tuple[type[ValueError], ...] = (),
    ) -> HttpResponse:
        """Call a verb, note it in the user's history, say how it went, and go back to the user's form."""

        def noting() -> None:
            verb()
            self.log_change(request, user, noted)

        return carry_out(request, user, noting, done=done, refusals=refusals)
