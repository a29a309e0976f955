"""Who may open what in the admin: every address of it stands in one of these tables."""

from collections.abc import Iterator
from datetime import timedelta
from functools import partial
from typing import Any, NamedTuple
from uuid import uuid4

import pytest
from django.contrib.auth.models import Group, User
from django.test import Client
from django.urls import URLPattern, get_resolver, reverse
from django.utils import timezone
from django_otp.plugins.otp_totp.models import TOTPDevice

from articles.models import (
    Article,
    Declaration,
    Edition,
    Image,
    Interest,
    Override,
    Reindexing,
    StandingPage,
    Suggestion,
)
from articles.publishing import publish
from articles.renditions import make
from articles.revisions import save_revision
from changes.corrections import Said, Thing, correct
from changes.models import Change
from companies.models import Ownership, Record
from facts.models import NoDispute, Preference, Scope, Source
from newsroom.desk.reviewing import look_again
from newsroom.models import SavedFilter, Trouble, Unrecorded
from newsroom.records.merging import merge
from newsroom.writing.sharing import share
from questions.models import Question
from tests.editing import picture
from tests.factories import (
    make_article,
    make_company,
    make_delivery,
    make_endpoint,
    make_fact,
    make_family,
    make_issue,
    make_letter,
    make_market,
    make_model,
    make_question_at_rest,
    make_subscriber,
    make_token,
)

pytestmark = [
    pytest.mark.django_db,
    # django-unfold 0.110 still has the old signature.
    pytest.mark.filterwarnings("ignore:Overriding get_action_choices"),
]

#: Contributor, editor, publisher, superuser, staff of no group, anybody, administrator.
ROLES = {"c": "contributor", "e": "editor", "p": "publisher", "s": "superuser", "n": "nobody", "a": ""}
ROLES |= {"m": "administrator"}

#: Of each model: who may look, add, change and delete. The rows are not the contributor's own.
MODELS = {
    "articles_article": ("ceps", "ceps", "eps", "ps"),
    "articles_author": ("ceps", "eps", "eps", "ps"),
    "articles_declaration": ("ceps", "ceps", "", "ps"),
    "articles_edition": ("ceps", "", "", ""),
    "articles_image": ("ceps", "ceps", "ceps", "ps"),
    "articles_interest": ("ceps", "ceps", "eps", "ps"),
    "articles_override": ("ceps", "", "", ""),
    "articles_reindexing": ("ceps", "", "", ""),
    "articles_revision": ("ceps", "", "", ""),
    "articles_standingpage": ("ceps", "", "ps", ""),
    "articles_suggestion": ("ceps", "", "", ""),
    "articles_topic": ("ceps", "eps", "eps", "ps"),
    "auth_group": ("s", "s", "s", "s"),
    "auth_user": ("s", "s", "s", "s"),
    "changes_change": ("eps", "", "", ""),
    "changes_correction": ("eps", "ps", "", ""),
    "companies_aimodel": ("ceps", "eps", "eps", "s"),
    "companies_company": ("ceps", "eps", "eps", "s"),
    "companies_market": ("ceps", "eps", "eps", "s"),
    "companies_modelfamily": ("ceps", "eps", "eps", "s"),
    "companies_ownership": ("ceps", "eps", "eps", "s"),
    "companies_product": ("ceps", "eps", "eps", "s"),
    "companies_record": ("ceps", "", "", ""),
    "newsroom_merged": ("ceps", "", "", ""),
    "facts_fact": ("ceps", "eps", "eps", "s"),
    "facts_metric": ("ceps", "eps", "eps", "s"),
    "facts_scope": ("ceps", "eps", "eps", "s"),
    "facts_source": ("ceps", "eps", "eps", "s"),
    "newsletter_delivery": ("eps", "", "", ""),
    "newsletter_issue": ("eps", "eps", "eps", ""),
    "newsletter_subscriber": ("eps", "", "", ""),
    "questions_letter": ("eps", "", "", ""),
    "questions_question": ("eps", "eps", "eps", "s"),
}

KINDS = ("aimodel", "company", "market", "modelfamily", "product")

