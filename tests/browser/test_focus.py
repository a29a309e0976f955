"""A picture's focus in a real browser: clicked on, moved with the arrow keys, and its crops follow."""

from typing import Any

import pytest

from articles.models import Image
from tests.articles.test_admin import picture

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.filterwarnings("ignore:Overriding get_action_choices"),
]


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
