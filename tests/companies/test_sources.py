"""By what source each value of a record stands: named in its form or a file, told on its page and in the API."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from lxml import html

from changes.models import Change
from companies import releases, sourcing
from companies.models import KINDS, SOURCED, AIModel, Company, ValueSource
from newsroom.records.merging import merge
from tests.companies.test_exchange import exported, imported, refusals, tried
from tests.editing import signed_in
from tests.factories import make_company, make_family, make_model, make_product
from tests.newsroom.test_records_admin import form_of, typed
from tests.project.test_pages import queries

pytestmark = [
    pytest.mark.django_db,
    # django-unfold 0.110 still has the old signature.
    pytest.mark.filterwarnings("ignore:Overriding get_action_choices"),
]

DAY = date(2026, 3, 1)
REPORT: dict[str, Any] = {"title": "Annual report", "url": "https://umbra.example/report", "checked_on": DAY}


def out() -> dict[str, Any]:
    """What makes a record public."""
    return {"published_from": timezone.now() - timedelta(days=1)}


def told(client: Client, record: Any) -> dict[str, str]:
    """What a page says of its sources: the notes by their numbers, and the rest."""
    cache.clear()
    page = html.fromstring(client.get(record.get_absolute_url()).text)
    notes = page.xpath('//details[contains(@class, "sources")]//li')
    rest = page.xpath('//details[contains(@class, "sources")]/p')
    found = {note.get("id"): " ".join(note.text_content().split()) for note in notes}
    return found | {"rest": " ".join(" ".join(p.text_content() for p in rest).split())}


def numbers(client: Client, record: Any) -> dict[str, list[str]]:
    """To which notes the tiles of a page lead, by their labels."""
    page = html.fromstring(client.get(record.get_absolute_url()).text)
    return {dt.text: dt.xpath(".//a/@href") for dt in page.xpath('//dl[@class="stats"]//dt')}


def test_every_value_that_can_have_a_source_is_one_of_its_kind() -> None:
    for model, kind in KINDS.items():
        names = {field.name for field in model._meta.get_fields()}
        assert SOURCED[kind].keys() <= names


def test_a_page_leads_from_each_value_to_its_source_and_names_those_without(client: Client) -> None:
    lab = make_company(seat="Lyon", country="FR", founded="2019", website="https://umbra.example/", **out())
    for column in ("seat", "country"):
        sourcing.cite(lab, column, **REPORT)
    sourcing.cite(lab, "founded", title="Register, page 7", checked_on=DAY)
    assert told(client, lab) == {
        "source-1": "Register, page 7, checked on 1 March 2026. Founded",
        "source-2": "Annual report (umbra.example), checked on 1 March 2026. Seat, Country",
        "rest": "No source is recorded for: Kind, Website. Figures, ties between companies and what was said of a"
        " release name their sources where they stand.",
    }
    found = numbers(client, lab)
    assert (found["Founded"], found["Seat"], found["Kind"]) == (["#source-1"], ["#source-2"], [])
    Company.objects.update(checked_on=DAY, checked_against="https://seen.example/")
    assert "Looked up at seen.example on 1 March 2026: Kind, Website." in told(client, lab)["rest"]


def test_a_source_is_told_as_of_an_earlier_value_however_the_value_changed(client: Client) -> None:
    lab = make_company(seat="Lyon", **out())
    sourcing.cite(lab, "seat", **REPORT)
    Company.objects.filter(pk=lab.pk).update(seat="Nice")
    assert "Given for an earlier value of: Seat" in told(client, lab)["source-1"]
    assert "source of an earlier value" in client.get(lab.get_absolute_url()).text
    lab.refresh_from_db()
    assert sourcing.of_earlier_values(lab) == ["Seat"]
    sourcing.cite(lab, "seat", **REPORT)
    assert sourcing.of_earlier_values(lab) == []
    Company.objects.filter(pk=lab.pk).update(seat="")
    assert "source-1" not in told(client, lab)


def test_a_set_of_rows_has_a_source_as_it_stands() -> None:
    lab, family = make_company(), make_family()
    product = make_product()
    lab.aliases.create(text="Ombre")
    product.powered_by.add(family)
    sourcing.cite(lab, "aliases", **REPORT)
    sourcing.cite(product, "powered_by", **REPORT)
    assert sourcing.of_earlier_values(lab) == sourcing.of_earlier_values(product) == []
    lab.aliases.create(text="Schatten")
    product.powered_by.add(make_family())
    assert sourcing.of_earlier_values(lab) == ["Other names"]
    assert sourcing.of_earlier_values(product) == ["Powered by"]


def test_the_latest_claim_is_the_source_of_what_it_set(client: Client) -> None:
    model = make_model(**out())
    told_by = {"claimed_by": "Umbra Labs", "source": "https://umbra.example/out"}
    releases.claim(model, status="released", window="2026-02-03", claimed_on=DAY, **told_by)
    note = told(client, model)["source-1"]
    assert note == "What Umbra Labs said (umbra.example), on 1 March 2026. Status, Released"
    model.refresh_from_db()
    sourcing.cite(model, "released", **REPORT)
    assert told(client, model)["source-2"].endswith("checked on 1 March 2026. Released")


def test_the_source_of_what_is_private_is_not_told(client: Client) -> None:
    model = make_model(developer=make_company("Canary Labs"), licence="MIT", **out())
    model.predecessor = make_model("Canary 1", developer=model.developer)
    model.family = make_family("Canary Family", developer=model.developer)
    model.save()
    for column in ("developer", "predecessor", "family"):
        sourcing.cite(model, column, title=f"Canary of {column}", checked_on=DAY)
    sourcing.cite(model, "licence", **REPORT)
    for address in (model.get_absolute_url(), "/api/v1/models/", f"/api/v1/models/{model.slug}/"):
        page = client.get(address).text
        assert "Annual report" in page and "Canary" not in page


def test_programs_are_given_them_under_the_names_that_the_values_have_there(client: Client) -> None:
    lab = make_company(sort="lab", seat="Lyon", **out())
    sourcing.cite(lab, "sort", **REPORT)
    sourcing.cite(lab, "seat", title="Register", checked_on=DAY)
    Company.objects.update(seat="Nice")
    seat, kind = client.get(f"/api/v1/companies/{lab.slug}/").json()["sources"]
    assert seat == {
        "value": "seat",
        "title": "Register",
        "url": "",
        "checked_on": "2026-03-01",
        "said_on": None,
        "of_this_value": False,
    }
    assert (kind["value"], kind["of_this_value"]) == ("kind", True)


def test_sources_cost_no_query_each(client: Client) -> None:
    lab, models = make_company(seat="Lyon", country="FR", **out()), []

    def grow(count: int) -> None:
        for _ in range(count):
            models.append(make_model(licence="MIT", version="2", **out()))
            for column in ("licence", "version"):
                sourcing.cite(models[-1], column, **REPORT)

    grow(1)
    sourcing.cite(lab, "seat", **REPORT)
    pages = [lab.get_absolute_url(), models[0].get_absolute_url(), "/api/v1/models/"]
    few = [queries(client, page) for page in pages]
    grow(5)
    sourcing.cite(lab, "country", title="Register", checked_on=DAY)
    assert [queries(client, page) for page in pages] == few


def row(source: ValueSource | None = None, **values: Any) -> dict[str, Any]:
    """A row of the form, as it stands or as it is typed."""
    held = (
        {"id": source.pk, "column": source.column, "title": source.title, "url": source.url} if source else {}
    )
    day = source.checked_on if source else DAY
    return held | {"checked_on": day.isoformat()} | values


def saved(editor: User, lab: Company, *rows: dict[str, Any], **values: Any) -> Any:
    """The page after the form of a company was sent."""
    return signed_in(editor).post(form_of(lab), typed(lab, sources=list(rows)) | values, follow=True)


def test_an_editor_names_a_source_beside_the_value_it_is_of(editor: User) -> None:
    lab = make_company(sort="lab", **out())
    page = saved(editor, lab, row(column="seat", url="https://umbra.example/"), seat="Lyon")
    assert page.redirect_chain
    source = ValueSource.objects.get()
    assert (source.record_id, source.label, source.value) == (lab.pk, "Seat", "Lyon")
    assert Change.objects.filter(about="company", about_id=lab.pk, silent=True).exists()
    assert "the value as it stands" in page.text


def test_a_value_that_changes_without_a_new_source_is_pointed_out_until_it_is_given_one(editor: User) -> None:
    lab = make_company(sort="lab", seat="Lyon")
    source = sourcing.cite(lab, "seat", **REPORT)
    warned = "Seat has changed since its source was given"
    page = saved(editor, lab, row(source), seat="Nice")
    assert warned in page.text and "another value: Lyon" in page.text
    assert warned in saved(editor, lab, row(source, title="Annual report 2025"), seat="Nice").text
    source.refresh_from_db()
    assert warned not in saved(editor, lab, row(source, says_so="on"), seat="Nice").text
    source.refresh_from_db()
    assert (source.title, source.value) == ("Annual report 2025", "Nice")
    assert warned not in saved(editor, lab, row(source, checked_on="2026-04-01"), seat="Pau").text


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        ([row(column="licence", title="T")], "What was chosen under “Value” is not there"),
        ([row(column="founded", title="T")], "The record does not say this: type the value first."),
        ([row(column="seat")], "Give the source’s address, or its title where it has none."),
        ([row(column="seat", title="T", checked_on="2199-01-01")], "It cannot have been checked yet."),
        ([row(column="seat", title="T"), row(column="seat", title="U")], "has two sources here"),
        ([row(column="seat", url="nowhere at all")], "is no web address"),
    ],
)
def test_a_row_typed_wrongly_gets_one_sentence(editor: User, rows: Any, sentence: str) -> None:
    page = saved(editor, make_company(sort="lab"), *rows, seat="Lyon")
    assert sentence in html.fromstring(page.text).text_content()
    assert not ValueSource.objects.exists()


def test_a_contributor_sees_sources_and_names_none(contributor: User) -> None:
    lab = make_company(seat="Lyon")
    sourcing.cite(lab, "seat", **REPORT)
    client = signed_in(contributor)
    assert "Annual report" in client.get(form_of(lab)).text
    assert client.post(form_of(lab), typed(lab, sources=[row(column="sort", title="T")])).status_code == 403
    assert ValueSource.objects.count() == 1


def test_the_database_keeps_what_one_row_decides() -> None:
    lab = make_company(seat="Lyon")
    sourcing.cite(lab, "seat", **REPORT)
    for wrong in ({"column": "seat", "title": "T"}, {"column": "mood", "title": "T"}, {"column": "founded"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            ValueSource.objects.create(record=lab, **wrong)
    for column in ("licence", "founded"):  # of another kind; empty
        with pytest.raises(ValidationError):
            sourcing.cite(lab, column, **REPORT)


def test_a_file_carries_them_and_says_where_a_value_has_changed(editor: User) -> None:
    lab = make_company("Umbra", slug="umbra", seat="Lyon", country="FR")
    client = signed_in(editor)
    cell = "country 2026-03-01 - Register of companies | seat 2026-03-01 https://umbra.example/ About us"
    imported(client, Company, f"slug,sources\numbra,{cell}\n")
    assert cell in exported(client, Company)
    assert imported(client, Company, f"slug,sources\numbra,{cell}\n").counts["unchanged"] == 1
    result = imported(client, Company, f"slug,seat,sources\numbra,Nice,{cell}\n")
    changed = {change.column: change.after for change in result.outcomes[0].changes}
    assert "seat before 2026-03-01" in changed["sources"]
    lab.refresh_from_db()
    assert sourcing.of_earlier_values(lab) == ["Seat"]
    assert imported(client, Company, f"slug,sources\numbra,{cell}\n").counts["unchanged"] == 1
    anew = cell.replace("seat 2026-03-01", "seat 2026-03-02")
    imported(client, Company, f'[{{"slug": "umbra", "sources": "{anew}"}}]', "json")
    assert sourcing.of_earlier_values(lab) == []
    imported(client, Company, "slug,sources\numbra,\n")
    assert not ValueSource.objects.exists()


@pytest.mark.parametrize(
    ("cell", "sentence"),
    [
        ("seat", "is no source such as"),
        ("seat yesterday https://a.example/", "is not a day such as"),
        ("seat 2026-03-01", "is no source such as"),
        ("seat 2026-03-01 -", "Give the source’s address"),
        ("seat 2026-03-01 nowhere Title", "Enter a valid URL"),
        ("seat 2026-03-01 - A | seat 2026-03-02 - B", "stands twice"),
        ("licence 2026-03-01 - A", "has no value “licence”"),
        ("founded 2026-03-01 - A", "Nothing is recorded as “Founded”"),
        ("seat 2199-03-01 - A", "between 1900 and 2100"),
    ],
)
def test_a_cell_that_is_none_is_refused_in_a_sentence(editor: User, cell: str, sentence: str) -> None:
    make_company("Umbra", slug="umbra", seat="Lyon")
    (refused,) = refusals(tried(signed_in(editor), Company, f"slug,sources\numbra,{cell}\n"))
    assert refused[1] == "sources" and sentence in refused[2]


def test_a_merge_moves_them_and_keeps_them_true(client: Client) -> None:
    gone, kept = make_company("Umbra Works", seat="Lyon", country="FR"), make_company("Umbra", country="DE")
    for column in ("seat", "country"):
        sourcing.cite(gone, column, **REPORT)
    model = make_model(developer=gone)
    sourcing.cite(model, "developer", **REPORT)
    merge(gone, into=kept, by=None)
    kept.refresh_from_db()
    assert kept.sources.count() == 2
    assert sourcing.of_earlier_values(kept) == ["Country"]
    assert sourcing.of_earlier_values(AIModel.objects.get()) == []


def test_deleting_a_record_takes_them_along(admin_user: User) -> None:
    lab = make_company(seat="Lyon")
    sourcing.cite(lab, "seat", **REPORT)
    page = reverse("admin:companies_company_delete", args=[lab.pk])
    signed_in(admin_user).post(page, {"post": "yes"})
    assert not ValueSource.objects.exists()
