"""Who altered what of any record, from what to what, whichever way it was altered."""

import re
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from changes import history
from changes.acting import acting
from changes.looking_back import between, moments
from changes.models import Edit
from companies import releases
from companies.models import Alias, Ownership
from facts.models import Fact, Metric
from facts.withdrawal import withdraw_source
from questions.models import Question
from tests.editing import signed_in
from tests.factories import (
    make_author,
    make_company,
    make_fact,
    make_family,
    make_image,
    make_model,
    make_product,
    make_topic,
)
from tests.project.test_edits import change, delete

pytestmark = [
    pytest.mark.django_db,
    # django-unfold 0.110 still has the old signature.
    pytest.mark.filterwarnings("ignore:Overriding get_action_choices"),
]


def page(obj: Any) -> str:
    """The address of an object's history."""
    return reverse(f"admin:{obj._meta.app_label}_{obj._meta.model_name}_history", args=[obj.pk])


def last(obj: Any) -> Edit:
    edit = history.of(obj).first()
    assert edit
    return edit


FORMS: dict[str, tuple[Any, dict[str, Any], list[str]]] = {
    "a company": (make_company, {"name": "Dusk"}, ["Name", "Umbra Labs", "Dusk"]),
    "a model": (make_model, {"announced": "2026-03"}, ["Announced", "", "2026-03"]),
    "a product": (make_product, {"what": "A chat app"}, ["What it is", "", "A chat app"]),
    "a source": (lambda: make_fact().source, {"title": "Another"}, ["Title", "A report", "Another"]),
    "a metric": (
        lambda: make_fact().metric,
        {"name": "Weekly users"},
        ["Name", "Monthly active users", "Weekly users"],
    ),
    "a fact": (make_fact, {"nature": "claimed"}, ["Nature", "Measured", "Claimed"]),
    "an author": (make_author, {"bio": "Writes."}, ["Bio", "", "Writes."]),
    "a topic": (make_topic, {"name": "Light"}, ["Name", "Shadows", "Light"]),
    "an image": (lambda: make_image(alt="A shadow."), {"credit": "Ada"}, ["Credit", "", "Ada"]),
    "a question": (
        lambda: Question.objects.create(text="Why?", slug="why"),
        {"text": "Why now?"},
        ["Text", "Why?", "Why now?"],
    ),
}


@pytest.mark.parametrize("kind", FORMS)
def test_a_form_writes_down_who_changed_which_field_from_what_to_what(kind: str, publisher: User) -> None:
    make, values, (column, was, now) = FORMS[kind]
    obj, client = make(), signed_in(publisher)
    change(client, obj, **values)
    edit = last(obj)
    assert (edit.kind, edit.by, list(edit.columns)) == ("changed", publisher, [column])
    assert edit.columns[column][0].startswith(was) and edit.columns[column][1].startswith(now[:5])
    told = client.get(page(obj)).text
    assert f"<ins>{now[:5]}" in told and "publisher" in told


def test_what_belongs_to_a_record_is_told_with_it(editor: User) -> None:
    company, client = make_company("Umbra"), signed_in(editor)
    Alias.objects.create(record=company, text="UMB")
    change(client, company, name="Umbra Group", **{"aliases-0-text": "UMBR"})
    told = {edit.part: edit.columns for edit in history.of(company)[:2]}
    assert told[""] == {"Name": ["Umbra", "Umbra Group"]}
    assert told["Alias “UMBR”"] == {"Text": ["UMB", "UMBR"]}
    # One moment, for it was one form.
    assert [len(moment["edits"]) for moment in moments(company)[0]][:1] == [2]


def test_a_tie_is_told_with_both_companies_and_by_itself(editor: User) -> None:
    owner, owned = make_company("Umbra"), make_company("Penumbra")
    tie = Ownership.objects.create(owner=owner, owned=owned, type="minority")
    change(signed_in(editor), tie, type="parent")
    tie.refresh_from_db()
    for obj in (owner, owned, tie):
        assert last(obj).columns["Type"][1] == tie.get_type_display()