#: Our own pages and buttons: who may, and of which objects.
PAGES = {
    # The token is a superuser's: whoever looks after accounts sees those of others.
    "admin:api_token_changelist": ("cepsm", None),
    "admin:api_token_add": ("cepsm", None),
    "admin:api_token_change": ("sm", "api_token"),
    "admin:api_token_history": ("sm", "api_token"),
    "admin:api_token_delete": ("", "api_token"),
    "admin:api_token_revoke": ("sm", "api_token"),
    "pieces:pieces": ("cepsnm", None),
    "newsroom:import": ("ceps", None),
    "newsroom:import_epoch": ("eps", None),
    "newsroom:picture": ("ceps", "file"),
    "newsroom:rendition": ("ceps", "renditions made"),
    "newsroom:logo": ("ceps", "logo"),
    "newsroom:mentioned": ("eps", None),
    "newsroom:make_record": ("eps", "name"),
    "newsroom:figures": ("eps", None),
    "newsroom:figure": ("eps", "fact"),
    "newsroom:supersede": ("eps", "fact"),
    "newsroom:merge": ("eps", "companies_company other"),
    "admin:facts_fact_picker": ("ceps", None),
    "newsroom:editor_links": ("cepsm", None),
    "newsroom:editor_pictures": ("cepsm", None),
    "admin:facts_fact_supersede": ("eps", "fact"),
    "admin:facts_fact_withdraw": ("eps", "fact"),
    "admin:facts_source_ask": ("eps", "answering"),
    "admin:facts_source_withdraw": ("eps", "facts_source"),
    "newsroom:withdraw_source": ("eps", "facts_source"),
    "admin:facts_fact_use_value": ("eps", "fact"),
    "admin:facts_fact_let_rule": ("eps", "fact"),
    "newsroom:disputes": ("eps", None),
    "newsroom:calendar": ("ceps", None),
    "newsroom:front_page": ("eps", None),
    "newsroom:token": ("cepsnm", None),
    "newsroom:preview_frame": ("cepsnm", None),
    "newsroom:preview_picture": ("cepsm", "articles_image filename"),
    "newsroom:preview_rendition": ("cepsm", "renditions made"),
    "newsroom:reviews": ("eps", None),
    "newsroom:troubles": ("epsm", None),
    "newsroom:asked": ("eps", None),
    "newsroom:reader_data": ("sm", None),
    "admin:questions_question_queue": ("eps", None),
    "admin:questions_question_to_queue": ("eps", "questions_question"),
    **{f"admin:companies_{kind}_review": ("eps", f"companies_{kind}") for kind in KINDS},
    "admin:articles_article_review": ("eps", "draft"),
    **{f"admin:companies_{kind}_merge": ("eps", f"companies_{kind}") for kind in KINDS},
    "admin:articles_article_hand_on": ("eps", "draft"),
    "admin:articles_article_checklist": ("ceps", "draft"),
    "admin:articles_article_publish": ("ps", "draft"),
    "admin:articles_article_move": ("ps", "waiting"),
    "admin:articles_article_revisions": ("ceps", "draft"),
    "admin:articles_article_compare": ("cepsm", "draft one one"),
    "admin:articles_article_cancel": ("ps", "waiting"),
    "admin:articles_article_withdraw": ("ps", "live"),
    "admin:articles_revision_restore": ("eps", "revision"),
    "admin:auth_user_password_change": ("s", "user"),
    "admin:auth_user_invite_again": ("s", "invited"),
    "admin:auth_user_mail_link": ("s", "colleague"),
    "admin:auth_user_sign_out": ("s", "invited"),
    "admin:auth_user_reset_codes": ("s", "invited"),
    "admin:questions_question_still_right": ("eps", "rests"),
    "admin:newsletter_issue_preview": ("epsm", "newsletter_issue"),
    "admin:newsletter_issue_frame": ("epsm", "newsletter_issue"),
    "admin:newsletter_issue_progress": ("epsm", "newsletter_issue"),
    "admin:newsletter_issue_send": ("ps", "newsletter_issue"),
    "admin:newsletter_issue_erratum": ("ps", "newsletter_issue"),
    "newsroom:two_factor": ("cepsn", None),
    "newsroom:new_recovery_codes": ("cepsn", None),
    "newsroom:turn_off": ("cepsn", None),
    "newsroom:forgotten": ("cepsna", None),
    "admin:index": ("cepsn", None),
    "admin:search": ("cepsn", None),
    "admin:password_change": ("cepsn", None),
    "admin:password_change_done": ("cepsn", None),
}

