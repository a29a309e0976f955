"""What an issue says in mail programs, and its page in the archive."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone
from lxml import html as parsed

from articles.models import Article
from articles.publishing import publish, withdraw
from changes import log
from companies.models import AIModel
from companies.releases import claim
from newsletter.issues import freezing, rendering, stopping
from newsletter.models import Issue, Item
from newsroom.records.merging import merge
from questions.answering.giving import answer
from tests.factories import ask, make_article, make_company, make_fact, make_issue, make_model

pytestmark = pytest.mark.django_db


def everything(by: User, stories: int = 20) -> Issue:
    """An issue that carries something of each section."""
    articles = [
        make_article(f"智谱 and the eclipse, part {n}", by=by, standfirst="It got dark. " * 20)
        for n in range(stories)
    ]
    for article in articles:
        publish(article, by=by)
    issue = make_issue(
        *articles,
        send_at=timezone.now(),
        preheader="Dark, mostly.",
        words='<p>See <a href="/about/">us</a>.</p>',
    )
    now = {"published_from": timezone.now()}
    company = make_company("Umbra Labs", **now)
    make_fact(company, as_of="2024", value=100, **now)
    figures = [make_fact(company, as_of="2025", value=128, nature="claimed", **now)]
    model = make_model("Penumbra 9", developer=company, **now)
    claim(
        model,
        status="announced",
        window="2099-02",
        claimed_on=timezone.localdate(),
        source="https://a.example",
    )
    question = ask("Why is it dark?")
    answer(question, text="<p>The sun has set.</p>", by=by, published_from=timezone.now())
    things = [("figure", figures[0].pk), ("release", model.pk), ("question", question.pk)]
    for position, (section, pk) in enumerate(things, start=stories):
        Item.objects.create(issue=issue, section=section, about_id=pk, position=position)
    return issue


def sent(issue: Issue) -> Issue:
    freezing.begin(issue, timezone.now())
    issue.refresh_from_db()
    log.forget_version()
    return issue


def test_the_mail_is_small_loads_nothing_and_leads_to_us_alone(publisher: User) -> None:
    issue = sent(everything(publisher))
    html = rendering.html(issue.content, issue)
    assert len(html.encode()) < 100_000
    page: Any = parsed.fromstring(html)
    assert not page.xpath("//img | //link | //script | //iframe | //form")
    assert "url(" not in html and "@import" not in html
    links = page.xpath("//@href")
    assert len(links) > 25 and all(link.startswith(f"{settings.SITE_URL}/") for link in links)
    assert all(table.get("role") == "presentation" for table in page.xpath("//table"))
    # What programs need in the tag stands there; only what depends on them is left at the top.
    rules = re.sub(
        r"@media[^{]*\{(?:[^{}]*\{[^}]*\})*\s*\}|/\*.*?\*/", "", page.xpath("string(//style)"), flags=re.S
    )
    assert not rules.strip()
    assert all(one.get("style") for one in page.xpath("//td | //p | //h1 | //h2 | //h3 | //a"))
    assert page.xpath("string(//html/@lang)") and page.xpath("//*[@lang='zh-Hans']")
    claimed: Any = page.xpath("//a[text()='128']/@style") or page.xpath(
        "//a[contains(@class, 'ln-claimed')]/@style"
    )
    assert "4px double" in claimed[0]


def test_the_text_part_says_all_that_the_html_says(publisher: User) -> None:
    issue = sent(everything(publisher, stories=2))
    text = rendering.text(issue.content, issue)
    for part in issue.content["sections"]:
        for one in part["carried"]:
            assert one["title"] in text and settings.SITE_URL + one["address"] in text
    assert "Claimed, 2025" in text and "Up 28% from" in text and "Source:" in text
    assert f"See us <{settings.SITE_URL}/about/>." in text
    assert "\n\n\n" not in text and "&" not in text.replace("&c", "")


def test_an_editors_words_stay_whole_in_the_text_part() -> None:
    words = (
        "<h2>Hello</h2><p>One <strong>bold</strong> word_s &amp; 2*3, 1. of <a href='https://a.example/'>these</a>.</p>"
        "<ul><li>first</li><li>second</li></ul><blockquote><p>Said.</p></blockquote><p>A line<br>and another</p>"
    )
    text = rendering.text(freezing.content_of(make_issue(words=words), timezone.now()))
    assert (
        "Hello\n\nOne bold word_s & 2*3, 1. of these <https://a.example/>.\n\n- first\n- second\n\n> Said.\n\n"
        "A line\nand another\n"
    ) in text


def test_a_text_part_by_hand_tells_of_nothing_that_is_left_out(publisher: User) -> None:
    issue = everything(publisher, stories=2)
    issue.text = "By hand & short"
    issue.save()
    first = Article.objects.get(pk=issue.items.all()[0].about_id)
    withdraw(first, by=publisher, note="So.")
    with pytest.raises(freezing.NotReady, match=r"1 of what was chosen is left out, .* by hand"):
        freezing.begin(issue, timezone.now())
    issue.items.filter(about_id=first.pk, section=Item.Section.STORY).delete()
    sent(issue)
    assert "By hand & short" in rendering.text(rendering.shown(issue, timezone.now()), issue)
    withdraw(Article.objects.get(pk=issue.items.all()[0].about_id), by=publisher, note="So.")
    text = rendering.text(rendering.shown(issue, timezone.now()), issue)
    assert "By hand" not in text and "Penumbra 9" in text


def test_the_text_part_may_be_written_by_hand(publisher: User) -> None:
    issue = sent(everything(publisher, stories=2))
    issue.content["text"] = "By hand & short"
    byhand = rendering.text(issue.content, issue)
    assert "By hand & short" in byhand and "Penumbra 9" not in byhand


def test_one_that_is_too_large_is_refused(publisher: User) -> None:
    issue = make_issue(words=f"<p>{'x ' * 60_000}</p>", send_at=timezone.now())
    with pytest.raises(freezing.NotReady, match="take something off"):
        freezing.begin(issue, timezone.now())


def test_the_archive_shows_what_was_sent_and_not_what_was_withdrawn(client: Client, publisher: User) -> None:
    assert "None was sent yet." in client.get("/newsletter/issues/").content.decode()
    issue = everything(publisher, stories=2)
    assert client.get("/newsletter/1/").status_code == 404
    sent(issue)
    page = client.get("/newsletter/1/").content.decode()
    for words in ("What moved this week", "part 0", "part 1", "128", "Penumbra 9", "The sun has set."):
        assert words in page
    assert "part 0" in client.get("/feeds/newsletter.atom").content.decode()
    assert "/newsletter/1/" in client.get("/newsletter/issues/").content.decode()
    assert "/newsletter/1/" in client.get("/sitemaps/issues-1.xml").content.decode()
    first = issue.items.first()
    withdraw(Article.objects.get(pk=first.about_id), by=publisher, note="So.")
    log.forget_version()
    page = client.get("/newsletter/1/").content.decode()
    assert "part 0" not in page and "part 1" in page and "no longer on the site" in page
    assert "part 0" not in client.get("/feeds/newsletter.atom").content.decode()


def test_a_record_that_is_merged_stays_in_the_issues_that_carried_it(client: Client, publisher: User) -> None:
    issue = everything(publisher, stories=1)
    gone = AIModel.objects.get(name="Penumbra 9")
    kept = make_model("Penumbra Nine", developer=gone.developer, published_from=timezone.now())
    draft = make_issue()
    for position, model in enumerate((gone, kept)):
        Item.objects.create(issue=draft, section="release", about_id=model.pk, position=position)
    sent(issue)
    merge(gone, into=kept, by=publisher)
    log.forget_version()
    page = client.get("/newsletter/1/").content.decode()
    assert "no longer on the site" not in page
    found: Any = parsed.fromstring(page).xpath("//a[text()='Penumbra 9']/@href")
    led = client.get(found[0])
    assert (led.status_code, led["Location"]) == (301, kept.get_absolute_url())
    assert not stopping.stop_if_outdated(issue.pk, timezone.now())
    assert [item.about_id for item in draft.items.all()] == [kept.pk]


def test_an_issue_taken_off_the_schedule_in_the_same_moment_does_not_begin() -> None:
    issue = make_issue(send_at=timezone.now())
    Issue.objects.update(send_at=timezone.now() + timedelta(days=1))
    freezing.begin(issue, timezone.now())
    issue.refresh_from_db()
    assert issue.begun_at is None
