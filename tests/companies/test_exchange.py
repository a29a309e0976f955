"""Records out and in as files: what a file says comes back, what it may not say is refused in one sentence."""

import csv
import hashlib
import io
import json
from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st
from tablib import Dataset

from changes import addresses
from changes.models import Change
from companies import releases
from companies.exchange.files import CSV, JSON, LONGEST_CELL, MOST_ROWS
from companies.models import AIModel, Company, Market, ModelFamily, Ownership, Product, ReleaseClaim
from newsroom.demo.loading import load
from search import documents
from tests.editing import signed_in
from tests.factories import make_company, make_model, make_product, someday

pytestmark = [
    pytest.mark.django_db,
    # django-unfold 0.110 still has the old signature.
    pytest.mark.filterwarnings("ignore:Overriding get_action_choices"),
]

MODELS = (Company, ModelFamily, Product, AIModel, Market, Ownership)
CLAIMS = 1  # the second table of the models' list


def page(model: Any, name: str) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{name}")


def tried(client: Client, model: Any, text: str | bytes, form: str = "csv", resource: int = 0) -> Any:
    """The page of a dry run."""
    data = text.encode() if isinstance(text, str) else text
    file = SimpleUploadedFile(f"records.{form}", data)
    asked = {"import_file": file, "format": "01"[form == "json"], "resource": resource}
    response = client.post(page(model, "import"), asked)
    assert response.status_code == 200
    return response


def confirmed(client: Client, model: Any, dry_run: Any) -> Any:
    return client.post(page(model, "process_import"), dict(dry_run.context["confirm_form"].initial))


def imported(client: Client, model: Any, text: str, form: str = "csv", resource: int = 0) -> Any:
    """The result of a dry run that is confirmed."""
    dry_run = tried(client, model, text, form, resource)
    assert not dry_run.context["result"].refused, dry_run.context["result"].outcomes
    assert confirmed(client, model, dry_run).status_code == 302
    return dry_run.context["result"]


def exported(client: Client, model: Any, form: str = "csv", resource: int = 0) -> str:
    response = client.post(page(model, "export"), {"format": "01"[form == "json"], "resource": resource})
    assert response.status_code == 200
    return str(response.content.decode())


def refusals(response: Any) -> list[tuple[int, str, str]]:
    """Row, column and sentence of each refusal."""
    outcomes = response.context["result"].outcomes
    return [(row.number, said.column, said.sentence) for row in outcomes for said in row.refusals]


def said_of_file(response: Any) -> str:
    """Why the file as a whole is refused."""
    assert "confirm_form" not in response.context
    if "result" in response.context:
        return str(response.context["result"].base_errors[0].error)
    (sentence,) = response.context["form"].errors["import_file"]
    return str(sentence)


def fingerprint() -> str:
    """All rows of all tables but those of sessions."""
    digest = hashlib.sha256()
    for model in apps.get_models():
        if model._meta.label != "sessions.Session":
            digest.update(repr(sorted(map(repr, model._base_manager.values_list()))).encode())
    return digest.hexdigest()


def test_the_demonstration_is_carried_over_to_an_empty_newsroom_and_changes_nothing_at_home(
    admin_user: User,
) -> None:
    client = signed_in(admin_user)
    tables = [*((model, 0) for model in MODELS), (AIModel, CLAIMS)]
    with transaction.atomic():
        load()
        files = [exported(client, model, "csv", resource) for model, resource in tables]
        for (model, resource), file in zip(tables, files, strict=True):
            rows = (ReleaseClaim if resource else model).objects.count()
            for form, text in (("csv", file), ("json", exported(client, model, "json", resource))):
                result = tried(client, model, text, form, resource).context["result"]
                assert result.counts == {"new": 0, "changed": 0, "unchanged": rows, "refused": 0}, model
                assert not result.unknown
        transaction.set_rollback(True)
    for (model, resource), file in zip(tables, files, strict=True):
        imported(client, model, file, "csv", resource)
    assert [exported(client, model, "csv", resource) for model, resource in tables] == files


