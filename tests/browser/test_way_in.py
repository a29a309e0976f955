"""The way in and out in real browsers, by the keyboard alone: invited, signed in with a code, locked out, put out."""

import re
from typing import Any

from django.contrib.auth.models import Group, User
from django_otp.oath import totp
from django_otp.plugins.otp_totp.models import TOTPDevice

from tests.browser.keys import expect, follow, go_to, press, tab_to, write
from tests.browser.test_writing import pytestmark

__all__ = ["pytestmark"]

PASSWORD = "quiet-eclipse-of-tests"


def sign_in(page: Any, password: str = PASSWORD) -> None:
    """Give a name and a password to the page that asks for them."""
    expect(page.get_by_label("Username")).to_be_focused()
    page.keyboard.type("noa")
    press(page, "Tab")
    page.keyboard.type(password)
    with page.expect_navigation():
        press(page, "Enter")


def letter_link(letter: Any) -> str:
    """The address in a letter, on whatever server."""
    found = re.search(r"/admin/new-password/\S+", letter.body)
    assert found
    return found[0]


def test_somebody_is_invited_joins_with_a_code_and_is_out_when_the_role_changes(
    window: Any, admin_user: User, outbox: list[Any]
) -> None:
    admin = window(admin_user)
    go_to(admin, "/admin/auth/user/add/")
    write(admin, admin.get_by_label("Username"), "noa")
    write(admin, admin.get_by_label("Email address"), "noa@example.org")
    tab_to(admin, admin.get_by_label("Role"))
    admin.keyboard.type("editor")
    follow(admin, admin.get_by_role("button", name="Save", exact=True))
    admin.get_by_text("An invitation is on its way to noa@example.org.").wait_for()

    (letter,) = outbox
    noa = window()
    noa.goto(letter_link(letter))
    write(noa, noa.get_by_label("First name"), "Noa")
    write(noa, noa.locator("[name=password1]"), PASSWORD)
    write(noa, noa.get_by_label("The same password again"), PASSWORD)
    follow(noa, noa.get_by_role("button", name="Set the password"))
    device = TOTPDevice.objects.get(user__username="noa")
    write(noa, noa.locator("[name=code]"), f"{totp(device.bin_key):06d}")
    press(noa, "Enter")
    expect(noa.locator(".codes li")).to_have_count(10)
    recovery = noa.locator(".codes li").first.inner_text()
    follow(noa, noa.get_by_role("link", name="To the desk"))
    expect(noa.get_by_role("heading", name="My drafts")).to_be_visible()

    user = User.objects.get(username="noa")
    go_to(admin, f"/admin/auth/user/{user.pk}/change/")
    tab_to(admin, admin.get_by_role("checkbox", name="publisher"))
    press(admin, "Space")
    follow(admin, admin.get_by_role("button", name="Save", exact=True))
    assert set(user.groups.values_list("name", flat=True)) == {"editor", "publisher"}
    noa.reload()
    sign_in(noa)
    write(noa, noa.locator("[name=code]"), recovery)
    press(noa, "Enter")
    expect(noa.get_by_role("heading", name="My drafts")).to_be_visible()

    go_to(admin, f"/admin/auth/user/{user.pk}/change/")
    tab_to(admin, admin.get_by_role("checkbox", name="Active"))
    press(admin, "Space")
    follow(admin, admin.get_by_role("button", name="Save", exact=True))
    noa.reload()
    sign_in(noa)
    expect(noa.get_by_role("alert")).to_contain_text("Please enter")


def test_after_five_wrong_passwords_the_right_one_waits_too_and_a_letter_lets_in(
    window: Any, outbox: list[Any]
) -> None:
    user = User.objects.create_user("noa", "noa@example.org", PASSWORD, is_staff=True)
    user.groups.add(Group.objects.get(name="editor"))
    page = window()
    page.goto("/admin/")
    for _ in range(5):
        sign_in(page, "a guess")
        expect(page.get_by_role("alert")).to_contain_text("Please enter")
    sign_in(page)
    expect(page.get_by_role("alert")).to_contain_text("Too many tries. Wait 15 minutes and try again.")
    follow(page, page.get_by_role("link", name="Forgotten your password?"))
    write(page, page.locator("[name=email]"), "noa@example.org")
    follow(page, page.get_by_role("button", name="Write to me"))
    page.goto(letter_link(outbox[-1]))
    write(page, page.locator("[name=password1]"), f"another-{PASSWORD}")
    write(page, page.locator("[name=password2]"), f"another-{PASSWORD}")
    follow(page, page.get_by_role("button", name="Set the password"))
    expect(page.get_by_role("heading", name="My drafts")).to_be_visible()


def test_a_password_is_changed_and_other_sessions_end_by_the_menu_of_the_account(
    window: Any, editor: User
) -> None:
    page, elsewhere = window(editor), window(editor)
    page.goto("/admin/")
    account = page.get_by_role("button", name="editor")
    tab_to(page, account)
    press(page, "Enter")
    expect(page.get_by_role("button", name="Light")).to_be_focused()
    press(page, "Escape")
    expect(account).to_be_focused()
    expect(account).to_have_attribute("aria-expanded", "false")
    change = page.get_by_role("link", name="Change password")
    expect(change).to_be_hidden()
    press(page, "Enter")
    follow(page, change)
    write(page, page.locator("[name=old_password]"), "pass-word-of-tests")
    write(page, page.locator("[name=new_password1]"), PASSWORD)
    write(page, page.locator("[name=new_password2]"), PASSWORD)
    with page.expect_navigation():
        press(page, "Enter")
    page.goto("/admin/")
    expect(page.get_by_role("heading", name="My drafts")).to_be_visible()
    elsewhere.goto("/admin/")
    expect(elsewhere.get_by_label("Username")).to_be_focused()
    tab_to(page, account)
    press(page, "Enter")
    follow(page, page.get_by_role("button", name="Log out"))
    page.goto("/admin/")
    expect(page.get_by_label("Username")).to_be_focused()