#: Those that are only posted to.
POSTED = {
    "newsroom:decide": ("eps", "suggestion"),
    "newsroom:accept_all": ("eps", "draft"),
    "newsroom:never_offer": ("eps", "name"),
    "newsroom:offer_again": ("eps", "name"),
    "newsroom:typed_new": ("ceps", None),
    "newsroom:typed": ("eps", "draft"),
    "newsroom:typed_decide": ("eps", "draft"),
    "newsroom:make_fact": ("eps", None),
    "newsroom:no_dispute": ("eps", "rival fact"),
    "newsroom:dispute_again": ("eps", "settled"),
    "newsroom:use_rival": ("eps", "rival"),
    "newsroom:withdraw_rival": ("eps", "rival"),
    "newsroom:plan_day": ("eps", "draft"),
    "newsroom:still_right": ("eps", "due"),
    "newsroom:trouble_seen": ("eps", "trouble"),
    "newsroom:begin": ("eps", "asked"),
    "admin:questions_question_decide": ("eps", "questions_question"),
    "newsroom:move_edition": ("ps", "articles_edition"),
    "newsroom:save_filter": ("", None),  # of no list
    "newsroom:delete_filter": ("epsm", "filter"),
    "newsroom:keep_new": ("ceps", None),
    "newsroom:keep": ("eps", "draft"),
    "newsroom:discard_new": ("ceps", None),
    "newsroom:discard": ("eps", "draft"),
    "newsroom:present": ("eps", "draft"),
    "newsroom:preview_new": ("ceps", None),
    "newsroom:preview": ("eps", "draft"),
    "admin:newsletter_issue_test": ("eps", "newsletter_issue"),
    "admin:newsletter_issue_discard": ("eps", "discarded"),
    "admin:newsletter_issue_cancel": ("ps", "newsletter_issue"),
    "admin:newsletter_issue_stop": ("ps", "newsletter_issue"),
    "admin:newsletter_issue_carry_on": ("ps", "newsletter_issue"),
    "newsroom:share": ("eps", "draft"),
    "newsroom:revoke": ("eps", "shared"),
}

#: Lists that are imported and exported as files, by those who may change them.
for _model in (
    *(
        f"companies_{name}"
        for name in ("aimodel", "company", "market", "modelfamily", "ownership", "product")
    ),
    *(f"facts_{name}" for name in ("fact", "metric", "scope", "source")),
):
    PAGES |= {f"admin:{_model}_{page}": ("eps", None) for page in ("import", "export")}
    POSTED |= {f"admin:{_model}_process_import": ("eps", None)}

#: An administrator looks at what anybody looks at, and has accounts to add and change.
MODELS = {model: (f"{look}m", *rest) for model, (look, *rest) in MODELS.items()}
MODELS |= {"auth_group": ("sm", "s", "s", "s"), "auth_user": ("sm", "sm", "sm", "s")}
MODELS |= {"webhooks_endpoint": ("sm", "sm", "sm", "sm"), "webhooks_delivery": ("sm", "", "", "")}
PAGES |= {
    f"admin:webhooks_endpoint_{name}": ("sm", "webhooks_endpoint") for name in ("secret", "test", "disable")
}
PAGES |= {
    "admin:webhooks_endpoint_enable": ("sm", "uncalled"),
    "admin:webhooks_delivery_again": ("sm", "webhooks_delivery"),
}
for _page in ("index", "search", "password_change", "password_change_done"):
    PAGES[f"admin:{_page}"] = ("cepsnm", None)
