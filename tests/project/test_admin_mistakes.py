"""What the admin answers to what is typed wrongly: a sentence beside the field, and nothing is saved."""

from typing import Any

import pytest
from django.contrib import admin
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from articles.models import Article
from changes.admin import ReadOnlyAdmin
from changes.forms import Telling
from companies.admin import AnyRecordAdmin
from companies.models import AIModel, Company, Ownership
from facts.models import Fact
from newsletter.issues.admin import IssueAdmin
from questions.models import Answer, Question
from tests.editing import record_form, signed_in, typed
from tests.factories import make_article, make_company, make_fact, make_model

pytestmark = [
    pytest.mark.django_db,
    # django-unfold 0.110 still has the old signature.
    pytest.mark.filterwarnings("ignore:Overriding get_action_choices"),
]


@pytest.fixture
def desk(editor: User) -> Client:
    """An editor, signed in."""
    return signed_in(editor)


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"name": "Umbra\u200bLabs"}, "There are invisible characters in this name"),
        ({"name": "\u200b"}, "There are invisible characters in this name"),
        ({"name": "Umbra\0"}, "Null characters are not allowed."),
        ({"name": "豆包", "slug": ""}, "Fill in “Slug”."),
        ({"name": "x" * 121}, "“Name” is 1 character too long: it has at most 120."),
        ({"founded": "by 0001"}, "Years run from 1000 to 9999."),
        ({"founded": "0001"}, "Years run from 1000 to 9999."),
        ({"founded": "2026-02-30"}, "There is no 30 February."),
        ({"founded": "2030/2020"}, "The date begins after it ends."),
        ({"website": "javascript:alert(1)"}, "“Website” is no web address"),
        ({"published_from_0": "0001-01-01", "published_from_1": "00:00"}, "a year between 1970 and 2100"),
        ({"published_from_0": "2027-03-28", "published_from_1": "01:30"}, "be interpreted in time zone"),
    ],
)
def test_a_company_typed_wrongly(desk: Client, wrong: dict[str, str], sentence: str) -> None:
    response = desk.post("/admin/companies/company/add/", record_form(**wrong))
    assert sentence in response.text
    assert not Company.objects.exists()


def test_a_chinese_name_is_kept_with_a_slug_given_by_hand(desk: Client) -> None:
    desk.post("/admin/companies/company/add/", record_form(name="豆包", slug="doubao"))
    assert Company.objects.get().slug == "doubao"


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"since": "2026", "until": "2020"}, "A tie cannot end before it began."),
        ({"share": "101"}, "less than or equal to 100"),
        ({"share": "NaN"}, "“Share” is no number"),
    ],
)
def test_an_ownership_typed_wrongly(desk: Client, wrong: dict[str, str], sentence: str) -> None:
    form = {"owner": make_company().pk, "owned": make_company("Penumbra Labs").pk, "type": "parent"}
    assert sentence in desk.post("/admin/companies/ownership/add/", form | wrong).text
    assert not Ownership.objects.exists()


def test_a_company_does_not_own_itself(desk: Client) -> None:
    company = make_company()
    form = {"owner": company.pk, "owned": company.pk, "type": "parent"}
    assert "A company cannot own itself." in desk.post("/admin/companies/ownership/add/", form).text


def claim(**values: Any) -> dict[str, Any]:
    """One new release claim, as the browser sends it."""
    row = {"status": "released", "window": "2026", "claimed_on": "2026-01-01"} | values
    return {"claims-TOTAL_FORMS": 1, "claims-INITIAL_FORMS": 0} | {f"claims-0-{k}": v for k, v in row.items()}


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"released": "2020", "announced": "2026"}, "A model cannot be released before it was announced."),
        ({"announced": "2026"} | claim(window="2020"), "The model was announced later than this"),
        ({"announced": "nonsense"} | claim(), "is no date"),
        (claim(window="nonsense"), "is no date"),
        (claim(claimed_on="nonsense"), "” is no day: give one such as"),
        (claim(claimed_on="2199-01-01"), "Nobody can have said this yet"),
        ({"checked_on": "2199-01-01"}, "It cannot have been checked yet."),
        ({"licence": "some licence"}, "SPDX knows no licence “some licence”."),
    ],
)
def test_a_model_typed_wrongly(desk: Client, wrong: dict[str, Any], sentence: str) -> None:
    model = make_model()
    form = record_form(name="Penumbra 3", slug="penumbra-3", developer=model.developer_id, status="rumoured")
    form |= {"claims-TOTAL_FORMS": 0, "claims-INITIAL_FORMS": 0} | wrong
    for page in ("/admin/companies/aimodel/add/", f"/admin/companies/aimodel/{model.pk}/change/"):
        assert sentence in desk.post(page, form).text
    assert AIModel.objects.get().name == "Penumbra 2"