def test_a_dry_run_shows_each_row_and_writes_nothing(editor: User) -> None:
    make_company("Umbra", slug="umbra", country="CN")
    make_company("Penumbra", slug="penumbra")
    client = signed_in(editor)
    before = fingerprint()
    response = tried(
        client,
        Company,
        "slug,name,country\numbra,Umbra,FR\npenumbra,Penumbra,\nnova,Nova Lab,US\nbad,Bad,france\n",
    )
    result = response.context["result"]
    assert [(row.number, row.state) for row in result.outcomes] == [
        (2, "changed"),
        (3, "unchanged"),
        (4, "new"),
        (5, "refused"),
    ]
    (change,) = result.outcomes[0].changes
    assert (change.column, change.before, change.after) == ("country", "CN", "FR")
    assert refusals(response)[0][:2] == (5, "country")
    assert b"ISO 3166-1" in response.content
    assert "confirm_form" not in response.context
    assert fingerprint() == before


def test_an_import_does_what_the_form_does(editor: User) -> None:
    company = make_company("Umbra", slug="umbra")
    client = signed_in(editor)
    imported(
        client,
        Company,
        "slug,name,aliases,founded,published_from\n"
        'umbra,Umbra Labs,"暗影 (official; not a kind) | 暗影科技 (former, zh-Hans)",early 2019,'
        "2026-01-01T00:00+00:00\n",
    )
    company.refresh_from_db()
    assert (company.name, company.founded, company.founded_words) == (
        "Umbra Labs",
        "2019-01/2019-04",
        "early 2019",
    )
    kinds = set(company.aliases.values_list("text", "kind", "language"))
    assert kinds == {("暗影 (official; not a kind)", "official", ""), ("暗影科技", "former", "zh-Hans")}
    assert [hit.id for hit in documents.find("暗影科技")] == [company.pk]
    assert Change.objects.filter(about="company", about_id=company.pk).exists()
    history = client.get(reverse("admin:companies_company_history", args=[company.pk]))
    assert b"Imported from records.csv." in history.content


def test_an_empty_cell_empties_and_a_missing_column_leaves_alone(editor: User) -> None:
    company = make_company("Umbra", slug="umbra", seat="Lyon", country="FR")
    company.aliases.create(text="Ombre")
    client = signed_in(editor)
    imported(client, Company, "slug,seat\numbra,\n")
    company.refresh_from_db()
    assert (company.seat, company.country, company.aliases.count()) == ("", "FR", 1)
    imported(client, Company, '[{"slug": "umbra", "aliases": null}]', "json")
    company.refresh_from_db()
    assert (company.country, company.aliases.count()) == ("FR", 0)


def test_every_rule_speaks_of_its_row_and_nothing_is_imported(editor: User) -> None:
    make_company("Umbra", slug="umbra")
    ModelFamily.objects.create(name="Corona", slug="corona", developer=make_company("Nova", slug="nova"))
    client = signed_in(editor)
    models = tried(
        client,
        AIModel,
        "slug,name,developer,family,status,takes,released,announced\n"
        "one,One,umbra,corona,released,text,,\n"
        "two,Two,nobody,,released,text,,\n"
        "three,Three,umbra,,finished,text,,\n"
        "four,Four,umbra,,released,smell,,\n"
        "five,Five,umbra,,released,text,sometime soon,\n"
        "six,Six,umbra,,released,text,2020,2021\n"
        "seven,Раge Seven,umbra,,released,text | image,,\n"
        "nine,Nine,umbra,,released,text,,\n"
        "nine,Nine again,umbra,,released,text,,\n",
    )
    assert [(row, column) for row, column, _ in refusals(models)] == [
        (2, "family"),
        (3, "developer"),
        (4, "status"),
        (5, "takes"),
        (6, "released"),
        (7, "released"),
        (8, "name"),
        (10, ""),
    ]
    ties = tried(
        client,
        Ownership,
        "owner,owned,type,since,share\numbra,nova,parent,2020,60\nnova,umbra,parent,2021,\numbra,nova,minority,2021,50\n",
    )
    assert [(row, column) for row, column, _ in refusals(ties)] == [(3, ""), (4, "share")]
    assert not AIModel.objects.exists() and not Ownership.objects.exists()


def test_a_slug_that_was_anothers_address_is_refused(editor: User) -> None:
    addresses.claim("company", "umbra", make_company("Umbra").pk)
    (refused,) = refusals(tried(signed_in(editor), Company, "slug,name\numbra,New Umbra\n"))
    assert refused[:2] == (2, "slug")


