"""The demonstration loads, shows something in every state, and keeps what is there."""

import re
import tempfile
from io import StringIO
from itertools import pairwise
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.test import TestCase, override_settings
from django.utils import timezone

from articles.admin.as_read import would_change
from articles.models import Article, Edition, Image, Revision
from articles.rendering import show, show_figures
from articles.telling import SPOKEN
from changes.models import Change, Correction
from companies import tracker
from companies.lineage import in_order
from companies.models import AIModel, Company, Record
from companies.releases import history, promised_and_delivered
from companies.ties import tree
from facts.charts import known, over_time
from facts.choosing import series
from facts.models import Fact, Source
from newsroom.demo import contents
from newsroom.demo.loading import PASSWORD, load
from newsroom.models import Unrecorded
from questions.models import Answer, Question
from webhooks.models import Delivery, Endpoint

ROOT = Path(__file__).resolve().parents[2]
SAMPLES = ROOT.parent / "shared" / "articles"


class Demo(TestCase):
    """One load for all tests that only look."""

    @classmethod
    def setUpTestData(cls) -> None:
        """Load with pictures in a directory that goes away."""
        cls.enterClassContext(
            override_settings(MEDIA_ROOT=cls.enterClassContext(tempfile.TemporaryDirectory()))
        )
        cls.lines: list[str] = []
        cls.loaded = load(cls.lines.append)

    def test_it_holds_as_much_as_a_newcomer_should_see(self) -> None:
        assert Edition.objects.live().count() >= 9
        assert Article.objects.count() >= 13
        assert Company.objects.public().count() >= 14
        assert AIModel.objects.count() >= 25
        assert Fact.objects.count() >= 32
        assert Question.objects.count() >= 12
        assert Image.objects.public().count() == 4
        assert Unrecorded.objects.open().most_mentioned().count() >= 3

    def test_the_front_page_is_as_editors_chose_and_not_the_latest_alone(self) -> None:
        page = self.client.get("/").text
        lead = page.partition('<article class="lead">')[2].partition("</article>")[0]
        assert 'href="/articles/counting-the-people-who-use-an-app/"' in lead and "<picture>" in lead
        assert 'href="/articles/what-to-watch-in-lantern-2/"' not in page  # placed, and waits

    def test_articles_stand_in_every_state(self) -> None:
        now = timezone.now()
        assert set(Article.objects.values_list("state", flat=True)) == set(Article.State.values)
        assert Edition.objects.waiting(now).count() == 1
        assert Edition.objects.filter(expires_at__lt=now, visible_from__lt=now).count() == 1
        assert Edition.objects.filter(withdrawn_at__isnull=False).exclude(withdrawal_note="").count() == 1
        assert Edition.objects.live().filter(number=2, major=False).count() == 1
        assert Edition.objects.live().filter(number=2, major=True).exclude(change_note="").count() == 2
        assert Correction.objects.public().count() == 4
        assert Answer.objects.exclude(change_note="").count() == 1

    def test_the_log_tells_of_stories_and_answers_on_their_own_days(self) -> None:
        for edition in Edition.objects.live().filter(number=1):
            told = Change.objects.filter(
                about="article", about_id=edition.article_id, kind="published", silent=False
            )
            assert {change.effective_at for change in told} <= {edition.dated}
        assert Change.objects.filter(silent=False, kind="answered").dates("effective_at", "day").count() > 3

    def test_messages_to_receivers_stand_in_every_state_and_none_is_ever_sent(self) -> None:
        states = set(Delivery.objects.values_list("state", "tries"))
        assert states == {("delivered", 1), ("waiting", 1), ("waiting", 0), ("given up", 1)}
        assert not Endpoint.objects.active().exists()
        assert not Endpoint.objects.untold().exists()

    def test_a_live_article_was_edited_since_it_was_published(self) -> None:
        article = Article.objects.get(slug="total-and-active-parameters")
        live, parts = would_change(article, timezone.now())
        assert live is not None
        assert [part.name for part in parts if part.changed] == ["body"]
        assert [r.why for r in article.revisions.all()[:2]] == ["Shorter", "Only the open ones were counted"]

    def test_an_imported_text_waits_with_something_to_decide_of_each_kind(self) -> None:
        article = Article.objects.exclude(imported_as="").get()
        waiting = article.suggestions.filter(state="open").values_list("kind", flat=True)
        assert set(waiting) == {"record", "fact", "release", "link"}
        assert not Edition.objects.filter(article=article).exists()

    def test_live_articles_are_dated_in_the_past_and_visible_since_the_load(self) -> None:
        for edition in Edition.objects.live():
            assert edition.dated < edition.visible_from <= timezone.now(), edition

    def test_questions_stand_in_every_state(self) -> None:
        assert set(Question.objects.values_list("state", flat=True)) == set(Question.State.values)
        assert Question.objects.public().filter(answer__published_from__isnull=True).exists()
        assert Question.objects.public().filter(answer__published_from__isnull=False).exists()
        assert any(re.search("[\u4e00-\u9fff]", q.text) for q in Question.objects.public())

    def test_facts_are_of_every_nature_and_some_no_longer_stand(self) -> None:
        assert set(Fact.objects.values_list("nature", flat=True)) == set(Fact.Nature.values)
        assert Fact.objects.filter(successor__isnull=False).exists()
        assert Fact.objects.filter(nature="forecast", as_of_latest__lt=timezone.localdate()).exists()
        assert Fact.objects.filter(review_after__lt=timezone.localdate()).exists()
        assert Fact.objects.filter(disputed=True).exists()

    def test_articles_show_what_can_become_of_a_figure(self) -> None:
        shown = [news for edition in Edition.objects.live() for news in show_figures(edition)]
        assert {news["state"] for news in shown} == set(SPOKEN)
        reasons = {news["because"] for news in shown if news["state"] == "superseded"}
        assert reasons >= {"our error", "revised by its source"}
        due = {bool(news["now"]) for news in shown if news["state"] == "due"}
        assert due == {True, False}
        fallen = Fact.objects.filter(pk__in=[n["id"] for n in shown if n["state"] == "withdrawn"])
        assert fallen.filter(source__withdrawn_at__isnull=False).exists()
        assert any(news["disputed"] for news in shown)
        together = show(Edition.objects.live().get(slug="seven-figures-a-year-later")).since
        assert set(together) == {"correction", "newer", "withdrawn", "met"}

    def test_models_slip_and_are_still_to_come(self) -> None:
        slips = [told.slip_days for told in history(AIModel.objects.get(slug="lantern-2").claims.all())]
        assert [days for days in slips if days and days > 0] == slips[1:] and len(slips) == 3
        assert AIModel.objects.filter(claims__window_earliest__gt=timezone.localdate()).exists()
        assert set(AIModel.objects.values_list("status", flat=True)) == set(AIModel.Status.values)

    def test_the_release_tracker_shows_every_state(self) -> None:
        now = timezone.now()
        rows = tracker.rows(tracker.by_window(tracker.tracked(now)), now)
        assert {row.standing for row in rows} == {"expected", "overdue", "released", "withdrawn"}
        assert {row.slips.times for row in rows} >= {0, 1, 2}
        assert any(row.words and not row.window.known for row in rows)
        assert any(row.window.closes and row.window.closes.year == 2030 for row in rows)
        assert any(row.window.opens and not row.window.closes for row in rows)
        record = promised_and_delivered(Company.objects.get(slug="lanternfish-ai"), now)
        assert record.in_time and record.late and record.overdue

    def test_a_company_has_owners_and_holdings_on_two_levels_and_a_tie_that_ended(self) -> None:
        found = tree(Company.objects.get(slug="lanternfish-ai"), timezone.now())
        assert any(branch.branches for branch in found.above)
        assert any(branch.branches for branch in found.below)
        assert len(found.above) > 1 and any(branch.ended for branch in found.below)

    def test_a_family_has_a_line_of_four_models(self) -> None:
        for slug in ("deepseek-v", "lantern"):
            line = in_order(AIModel.objects.filter(family__slug=slug))[:4]
            assert all(after.predecessor == before for before, after in pairwise(line)), slug

    def test_series_of_several_natures_are_drawn(self) -> None:
        drawn = 0
        for rows in series(Fact.objects.public().current().with_story()):
            if chart := over_time(rows):
                drawn += len(chart.facts) >= 3 and len({known(fact) for fact in rows}) >= 3
        assert drawn >= 3

    def test_what_only_a_draft_speaks_of_is_private(self) -> None:
        assert not Record.objects.public().filter(slug="lantern-deep").exists()
        assert not Fact.objects.public().filter(subject__slug="lantern-deep").exists()
        assert not Question.objects.public().filter(slug="how-often-do-machines-fail").exists()

    def test_the_log_tells_of_slips_releases_and_new_values(self) -> None:
        kinds = set(Change.objects.filter(silent=False).values_list("kind", flat=True))
        assert kinds >= {"published", "updated", "withdrawn", "slipped", "released", "superseded", "answered"}

    def test_everybody_can_sign_in(self) -> None:
        for name in ("contributor", "editor", "publisher", "admin"):
            assert User.objects.get(username=name).check_password(PASSWORD), name

    def test_a_second_run_changes_nothing(self) -> None:
        tables = (Article, Edition, Record, Fact, Question, Image, Change, Revision, User)
        before = [table.objects.count() for table in tables]
        said: list[str] = []
        assert load(said.append).kept
        assert [table.objects.count() for table in tables] == before
        assert "kept" in said[0]

    def test_the_command_says_how_to_sign_in(self) -> None:
        out = StringIO()
        call_command("load_demo", stdout=out)
        assert out.getvalue().splitlines()[-1] == "Sign in at /admin/ as editor, password aiwatch-demo"

    def test_every_source_can_be_followed_or_says_that_it_cannot(self) -> None:
        for source in Source.objects.all():
            assert source.publisher, source
            assert source.url or source.title.startswith("Invented for") or "not checked" in source.title, (
                source
            )


