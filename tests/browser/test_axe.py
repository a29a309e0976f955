"""axe finds nothing in the admin: each page in one view, wide or narrow, light or dark."""

from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import Group, User
from django.urls import reverse

from articles.publishing import publish
from articles.revisions import save_revision
from tests.factories import make_article, make_company, make_fact, make_issue, make_topic

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.once]

AXE = find_spec("axe_playwright_python")
VIEWS = [(width, scheme) for width in (1440, 320) for scheme in ("light", "dark")]
#: Without fetching our sheets once more: that is for a rule on turned screens, which they say nothing of.
RULES = {"resultTypes": ["violations"], "preload": False, "rules": {"target-size": {"enabled": True}}}


def found(page: Any) -> list[str]:
    """What axe finds on a page that is open."""
    answer = page.evaluate("rules => axe.run(document, rules)", RULES)
    return [f"{one['id']}: {node['html'][:200]}" for one in answer["violations"] for node in one["nodes"]]


@pytest.mark.skipif(not AXE, reason="axe is not installed: make setup")
def test_axe_finds_nothing_in_the_admin(desk: Any, publisher: User) -> None:
    publisher.groups.add(Group.objects.get(name="administrator"))
    fact, table = (
        make_fact(),
        "<table><tr><th>Name</th><th>Runs</th></tr><tr><td>A</td><td>Yes</td></tr></table>",
    )
    cited = f'<p><data value="fact:{fact.pk}">163 million</data> and nine million.</p>'
    asides = '<aside data-callout="pro-tip"><p>So.</p></aside>' * 2
    article = make_article(body=f"{cited}{asides}{table}", topics=[make_topic(), make_topic()])
    save_revision(article, by=publisher)
    publish(article, by=publisher, all_the_same="So it is.")
    issue = make_issue(article)
    form = reverse("admin:articles_article_change", args=[article.pk])
    pages = [
        *(
            reverse("admin:index"),
            form,
            form.replace("change", "publish"),
            form.replace("change", "revisions"),
        ),
        *(
            reverse("newsroom:calendar"),
            reverse("admin:facts_fact_changelist"),
            reverse("admin:facts_fact_add"),
        ),
        *(
            reverse("admin:companies_company_change", args=[make_company().pk]),
            reverse("admin:auth_user_changelist"),
        ),
        *(reverse("admin:questions_question_add"), form.replace("change", "delete")),
        *(
            reverse(f"admin:newsletter_issue_{name}", args=[issue.pk])
            for name in ("change", "send", "preview")
        ),
        *(reverse("pieces:pieces"), reverse("pieces:pieces")),
    ]
    look_at(desk, pages)


def look_at(page: Any, addresses: list[str]) -> None:
    """Open each in one of the views: axe finds nothing, and nothing is wider than the window."""
    axe = Path(str(AXE.origin)).with_name("axe.min.js").read_text()
    for n, address in enumerate(addresses):
        width, scheme = VIEWS[n % len(VIEWS)]
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        page.goto(address)
        page.evaluate(axe)
        assert (address, found(page)) == (address, [])
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), address


def test_the_tabs_of_a_form_are_reached_by_keyboard_alone(desk: Any) -> None:
    desk.goto(reverse("admin:articles_article_change", args=[make_article().pk]))
    desk.get_by_role("tab", name="Address and topics").focus()
    desk.keyboard.press("ArrowRight")
    desk.get_by_role("tab", name="Picture", selected=True).wait_for()