for _page in (
    "admin:articles_article_checklist",
    "admin:facts_fact_picker",
    "newsroom:picture",
    "newsroom:logo",
    "newsroom:rendition",
    "admin:articles_article_revisions",
    "newsroom:two_factor",
    "newsroom:new_recovery_codes",
    "newsroom:turn_off",
    "newsroom:forgotten",
    "admin:auth_user_invite_again",
    "admin:auth_user_mail_link",
    "admin:auth_user_sign_out",
    "admin:auth_user_reset_codes",
):
    PAGES[_page] = (f"{PAGES[_page][0]}m", PAGES[_page][1])

#: Django's own that ask for more than a name: each asks the permission of what it is told to show.
ELSEWHERE = {"login", "logout", "autocomplete", "jsi18n", "view_on_site", "app_list"}

#: For those who are not in yet: tests/newsroom/test_signing_in.py.
ELSEWHERE |= {"sign_in", "code", "new_password", "follow_link"}


def names(patterns: Any, inside: str = "") -> Iterator[str]:
    """The names of all addresses under /admin/; those without a name lead on to a named one."""
    for pattern in patterns:
        address = inside + str(pattern.pattern)
        if not isinstance(pattern, URLPattern):
            yield from names(pattern.url_patterns, address)
        elif address.startswith("admin/") and pattern.name:
            yield pattern.name


def test_every_address_of_the_admin_stands_in_a_table() -> None:
    pages = ("changelist", "add", "change", "delete", "history")
    known = {f"{model}_{page}" for model in MODELS for page in pages}
    known |= {name.split(":")[1] for name in (*PAGES, *POSTED)} | ELSEWHERE
    assert set(names(get_resolver().url_patterns)) == known


class Numbered(NamedTuple):
    """What an address calls by its number."""

    pk: int


@pytest.fixture
def rows(admin_user: User) -> dict[str, Any]:
    """An object of each model, none of them the contributor's."""
    draft, live, waiting = (make_article(name, by=admin_user) for name in ("Draft", "Live", "Waiting"))
    publish(live, by=admin_user)
    publish(waiting, by=admin_user, at=timezone.now() + timedelta(days=1))
    payload = {"name": "Umbra", "kind": "company", "parent": None}
    fact = make_fact()
    rival = make_fact(fact.subject, value=172_000_000)
    Preference.objects.create(fact=fact, because="it counts people")
    invited = User.objects.create_user("invited", "invited@example.org")
    TOTPDevice.objects.create(user=invited)
    found: dict[str, Any] = {
        "draft": draft,
        "one": Numbered(1),
        "live": live,
        "waiting": waiting,
        "fact": fact,
        "rival": rival,
        "settled": NoDispute.objects.create(one=fact, other=rival, because="So."),
        "user": admin_user,
        "invited": invited,
        "revision": save_revision(draft, by=admin_user),
        "suggestion": Suggestion.objects.create(article=draft, kind="record", text="U", payload=payload),
        "api_token": make_token(admin_user),
        "articles_article": draft,
        "articles_author": draft.authors.get(),
        "articles_edition": Edition.objects.first(),
        "articles_image": Image.objects.create(title="A photo", file=picture()),
        "due": look_again(live, on=timezone.localdate(), by=admin_user),
        "trouble": Trouble.objects.create(
            edition=Edition.objects.get(article=waiting), kind="open", because="So."
        ),
        "articles_declaration": Declaration.objects.first(),
        "articles_interest": Interest.objects.create(company=make_company(), sort="shares", line="So."),
        "articles_override": Override.objects.create(
            edition=Edition.objects.get(article=live), reason="So.", findings=[]
        ),
        "articles_reindexing": Reindexing.objects.create(finished_at=timezone.now()),
        "articles_standingpage": StandingPage.objects.first(),
        "articles_topic": draft.topics.get(),
        "auth_group": Group.objects.first(),
        "auth_user": invited,
        "colleague": User.objects.create_user("colleague", "colleague@example.org", "x"),
        "newsroom_merged": merge(make_company(), into=make_company("Umbra Group"), by=None),
        "shared": share(draft, by=admin_user),
        "name": Unrecorded.objects.create(name="Tenebra", folded="tenebra", kind="company"),
        "other": make_company("Umbra Group"),
        "filter": SavedFilter.objects.create(
            listed="articles.article", name="X", query="q=x", by=admin_user, shared=True
        ),
        "changes_change": Change.objects.first(),
        "changes_correction": correct(
            Said("It was.", "It is."), touches=[Thing("article", live.pk, "Live", "/articles/live/")], by=None
        ),
        "companies_aimodel": make_model(),
        "companies_company": make_company(logo=picture()),
        "companies_market": make_market(),
        "companies_modelfamily": make_family(),
        "companies_ownership": Ownership.objects.create(
            owner=make_company(), owned=make_company(), type="parent"
        ),
        "companies_product": fact.subject.product,
        "companies_record": Record.objects.first(),
        "facts_fact": fact,
        "facts_metric": fact.metric,
        "facts_scope": Scope.objects.create(name="China"),
        "facts_source": fact.source,
        "answering": Source.objects.create(title="A page", url="http://127.0.0.1/"),
        "asked": Question.objects.create(text="How?", slug="how"),
        "questions_question": Question.objects.create(text="Why?", slug="why"),
        "newsletter_issue": make_issue(),
        "newsletter_delivery": make_issue().deliveries.create(sort=4),
        "discarded": make_issue(),
        "newsletter_subscriber": make_subscriber(),
        "questions_letter": make_letter(),
        "rests": make_question_at_rest(),
        "webhooks_endpoint": make_endpoint(),
        "uncalled": make_endpoint(disabled_at=timezone.now(), disabled_because="By hand."),
        "webhooks_delivery": make_delivery(),
    }
    return found | {"articles_revision": found["revision"], "articles_suggestion": found["suggestion"]}


