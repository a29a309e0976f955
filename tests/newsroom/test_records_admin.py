"""A record's page in the admin: its ties and facts in place, and the way to merge it into another."""

from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import User
from django.urls import reverse
from django.utils import timezone
from lxml import html

from changes.models import Change
from companies.models import Company, Ownership, Record
from companies.ownership import own
from newsroom.models import Merged
from tests.editing import signed_in
from tests.factories import make_company, make_fact, make_family, make_market, make_product

pytestmark = [
    pytest.mark.django_db,
    # django-unfold 0.110 still has the old signature.
    pytest.mark.filterwarnings("ignore:Overriding get_action_choices"),
]

SETS = ("owners", "holdings", "listings", "aliases", "sources", "facts")


def form_of(company: Company) -> str:
    return reverse("admin:companies_company_change", args=[company.pk])


def typed(company: Company, **rows: list[dict[str, Any]]) -> dict[str, Any]:
    """What the browser sends for a company's form, with rows for its ties."""
    sent = {"name": company.name, "slug": company.slug, "sort": "lab", "_continue": "1"}
    for name in SETS:
        given = rows.get(name, [])
        sent |= {
            f"{name}-TOTAL_FORMS": len(given),
            f"{name}-INITIAL_FORMS": sum("id" in row for row in given),
        }
        sent |= {f"{name}-{n}-{key}": value for n, row in enumerate(given) for key, value in row.items()}
    return sent


def test_ties_are_added_and_changed_in_the_form_of_either_company(editor: User) -> None:
    seen = {"published_from": timezone.now()}
    aster, borage, clover = (make_company(name, **seen) for name in ("Aster", "Borage", "Clover"))
    tie = own(aster, borage, type="minority", share=5)
    sent = typed(
        borage,
        owners=[{"id": tie.pk, "owned": borage.pk, "type": "minority", "share": "10", "since": "early 2024"}],
        holdings=[{"owned": clover.pk, "type": "parent", "owner": borage.pk}],
    )
    assert signed_in(editor).post(form_of(borage), sent).status_code == 302
    tie.refresh_from_db()
    assert (tie.owner, tie.share, tie.since_words) == (aster, 10, "early 2024")
    assert Ownership.objects.get(owned=clover).owner == borage
    told = set(Change.objects.filter(about="company").values_list("about_id", flat=True))
    assert told >= {aster.pk, clover.pk}


def said(page: Any) -> dict[tuple[str, int, str], str]:
    """What is refused in the rows of a form: by set, row and field."""
    return {
        (rows.formset.prefix, number, field): " ".join(errors)
        for rows in page.context["inline_admin_formsets"]
        for number, form in enumerate(rows.formset.forms)
        for field, errors in form.errors.items()
    }


def held() -> list[tuple[str, str, str]]:
    """Every tie: who, whom, how."""
    return sorted(Ownership.objects.values_list("owner__name", "owned__name", "type"))


def test_a_rule_is_shown_beside_the_field_that_breaks_it(editor: User) -> None:
    aster, borage = make_company("Aster"), make_company("Borage")
    own(aster, borage, type="parent")
    row = {"owned": aster.pk, "type": "parent", "owner": borage.pk}
    page = signed_in(editor).post(form_of(borage), typed(borage, holdings=[row]))
    ((place, sentence),) = said(page).items()
    assert place == ("holdings", 0, "owned")
    assert sentence.startswith("Borage would control itself: Borage controls Aster controls Borage.")
    assert held() == [("Aster", "Borage", "parent")]


def test_rows_that_are_possible_only_one_by_one_come_back_as_they_were_typed(editor: User) -> None:
    aster, borage, clover = (make_company(name) for name in ("Aster", "Borage", "Clover"))
    rows = [
        {"owner": pk, "type": "minority", "share": "60", "since": "early 2024", "owned": clover.pk}
        for pk in (aster.pk, borage.pk)
    ]
    sent = typed(clover, owners=rows) | {"name": "Clover Works", "seat": "Lyon"}
    page = signed_in(editor).post(form_of(clover), sent)
    assert said(page) == {
        ("owners", 1, "share"): "The owners of Clover Works would hold 120%: Borage 60%, Aster 60%."
    }
    form: Any = html.fromstring(page.text).get_element_by_id("company_form")
    back = dict(form.form_values())
    names = {name for name in sent if not name.endswith("-owned")} - {"_continue"}
    assert {name: back[name] for name in names} == {name: str(sent[name]) for name in names}
    assert not held() and Company.objects.get(pk=clover.pk).name == "Clover"


def test_a_loop_through_both_sides_of_a_form_is_refused_also_for_a_new_company(editor: User) -> None:
    aster, borage = make_company("Aster"), make_company("Borage")
    for address, company in (
        (form_of(borage), borage),
        (reverse("admin:companies_company_add"), Company(name="Clover", slug="clover")),
    ):
        own_end = company.pk or ""
        sent = typed(
            company,
            owners=[{"owner": aster.pk, "type": "parent", "owned": own_end}],
            holdings=[{"owned": aster.pk, "type": "majority", "owner": own_end}],
        )
        page = signed_in(editor).post(address, sent)
        ((place, sentence),) = said(page).items()
        assert place == ("holdings", 0, "owned") and "would control itself" in sentence
    assert not held() and Company.objects.count() == 2