def test_verbs_imports_and_lists_are_written_down(editor: User) -> None:
    product, model, family = make_product(), make_model(), make_family("Penumbra")
    with acting(editor):
        product.powered_by.set([family])
        releases.claim(model, status="announced", window="2027", claimed_on="2026-01-01")
    assert last(product).columns == {"Powered by": ["", "Penumbra"]}
    assert any(edit.part.startswith("Release claim") and edit.by == editor for edit in history.of(model))
    source = make_fact(source="A report").source
    with acting(editor):
        withdraw_source(source, because="Counted twice.")
    assert last(source).columns["Withdrawal note"] == ["", "Counted twice."]
    assert "Withdrawn because" in last(Fact.objects.get(source=source)).columns

    client, listed = signed_in(editor), reverse("admin:facts_metric_import")
    file = SimpleUploadedFile("m.csv", client.post(reverse("admin:facts_metric_export"), exported()).content)
    text = file.read().decode().replace("Monthly active users", "Weekly active users")
    assert "Weekly" in text
    tried = client.post(listed, {"format": "0", "import_file": SimpleUploadedFile("m.csv", text.encode())})
    typed = tried.context["confirm_form"].initial
    assert client.post(reverse("admin:facts_metric_process_import"), typed).status_code == 302
    edit = last(Metric.objects.get())
    assert (edit.by, edit.columns) == (editor, {"Name": ["Monthly active users", "Weekly active users"]})


def exported() -> dict[str, str]:
    """What the form for an export sends: all columns, as CSV."""
    return {"format": "0", "resource": "", "metricresource_id": "on"}


def test_what_was_deleted_and_merged_is_told(admin_user: User) -> None:
    client, topic, company = signed_in(admin_user), make_topic("Dusk"), make_company("Umbra")
    delete(client, topic)
    edit = Edit.objects.filter(about="articles.topic", about_id=topic.pk).first()
    assert edit and edit.kind == "deleted" and edit.columns["Name"] == ["Dusk", ""]
    gone = make_company("Umbra Old")
    address = reverse("newsroom:merge", args=[gone.pk, company.pk])
    assert client.post(address, {"known_as": "former"}).status_code == 302
    told = client.get(page(company)).text
    assert "Merged Umbra Old" in told and "Alias “Umbra Old”" in told


def test_two_states_are_compared(editor: User) -> None:
    company, ids = make_company("One", description="First."), []
    for name, text in (("Two", "First."), ("Three", "Second."), ("Two", "Third.")):
        company.name, company.description = name, text
        company.save()
        ids.append(last(company).pk)
    first, _, third = ids
    assert {row["column"]: (row["was"], row["now"]) for row in between(company, first, third)} == {
        "Profile": ("First.", "Third.")
    }
    told = signed_in(editor).get(page(company), {"from": third, "to": first}).text
    assert re.search(r"Between the two moments.*?<del>First\.</del>.*?<ins>Third\.</ins>", told, re.S)
    for odd in ("x", "-1", "9" * 30, ""):
        assert (
            signed_in(editor).get(page(company), {"from": odd, "to": odd, "before": odd}).status_code == 200
        )


def test_what_is_altered_back_in_one_act_is_not_told(editor: User) -> None:
    author = make_author("Ada")
    count = history.of(author).count()
    with acting(editor):
        for name in ("Eve", "Ada"):
            author.name = name
            author.save()
    assert last(author).columns == {}
    assert history.of(author).count() == count + 1
    author.save()
    assert history.of(author).count() == count + 1


def test_the_askers_own_is_not_kept_for_longer_than_the_question_keeps_it() -> None:
    question = Question.objects.create(text="Why?", slug="why", asker="Noa")
    question.asker = "Noa of Hull"
    question.save()
    kept = str([edit.columns for edit in history.of(question)])
    assert "noa" not in kept.casefold()
    assert "Name to print" in last(question).columns


def test_a_history_takes_the_same_few_queries_however_long_it_is(editor: User) -> None:
    company, client = make_company(), signed_in(editor)

    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(page(company)).status_code == 200
        return len(queries)

    asked()
    few = asked()
    for n in range(120):
        with acting(User.objects.create_user(f"u{n}")):
            company.name = f"Name {n}"
            company.save()
    assert asked() == few < 20
    told = client.get(page(company))
    older = re.search(r"\?before=(\d+)", told.text)
    assert older and "Name 119" in told.text and "<ins>Name 1</ins>" not in told.text
    assert "<ins>Name 1</ins>" in client.get(page(company), {"before": older[1]}).text


@pytest.mark.parametrize("text", ["<script>alert(1)</script>", "{{ 7|add:7 }}", "x" * 9000])
def test_values_are_shown_as_they_are_and_never_longer_than_is_read(editor: User, text: str) -> None:
    company = make_company()
    company.description = text
    company.save()
    told = signed_in(editor).get(page(company)).text
    assert "<script>alert(1)" not in told and "x" * 4001 not in told
