"""Two records that are one become one: nothing is lost, nothing points at the old one, its address leads on."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from django.apps import apps
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.models import User
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.test import Client
from django.utils import timezone

from articles.models import Edition, EditionRecord, Interest, Reindexing, Suggestion
from articles.publishing import publish
from changes.models import Address, Change
from companies import releases
from companies.indexing import saved
from companies.models import KINDS, Alias, Ownership, Record
from companies.ownership import own
from newsroom.desk.reviewing import look_again
from newsroom.models import Merged
from newsroom.records.merging import MergeRefused, foresee, merge, references
from questions.answering.giving import answer
from questions.models import Question
from search.documents import find
from search.models import Document
from tests.factories import (
    make_article,
    make_company,
    make_fact,
    make_family,
    make_image,
    make_market,
    make_model,
    make_product,
    someday,
)

MAKE: dict[str, Any] = {
    "company": make_company,
    "product": make_product,
    "family": make_family,
    "model": make_model,
    "market": make_market,
}


def claim(model: Any, day: str, window: str = "2026-05", status: str = "announced") -> None:
    releases.claim(model, status=status, window=window, claimed_on=day)


def powers(family: Any, product: Any) -> None:
    product.powered_by.add(family)


def ask(record: Any) -> None:
    Question.objects.create(text="Why?", slug="why").records.add(record)


def give_a_source(record: Any) -> None:
    record.sources.create(column="description", title="A report")


def name_in_an_edition(record: Any) -> None:
    publish(make_article(body=f"<p>All of {record.name}.</p>"), by=None)


#: For each column that may point at a record: how a row of it is made. A new relation must be put in here, which
#: is the time to say what becomes of it in a merge.
POINTING: dict[tuple[str, str], Any] = {
    ("companies.Alias", "record"): lambda record: record.aliases.create(text="Penumbra Works"),
    ("companies.ValueSource", "record"): give_a_source,
    ("facts.Fact", "subject"): make_fact,
    ("articles.EditionRecord", "record"): name_in_an_edition,
    ("articles.Reindexing", "record"): lambda record: Reindexing.objects.create(record=record),
    ("questions.Question_records", "record"): ask,
    ("newsroom.Review", "record"): lambda record: look_again(record, on=someday(2049), by=None),
    ("newsroom.Merged", "into"): lambda record: merge(MAKE[record.kind](), into=record, by=None),
    ("companies.Ownership", "owner"): lambda record: own(record, make_company("Owned"), type="parent"),
    ("companies.Ownership", "owned"): lambda record: own(make_company("Owner"), record, type="parent"),
    ("companies.Listing", "company"): lambda record: record.listings.create(
        exchange="XHKG", ticker=f"{record.pk}"
    ),
    ("articles.Interest", "company"): lambda record: Interest.objects.create(
        company=record, sort="shares", line="AIWatch holds shares."
    ),
    ("companies.Product", "owner"): lambda record: make_product(owner=record),
    ("companies.ModelFamily", "developer"): lambda record: make_family(developer=record),
    ("companies.AIModel", "developer"): lambda record: make_model(
        developer=record, family=make_family(developer=record)
    ),
    ("companies.AIModel", "family"): lambda record: make_model(developer=record.developer, family=record),
    ("companies.AIModel", "predecessor"): lambda record: make_model("Penumbra 3", predecessor=record),
    ("companies.ReleaseClaim", "model"): lambda record: claim(record, "2026-01-01"),
    ("companies.Product_powered_by", "product"): lambda record: powers(make_family(), record),
    ("companies.Product_powered_by", "modelfamily"): lambda record: powers(record, make_product()),
}


def test_every_relation_to_a_record_is_known() -> None:
    found = {
        (relation.related_model._meta.label, relation.field.name)
        for kind in KINDS
        for relation in references(kind)
    }
    assert found == set(POINTING)


def pair(kind: str) -> tuple[Any, Any]:
    """Two records of a kind, the first to be merged into the second; of one company where they have one."""
    company = make_company("Tenebra")
    owner = {"product": {"owner": company}, "family": {"developer": company}, "model": {"developer": company}}
    given = owner.get(kind, {})
    return MAKE[kind]("Umbra Works", **given), MAKE[kind]("Umbra Group", **given)


def mentions_of(pk: int, kind: str) -> list[str]:
    """Every row of the database with the id of a record in a column for such ids, but of its merge."""
    content_types = ContentType.objects.filter(app_label="companies")
    found = [
        *Document.objects.filter(kind=kind, object_id=pk),
        *Address.objects.filter(kind=kind, object_id=pk),
        *Change.objects.filter(about=kind, about_id=pk).exclude(kind="merged"),
        *LogEntry.objects.filter(content_type__in=content_types, object_id=str(pk)),
        *(e for e in Edition.objects.all() if f'["r", {pk},' in str(e.layout).replace("'", '"')),
    ]
    for model in apps.get_models(include_auto_created=True):
        for field in model._meta.concrete_fields:
            if isinstance(field.related_model, type) and issubclass(field.related_model, Record):
                found += model._base_manager.filter(**{field.attname: pk})
    return [f"{type(row).__name__} {row}" for row in found]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("kind", MAKE)
@pytest.mark.parametrize("both", [False, True], ids=["one has it", "both have it"])
def test_nothing_mentions_the_merged_record(kind: str, both: bool) -> None:
    gone, kept = pair(kind)
    for record in (gone, kept) if both else (gone,):
        for relation in references(type(record)):
            POINTING[relation.related_model._meta.label, relation.field.name](record)
        saved(record)
    LogEntry.objects.log_actions(make_user().pk, [gone], CHANGE, "Edited.", single_object=True)
    Address.objects.create(kind=kind, slug="once", object_id=gone.pk)
    pk = gone.pk
    assert len(mentions_of(pk, kind)) > 3
    merge(gone, into=kept, by=None)
    assert mentions_of(pk, kind) == []
    assert not Record.objects.filter(pk=pk).exists()


def make_user() -> User:
    return User.objects.create_user("somebody")


@pytest.mark.django_db
class TestWhatFollows:
    def test_its_names_find_the_other(self) -> None:
        gone, kept = pair("company")
        gone.native_name = "暗影"
        gone.save()
        gone.aliases.create(text="UW", kind="abbreviation")
        kept.published_from = timezone.now()
        kept.native_name = "影集团"
        kept.save()
        merge(gone, into=kept, by=None)
        aliases = {alias.text: alias.kind for alias in kept.aliases.all()}
        assert aliases == {"UW": "abbreviation", "Umbra Works": "former", "暗影": "former"}
        assert [hit.title for hit in find("umbra works")] == ["Umbra Group"]

    def test_what_is_empty_is_filled_and_nothing_is_overwritten(self) -> None:
        gone, kept = pair("company")
        values = {"founded": "around 1999", "website": "https://umbra.example", "country": "CN"}
        type(gone).objects.filter(pk=gone.pk).update(wikidata="Q42", description="What it was.")
        for name, value in values.items():
            setattr(gone, name, value)
        gone.wikidata = "Q42"
        gone.save()
        kept.country = "SG"
        kept.save()
        merged = merge(gone, into=kept, by=None)
        kept.refresh_from_db()
        assert (kept.country, kept.website, kept.wikidata) == ("SG", "https://umbra.example", "Q42")
        assert (kept.founded, kept.founded_words) == (gone.founded, gone.founded_words)
        assert kept.founded_earliest == gone.founded_earliest
        assert set(merged.filled) == {"founded", "website", "Wikidata id"}
        assert merged.columns["country"] == "CN"

    def test_a_logo_follows_where_the_other_has_none(self) -> None:
        gone, kept = pair("company")
        gone.logo = make_image().file
        gone.save()
        merged = merge(gone, into=kept, by=None)
        kept.refresh_from_db()
        assert (kept.logo.name, merged.columns["logo"]) == (gone.logo.name, gone.logo.name)

    def test_whoever_was_private_is_public_where_the_other_was(self) -> None:
        gone, kept = pair("company")
        gone.published_from = timezone.now() - timedelta(days=1)
        gone.save()
        merge(gone, into=kept, by=None)
        assert Record.objects.public().filter(pk=kept.pk).exists()

    def test_an_address_that_nobody_saw_is_free_again(self) -> None:
        gone, kept = pair("company")
        merge(gone, into=kept, by=None)
        assert not Address.objects.filter(slug=gone.slug).exists()

    def test_an_edition_that_names_both_keeps_the_frozen_row(self) -> None:
        gone, kept = pair("company")
        publish(make_article(body="<p>Umbra Works.</p>"), by=None)
        row = EditionRecord.objects.get()
        EditionRecord.objects.create(
            edition=row.edition,
            record=kept,
            position=1,
            frozen=False,
            dated=row.dated,
            visible_from=row.visible_from,
            visible_until=row.visible_until,
        )
        body = row.edition.body
        merge(gone, into=kept, by=None)
        left = EditionRecord.objects.get()
        assert (left.record_id, left.frozen) == (kept.pk, True)
        assert Edition.objects.get().body == body

    def test_ties_to_one_another_go_and_the_same_tie_is_filled(self) -> None:
        gone, kept = pair("company")
        third = make_company("Third")
        own(gone, kept, type="parent")
        own(gone, third, type="majority", share=60, since="2020")
        own(kept, third, type="majority")
        own(third, gone, type="minority", share=5)
        merged = merge(gone, into=kept, by=None)
        ties = Ownership.objects.order_by("pk").values_list("owner", "owned", "type", "share", "since")
        assert list(ties) == [
            (kept.pk, third.pk, "majority", 60, "2020"),
            (third.pk, kept.pk, "minority", 5, ""),
        ]
        assert merged.followed == {"ties of ownership": 2}

    def test_a_model_shows_what_was_claimed_last_of_either(self) -> None:
        gone, kept = pair("model")
        claim(kept, "2026-01-01", "2026-05")
        claim(gone, "2026-06-01", "2026-06-01", "released")
        merge(gone, into=kept, by=None)
        kept.refresh_from_db()
        assert (kept.status, kept.released) == ("released", "2026-06-01")
        assert kept.claims.count() == 2

    def test_open_suggestions_lead_to_the_other(self) -> None:
        gone, kept = pair("company")
        article = make_article()
        payloads: list[dict[str, Any]] = [
            {"name": "umbra works", "kind": "company", "parent": None},
            {"name": "Shade", "kind": "product", "parent": "Umbra Works"},
            {"subject": "Umbra Works"},
        ]
        for payload in payloads:
            kind = "record" if "name" in payload else "fact"
            Suggestion.objects.create(article=article, kind=kind, text="U", payload=payload)
        merge(gone, into=kept, by=None)
        assert [suggestion.payload for suggestion in Suggestion.objects.all()] == [
            payloads[0] | {"record": kept.slug},
            payloads[1] | {"parent": "Umbra Group"},
            {"subject": "Umbra Group"},
        ]

    def test_the_history_says_so(self, editor: User) -> None:
        gone, kept = pair("company")
        kept.published_from = timezone.now()
        kept.save()
        make_fact(gone)
        merge(gone, into=kept, by=editor)
        merged = Merged.objects.get()
        assert (merged.name, merged.slug, merged.into_id, merged.by) == (
            gone.name,
            gone.slug,
            kept.pk,
            editor,
        )
        assert merged.followed == {"facts": 1}
        change = Change.objects.get()
        assert (change.about_id, change.silent) == (kept.pk, True)

    def test_foreseeing_it_changes_nothing(self) -> None:
        gone, kept = pair("company")
        make_fact(gone)
        foreseen = foresee(gone, into=kept, by=None)
        assert foreseen.followed == {"facts": 1}
        assert gone.facts.count() == 1
        assert not Alias.objects.exists()
        assert not Merged.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_its_addresses_lead_to_the_other_for_good(client: Client) -> None:
    gone, kept = pair("company")
    third = make_company("Third")
    for record in (gone, kept):
        record.published_from = timezone.now() - timedelta(days=1)
        record.save()
    merge(gone, into=kept, by=None)
    for api, page in (("", gone.get_absolute_url()), ("/api/v1", f"/api/v1/companies/{gone.slug}/")):
        answered = client.get(page)
        assert answered.status_code == 301
        assert answered["Location"].endswith(f"{api}{kept.get_absolute_url()}")
    merge(kept, into=third, by=None)
    assert client.get(gone.get_absolute_url())["Location"] == third.get_absolute_url()
    assert client.get("/api/v1/companies/never-was/").status_code == 404


@pytest.mark.django_db(transaction=True)
def test_texts_link_to_the_other_and_answers_know_it(client: Client) -> None:
    gone, kept = pair("company")
    saved(gone)
    publish(make_article(slug="eclipse", body="<p>All of Umbra Works.</p>"), by=None)
    question = Question.objects.create(text="Why?", slug="why")
    answer(question, text="<p>For Umbra Works.</p>", by=None, published_from=timezone.now())
    merge(gone, into=kept, by=None)
    assert f'<a href="{kept.get_absolute_url()}">Umbra Works</a>' in client.get("/articles/eclipse/").text
    question.answer.refresh_from_db()
    assert ["r", kept.pk, "Umbra Works"] in question.answer.layout


def loop_of_control() -> tuple[Record, Record]:
    gone, kept = pair("company")
    third = make_company("Third")
    own(gone, third, type="parent")
    own(third, kept, type="parent")
    return gone, kept


def more_than_the_whole() -> tuple[Record, Record]:
    gone, kept = pair("company")
    own(make_company("Aster"), gone, type="majority", share=60)
    own(make_company("Borage"), kept, type="majority", share=70)
    return gone, kept


def another_developer() -> tuple[Record, Record]:
    gone, kept = make_family("Umbra"), make_family("Penumbra")
    make_model(developer=gone.developer, family=gone)
    return gone, kept


def circle_of_models() -> tuple[Record, Record]:
    gone, kept = pair("model")
    between = make_model("Between", predecessor=gone)
    type(kept).objects.filter(pk=kept.pk).update(predecessor=between)
    return gone, kept


def one_follows_the_other() -> tuple[Record, Record]:
    gone, kept = pair("model")
    type(kept).objects.filter(pk=kept.pk).update(predecessor=gone)
    return gone, kept


def one_record() -> tuple[Record, Record]:
    company = make_company()
    return company, company


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("two", "sentence"),
    [
        (loop_of_control, "would control itself"),
        (more_than_the_whole, "would hold 130%"),
        (another_developer, "a model of it has the same developer"),
        (circle_of_models, "follows .* already"),
        (one_follows_the_other, "so they are two models"),
        (one_record, "into itself"),
        (lambda: (make_company(), make_market()), "only records of one kind"),
    ],
)
def test_what_must_never_be_is_refused_and_nothing_changes(two: Any, sentence: str) -> None:
    gone, kept = two()
    before = list(Ownership.objects.values_list("owner", "owned"))
    with pytest.raises(MergeRefused, match=sentence):
        merge(gone, into=kept, by=None)
    assert Record.objects.filter(pk__in=[gone.pk, kept.pk]).count() == len({gone.pk, kept.pk})
    assert list(Ownership.objects.values_list("owner", "owned")) == before


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("turned", [False, True], ids=["the same way", "into one another"])
def test_of_two_who_merge_a_pair_at_once_one_is_refused(turned: bool) -> None:
    first, second = pair("company")
    tried = [(first, second), (second, first) if turned else (first, second)]

    def try_to(two: tuple[Any, Any]) -> object:
        try:
            return merge(two[0], into=two[1], by=None)
        except MergeRefused as reason:
            return reason
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as threads:
        results = list(threads.map(try_to, tried))
    assert sorted(type(result).__name__ for result in results) == ["MergeRefused", "Merged"]
    assert Record.objects.filter(pk__in=[first.pk, second.pk]).count() == 1
    assert Merged.objects.count() == 1
