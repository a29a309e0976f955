"""Forms in which readers leave an address and choose what they get."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from newsletter.following import MOST, Key, read
from newsletter.models import Follow
from readers.forms import AddressField
from readers.strict import Strict


class ThingsField(forms.Field):
    """Things that were ticked, as `newsletter.following` calls them; what it does not know is left out."""

    widget = forms.MultipleHiddenInput

    def to_python(self, value: Any) -> list[Key]:
        """What they are kept by."""
        found = (read(str(one)) for one in value or ())
        return list(dict.fromkeys(key for key in found if key))


class ChoiceForm(forms.Form):
    """What somebody gets. shown: the things that they could have kept or let go."""

    weekly = forms.BooleanField(required=False)
    follow = ThingsField(required=False)
    shown = ThingsField(required=False)


class SubscribeForm(ChoiceForm):
    """An address, and what is to be sent there. It stands on pages kept for everybody, so it has no mark of its own."""

    email = AddressField(required=False)
    homepage = forms.CharField(required=False)

    @property
    def trapped(self) -> bool:
        """Whether a program filled in what people do not see."""
        return bool(self.data.get("homepage"))

    def clean_email(self) -> str:
        """An address to write to. Raises ValidationError."""
        address: str = self.cleaned_data["email"]
        if not address:
            raise ValidationError(_("E-mail: it is empty. Write the address to send it to."))
        return address

    def clean_follow(self) -> list[Key]:
        """No more than anybody reads of. Raises ValidationError."""
        found: list[Key] = self.cleaned_data["follow"]
        if len(found) > MOST:
            raise ValidationError(_("To follow: at most %(most)s at once. Take some out.") % {"most": MOST})
        return found

    def clean(self) -> dict[str, Any]:
        """What was sent. Raises ValidationError where nothing is to be sent."""
        sent: dict[str, Any] = self.cleaned_data
        if "follow" in sent and not sent["weekly"] and not sent["follow"]:
            raise ValidationError(_("Choose something: the weekly digest, or what to follow."))
        return sent

    def say(self, fault: str) -> None:
        """Say above the form what keeps it from being taken, whatever else may be wrong with it."""
        self.full_clean()
        self.errors.clear()
        self.add_error(None, fault)


class AboutForm(Strict):
    """What the page that somebody comes from is about."""

    about = forms.ChoiceField(required=False, choices=Follow.About.choices)
    id = forms.CharField(required=False)

    def __init__(self, asked: QueryDict, **kwargs: Any) -> None:
        super().__init__(asked, **kwargs)
        self.fields["about"].error_messages["invalid_choice"] = gettext(
            "There is nothing of this kind to follow."
        )

    @property
    def key(self) -> Key | None:
        """The thing that is named, if one is."""
        sent = getattr(self, "cleaned_data", {})
        return read(f"{sent.get('about', '')}-{sent.get('id', '')}")

    @property
    def named(self) -> bool:
        """Whether something is named at all."""
        return bool(self.data)
