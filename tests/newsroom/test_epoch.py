"""Epoch AI's table of models: taken in once, unchanged the second time, superseded where Epoch has changed it."""

import csv
import io
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.urls import reverse

from companies import releases
from companies.models import AIModel, Company, Record
from facts.models import Fact
from newsroom.epoch.importing import Line, Report, import_table
from tests.companies.test_exchange import fingerprint
from tests.editing import signed_in
from tests.factories import make_company, make_model, someday

pytestmark = pytest.mark.django_db

SAMPLE = Path(__file__).parent / "epoch_sample.csv"


def table(change: Callable[[list[dict[str, str]]], Any] = lambda rows: None) -> bytes:
    """The sample, after a change of its rows."""
    rows = list(csv.DictReader(io.StringIO(SAMPLE.read_text(), newline="")))
    change(rows)
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, rows[0])
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode()


def only(name: str, **values: str) -> bytes:
    """The sample's row about one model, with other values."""

    def change(rows: list[dict[str, str]]) -> None:
        rows[:] = [row | values for row in rows if row["Model"] == name]

    return table(change)


def line(report: Report, name: str) -> Line:
    return next(line for line in report.lines if line.name == name)


def test_a_dry_run_says_what_would_be_done_and_writes_nothing() -> None:
    before = fingerprint()
    report = import_table(table(), dry_run=True)
    assert (report.count("created"), report.count("refused")) == (21, 5)
    assert "base model" in report.unused
    assert fingerprint() == before


def test_the_table_becomes_records_claims_and_facts() -> None:
    import_table(table())
    model = AIModel.objects.get(name="Umbra 2")
    assert (model.developer.name, model.developer.country) == ("Umbra Labs", "US")
    assert (model.openness, model.status, model.released) == ("api", "released", "2025-02-11")
    assert (model.takes, model.gives) == (["text", "image"], ["text"])
    claim = model.claims.get()
    assert (claim.claimed_by, claim.source) == ("Epoch AI", "https://umbra.example/umbra-2")
    facts = {fact.metric.code: fact for fact in Fact.objects.about(model)}
    computed = facts["training-compute"]
    assert (computed.value, computed.shown) == (Decimal("3.8e25"), "about 3.8×10²⁵ FLOP")
    assert (computed.nature, computed.source.publisher, computed.as_of) == (
        "estimated",
        "Epoch AI",
        "2025-02-11",
    )
    assert '"6ND" gives 3.7e25,\nhardware' in computed.quotation
    assert facts["training-tokens"].shown == "about 90 trillion tokens"
    assert Fact.objects.get(subject__name="Umbra 1", metric__code="parameters").nature == "measured"
    ranged = Fact.objects.get(subject__name="Umbra 3")
    assert (ranged.value, ranged.high) == (Decimal("1e26"), Decimal("3e26"))


def test_openness_follows_from_accessibility() -> None:
    import_table(table())
    found = dict(AIModel.objects.values_list("name", "openness"))
    assert found["Umbra 1"] == "open-weights"
    assert found["Penumbra"] == found["Corona-7B"] == "open-weights-limited"
    assert (found["Umbra 2"], found["Umbra 3"], found["Eclipse Vision"]) == ("api", "closed", "closed")
    assert found["AlphaShade"] == found["Sundial"] == ""
    assert AIModel.objects.get(name="Eclipse Vision").status == "announced"


def test_the_first_of_several_organisations_develops_and_countries_are_not_guessed() -> None:
    import_table(only("Terminator Line"))
    assert AIModel.objects.get().developer.name == "Dusk Works"
    assert dict(Company.objects.values_list("name", "country")) == {
        "Dusk Works": "",
        "Nova AI": "",
        "University of Nowhere": "",
    }


def test_taking_it_in_twice_changes_nothing() -> None:
    import_table(table())
    before = fingerprint()
    report = import_table(table())
    assert (report.count("unchanged"), report.count("refused")) == (21, 5)
    assert fingerprint() == before


def test_nothing_becomes_public() -> None:
    import_table(table())
    assert not Record.objects.public().exists() and not Fact.objects.public().exists()


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("Half Light", "“about seven billion” is not a number"),
        ("Nobody's Model", "needs its developer"),
        ("", "needs a name"),
        ("UMBRA-1", "Row 2 is about the same model"),
        ("Blackout", "Publication date: The words give no year"),
    ],
)
def test_a_row_that_is_refused_says_why_and_leaves_no_trace(name: str, sentence: str) -> None:
    refused = line(import_table(table()), name)
    assert refused.state == "refused" and sentence in str(refused)
    assert not AIModel.objects.filter(name=name).exists()