def test_a_model_may_come_before_its_predecessor_in_the_file(editor: User) -> None:
    make_company("Umbra", slug="umbra")
    head = "slug,name,developer,status,predecessor\n"
    imported(signed_in(editor), AIModel, f"{head}b,B,umbra,released,a\na,A,umbra,released,\n")
    assert AIModel.objects.get(slug="b").predecessor.slug == "a"


def test_claims_are_added_through_the_verb_and_never_twice(editor: User) -> None:
    model = make_model("Corona 2")
    file = f"model,status,window,claimed_on,claimed_by,source\n{model.slug},announced,early 2026,2026-01-05,Umbra,\n"
    client = signed_in(editor)
    assert imported(client, AIModel, file, resource=CLAIMS).counts["new"] == 1
    model.refresh_from_db()
    assert (model.status, model.claims.get().window_words) == ("announced", "early 2026")
    assert imported(client, AIModel, file, resource=CLAIMS).counts["unchanged"] == 1


def test_ties_are_found_by_their_ends_type_and_beginning(editor: User) -> None:
    umbra, nova = make_company("Umbra", slug="umbra"), make_company("Nova", slug="nova")
    tie = Ownership.objects.create(owner=umbra, owned=nova, type="minority", since="2020", share=10)
    file = "owner,owned,type,since,share\numbra,nova,minority,2020,12.50\n"
    client = signed_in(editor)
    assert imported(client, Ownership, file).counts["changed"] == 1
    tie.refresh_from_db()
    assert (str(tie.share), Ownership.objects.count()) == ("12.50", 1)
    assert Change.objects.filter(about="company", about_id=nova.pk).exists()


BAD = {
    "UTF-16": ("slug,name\numbra,Umbra\n".encode("utf-16"), "Row 1 begins as UTF-16"),
    "GB18030": ("slug,name\numbra,Umbra\nnova,豆包\n".encode("gb18030"), "Row 3 is not UTF-8"),
    "ragged": (b"slug,name\numbra,Umbra\nnova\n", "Row 3 has 1 cells"),
    "headers twice": (b"slug,name,Name\numbra,Umbra,U\n", "“name” stands twice"),
    "header empty": (b"slug,,name\numbra,,U\n", "column 2 has no name"),
    "no key": (b"name\nUmbra\n", "“slug” is missing"),
    "NUL": (b"slug,name\numbra,Um\0bra\n", "Row 2 has a NUL"),
    "open quotation mark": (b'slug,name\numbra,"Umbra\n', "Row 2 cannot be read"),
    "a cell of a megabyte": (b"slug,name\numbra," + b"x" * 1_000_000, "A cell of row 2"),
    "a long cell": (b"slug,name\numbra," + b"x" * (LONGEST_CELL + 1), "Row 2: “name” has more"),
    "many rows": (b"slug,name\n" + b"u,U\n" * 100_000, f"at most {MOST_ROWS:,} rows"),
    "many bytes": (b"slug,name\n" + b"umbra,Umbra Umbra\n" * 200_000, "larger than 2 MB"),
    "only headers": (b"slug,name\n", "There are no rows"),
}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_file_gets_one_sentence(editor: User, name: str) -> None:
    data, sentence = BAD[name]
    assert sentence in said_of_file(tried(signed_in(editor), Company, data))
    assert not Company.objects.exists()


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("{", "line 1 cannot be read"),
        ("[" * 100_000, "nested too deeply"),
        ('{"slug": "umbra"}', "holds a list"),
        ('["umbra"]', "Row 1 is not an object"),
        ('[{"slug": "u"}, {"slug": {"a": 1}}]', "Row 2: “slug” should be text"),
        ('[{"slug": "a", "slug": "b"}]', "stands twice"),
        ('[{"slug": "a", "name": "\\ud800"}]', "Row 1: “name” has a character"),
        ('[{"slug": "a", "name": "\\u0000"}]', "Row 1: “name” has a character"),
        (f'[{{"slug": "a", "name": {"9" * 30_000}}}]', "Row 1: “name” has more"),
        ("[]", "There are no rows"),
    ],
)
def test_a_bad_json_file_gets_one_sentence(editor: User, text: str, sentence: str) -> None:
    assert sentence in said_of_file(tried(signed_in(editor), Company, text, "json"))


