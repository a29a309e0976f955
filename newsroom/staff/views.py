"""The pages on the way in: sign-in, code, second factor, forgotten password, and the links in mail."""

from typing import Any

from django.conf import settings
from django.contrib import admin, messages
from django.contrib.auth.views import LoginView
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.views.decorators.debug import sensitive_post_parameters

from changes.admin import who
from newsroom.staff import entering, factors, joining, limits, links, sessions
from newsroom.staff.forms import CodeForm, MailForm, NewPasswordForm, SignInForm
from readers.networks import network_of

LINK = "link that was followed"


class SignIn(LoginView):
    """A name and a password; takes the place of the admin's own page."""

    form_class = SignInForm
    template_name = "admin/newsroom/staff/sign_in.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Whoever works here and is signed in is led on."""
        if request.method == "GET" and admin.site.has_permission(request):
            return redirect(self.get_success_url())
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """With the page's title, and the site's own name in place of what the request calls it."""
        page = {"title": "Sign in", "site_name": settings.SITE_NAME}
        return {**super().get_context_data(**kwargs), **page}

    def render_to_response(self, context: dict[str, Any], **kwargs: Any) -> HttpResponse:
        """As all pages here."""
        return _strict(super().render_to_response(context, **kwargs))

    def form_valid(self, form: Any) -> HttpResponse:
        """Sign in, or ask for the code first."""
        then = self.get_success_url()
        page = entering.begin(self.request, form.get_user(), then=then)
        return redirect(page or then)

    def form_invalid(self, form: Any) -> HttpResponse:
        """Say so; programs are told how long to wait."""
        return _told_to_wait(self.render_to_response(self.get_context_data(form=form)), form.too_often)


def code(request: HttpRequest) -> HttpResponse:
    """The second step of signing in."""
    found = entering.waiting(request)
    if found is None:
        return _begin_again(request)
    user, then = found
    form = CodeForm(request, user, lambda typed: factors.verify(user, typed))
    if form.is_valid():
        entering.complete(request, user)
        return redirect(then)
    return _told_to_wait(_page(request, "code", "Your code", form=form), form.too_often)


def two_factor(request: HttpRequest) -> HttpResponse:
    """Set up the second factor: by whoever is signed in, or has to before they are."""
    signed_in = admin.site.has_permission(request)
    found = None if signed_in else entering.waiting(request)
    if not signed_in and (found is None or factors.has_one(found[0])):
        return _begin_again(request)
    user = found[0] if found else who(request)
    if factors.has_one(user):
        demanded = factors.must_have_one(user)
        left = user.recovery_codes.count()
        return _page(request, "two_factor", "Two-factor sign-in", left=left, demanded=demanded)
    device = factors.offer(user)
    form = CodeForm(request, user, lambda typed: factors.confirm(device, typed))
    form.fields["code"].help_text = "The six digits that it shows now."
    if form.is_valid():
        if found:
            entering.complete(request, user)
        else:
            sessions.keep(request, user)
        return _page(request, "recovery", "Your recovery codes", codes=form.found)
    drawn = {"picture": factors.picture(device), "key": factors.key_of(device), "demanded": bool(found)}
    page = _page(request, "set_up", "Two-factor sign-in", form=form, **drawn)
    return _told_to_wait(page, form.too_often)


def new_recovery_codes(request: HttpRequest) -> HttpResponse:
    """Other recovery codes in place of the old, for whoever gives a code once more."""
    user = who(request)
    if not factors.has_one(user):
        return redirect("newsroom:two_factor")
    form = CodeForm(request, user, lambda typed: factors.verify(user, typed))
    if form.is_valid():
        return _page(request, "recovery", "Your recovery codes", codes=factors.new_codes(user))
    page = _page(request, "code", "New recovery codes", form=form, what="Make new recovery codes")
    return _told_to_wait(page, form.too_often)