@pytest.mark.django_db
@override_settings(BEHIND_TLS=True)
def test_a_public_site_gets_no_users_with_known_passwords() -> None:
    with pytest.raises(CommandError, match="public site"):
        call_command("load_demo")
    assert not User.objects.exists()


def _texts() -> list[str]:
    files = [
        *contents.HERE.glob("*.toml"),
        *contents.HERE.glob("articles/*.html"),
        *contents.HERE.glob("texts/*.txt"),
    ]
    return [path.read_text("utf-8") for path in files]


def test_no_text_cites_a_fact_that_is_not_there() -> None:
    known = set(contents.tables("facts")["fact"])
    texts = [f.body + "".join(e["answer"] for e in f.settings.get("faq", [])) for f in contents.articles()]
    texts += [question.get("answer", "") for question in contents.tables("questions")["question"]]
    cited = {key for text in texts for key in contents.cited(text)}
    assert cited and not cited - known


def test_each_change_of_an_article_finds_the_words_that_it_replaces() -> None:
    for file in contents.articles():
        for change in file.settings.get("then", []):
            assert file.body.count(change["find"]) == 1, file.settings["slug"]


def test_articles_are_as_long_as_articles() -> None:
    for file in contents.articles():
        words = len(re.sub("<[^>]*>", " ", file.body).split())
        least = 250 if file.settings.get("state", "live") == "live" else 100
        assert least <= words <= 600, (file.settings["slug"], words)


def _folded(text: str) -> str:
    text = re.sub(r"<[^>]*>", "", text).translate(str.maketrans("“”‘’–—", "\"\"''--"))
    return " ".join(text.lower().split())


@pytest.mark.skipif(not SAMPLES.is_dir(), reason="the sample articles are not here")
def test_no_sentence_is_taken_from_the_samples() -> None:
    ours = _folded(" ".join(_texts()))
    for path in SAMPLES.glob("*.txt"):
        for sentence in re.split(r"(?<=[.!?:])\s+|\n", _folded_lines(path)):
            if len(sentence.split()) >= 6:
                assert sentence not in ours, sentence


def _folded_lines(path: Path) -> str:
    return "\n".join(_folded(line) for line in path.read_text("utf-8-sig").splitlines())
