"""What follows when the dialog behind a button is sent: a verb is called, it is said how it went, and where to go."""

from collections.abc import Callable

from django.contrib import messages
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.urls import reverse


def carry_out[Result](
    request: HttpRequest,
    obj: Model,
    verb: Callable[[], Result],
    *,
    done: str | Callable[[Result], str],
    refusals: type[ValueError] | tuple[type[ValueError], ...],
    back_to: Model | None = None,
) -> HttpResponse:
    """Call a verb, say that it is done or, in the words of its refusal, why not, and go back to the object's form.

    done: the sentence, or what makes it of the verb's result. back_to: another object to go back to.
    """
    try:
        result = verb()
        messages.success(request, done if isinstance(done, str) else done(result))
    except refusals as reason:
        messages.error(request, str(reason))
    return lead_to(form_of(back_to or obj))


def form_of(obj: Model) -> str:
    """The address of an object's form in the admin."""
    return reverse(f"admin:{obj._meta.app_label}_{obj._meta.model_name}_change", args=[obj.pk])


def lead_to(address: str) -> HttpResponse:
    """Have the page behind the dialog go to an address."""
    return HttpResponse(headers={"HX-Redirect": address})
