"""Endpoints and what became of each message, for those who look after them: administrators."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from unfold.admin import TabularInline
from unfold.dataclasses import ActionDialog
from unfold.decorators import action
from unfold.enums import ActionVariant
from unfold.widgets import UnfoldAdminCheckboxSelectMultipleWidget, UnfoldAdminTextareaWidget

from changes.admin import ReadOnlyAdmin, picked
from changes.clock import in_short
from changes.deleting import DeletingAdmin
from changes.dialogs import carry_out, form_of, lead_to
from changes.forms import DialogForm, ModelForm
from changes.lists import LongList
from readers.addresses import Unreadable
from webhooks import again, narrowing, signing, switching
from webhooks.events import Event
from webhooks.models import Attempt, Delivery, Endpoint


class EndpointForm(ModelForm):
    """An endpoint with what it wants."""

    events = forms.MultipleChoiceField(
        choices=Event.choices,
        widget=UnfoldAdminCheckboxSelectMultipleWidget,
        help_text="What it is told of, from the moment you tick it.",
    )

    only = forms.CharField(
        label="of these alone",
        required=False,
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 4, "spellcheck": "false"}),
        help_text="A line each, as topic/chips, company/alibaba, model/qwen-3-5, release/qwen-3-5 (its release alone) "
        "or fact/12. Empty: of everything.",
    )

    class Meta:
        model = Endpoint
        fields = ("address", "description", "mail")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk and "events" in self.fields:
            self.fields["events"].initial = [one.event for one in self.instance.wanted.all()]
            self.fields["only"].initial = narrowing.written(self.instance, timezone.now())

    def clean_only(self) -> list[narrowing.Key]:
        """What the lines name."""
        try:
            return narrowing.read(self.cleaned_data["only"], timezone.now())
        except narrowing.NoSuchThing as reason:
            raise forms.ValidationError(str(reason)) from reason


class StandingFilter(admin.SimpleListFilter):
    """How endpoints are doing."""

    title = "standing"
    parameter_name = "standing"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """Called, failing, disabled."""
        return [("active", "Active"), ("failing", "Failing"), ("disabled", "Disabled")]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        """Those that stand so; all where nothing is chosen."""
        match self.value():
            case "active":
                return queryset.active()
            case "failing":
                return queryset.active().filter(failing_since__isnull=False)
            case "disabled":
                return queryset.filter(disabled_at__isnull=False)
        return queryset


@admin.register(Endpoint)
class EndpointAdmin(DeletingAdmin):
    """Who is called when something public changes."""

    form = EndpointForm
    instead = "disable it."
    list_display = ("address", "description", "standing", "wants", "succeeded_at")
    list_filter = (StandingFilter,)
    search_fields = ("address", "description", "mail")
    fields = ("address", "description", "mail", "events", "only", "standing", "succeeded_at", "made_at")
    readonly_fields = ("standing", "succeeded_at", "made_at")
    actions_detail = ("secret", "test", "enable", "disable")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Endpoint]:
        """With what each wants."""
        return super().get_queryset(request).prefetch_related("wanted", "only")

    def get_fields(self, request: HttpRequest, obj: Endpoint | None = None) -> Any:
        """How it is doing, once it is there."""
        return self.fields if obj else self.fields[:5]

    def save_model(self, request: HttpRequest, obj: Endpoint, form: Any, change: bool) -> None:
        """Save it, a new one with a secret, and what it wants."""
        if not change:
            obj.sealed = signing.new_secret()
        if "address" in form.changed_data:
            obj.failing_since = None
        super().save_model(request, obj, form, change)
        switching.want(obj, form.cleaned_data["events"])
        narrowing.narrow(obj, form.cleaned_data["only"])

    def response_add(
        self, request: HttpRequest, obj: Endpoint, post_url_continue: str | None = None
    ) -> HttpResponse:
        """Lead on to the secret, which its receiver needs first."""
        messages.success(request, "The endpoint was added. Give its secret to whoever runs the receiver.")
        return redirect("admin:webhooks_endpoint_secret", obj.pk)

    def has_secret_permission(self, request: HttpRequest, object_id: str | None = None) -> bool:
        """Whoever looks after endpoints."""
        return self.has_change_permission(request) and picked(Endpoint, object_id) is not None

    def has_active_permission(self, request: HttpRequest, object_id: str | None = None) -> bool:
        """The same, of one that is called."""
        endpoint = picked(Endpoint, object_id)
        return endpoint is not None and endpoint.is_active and self.has_change_permission(request)

    def has_disabled_permission(self, request: HttpRequest, object_id: str | None = None) -> bool:
        """The same, of one that is not called."""
        endpoint = picked(Endpoint, object_id)
        return endpoint is not None and not endpoint.is_active and self.has_change_permission(request)

    @admin.display(description="standing")
    def standing(self, endpoint: Endpoint) -> str:
        """Whether it is called, and whether that goes well."""
        if not endpoint.is_active:
            return f"Disabled. {endpoint.disabled_because}"
        if endpoint.failing_since:
            return f"Failing since {in_short(endpoint.failing_since)}"
        return "Active" if endpoint.succeeded_at else "Active, nothing has arrived yet"

    @admin.display(description="wants")
    def wants(self, endpoint: Endpoint) -> str:
        """Its events."""
        events = sorted(one.event for one in endpoint.wanted.all())
        return ", ".join(events) if len(events) < len(Event) else "everything"

    @action(description="Secret…", url_path="secret", permissions=["secret"], icon="key")
    def secret(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Show the secret, or give it another, at the press of a button; each is kept in the history."""
        endpoint = Endpoint.objects.get(pk=object_id)
        shown = ""
        if request.method == "POST":
            try:
                endpoint, shown = self._pressed(request, endpoint)
            except Unreadable:
                messages.error(request, "The secret was kept with another AIWATCH_SECRET_KEY: rotate it.")
        context = self.admin_site.each_context(request) | {
            "title": "Secret",
            "endpoint": endpoint,
            "shown": shown,
        }
        return render(request, "admin/webhooks/secret.html", context)

    def _pressed(self, request: HttpRequest, endpoint: Endpoint) -> tuple[Endpoint, str]:
        """Do what the button says: show, rotate, or rotate because it leaked."""
        pressed = request.POST.get("do", "show")
        if pressed in ("rotate", "leaked"):
            endpoint = signing.rotate(endpoint, at_once=pressed == "leaked")
        self.log_change(request, endpoint, "Secret shown." if pressed == "show" else "Secret rotated.")
        return endpoint, signing.secret_of(endpoint)

    @action(
        description="Send a test…",
        url_path="test",
        permissions=["active"],
        icon="send",
        dialog=ActionDialog(
            title="Send a test",
            description="A message that tells of nothing, signed like all others.",
            form_class=DialogForm,
            form_submit_text="Send",
        ),
    )
    def test(self, request: HttpRequest, form: forms.Form, object_id: str) -> HttpResponse:
        """Send a message that tells of nothing, and lead to what became of it."""
        endpoint = Endpoint.objects.get(pk=object_id)
        return _sent(request, endpoint, lambda: again.send_test(endpoint))

    @action(
        description="Enable…",
        url_path="enable",
        permissions=["disabled"],
        icon="play_arrow",
        dialog=ActionDialog(
            title="Call it again",
            description="What waits for it is sent, and what changed since, of at most thirty days.",
            form_class=DialogForm,
            form_submit_text="Enable",
        ),
    )
    def enable(self, request: HttpRequest, form: forms.Form, object_id: str) -> HttpResponse:
        """Call it again."""
        endpoint = Endpoint.objects.get(pk=object_id)
        return carry_out(
            request, endpoint, lambda: switching.enable(endpoint), done="It is called again.", refusals=()
        )

    @action(
        description="Disable…",
        url_path="disable",
        permissions=["active"],
        icon="pause",
        variant=ActionVariant.DANGER,
        dialog=ActionDialog(
            title="Call it no more",
            description="What waits for it stays. Once it is enabled again it is told what changed meanwhile.",
            form_class=DialogForm,
            form_submit_text="Disable",
        ),
    )
    def disable(self, request: HttpRequest, form: forms.Form, object_id: str) -> HttpResponse:
        """Call it no more."""
        endpoint = Endpoint.objects.get(pk=object_id)
        return carry_out(
            request, endpoint, lambda: switching.disable(endpoint), done="It is disabled.", refusals=()
        )