@pytest.mark.parametrize(
    "data",
    [
        "\ufeffslug,name\r\numbra,Umbra\r\n",
        "slug;name\numbra;Umbra\n",
        "slug\tname\rumbra\tUmbra\r",
        'SLUG , Name\n\n"umbra","Umbra"\n,\n',
        "slug,name,shoe size\numbra,Umbra,43\n",
    ],
)
def test_other_ways_to_write_csv_are_read(editor: User, data: str) -> None:
    result = imported(signed_in(editor), Company, data)
    assert Company.objects.get().name == "Umbra"
    assert result.unknown == (["shoe size"] if "shoe" in data else [])


def test_a_file_that_was_not_tried_by_this_user_is_refused(editor: User, publisher: User) -> None:
    client = signed_in(editor)
    dry_run = tried(client, Company, "slug,name\numbra,Umbra\n")
    assert confirmed(signed_in(publisher), Company, dry_run).status_code == 403
    assert confirmed(client, Market, dry_run).status_code == 403
    signed = dry_run.context["confirm_form"].initial["import_file_name"]
    for altered in (signed[:-1] + "~", "/etc/passwd", "x"):
        answer = client.post(page(Company, "process_import"), {"import_file_name": altered})
        assert answer.status_code == 403
    assert client.post(page(Company, "process_import")).status_code == 302
    assert not Company.objects.exists()


def test_confirming_holds_the_file_against_the_rules_again(editor: User) -> None:
    client = signed_in(editor)
    dry_run = tried(client, Company, "slug,name\nnova,Nova\numbra,Umbra\n")
    addresses.claim("company", "umbra", make_company("Shadow").pk)
    response = confirmed(client, Company, dry_run)
    assert refusals(response)[0][:2] == (3, "slug")
    assert not Company.objects.filter(name="Nova").exists()


DANGEROUS = [
    "=HYPERLINK(1)",
    "+1",
    "-1+1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "＝1",
    "＋1",
    "－1",
    "＠x",
    "'=1",
    "-",
]


def test_no_cell_of_an_exported_table_is_a_formula(editor: User) -> None:
    for number, text in enumerate(DANGEROUS):
        Company.objects.create(name="Umbra", slug=f"umbra-{number}", description=text)
    client = signed_in(editor)
    for row in csv.DictReader(io.StringIO(exported(client, Company).lstrip("\ufeff"), newline="")):
        assert row["description"].startswith("'"), row
    written = json.loads(exported(client, Company, "json"))
    assert {row["description"] for row in written} == set(DANGEROUS)


cells = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=12)
starts = st.sampled_from([*DANGEROUS, "-5", "-5.5", "''=", "'"])


@given(st.lists(st.tuples(st.builds(str.__add__, starts, cells) | cells, cells), min_size=1, max_size=5))
def test_every_cell_comes_back_as_it_was(rows: list[tuple[str, str]]) -> None:
    rows = [(first or "x", second) for first, second in rows]
    for form in (CSV(), JSON()):
        table = Dataset(*rows, headers=["a", "b"])
        assert list(form.create_dataset(form.export_data(table).encode())) == rows


def test_negative_numbers_stay_numbers() -> None:
    assert "\r\n-5,-0.25\r\n" in CSV().export_data(Dataset(("-5", "-0.25"), headers=["a", "b"]))


def test_an_export_takes_the_same_queries_for_any_list(editor: User) -> None:
    client = signed_in(editor)

    def fill(count: int) -> None:
        for _ in range(count):
            make_product().aliases.create(text="Umbra App")
            releases.claim(make_model(), status="announced", window="2026", claimed_on=someday())

    def asked(model: Any, resource: int) -> int:
        with CaptureQueriesContext(connection) as queries:
            exported(client, model, "csv", resource)
        return len(queries)

    fill(2)
    lists = [(Product, 0), (AIModel, 0), (AIModel, CLAIMS)]
    few = [asked(*each) for each in lists]
    fill(10)
    assert [asked(*each) for each in lists] == few