def turn_off(request: HttpRequest) -> HttpResponse:
    """Sign in without codes again, or with another authenticator, for whoever gives a code once more."""
    user = who(request)
    if not factors.has_one(user):
        return redirect("newsroom:two_factor")
    form = CodeForm(request, user, lambda typed: factors.verify(user, typed))
    if form.is_valid():
        factors.take_away(user, by=user)
        sessions.keep(request, user)
        messages.success(request, "No code is asked for any more. Set up another authenticator here.")
        return redirect("newsroom:two_factor")
    page = _page(request, "code", "Turn two-factor sign-in off", form=form, what="Turn it off")
    return _told_to_wait(page, form.too_often)


def forgotten(request: HttpRequest) -> HttpResponse:
    """Ask for a link to set a new password. The answer is the same whoever has the address, or nobody."""
    form, too_often = MailForm(request.POST or None), None
    if form.is_valid():
        try:
            joining.forgotten(form.cleaned_data["email"], network=network_of(request))
            return _page(request, "written", "Look into your mail", email=form.cleaned_data["email"])
        except limits.TooOften as refusal:
            too_often = refusal
            form.add_error(None, str(refusal))
    return _told_to_wait(_page(request, "forgotten", "A new password", form=form), too_often)


def follow_link(request: HttpRequest, token: str) -> HttpResponse:
    """Where a link in mail leads: its token moves into the session, so that no later request names it.

    Nothing is changed by following it, for programs that look through mail do that too.
    """
    request.session[LINK] = token
    return redirect("newsroom:new_password")


@sensitive_post_parameters()
def new_password(request: HttpRequest) -> HttpResponse:
    """Set the password for whoever followed a link, and go on as after a sign-in: a code is asked for too."""
    token = request.session.get(LINK, "")
    found = links.read(token)
    if found is None:
        return _no_good(request)
    user, purpose = found
    form = NewPasswordForm(user, request.POST or None, named=purpose == "invitation")
    if not form.is_valid():
        title = f"Welcome to {settings.SITE_NAME}"
        page = {"form": form, "invited": purpose == "invitation", "name": user.get_username()}
        return _page(request, "new_password", title if page["invited"] else "A new password", **page)
    password = form.cleaned_data.pop("password1")
    names = {name: form.cleaned_data[name] for name in ("first_name", "last_name") if name in form.fields}
    joined = joining.set_password(token, password, **names)
    if joined is None:
        return _no_good(request)
    page_after = entering.begin(request, joined, then=reverse("admin:index"))
    messages.success(request, "Your password is set.")
    return redirect(page_after or ("newsroom:two_factor" if purpose == "invitation" else "admin:index"))


def _page(request: HttpRequest, template: str, title: str, **context: Any) -> TemplateResponse:
    """A page of this kind: without the admin's scripts, and so under the policy of readers' pages."""
    response = TemplateResponse(request, f"admin/newsroom/staff/{template}.html", {"title": title, **context})
    return _strict(response)


def _strict[R: HttpResponse](response: R) -> R:
    """Give a response the policy of readers' pages instead of the admin's."""
    response._csp_config = settings.SECURE_CSP  # type: ignore[attr-defined]
    return response


def _no_good(request: HttpRequest) -> HttpResponse:
    """The answer to a link that is forged, too old or used."""
    response = _page(request, "no_link", "This link is no good any more")
    response.status_code = 410
    return response


def _told_to_wait(response: HttpResponse, refusal: limits.TooOften | None) -> HttpResponse:
    """The response, as a refusal that programs understand where there is one."""
    if refusal is not None:
        response.status_code = 429
        response.headers["Retry-After"] = str(refusal.seconds)
    return response


def _begin_again(request: HttpRequest) -> HttpResponse:
    """Send whoever comes without a password back to the first step."""
    messages.info(request, "Sign in first. A right password waits ten minutes for its code.")
    return redirect("admin:login")
