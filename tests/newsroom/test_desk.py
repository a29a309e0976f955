"""The desk shows each user what waits for them, and leads to the whole of it."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group, User
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles import workflow
from articles.publishing import publish, schedule
from companies import releases
from facts.models import Source
from newsroom.desk.front import desk
from newsroom.desk.parts import Part
from newsroom.staff import limits
from newsroom.staff.models import Account
from questions.models import Question
from tests.editing import signed_in
from tests.factories import make_article, make_fact, make_model
from tests.newsroom.test_rollout import citing, revised

pytestmark = [
    pytest.mark.django_db,
    # django-unfold 0.110 still has the old signature.
    pytest.mark.filterwarnings("ignore:Overriding get_action_choices"),
]


def part(user: User, title: str) -> Part:
    """One part of a user's desk."""
    [found] = [part for part in desk(user) if part.title == title]
    return found


def titles(user: User, title: str) -> list[str]:
    """What a part lists."""
    return [line.title for line in part(user, title).lines]


def test_everybody_sees_their_own_drafts(contributor: User, editor: User) -> None:
    make_article("Mine", by=contributor)
    make_article("Not mine", by=editor)
    assert titles(contributor, "My drafts") == ["Mine"]
    assert titles(editor, "My drafts") == ["Not mine"]


def test_editors_see_what_waits_and_contributors_do_not(contributor: User, editor: User) -> None:
    submitted = make_article("Submitted", by=contributor)
    workflow.move(submitted, "submit", by=contributor)
    approved = make_article("Approved", by=contributor)
    workflow.move(approved, "approve", by=editor)
    assert titles(editor, "Waiting for my review") == ["Submitted"]
    assert part(contributor, "My drafts").lines == []
    assert titles(editor, "Ready") == ["Approved"]
    assert "Ready" not in [part.title for part in desk(contributor)]
    workflow.move(submitted, "send back", by=editor, comment="Who says so?")
    [line] = part(contributor, "My drafts").lines
    assert line.title == "Submitted" and line.note.startswith("sent back, changed ")


def test_what_is_scheduled_and_what_is_out_is_told_with_its_time(publisher: User) -> None:
    at = timezone.now() + timedelta(days=2)
    schedule(make_article("Later"), by=publisher, at=at)
    publish(make_article("Now"), by=publisher)
    [later] = part(publisher, "Scheduled").lines
    assert (later.title, later.note) == ("Later", f"{timezone.localtime(at):%-d %B %Y, %H:%M %Z}")
    assert titles(publisher, "Just published") == ["Now"]


def test_figures_questions_sources_and_releases_that_want_somebody(publisher: User) -> None:
    fact = make_fact()
    citing(fact, publisher)
    revised(fact, publisher)
    Question.objects.create(text="How many?", slug="how-many")
    Source.objects.create(title="A dead page", failing_since=timezone.now(), dead_since=timezone.now())
    model = make_model("Penumbra 9", published_from=timezone.now())
    soon = timezone.localdate() + timedelta(days=9)
    today = timezone.localdate()
    releases.claim(model, status="announced", window=f"{soon}", claimed_by="Umbra", claimed_on=today)
    [line] = part(publisher, "Figures that gave way").lines
    assert line.title == "Umbra Chat: monthly active users, 163 million" and line.note == "cited by 1"
    assert titles(publisher, "Readers’ questions") == ["How many?"]
    assert titles(publisher, "Sources that do not answer") == ["A dead page"]
    assert titles(publisher, "Releases due in 30 days") == ["Penumbra 9"]


def test_each_part_leads_to_the_list_of_all_of_it(publisher: User) -> None:
    schedule(make_article("Later"), by=publisher, at=timezone.now() + timedelta(days=2))
    for n in range(8):
        make_article(f"Draft {n}", by=publisher)
    client = signed_in(publisher)
    assert client.get("/admin/").content.decode().count("<section") == len(desk(publisher))
    for one in desk(publisher):
        assert client.get(one.link).status_code == 200, one.title
    drafts = part(publisher, "My drafts")
    assert (drafts.total, len(drafts.lines)) == (8, 6)
    listed = client.get(drafts.link).content.decode()
    assert "Draft 0" in listed and "Later" not in listed
    waiting = client.get(part(publisher, "Scheduled").link).content.decode()
    assert "Later" in waiting and "Draft 0" not in waiting


def test_the_desk_takes_the_same_queries_whatever_there_is(publisher: User) -> None:
    def fill() -> None:
        fact = make_fact()
        citing(fact, publisher)
        revised(fact, publisher)
        make_article("A draft", by=publisher)
        Question.objects.create(text="How many?", slug="how-many")

    fill()
    few = _queries(publisher)
    for _ in range(4):
        fill()
    assert _queries(publisher) == few


def _queries(user: User) -> int:
    with CaptureQueriesContext(connection) as queries:
        desk(User.objects.get(pk=user.pk))
    return len(queries)


def test_whoever_looks_after_accounts_sees_who_has_not_come_and_who_is_locked_out(editor: User) -> None:
    ada = User.objects.create_user("ada", is_staff=True)
    ada.groups.add(Group.objects.get(name="administrator"))
    invited = User.objects.create_user("bea", is_staff=True)
    Account.objects.create(user=invited, invited_at=timezone.now())
    for _ in range(5):
        limits.claim(limits.Kind.PASSWORD, "Editor", "10.0.0.1")
    assert titles(ada, "Invited, not here yet") == ["bea"]
    assert titles(ada, "Locked out") == ["editor"]
    assert "My drafts" not in [one.title for one in desk(ada)]
    Question.objects.create(text="How many?", slug="how-many")
    client = signed_in(ada)
    for one in desk(ada):
        for page in (one.link, *(line.link for line in one.lines)):
            assert client.get(page).status_code == 200, page
    assert "Locked out" in client.get("/admin/").text
    assert "Locked out" not in [one.title for one in desk(editor)]