class AttemptRows(TabularInline):
    """The tries of a message, the last first."""

    model = Attempt
    show_title = False
    fields = readonly_fields = ("at", "status", "said", "milliseconds")
    extra = 0
    can_delete = False

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody adds one by hand."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody changes one by hand."""
        return False


class StateFilter(admin.SimpleListFilter):
    """What became of messages."""

    title = "state"
    parameter_name = "state"
    FAILED = "failed"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """The states, and those that failed and wait for the next try."""
        return [*Delivery.State.choices, (self.FAILED, "Failed, tried again")]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        """Those of one state."""
        if self.value() == self.FAILED:
            return queryset.filter(state=Delivery.State.WAITING, tries__gt=0)
        return queryset.filter(state=self.value()) if self.value() else queryset


@admin.register(Delivery)
class DeliveryAdmin(LongList, ReadOnlyAdmin):
    """Each message to each endpoint, and what came of it. Written by the run that delivers."""

    list_display = ("noted_at", "event", "about", "endpoint", "stands", "tries", "last", "next_try")
    list_filter = (StateFilter, "event", "endpoint")
    list_select_related = ("endpoint", "change")
    sortable_by = ()
    fields = (
        *("endpoint", "event", "about", "identifier", "stands"),
        *("noted_at", "tries", "next_try", "delivered_at"),
    )
    readonly_fields = ("about", "identifier", "stands", "next_try")
    inlines = (AttemptRows,)
    actions_detail = ("again",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Delivery]:
        """With the tries of each."""
        return super().get_queryset(request).prefetch_related("attempts")

    def has_again_permission(self, request: HttpRequest, object_id: str | None = None) -> bool:
        """Whoever looks after endpoints, of what was to be sent."""
        delivery = picked(Delivery, object_id)
        sendable = (Delivery.State.WAITING, Delivery.State.DELIVERED, Delivery.State.GIVEN_UP)
        return (
            delivery is not None
            and delivery.state in sendable
            and request.user.has_perm("webhooks.change_endpoint")
        )

    @admin.display(description="about")
    def about(self, delivery: Delivery) -> str:
        """What it tells of."""
        change = delivery.change
        return str(change.title or change.address or f"{change.about} {change.about_id}") if change else "–"

    @admin.display(description="message id")
    def identifier(self, delivery: Delivery) -> str:
        """By which its receiver knows it again."""
        return delivery.message_id

    @admin.display(description="state")
    def stands(self, delivery: Delivery) -> str:
        """What became of it."""
        failed = delivery.state == Delivery.State.WAITING and delivery.tries
        return "Failed, tried again" if failed else delivery.get_state_display()

    @admin.display(description="next try")
    def next_try(self, delivery: Delivery) -> Any:
        """From when on it is sent, where it is to be."""
        return delivery.due_at if delivery.state == Delivery.State.WAITING else None

    @admin.display(description="last answer")
    def last(self, delivery: Delivery) -> str:
        """What came of the last try."""
        return next((str(one) for one in delivery.attempts.all()), "")

    @action(
        description="Send again…",
        url_path="again",
        permissions=["again"],
        icon="replay",
        dialog=ActionDialog(
            title="Send it once more",
            description="With the same id: a receiver that has it knows so.",
            form_class=DialogForm,
            form_submit_text="Send",
        ),
    )
    def again(self, request: HttpRequest, form: forms.Form, object_id: str) -> HttpResponse:
        """Send it once more."""
        delivery = Delivery.objects.get(pk=object_id)
        return _sent(request, delivery, lambda: again.send_again(delivery))


def _sent(request: HttpRequest, pressed_on: Model, send: Callable[[], Delivery]) -> HttpResponse:
    """Send a message by hand, say what became of it, and lead to it; or say why it is not sent."""
    try:
        delivery = send()
    except again.NotSent as reason:
        messages.error(request, str(reason))
        return lead_to(form_of(pressed_on))
    last = delivery.attempts.first()
    if delivery.state == Delivery.State.DELIVERED:
        messages.success(request, "It arrived.")
    elif last is None:
        messages.info(request, "It is on its way, and stands here once it is through.")
    else:
        messages.error(request, f"It did not arrive: {str(last).rstrip('.')}.")
    return lead_to(form_of(delivery))
