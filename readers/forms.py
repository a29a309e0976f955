"""What forms for readers share: how long one was open, the trap for programs, and an address for mail."""

from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import Any

from django import forms
from django.core.exceptions import RequestDataTooBig, ValidationError
from django.core.signing import BadSignature, SignatureExpired, TimestampSigner
from django.core.validators import EmailValidator
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext, gettext_lazy
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters

from readers.words import Words

#: Nobody reads a form and fills it in within this; whoever has one open longer than that looks at it once more.
QUICKEST, LONGEST = timedelta(seconds=2), timedelta(days=1)
#: In bytes: what the longest words take, percent-encoded, several times over.
BIGGEST = 30_000
#: A shared cache may keep none of it. The browser may, so that going back brings back what was typed.
UNKEPT = "private, no-cache"

ELSEWHERE = gettext_lazy("This did not come from our own page. Look it over here and send it again.")
TOO_QUICK = gettext_lazy("That was quicker than anybody types. Look it over and send it again.")
TOO_OLD = gettext_lazy("This page was open for more than a day. Look it over and send it again.")
NO_ADDRESS = gettext_lazy("E-mail: this is no address. Write it like name@example.org.")
#: What mail can deliver to (RFC 5321).
LONGEST_ADDRESS = 254
NOT_OURS = gettext_lazy("This page has lost its mark. Look it over and send it again.")

_signer = TimestampSigner(salt="readers.forms")


class ReaderForm(forms.Form):
    """A form on a page that is not kept. `started` says when it was opened; `homepage` is left empty by people."""

    started = forms.CharField(required=False)
    homepage = forms.CharField(required=False)

    @property
    def trapped(self) -> bool:
        """Whether a program filled in what people do not see."""
        return bool(self.data.get("homepage"))

    @property
    def token(self) -> str:
        """When it was opened: as the form said that was sent, so that waiting counts on, else now."""
        sent = str(self.data.get("started", ""))
        return sent if sent and _fault_of(sent) in {None, TOO_QUICK} else _signer.sign("form")

    def clean_started(self) -> str:
        """A fault of the page is said above the form, not of a field that nobody sees."""
        sent: str = self.cleaned_data["started"]
        if fault := _fault_of(sent):
            self.add_error(None, fault)
        return sent


def _fault_of(started: str) -> Words | None:
    try:
        _signer.unsign(started, max_age=LONGEST)
    except SignatureExpired:
        return TOO_OLD
    except BadSignature:
        return NOT_OURS
    try:
        _signer.unsign(started, max_age=QUICKEST)
    except SignatureExpired:
        return None
    return TOO_QUICK


class AddressField(forms.CharField):
    """A mail address that may be left out. Each sentence about it names the field and says what would be right."""

    def to_python(self, value: Any) -> str:
        """What was typed or pasted, without what nobody sees at its ends. Raises ValidationError."""
        address = str(value or "").strip().strip("\u200b\u200e\u200f\u2060\ufeff").strip()
        if not address:
            return ""
        if len(address) > LONGEST_ADDRESS:
            raise ValidationError(gettext("E-mail: an address has at most 254 letters. Look at it again."))
        if not address.isprintable():
            raise ValidationError(NO_ADDRESS)
        _is_address(address)
        return address


_is_address = EmailValidator(NO_ADDRESS)


View = Callable[..., HttpResponse]


def for_readers(view: View) -> View:
    """A view with a form for readers: no cookie, kept by nobody, little to read; addresses stay out of reports."""

    @csrf_exempt  # it asks readers.origins itself, and shows again what was typed
    @sensitive_post_parameters("email")
    @wraps(view)
    def unkept(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        size = str(request.META.get("CONTENT_LENGTH") or 0)
        if not size.isdecimal() or int(size) > BIGGEST:
            raise RequestDataTooBig("More than any form of ours sends.")
        response = view(request, *args, **kwargs)
        response.headers.setdefault("Cache-Control", UNKEPT)
        return response

    return unkept
