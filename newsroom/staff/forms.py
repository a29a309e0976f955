"""What is typed to get in, and to invite somebody."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib.admin.forms import AdminAuthenticationForm
from django.contrib.auth import password_validation
from django.contrib.auth.forms import SetPasswordMixin
from django.contrib.auth.models import Group, User
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from unfold.forms import AdminPasswordChangeForm
from unfold.widgets import (
    UnfoldAdminEmailInputWidget,
    UnfoldAdminSelectWidget,
    UnfoldAdminTextInputWidget,
)

from changes.forms import Form, ModelForm, Telling
from newsroom.staff import factors, granting, limits, mailing
from readers.networks import network_of


class SignInForm(Telling, AdminAuthenticationForm):
    """Name and password, tried only so often. The refusal is the same for names that are not there."""

    request: HttpRequest
    too_often: limits.TooOften | None = None

    def clean(self) -> Any:
        """Count the try, then ask whether it is right."""
        name, network = self.cleaned_data.get("username") or "", network_of(self.request)
        try:
            limits.claim(limits.Kind.PASSWORD, name, network)
        except limits.TooOften as refusal:
            self.too_often = refusal
            raise ValidationError(str(refusal)) from refusal
        cleaned = super().clean()
        # Without a name or a password nothing was asked, and nothing was right.
        if self.get_user() is not None:
            limits.forgive(limits.Kind.PASSWORD, name, network)
        return cleaned


class CodeForm(Form):
    """A code, tried only so often; what came of a right one is `found`."""

    code = forms.CharField(
        max_length=20,
        widget=forms.TextInput(
            attrs={
                "autocomplete": "one-time-code",
                "autofocus": True,
                "autocapitalize": "off",
                "spellcheck": "false",
            }
        ),
        label="Code",
        help_text="The six digits that your authenticator shows now, or one of your recovery codes.",
    )
    too_often: limits.TooOften | None = None
    found: Any = None

    def __init__(self, request: HttpRequest, user: User, check: Callable[[str], Any]) -> None:
        super().__init__(request.POST if request.method == "POST" else None)
        self.user, self.check = user, check
        self.name, self.network = limits.name_for_codes(user), network_of(request)

    def clean_code(self) -> str:
        """Count the try, then ask whether it is right.

        Whoever tries knows the password already, so few tries are let through from wherever.
        """
        code: str = self.cleaned_data["code"]
        try:
            limits.claim(limits.Kind.CODE, self.name, self.network)
        except limits.TooOften as refusal:
            self.too_often = refusal
            factors.warn(self.user)
            raise ValidationError(str(refusal)) from refusal
        self.found = self.check(code)
        if not self.found:
            raise ValidationError("This code is not right, or was used already. Wait for the next one.")
        limits.forgive(limits.Kind.CODE, self.name, self.network)
        return code


class MailForm(Form):
    """Whose password was forgotten."""

    email = forms.EmailField(
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email", "autofocus": True}),
        label="Your mail address",
    )


class NewPasswordForm(SetPasswordMixin, Form):
    """A new password, typed twice; whoever is invited gives their name too."""

    first_name = forms.CharField(
        max_length=150,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "given-name"}),
    )
    last_name = forms.CharField(
        max_length=150,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "family-name"}),
    )
    password1, password2 = SetPasswordMixin.create_password_fields("Password", "The same password again")

    def __init__(self, user: User, *args: Any, named: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        self.fields["password2"].help_text = ""
        self.fields["password1"].help_text = " ".join(password_validation.password_validators_help_texts())
        for name in ("first_name", "last_name"):
            if named:
                self.fields[name].initial = getattr(user, name)
            else:
                del self.fields[name]

    def clean(self) -> Any:
        """Both the same, and one that is not easily guessed, for a user of this name."""
        for name in {"first_name", "last_name"} & set(self.cleaned_data):
            setattr(self.user, name, self.cleaned_data[name])
        self.validate_passwords("password1", "password2")
        self.validate_password_for_user(self.user, "password1")
        return super().clean()


class InvitationForm(ModelForm):
    """Who is to be invited, and as what. They choose their password themselves."""

    role = forms.ModelChoiceField(
        Group.objects.none(),
        widget=UnfoldAdminSelectWidget,
        help_text="What they may do. It can be changed later; your own cannot by yourself.",
    )

    class Meta:
        model = User
        fields = ("username", "first_name", "last_name", "email")
        widgets = {
            "username": UnfoldAdminTextInputWidget,
            "first_name": UnfoldAdminTextInputWidget,
            "last_name": UnfoldAdminTextInputWidget,
            "email": UnfoldAdminEmailInputWidget,
        }

    #: Set by the admin for each request.
    by: User

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].required = True
        self.fields[
            "email"
        ].help_text = "The invitation goes there, and so does whatever concerns their sign-in."
        role: Any = self.fields["role"]
        role.queryset = granting.groups(self.by)

    def clean_username(self) -> str:
        """A name that nobody has."""
        return refuse_taken(self, "username")

    def clean_email(self) -> str:
        """An address that nobody has."""
        return refuse_taken(self, "email")


class PasswordByHandForm(Telling, AdminPasswordChangeForm):
    """A password set by a superuser; its owner is told."""

    def save(self, commit: bool = True) -> User:
        """Set it, and write to its owner."""
        user: User = super().save(commit)
        mailing.send(user, "your password was changed", "changed", by_hand=True)
        return user


def refuse_taken(form: forms.ModelForm, name: str) -> str:
    """A user's name or mail address, which no other may have, however it is spelt.

    Names are told apart by more than their case; a forgotten password is asked for by the address. One that was not
    altered is left alone.
    """
    typed: str = form.cleaned_data[name]
    others = User.objects.exclude(pk=form.instance.pk)
    if typed and name in form.changed_data and others.filter(**{f"{name}__iexact": typed}).exists():
        raise ValidationError(TAKEN[name])
    return typed


TAKEN = {
    "username": "Somebody has this name already. Choose another.",
    "email": "Somebody has this mail address already. Give another.",
}
