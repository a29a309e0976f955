"""Who may do what with an article in which state: every cell, by the buttons, by hand-made requests and in bulk."""

import re
from datetime import timedelta
from typing import Any, get_args

import pytest
from django.contrib.auth.models import Group, User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from articles import workflow
from articles.models import Article, Edition, HandOver
from articles.publishing import publish
from articles.seen import seen
from articles.workflow import NotAllowed, move
from newsroom.rollout.updating import NotUpdated, update_in_place
from tests.editing import change, press, signed_in, typed
from tests.factories import make_article, make_fact, make_topic

pytestmark = [
    pytest.mark.django_db,
    # django-unfold 0.110 still has the old signature.
    pytest.mark.filterwarnings("ignore:Overriding get_action_choices"),
]

EDITING = {
    "draft": "write, submit, assign, approve, archive",
    "in review": "write, assign, send back, approve, archive",
    "ready": "write, send back, archive",
    "published": "write, archive",
    "archived": "reopen",
}
OUT = "reschedule, correct, withdraw"
PUBLISHING = {
    "draft": f"publish, delete, {OUT}",
    "in review": f"publish, delete, {OUT}",
    "ready": f"publish, delete, {OUT}",
    "published": f"publish, {OUT}",
    "archived": f"delete, {OUT}",
}

#: What is promised, in other words than the code's: who they are, whose the article is, its state, what they may.
PROMISED: dict[tuple[str, str], dict[str, str]] = {
    ("contributor", "own"): {"draft": "write, submit", "in review": "take back"},
    ("contributor", "another’s"): {},
    ("editor", "own"): EDITING | {"in review": f"{EDITING['in review']}, take back"},
    ("editor", "another’s"): EDITING,
    ("publisher", "own"): {
        state: f"{EDITING[state]}, {PUBLISHING[state]}" + (", take back" if state == "in review" else "")
        for state in EDITING
    },
    ("publisher", "another’s"): {state: f"{EDITING[state]}, {PUBLISHING[state]}" for state in EDITING},
    ("administrator", "own"): {},
    ("nobody", "own"): {},
}

STATES = Article.State.values
ACTIONS = [action for action in get_args(workflow.Action) if action not in workflow.HOUSE]
MOVES = [action for action in ACTIONS if action in workflow.MOVES or action == "assign"]


def somebody(role: str, name: str = "") -> User:
    user = User.objects.create_user(name or role, is_staff=True)
    user.groups.set(Group.objects.filter(name=role))
    return user


def in_state(state: str, *, by: User, action: str = "") -> Article:
    """An article in a state, with what is out or waits that an action needs."""
    article = make_article(f"To {action or 'look at'}", by=by)
    if action in ("withdraw", "correct"):
        fact = make_fact()
        Article.objects.filter(pk=article.pk).update(body=f'<p>A <data value="fact:{fact.pk}">B</data>.</p>')
        publish(article, by=None)
    if action == "reschedule":
        publish(article, by=None, at=timezone.now() + timedelta(days=1))
    Article.objects.filter(pk=article.pk).update(state=state)
    article.refresh_from_db()
    return article


def corrected(user: User, article: Article) -> bool:
    """Whether a figure of an article that is out was changed for readers."""
    old = Edition.objects.get(article=article).fact_rows.get().fact
    try:
        update_in_place(article, old=old, new=make_fact(), by=user, note="Another figure.", words=["C"])
    except NotUpdated:
        return False
    except NotAllowed:  # an archived working copy is reopened before a new edition of it is made
        return article.state == Article.State.ARCHIVED
    return True


def done(user: User, client: Client, article: Article, action: str) -> bool:
    """Whether a request made by hand, without looking at any form first, did it."""
    waiting = Edition.objects.waiting().filter(article=article)
    match action:
        case "write":
            client.post(change(article), typed(article, headline="Written"))
            return Article.objects.filter(pk=article.pk, headline="Written").exists()
        case "publish":
            as_seen = str(seen(article, timezone.now()))
            press(client, article, "publish", as_seen=as_seen, when="now", all_the_same="It is wanted.")
            return article.editions.exists()
        case "reschedule":
            press(client, article, "cancel")
            return not waiting.exists()
        case "withdraw":
            press(client, article, "withdraw", note="It was wrong.")
            return article.editions.filter(withdrawn_at__isnull=False).exists()
        case "correct":
            return corrected(user, article)
        case "delete":
            client.post(reverse("admin:articles_article_delete", args=[article.pk]), {"post": "yes"})
            return not Article.objects.filter(pk=article.pk).exists()
    press(client, article, "hand-on", verb=action, comment="So.")
    return HandOver.objects.filter(article=article, verb=action).exists()