def client_of(role: str) -> Client:
    client = Client()
    if ROLES[role]:
        user = User.objects.create_user(ROLES[role], is_staff=True, is_superuser=role == "s")
        user.groups.set(Group.objects.filter(name=ROLES[role]))
        client.force_login(user)
    return client


def opens(response: Any) -> bool:
    """Whether it was let in; whoever is not is refused, or sent to sign in."""
    if response.streaming:
        b"".join(response)  # read to its end, a file is closed
    if response.status_code == 302 and "/login/" not in response.headers["Location"]:
        return True
    assert response.status_code in {200, 302, 403}, response.request["PATH_INFO"]
    return bool(response.status_code == 200)


@pytest.mark.parametrize("role", ROLES)
def test_models(role: str, rows: dict[str, Any]) -> None:
    client = client_of(role)
    for model, (look, add, change, delete) in MODELS.items():
        name, pk = f"admin:{model}", [rows[model].pk]
        form = client.get(reverse(f"{name}_change", args=pk))
        seen = {
            "list": opens(client.get(reverse(f"{name}_changelist"))),
            "history": opens(client.get(reverse(f"{name}_history", args=pk))),
            "look": opens(form),
            "add": opens(client.get(reverse(f"{name}_add"))),
            "change": opens(form) and form.context["has_change_permission"],
            "delete": opens(client.get(reverse(f"{name}_delete", args=pk))),
        }
        looks = role in look
        may = {"list": looks, "history": looks, "look": looks}
        assert seen == may | {"add": role in add, "change": role in change, "delete": role in delete}, model


@pytest.mark.parametrize("role", ROLES)
def test_pages_and_buttons(role: str, rows: dict[str, Any]) -> None:
    client = client_of(role)
    image = rows["articles_image"]
    files = {"file": image.file.name, "filename": image.filename, "logo": rows["companies_company"].logo.name}
    files |= {"renditions": make(image).name, "made": "card-30.avif"}
    post = partial(client.post, data={"_form": uuid4(), "verb": "claim", "begin": "fact"})
    opened = set()
    for table, ask in ((PAGES, client.get), (POSTED, post)):
        for name, (_, about) in table.items():
            args = [files.get(key) or rows[key].pk for key in (about or "").split()]
            if opens(ask(reverse(name, args=args))):
                opened.add(name)
    assert opened == {name for name, (who, _) in (PAGES | POSTED).items() if role in who}
    assert Article.objects.count() == 3
