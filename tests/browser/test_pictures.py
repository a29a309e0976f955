"""Pictures in a real browser: uploaded by the keyboard alone, their focus clicked on and moved, and refused."""

import re
from typing import Any

import pytest

from articles.models import Image
from tests.articles.test_renditions import bomb
from tests.browser.keys import expect, follow, go_to, press, tab_to, write
from tests.browser.test_writing import pytestmark
from tests.editing import picture
from tests.factories import make_article

__all__ = ["pytestmark"]

ADD = "/admin/articles/image/add/"


def choose(page: Any, upload: Any) -> None:
    """Choose a file as the system's own window would, which the keyboard opens from the field."""
    upload.seek(0)
    file = {"name": upload.name, "mimeType": "image/png", "buffer": upload.read()}
    page.once("filechooser", lambda chooser: chooser.set_files(file))
    field = page.locator("input[type=file]")
    tab_to(page, field)
    press(page, "Enter")
    expect(field).to_have_value(re.compile(upload.name))


def test_one_is_uploaded_with_its_text_and_focus_and_told_where_it_is_used(desk: Any) -> None:
    go_to(desk, ADD)
    write(desk, desk.get_by_label("Title"), "A lamp")
    choose(desk, picture("PNG", (400, 100)))
    shown = desk.get_by_role("button", name="Focus of the picture")
    tab_to(desk, shown)
    press(desk, "ArrowLeft", 2)
    press(desk, "Shift+ArrowDown")
    desk.get_by_text("48 % from the left, 60 % from the top").wait_for()
    follow(desk, desk.get_by_role("button", name="Save", exact=True))
    expect(desk.get_by_text("Fill in “Alternative text”.")).to_be_visible()
    write(desk, desk.get_by_label("Alternative text"), "A lamp that is out.")
    choose(desk, picture("PNG", (400, 100)))
    tab_to(desk, shown)
    press(desk, "ArrowRight")
    follow(desk, desk.get_by_role("button", name="Save and continue editing"))
    image = Image.objects.get()
    assert (image.alt, image.focus_x, image.focus_y) == ("A lamp that is out.", 51, 50)
    expect(desk.get_by_role("region", name="Where it is used")).to_contain_text("Nowhere yet.")
    make_article("A quiet eclipse", lead_image=image)
    desk.reload()
    follow(desk, desk.get_by_role("region", name="Where it is used").get_by_role("link"))
    expect(desk.get_by_label("Headline")).to_have_value("A quiet eclipse")


@pytest.mark.parametrize(
    ("upload", "sentence"),
    [
        (picture("GIF", (8, 8)), "Only JPEG, PNG and WebP pictures can be used."),
        (bomb(), "The picture has more than 40 million pixels. Make it smaller and try again."),
    ],
    ids=["of another type", "a bomb"],
)
def test_what_is_no_picture_of_ours_is_refused_beside_its_field(
    desk: Any, upload: Any, sentence: str
) -> None:
    go_to(desk, ADD)
    write(desk, desk.get_by_label("Title"), "A lamp")
    choose(desk, upload)
    write(desk, desk.get_by_label("Alternative text"), "A lamp that is out.")
    follow(desk, desk.get_by_role("button", name="Save", exact=True))
    expect(desk.get_by_text(sentence)).to_be_visible()
    assert not Image.objects.exists()


def test_it_is_clicked_on_and_moved_by_keyboard_and_saved(desk: Any) -> None:
    image = Image.objects.create(title="A photo", alt="All navy.", file=picture("PNG", (400, 100)))
    desk.goto(f"/admin/articles/image/{image.pk}/change/")
    shown = desk.get_by_role("button", name="Focus of the picture")
    size = shown.bounding_box()
    shown.click(position={"x": size["width"] / 4, "y": size["height"] / 2})
    desk.get_by_text("25 % from the left, 50 % from the top").wait_for()
    desk.keyboard.press("ArrowRight")
    desk.keyboard.press("Shift+ArrowDown")
    desk.get_by_text("26 % from the left, 60 % from the top").wait_for()
    place = desk.locator(".focus-crop img").first.evaluate("image => image.style.objectPosition")
    # 16:9 of it is 178 of 400 wide and begins at 104 − 89 = 15, of 222 that are left over.
    assert float(place.split("%")[0]) == pytest.approx(6.8, abs=0.01)
    desk.get_by_label("Focus from the left").fill("0")
    assert desk.locator(".focus-mark").evaluate("mark => mark.style.left") == "0%"
    desk.get_by_role("button", name="Save", exact=True).click()
    desk.wait_for_url("**/admin/articles/image/")
    image.refresh_from_db()
    assert (image.focus_x, image.focus_y) == (0, 60)