def offered(client: Client, article: Article) -> set[str]:
    """What the buttons above an article offer, its list and form aside."""
    dialog = client.get(f"/admin/articles/article/{article.pk}/hand-on/")
    found = set(re.findall(r'<option value="([a-z ]+)"', dialog.text)) if dialog.status_code == 200 else set()
    publishes = client.get(f"/admin/articles/article/{article.pk}/publish/").status_code == 200
    return found | ({"publish"} if publishes else set())


def tick(client: Client, articles: list[Article], action: str, **values: Any) -> Any:
    """Send the page that asks what is to be done with the ticked articles."""
    pks = [article.pk for article in articles]
    sent = {"action": action, "index": "0", "_selected_action": pks, "ticked": pks, "decided": "1"}
    return client.post("/admin/articles/article/", sent | values)


def said(client: Client, article: Article) -> str:
    """The article's page with what was said of what was done before."""
    return str(client.get(change(article)).text)


def test_the_table_names_every_action_and_every_state() -> None:
    assert set(workflow.CELLS) == {(action, state) for action in ACTIONS for state in STATES}
    assert {who for cell in workflow.CELLS.values() for who in cell} == {"own", *workflow.LETTERS}
    assert set(workflow.DONE) == set(ACTIONS)


@pytest.mark.parametrize(("role", "whose"), PROMISED)
def test_every_cell(role: str, whose: str) -> None:
    user, other = somebody(role), somebody("contributor", "the writer")
    client, by = signed_in(user), user if whose == "own" else other
    for state in STATES:
        promised = set(filter(None, PROMISED[role, whose].get(state, "").split(", ")))
        one_each = {action: in_state(state, by=by, action=action) for action in ACTIONS}
        did = {action for action, article in one_each.items() if done(user, client, article, action)}
        assert did == promised, f"by hand-made requests, {state}"
        buttons = offered(client, in_state(state, by=by))
        assert buttons == promised & {*MOVES, "publish"}, f"by buttons, {state}"
    for verb in MOVES:
        ticked = {state: in_state(state, by=by) for state in STATES}
        action = "ask_for_ticked" if verb == "assign" else "hand_on_ticked"
        tick(client, list(ticked.values()), action, verb=verb, comment="So.")
        did = {s for s, article in ticked.items() if article.hand_overs.filter(verb=verb).exists()}
        assert did == {s for s in STATES if verb in PROMISED[role, whose].get(s, "").split(", ")}, verb


def test_a_superuser_is_all_roles_and_bound_by_the_states(admin_user: User) -> None:
    article = make_article()
    with pytest.raises(NotAllowed, match="An article that is draft cannot be sent back"):
        move(article, "send back", by=admin_user, comment="So.")
    assert move(article, "approve", by=admin_user).state == Article.State.READY


def test_who_left_the_newsroom_may_nothing(editor: User) -> None:
    editor.is_active = False
    assert not workflow.may(editor, "write")


def test_a_refusal_says_who_may(contributor: User) -> None:
    with pytest.raises(NotAllowed, match="draft is approved by an editor or a publisher alone"):
        move(make_article(by=contributor), "approve", by=contributor)


def test_what_readers_see_is_not_archived(publisher: User) -> None:
    article = make_article()
    publish(article, by=publisher)
    with pytest.raises(NotAllowed, match="withdraw it or cancel what waits"):
        move(article, "archive", by=publisher)