def test_a_company_that_only_a_refused_row_had_made_is_made_by_the_next() -> None:
    def change(rows: list[dict[str, str]]) -> None:
        rows[:] = [row | {"Organization": "Dawn"} for row in rows if row["Model"] in ("Umbra 1", "Umbra 2")]
        rows[0] |= {"Model": "Umbra\u200b 1"}

    report = import_table(table(change))
    assert [line.state for line in report.lines] == ["refused", "created"]
    assert AIModel.objects.get().developer == Company.objects.get()


def test_records_are_found_by_any_of_their_names_and_keep_what_editors_wrote() -> None:
    company = make_company("Umbra Laboratories", country="FR")
    company.aliases.create(text="umbra labs")
    model = make_model("U1", developer=company, openness="open-source")
    model.aliases.create(text="UMBRA 1")
    releases.claim(model, status="released", window="2024-03-13", claimed_on=someday(2024, 3, 13))
    found = line(import_table(only("Umbra 1")), "Umbra 1")
    model.refresh_from_db()
    company.refresh_from_db()
    assert (Company.objects.count(), AIModel.objects.count()) == (1, 1)
    assert (model.name, model.openness, model.released, company.country) == (
        "U1",
        "open-source",
        "2024-03-13",
        "FR",
    )
    assert found.state == "changed" and len(found.notes) == 3
    assert Fact.objects.about(model).count() == 3


def test_a_model_on_record_by_another_company_is_refused() -> None:
    make_model("Umbra 1", developer=make_company("Elsewhere"))
    assert "Umbra 1 is by Elsewhere" in str(line(import_table(only("Umbra 1")), "Umbra 1"))


def test_an_ambiguous_name_is_refused() -> None:
    make_company("Umbra Labs")
    make_company("Umbra-Labs")
    assert "several records" in str(line(import_table(only("Umbra 1")), "Umbra 1"))


def test_a_value_that_epoch_changed_supersedes_what_it_said() -> None:
    import_table(only("Umbra 2"))
    changed = {
        "Training compute (FLOP)": "5e25",
        "Publication date": "2025-03-01",
        "Last modified": "2026-06-01",
    }
    found = line(import_table(only("Umbra 2", **changed)), "Umbra 2")
    assert "3.8×10²⁵ FLOP → about 5×10²⁵ FLOP" in str(found)
    computed = Fact.objects.filter(metric__code="training-compute")
    now = computed.current().get()
    assert (computed.count(), now.supersedes.value, now.superseded_because) == (
        2,
        Decimal("3.8e25"),
        "revised by its source",
    )
    model = AIModel.objects.get()
    assert [str(claim.window) for claim in model.claims.all()] == ["2025-02-11", "2025-03-01"]
    assert model.released == "2025-03-01"
    before = fingerprint()
    assert import_table(only("Umbra 2", **changed)).count("unchanged") == 1
    assert fingerprint() == before


def test_the_command_prints_a_line_for_each_row(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("import_epoch", str(SAMPLE), "--dry-run")
    printed = capsys.readouterr().out
    assert "row 2: Umbra 1: created – created company Umbra Labs" in printed
    assert "21 created, 0 changed, 0 unchanged, 5 refused." in printed
    assert not AIModel.objects.exists()


def test_an_editor_tries_it_in_the_admin_and_then_takes_it_in(editor: User) -> None:
    client, page = signed_in(editor), reverse("newsroom:import_epoch")
    tried = client.post(page, {"file": SimpleUploadedFile("table.csv", table())})
    assert b"21 created, 0 changed, 0 unchanged, 5 refused." in tried.content
    assert not AIModel.objects.exists()
    client.post(page, {"file": SimpleUploadedFile("table.csv", table()), "take_in": ""})
    assert AIModel.objects.count() == 21
    assert set(Fact.objects.values_list("recorded_by", flat=True)) == {editor.pk}
    refused = client.post(page, {"file": SimpleUploadedFile("table.csv", b"Model\nUmbra 1\n")})
    assert "the column “organization” is missing" in refused.content.decode()


@pytest.mark.parametrize("data", [b"", b"Model\nUmbra 1\n", "Model,Organization".encode("utf-16"), b"\xff"])
def test_another_file_gets_one_sentence(tmp_path: Path, data: bytes) -> None:
    file = tmp_path / "table.csv"
    file.write_bytes(data)
    with pytest.raises(CommandError):
        call_command("import_epoch", str(file))
    with pytest.raises(CommandError, match="No such file"):
        call_command("import_epoch", str(tmp_path / "none.csv"))