def test_a_model_does_not_follow_itself(desk: Client) -> None:
    model = make_model()
    form = record_form(name="P", slug="p", developer=model.developer_id, status="rumoured")
    form |= {"claims-TOTAL_FORMS": 0, "claims-INITIAL_FORMS": 0, "predecessor": model.pk}
    response = desk.post(f"/admin/companies/aimodel/{model.pk}/change/", form)
    assert "A model cannot be its own predecessor." in response.text


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"value": "9" * 40}, "larger than can be recorded"),
        ({"value": "<script>alert(1)</script>"}, "is not an amount"),
        ({"value": "NaN"}, "is not an amount"),
        ({"value": "5 million\0"}, "Null characters are not allowed."),
        ({"value": "90", "high": "80"}, "The end of a range must be larger than its beginning."),
        ({"value": "0.0000001"}, "no more than 6 decimal places"),
    ],
)
def test_a_fact_typed_wrongly(desk: Client, wrong: dict[str, str], sentence: str) -> None:
    fact = make_fact()
    form = {"subject": fact.subject_id, "metric": fact.metric_id, "source": fact.source_id, "as_of": "2026"}
    form |= {"nature": "measured", "qualifier": "exactly", "unit": ""} | wrong
    assert sentence in desk.post("/admin/facts/fact/add/", form).text
    assert Fact.objects.count() == 1


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"asked_at_0": "0001-01-01"}, "Give a year between 1970 and 2100."),
        ({"answer-0-published_from_0": "9999-12-31", "answer-0-published_from_1": "23:59"}, "1970 and 2100"),
        ({"answer-0-text": '<p><data value="fact:77">Five</data></p>'}, "“Five” cites a fact that does not"),
        ({"answer-0-text": "<p>\u200b</p>"}, "The answer is empty."),
        (
            {
                "answer-0-text": '<p><data value="fact:1">5 million</data></p>',
                "answer-0-published_from_0": "2026-01-01",
                "answer-0-published_from_1": "10:00",
            },
            "“5 million” does not say what its fact says: 163 million.",
        ),
    ],
)
def test_a_question_typed_wrongly(desk: Client, wrong: dict[str, str], sentence: str) -> None:
    make_fact(pk=1)
    form = {"text": "Why?", "slug": "why", "state": "received", "times_asked": 1}
    form |= {"asked_at_0": "2026-01-01", "asked_at_1": "10:00"}
    form |= {"answer-TOTAL_FORMS": 1, "answer-INITIAL_FORMS": 0, "answer-0-text": "<p>So.</p>"}
    form |= {"answer-0-on_article": "on", "answer-0-on_records": "on"}
    assert sentence in desk.post("/admin/questions/question/add/", form | wrong).text
    assert not Question.objects.exists() and not Answer.objects.exists()


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"headline": "A\0b"}, "Null characters are not allowed."),
        ({"body": "<p>A\0b</p>"}, "Null characters are not allowed."),
        ({"headline": "\u200b"}, "Fill in “Headline”."),
        ({"headline": "豆包", "slug": ""}, "Fill in “Slug”."),
        ({"slug": "Not a slug"}, "Use small letters"),
    ],
)
def test_an_article_typed_wrongly(desk: Client, wrong: dict[str, str], sentence: str) -> None:
    assert sentence in desk.post("/admin/articles/article/add/", typed(**wrong)).text
    assert not Article.objects.exists()


def test_a_version_that_was_tampered_with_is_of_no_consequence(desk: Client) -> None:
    desk.post("/admin/articles/article/add/", typed(based_on="9" * 30))
    assert Article.objects.get().version == 1


@pytest.mark.parametrize("typed_id", ["abc", "%00", "9" * 30, "404"])
def test_a_button_of_what_does_not_exist_is_refused(publisher: User, typed_id: str) -> None:
    client = signed_in(publisher)
    for button in ("hand-on", "publish", "move", "cancel", "withdraw"):
        assert client.post(f"/admin/articles/article/{typed_id}/{button}/").status_code == 403
    assert client.post(f"/admin/articles/revision/{typed_id}/restore/").status_code == 403
    assert client.post(f"/admin/facts/fact/{typed_id}/supersede/").status_code == 403
    assert client.get(f"/admin/articles/article/{typed_id}/change/").status_code == 302


def test_the_picker_takes_any_words(desk: Client) -> None:
    make_fact()
    assert desk.get("/admin/facts/fact/picker/", {"q": "umbra\0"}).json()["results"]
    assert desk.get("/admin/facts/fact/picker/", {"ids": "x,\0," + "9" * 30}).json()["results"] == []


def test_what_is_used_is_not_deleted_and_the_admin_says_why(admin_user: User) -> None:
    fact = make_fact()
    article = make_article()
    author, topic = article.authors.get(), article.topics.get()
    article.closing_topic = topic
    article.save()
    client = signed_in(admin_user)
    for obj in (fact.subject.product.owner, fact.subject.product, fact.source, fact.metric, author, topic):
        name = f"admin:{obj._meta.app_label}_{obj._meta.model_name}"
        response = client.post(reverse(f"{name}_delete", args=[obj.pk]), {"post": "yes"})
        assert "cannot be deleted" in response.text
        ticked = {"action": "delete_selected", "_selected_action": obj.pk, "post": "yes"}
        assert "Held by" in client.post(reverse(f"{name}_changelist"), ticked).text
        assert type(obj)._default_manager.filter(pk=obj.pk).exists()


def test_a_record_that_nothing_uses_can_be_deleted(admin_user: User) -> None:
    company = make_company()
    company.aliases.create(text="Umbra")
    url = reverse("admin:companies_company_delete", args=[company.pk])
    signed_in(admin_user).post(url, {"post": "yes"})
    assert not Company.objects.exists()


def test_every_form_of_the_admin_says_what_is_wrong_by_the_name_of_its_field() -> None:
    written = [each for each in admin.site._registry.values() if not isinstance(each, ReadOnlyAdmin)]
    classes = {type(each) for each in written} | {inline for each in written for inline in each.inlines}
    silent = {each for each in classes if not issubclass(each.form, Telling)}
    assert silent == {
        AnyRecordAdmin,
        IssueAdmin,
    }  # nothing is typed into the one, and a page of its own has the other's form


def test_a_text_that_is_too_long_comes_back_whole_and_is_told_by_how_much(desk: Client) -> None:
    shown = desk.get("/admin/articles/article/add/").text
    assert " maxlength=" not in shown and 'data-most="200"' in shown
    long = "x" * 203
    answer = desk.post("/admin/articles/article/add/", typed(headline=long)).text
    assert (
        "“Headline” is 3 characters too long: it has at most 200." in answer and f'value="{long}"' in answer
    )