def test_what_is_possible_only_together_is_saved(editor: User) -> None:
    aster, borage, clover, dill = (make_company(name) for name in ("Aster", "Borage", "Clover", "Dill"))
    one = own(aster, clover, type="majority", share=60)
    other = own(borage, clover, type="minority", share=40)
    goes = own(clover, dill, type="parent")
    sent = typed(
        clover,
        owners=[
            {"id": other.pk, "owned": clover.pk, "type": "majority", "share": "60"},
            {"id": one.pk, "owned": clover.pk, "type": "minority", "share": "40"},
            {"owner": dill.pk, "owned": clover.pk, "type": "parent"},
        ],
        holdings=[{"id": goes.pk, "owner": clover.pk, "type": "parent", "DELETE": "on"}],
    )
    admin = User.objects.create_superuser("everything")  # editors end ties and do not delete them
    assert signed_in(admin).post(form_of(clover), sent).status_code == 302
    assert held() == [
        ("Aster", "Clover", "minority"),
        ("Borage", "Clover", "majority"),
        ("Dill", "Clover", "parent"),
    ]


def test_what_is_typed_twice_is_refused_once(editor: User) -> None:
    aster, borage = make_company("Aster"), make_company("Borage")
    tie = {"owner": aster.pk, "owned": borage.pk, "type": "minority"}
    listing = {"exchange": "XHKG", "ticker": "1"}
    sent = typed(borage, owners=[tie, tie], listings=[listing, listing])
    assert said(signed_in(editor).post(form_of(borage), sent)) == {
        ("owners", 1, "type"): "Another row here says the same. Keep one of them.",
        ("listings", 1, "ticker"): "Another row here says the same. Keep one of them.",
    }
    ended = tie | {"until": "2020"}
    sent = typed(borage, owners=[ended, tie], listings=[listing | {"until": "2020"}, listing])
    assert signed_in(editor).post(form_of(borage), sent).status_code == 302


def test_facts_stand_on_the_page_of_their_subject(editor: User) -> None:
    company = make_company()
    fact = make_fact(company)
    page = signed_in(editor).get(form_of(company)).text
    assert "163 million" in page
    assert reverse("admin:facts_fact_change", args=[fact.pk]) in page
    add = f"{reverse('admin:facts_fact_add')}?subject={company.pk}"
    assert add in page
    form = signed_in(editor).get(add).context["adminform"].form
    assert form.initial["subject"] == str(company.pk)


def choose(user: User, gone: Record, into: str) -> Any:
    """Submit the dialog behind the button."""
    address = reverse("admin:companies_company_merge", args=[gone.pk])
    return signed_in(user).post(address, {"_form_submitted": "on", "into": into})


@pytest.mark.parametrize("how", ["{0.name} ({0.slug})", "{0.slug}", "{0.name}"])
def test_the_other_record_is_chosen_by_name_or_slug(editor: User, how: str) -> None:
    gone, kept = make_company("Umbra Works"), make_company("Umbra Group")
    make_product("Umbra Group")
    answered = choose(editor, gone, how.format(kept))
    assert answered["HX-Redirect"] == reverse("newsroom:merge", args=[gone.pk, kept.pk])


def test_a_name_that_is_no_or_several_records_is_refused(editor: User) -> None:
    gone = make_company("Umbra Works")
    make_market("Umbra Group")
    assert "No other record of this kind has this name" in choose(editor, gone, "Umbra Group").text
    assert "No other record of this kind has this name" in choose(editor, gone, "Umbra Works").text
    for _ in range(2):
        make_company("Penumbra")
    assert "More than one record has this name" in choose(editor, gone, "penumbra").text


def test_what_will_follow_is_shown_before_it_is_asked_and_done(editor: User) -> None:
    gone, kept = make_company("Umbra Works", website="https://umbra.example"), make_company("Umbra Group")
    for n in range(3):
        make_fact(gone, metric=f"metric-{n}")
    client, page = signed_in(editor), reverse("newsroom:merge", args=[gone.pk, kept.pk])
    asked = client.get(page).text
    assert "Facts: 3" in asked
    assert "Empty until now and taken over: website." in asked
    assert Company.objects.count() == 2
    done = client.post(page, {"known_as": "brand"}, follow=True)
    assert "Umbra Works was merged into Umbra Group." in done.text
    assert "was merged into this on" in done.text
    assert kept.aliases.get().kind == "brand"
    assert Merged.objects.get().by == editor
    assert "Merged Umbra Works" in LogEntry.objects.get(object_id=str(kept.pk)).change_message


def test_what_cannot_be_merged_says_why(editor: User) -> None:
    gone, kept = make_family("Umbra"), make_company()
    page = signed_in(editor).get(reverse("newsroom:merge", args=[gone.pk, kept.pk]), follow=True)
    assert "only records of one kind are merged" in page.text