def test_sending_back_demands_a_comment_which_stands_above_the_article(
    editor: User, contributor: User
) -> None:
    article = in_state("in review", by=contributor)
    client = signed_in(editor)
    assert "Say in a comment what is to be done" in press(client, article, "hand-on", verb="send back").text
    assert not article.hand_overs.exists()
    press(client, article, "hand-on", verb="send back", comment="Who <says> so?")
    page = signed_in(contributor).get(change(article)).text
    assert "editor sent it back on" in page and "Who &lt;says&gt; so?" in page
    [kept] = article.hand_overs.all()
    assert (kept.was, kept.became, kept.by, kept.comment) == ("in review", "draft", editor, "Who <says> so?")


def test_of_two_who_decide_at_once_the_second_is_told_what_the_first_did(editor: User) -> None:
    """Also where the move would still be possible: it was decided on another state."""
    article = in_state("in review", by=editor)
    move(article, "approve", by=somebody("publisher", "Vera"))
    client = signed_in(editor)
    press(client, article, "hand-on", verb="archive", seen="in review")
    assert "Vera moved it meanwhile, at " in said(client, article)
    article.refresh_from_db()
    assert article.state == Article.State.READY
    tick(client, [article], "hand_on_ticked", verb="archive", seen=[f"{article.pk}:in review"])
    assert article.hand_overs.count() == 1


def test_only_who_may_review_is_asked(contributor: User, editor: User) -> None:
    article = make_article(by=contributor)
    client = signed_in(contributor)
    answer = press(client, article, "hand-on", verb="submit", reviewer=contributor.pk)
    assert "is not there to be chosen" in answer.text
    press(client, article, "hand-on", verb="submit", reviewer=editor.pk)
    article.refresh_from_db()
    assert (article.state, article.reviewer) == (Article.State.IN_REVIEW, editor)
    listed = lambda who: signed_in(who).get("/admin/articles/article/?review=mine").text  # noqa: E731
    assert article.headline in listed(editor)
    assert article.headline not in listed(somebody("publisher"))
    press(signed_in(editor), article, "hand-on", verb="send back", comment="So.", reviewer=editor.pk)
    article.refresh_from_db()
    assert (article.state, article.reviewer) == (Article.State.DRAFT, None)


def test_many_at_once_say_how_many_were_done_and_why_others_were_not(editor: User) -> None:
    drafts = [in_state("draft", by=editor) for _ in range(3)]
    ready = in_state("ready", by=editor, action="wait")
    client = signed_in(editor)
    tick(client, [*drafts, ready], "hand_on_ticked", verb="submit")
    shown = said(client, ready)
    assert "3 done; 1 refused." in shown
    assert "“To wait”: An article that is ready cannot be submitted." in shown
    topic = make_topic("Chips")
    drafts[0].topics.add(topic)
    tick(client, [*drafts, ready], "add_topic_to_ticked", topic=topic.pk)
    shown = said(client, ready)
    assert "3 done; 1 refused." in shown and "It has the topic “Chips” already." in shown
    assert ready.revisions.get().why == "Topic added: Chips."


@pytest.mark.parametrize("sent", ["none", "9" * 5000, "-1"])
def test_an_id_that_was_made_by_hand_is_nobodys(sent: str, editor: User) -> None:
    ours = in_state("ready", by=editor)
    made = {"ticked": [sent, ours.pk], "seen": [f"{sent}:ready", f"{ours.pk}:ready"]}
    tick(signed_in(editor), [ours], "hand_on_ticked", verb="archive", **made)
    ours.refresh_from_db()
    assert ours.state == Article.State.ARCHIVED


def test_a_hundred_ticked_articles_take_the_same_few_queries_each(editor: User) -> None:
    client = signed_in(editor)

    def asked(count: int) -> int:
        articles = [in_state("draft", by=editor) for _ in range(count)]
        with CaptureQueriesContext(connection) as queries:
            tick(client, articles, "hand_on_ticked", verb="submit")
        assert HandOver.objects.filter(article__in=articles).count() == count
        return len(queries)

    asked(1)
    assert (asked(100) - asked(10)) / 90 == 5


def test_more_than_anybody_looks_at_is_refused(editor: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("articles.admin.ticked.MOST", 2)
    articles = [in_state("draft", by=editor) for _ in range(3)]
    client = signed_in(editor)
    tick(client, articles, "hand_on_ticked", verb="submit")
    assert "Nothing was done: tick at most 2 articles at once." in said(client, articles[0])
    assert not HandOver.objects.exists()
