"""The page that publishes: what readers will see change, when, and what it answers to whoever comes too late."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.html import strip_tags

from articles.models import Article, Edition
from articles.publishing import PublishingRefused, cancel, publish
from articles.revisions import save_revision
from articles.seen import stands_now
from changes.clock import in_words, meant
from changes.models import Correction
from tests.editing import press, send, signed_in
from tests.factories import make_article, make_author, make_fact, make_image, make_topic

pytestmark = [
    pytest.mark.django_db,
    # django-unfold 0.110 still has the old signature.
    pytest.mark.filterwarnings("ignore:Overriding get_action_choices"),
]


@pytest.fixture
def desk(publisher: User) -> Client:
    return signed_in(publisher)


def page_of(article: Article) -> str:
    return f"/admin/articles/article/{article.pk}/publish/"


def words(response: Any) -> str:
    """What a page says, without its mark-up."""
    return " ".join(strip_tags(response.text).split())


def live(publisher: User, **values: Any) -> Article:
    article = make_article(**values)
    publish(article, by=publisher)
    return article


def rewrite(article: Article, **values: Any) -> None:
    Article.objects.filter(pk=article.pk).update(**values)
    article.refresh_from_db()
    save_revision(article, by=None)


def test_what_readers_will_see_change_is_marked_part_by_part(desk: Client, publisher: User) -> None:
    one, other = make_fact(), make_fact(value=172_000_000)
    article = live(publisher, body=f'<p>It has <data value="fact:{one.pk}">163 million</data> users.</p>')
    rewrite(
        article,
        headline="A loud eclipse",
        standfirst="The standfirst, longer.",
        body=f'<p>It has <data value="fact:{other.pk}">172 million</data> users.</p>',
        lead_image=make_image(credit="Ada Umber"),
        lead_image_alt="A shadow",
        backstory="Counted twice.",
    )
    article.faq.create(question="Why?", answer="<p>So.</p>")
    article.bylines.create(author=make_author("Bo Umber"), position=1)
    article.topics.add(make_topic("Zenith"))
    shown = {part.name: part.both for part in desk.get(page_of(article)).context["parts"]}
    assert list(shown) == [
        *("topics", "headline", "standfirst", "byline", "picture", "body", "faq", "backstory", "figures"),
    ]
    assert shown["headline"] == "<h1>A <del>quiet</del><ins>loud</ins> eclipse</h1>"
    assert shown["standfirst"] == "<p>The standfirst<ins>, longer</ins>.</p>"
    assert f'<del><data value="fact:{one.pk}">163 million</data></del>' in shown["body"]
    assert f'<ins><data value="fact:{other.pk}">172 million</data></ins>' in shown["body"]
    assert "<ins> and Bo Umber</ins>" in shown["byline"] and "<ins>, Zenith</ins>" in shown["topics"]
    assert "<ins>Why?</ins>" in shown["faq"] and "<ins>A shadow. Ada Umber</ins>" in shown["picture"]
    assert "monthly active users" in shown["figures"] and "<ins>Counted twice.</ins>" in shown["backstory"]


def test_a_first_publication_is_shown_whole_and_unmarked(desk: Client) -> None:
    response = desk.get(page_of(make_article(body="<p>Quite new.</p>")))
    assert "Nothing of it is live" in words(response) and "Quite new." in words(response)
    assert "<ins>" not in response.text and 'name="change"' not in response.text


def test_where_nothing_changes_that_is_said(desk: Client, publisher: User) -> None:
    article = live(publisher)
    assert "Nothing changes." in words(desk.get(page_of(article)))
    rewrite(article, body="<p>The  body.</p>")
    assert "Nothing changes." not in words(desk.get(page_of(article)))


def test_a_major_change_wants_a_note_and_a_minor_one_keeps_the_date(desk: Client, publisher: User) -> None:
    article = live(publisher)
    dated = Edition.objects.get().dated
    rewrite(article, body="<p>The bodies.</p>")
    shown = words(desk.get(page_of(article)))
    assert "and no feed has an entry" in shown and f"The date stays {dated:%-d %B %Y}" in shown
    assert send(desk, article).context["form"].errors["note"] == [
        "Say what changed: readers of the live article are told."
    ]
    assert send(desk, article, change="").context["form"].errors["change"]
    send(desk, article, change="minor")
    edition = Edition.objects.live().get()
    assert (edition.number, edition.major, edition.dated) == (2, False, dated)


def test_a_correction_is_refused_in_sentences_and_what_was_typed_stays(desk: Client, publisher: User) -> None:
    article = live(publisher)
    for given, field, sentence in (
        ({"wrong": "It was four.", "change": "minor"}, "change", "A correction is no minor change"),
        ({"wrong": "It was four."}, "right", "Say what is right"),
        ({"right": "It was five."}, "wrong", "Say what was wrong"),
        ({"wrong": "It was four.", "right": "It  was four."}, "right", "says the same as what was wrong"),
    ):
        response = send(desk, article, **given)
        assert [sentence in said for said in response.context["form"].errors[field]] == [True]
        assert "note" not in response.context["form"].errors
        assert "It was f" in response.text
    assert not Correction.objects.exists()


def test_a_correction_to_come_is_offered_again_to_what_takes_its_place(desk: Client, publisher: User) -> None:
    article = live(publisher)
    said = {"wrong": "It was four.", "right": "It was five."}
    to_come = {"when": "later", "at_0": "2099-01-02", "at_1": "10:00"}
    desk.post(page_of(article), {"as_seen": stands_now(article), "change": "major"} | said | to_come)
    assert "It was four." not in desk.get("/corrections/").text
    form = desk.get(page_of(article)).context["form"]
    assert {name: form[name].value() for name in said} == said
    done = desk.post(
        page_of(article), {"as_seen": stands_now(article), "when": "now", "change": "major"} | said
    )
    told = words(desk.get(done.url))
    assert "Published as edition 3, with the correction. Readers see it now." in told
    assert "It was four." in desk.get("/corrections/").text
    assert Correction.objects.count() == 1


def test_all_that_is_required_is_counted(desk: Client) -> None:
    assert "Required: 1 open" in words(desk.get(page_of(make_article(standfirst=""))))


def test_what_somebody_saved_after_the_page_was_opened_is_not_published_unseen(
    desk: Client, publisher: User, editor: User
) -> None:
    article = make_article(body="<p>The body.</p>")
    save_revision(article, by=publisher)
    seen = desk.get(page_of(article)).context["as_seen"]
    article.body = "<p>The body, and a libel.</p>"
    article.save()
    save_revision(article, by=editor)
    response = desk.post(page_of(article), {"as_seen": seen, "when": "now"})
    assert response.status_code == 409
    assert "editor saved the article on" in words(response)
    assert [part.both for part in response.context["meanwhile"]] == [
        "<p>The body<ins>, and a libel</ins>.</p>"
    ]
    assert not Edition.objects.exists()
    # looked at, it can be published from the page as it came back
    desk.post(page_of(article), {"as_seen": response.context["as_seen"], "when": "now"})
    assert "libel" in Edition.objects.live().get().body


def test_sent_twice_it_is_published_once(desk: Client, publisher: User) -> None:
    article = make_article()
    form = {"as_seen": desk.get(page_of(article)).context["as_seen"], "when": "now"}
    desk.post(page_of(article), form)
    again = desk.post(page_of(article), form)
    assert again.status_code == 409 and "Edition 1 was made by publisher on" in words(again)
    assert Edition.objects.count() == 1


@pytest.mark.parametrize("seen", ["", "nonsense", "1.2", "9" * 400, "\0.\0.\0.\0"])
def test_a_form_made_by_hand_publishes_nothing_unseen(desk: Client, seen: str) -> None:
    article = make_article()
    assert desk.post(page_of(article), {"as_seen": seen, "when": "now"}).status_code in {400, 409}
    assert not Edition.objects.exists()


def test_what_was_cancelled_since_it_was_looked_at_is_looked_at_anew(publisher: User) -> None:
    article = live(publisher)
    publish(article, by=publisher, at=timezone.now() + timedelta(days=1), note="Later.")
    seen = stands_now(article)
    cancel(article, by=publisher)
    with pytest.raises(PublishingRefused, match="What readers see of the article changed"):
        publish(article, by=publisher, note="Now.", as_seen=seen)


#: The newsroom's clocks go forward on 28 March 2049 and back on 31 October 2049.
@pytest.mark.parametrize(
    ("typed", "field", "sentence"),
    [
        (("2049-03-28", "01:30"), "at", "There is no 01:30 on 28 March 2049: the clocks go forward over it."),
        (
            ("2049-10-31", "01:30"),
            "at_which",
            "The clocks go back on 31 October 2049, and 01:30 comes twice.",
        ),
        (("2026-01-01", "09:00"), "at", "This time has passed."),
        (("2049-01-01", ""), "at", "Give the time too"),
        (("", "09:00"), "at", "Give the day too."),
        (("", ""), "at", "Give the day and the time"),
        (("0001-01-01", "00:00"), "at", "Give a year between 1970 and 2100."),
        (("soon", "09:00"), "at", "“From” is no day: give one such as"),
    ],
)
def test_a_time_that_cannot_be_meant_is_refused_in_a_sentence(
    desk: Client, typed: tuple[str, str], field: str, sentence: str
) -> None:
    article = make_article()
    response = send(desk, article, when="later", at_0=typed[0], at_1=typed[1])
    assert response.status_code == 400
    (error,) = response.context["form"].errors[field]
    assert error.startswith(sentence)
    assert not Edition.objects.exists()


@pytest.mark.parametrize(("which", "hour"), [("0", 0), ("1", 1)])
def test_of_a_time_that_comes_twice_the_chosen_one_is_meant(desk: Client, which: str, hour: int) -> None:
    article = make_article()
    given = {"when": "later", "at_0": "2049-10-31", "at_1": "01:30"}
    shown = words(send(desk, article, **given))
    assert "31 October 2049, 01:30 BST (UTC+01:00)" in shown and "01:30 GMT (UTC+00:00)" in shown
    send(desk, article, **given, at_which=which, expires_at_0="2049-10-31", expires_at_1="09:00")
    waiting = Edition.objects.waiting().get()
    assert f"{waiting.visible_from:%H:%M}" == f"{hour:02}:30"
    assert waiting.expires_at == datetime.fromisoformat("2049-10-31T09:00+00:00")
    assert f"01:30 {'GMT (UTC+00' if hour else 'BST (UTC+01'}:00)" in words(
        desk.get(f"/admin/articles/article/{article.pk}/change/")
    )


def test_the_clock_is_the_newsrooms_and_is_named() -> None:
    with timezone.override("America/New_York"):
        assert [in_words(at) for at in meant(datetime(2027, 11, 7, 1, 30))] == [
            *("7 November 2027, 01:30 EDT (UTC-04:00)", "7 November 2027, 01:30 EST (UTC-05:00)"),
        ]
    with timezone.override("Asia/Dubai"):
        assert [in_words(at) for at in meant(datetime(2027, 3, 28, 1, 30))] == [
            "28 March 2027, 01:30 UTC+04:00"
        ]
    with timezone.override("Australia/Lord_Howe"):
        assert meant(datetime(2027, 10, 3, 2, 15)) == []


def test_a_time_is_not_given_for_nothing(desk: Client) -> None:
    response = send(desk, make_article(), when="now", at_0="2049-01-01", at_1="09:00")
    assert "choose “At a time”, or empty this" in words(response)


def test_what_is_sent_too_late_is_answered_with_a_sentence(desk: Client, publisher: User) -> None:
    article = live(publisher)
    change = f"/admin/articles/article/{article.pk}/change/"
    press(desk, article, "withdraw", note="It was wrong.")
    press(desk, article, "withdraw", note="It was wrong.")
    assert "Only an article that readers can see can be withdrawn." in words(desk.get(change))
    for button, typed in (("cancel", {}), ("move", {"at_0": "2049-01-01", "at_1": "09:00"})):
        press(desk, article, button, **typed)
        assert "No edition of this article waits for its time." in words(desk.get(change))


def test_the_page_asks_no_more_of_the_database_for_a_longer_article(desk: Client, publisher: User) -> None:
    article = live(publisher)

    def asked_for(count: int) -> int:
        body = ""
        for n in range(count):
            fact = make_fact(metric=f"metric-{n}")
            body += f'<p>It has <data value="fact:{fact.pk}">163 million</data> users.</p>'
            body += f'<p><img src="{make_image().address}" alt="A"></p>'
            article.faq.create(question=f"Why {n}?", answer="<p>So.</p>")
            article.bylines.create(author=make_author(), position=n + 1)
            article.topics.add(make_topic())
        rewrite(article, body=body)
        with CaptureQueriesContext(connection) as queries:
            assert desk.get(page_of(article)).status_code == 200
        return len(queries)

    asked_for(1)  # what is looked up once a process
    few = asked_for(2)
    assert asked_for(8) == few
    assert few < 60
