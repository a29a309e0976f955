"""The admin's look (django-unfold) and the editor's own nodes (django-prose-editor), for settings.py."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import reverse_lazy
from js_asset import static_lazy


def _nothing(config: Any, shared: dict[str, Any]) -> None:
    """No allow-list of the editor's own: articles.bodies.clean sanitises."""


DJANGO_PROSE_EDITOR_EXTENSIONS: list[dict[str, Any]] = [
    {
        "js": [static_lazy("admin/editor/extensions.js")],
        "extensions": dict.fromkeys(
            ("Callout", "Fact", "Language", "CleanPaste", "RedoKey", "SlashMenu", "Spaces", "Toolbar"),
            _nothing,
        ),
    }
]


def _sees(permission: str) -> Callable[[HttpRequest], bool]:
    """Whether the user may see what a line of the sidebar leads to."""
    return lambda request: request.user.has_perm(permission)


def _looks_after_readers(request: HttpRequest) -> bool:
    from articles.workflow import may  # models are there once a page is asked for, not when settings are read

    return may(request.user, "readers")


def _line(title: str, icon: str, model: str) -> dict[str, Any]:
    """A line of the sidebar for a model given as `app.model`."""
    app, name = model.split(".")
    return {
        "title": title,
        "icon": icon,
        "link": reverse_lazy(f"admin:{app}_{name}_changelist"),
        "permission": _sees(f"{app}.view_{name}"),
    }


def _left_of_queue(request: HttpRequest) -> str:
    return "" if "/question/queue/" in request.path else request.path


#: One file a matter; later ones win.
# fmt: off
STYLES = (
    "newsroom", "comparing", "importing", "ledger", "writing", "desk", "lists", "pictures",
    "publishing", "queue", "front-page", "newsletter", "editor",
)
# fmt: on

UNFOLD: dict[str, Any] = {
    "SITE_TITLE": "AIWatch",
    "SITE_HEADER": "AIWatch",
    "SITE_SUBHEADER": "The newsroom",
    "SITE_SYMBOL": "newsmode",
    "DASHBOARD_CALLBACK": "newsroom.desk.front.on_index",
    "SHOW_HISTORY": True,
    "ACCOUNT": {
        "navigation": [
            {"title": "Two-factor sign-in", "link": reverse_lazy("newsroom:two_factor")},
            {"title": "API tokens", "link": reverse_lazy("admin:api_token_changelist")},
            {"title": "Change password", "link": reverse_lazy("admin:password_change")},
        ]
    },
    "SHOW_BACK_BUTTON": True,
    "STYLES": [static_lazy(f"admin/css/{name}.css") for name in STYLES],
    "SCRIPTS": [
        static_lazy(f"admin/{name}.js")
        for name in ("dialogs", "choices", "roles", "tabs", "keyboard", "lengths")
    ],
    "SITE_FAVICONS": [{"rel": "icon", "type": "image/svg+xml", "href": lambda request: static("icon.svg")}],
    "COLORS": {
        "primary": {
            "50": "oklch(97.5% .012 200)",
            "100": "oklch(94.3% .024 200)",
            "200": "oklch(88% .045 203)",
            "300": "oklch(81% .085 200)",
            "400": "oklch(70% .095 205)",
            "500": "oklch(58% .095 210)",
            "600": "oklch(46% .085 212)",
            "700": "oklch(40% .078 213)",
            "800": "oklch(34% .065 214)",
            "900": "oklch(29% .05 215)",
            "950": "oklch(22% .04 216)",
        }
    },
    "SIDEBAR": {
        "show_search": True,
        "navigation": [
            {
                "title": "Writing",
                "items": [
                    {"title": "Desk", "icon": "inbox", "link": reverse_lazy("admin:index")},
                    _line("Articles", "article", "articles.article"),
                    {
                        "title": "Calendar",
                        "icon": "calendar_month",
                        "link": reverse_lazy("newsroom:calendar"),
                        "permission": _sees("articles.view_article"),
                    },
                    {
                        "title": "Front page",
                        "icon": "web",
                        "link": reverse_lazy("newsroom:front_page"),
                        "permission": _sees("facts.add_fact"),
                    },
                    {
                        "title": "Import a text",
                        "icon": "upload_file",
                        "link": reverse_lazy("newsroom:import"),
                        "permission": _sees("articles.add_article"),
                    },
                    # The queue has an address within the list's, and a line of its own.
                    _line("Questions", "contact_support", "questions.question")
                    | {"active": lambda request: "/questions/question/" in _left_of_queue(request)},
                    {
                        "title": "Queue of questions",
                        "icon": "checklist",
                        "link": reverse_lazy("admin:questions_question_queue"),
                        "permission": _sees("questions.change_question"),
                    },
                    {
                        "title": "Asked, not known",
                        "icon": "help_center",
                        "link": reverse_lazy("newsroom:asked"),
                        "permission": _sees("questions.change_question"),
                    },
                    _line("Mails to readers", "mail", "questions.letter"),
                    _line("Readers of the newsletter", "groups", "newsletter.subscriber"),
                ],
            },
            {
                "title": "Newsletter",
                "separator": True,
                "items": [
                    _line("Issues", "forward_to_inbox", "newsletter.issue"),
                    _line("Mails", "outgoing_mail", "newsletter.delivery"),
                ],
            },
            {
                "title": "Ledger",
                "separator": True,
                "items": [
                    _line("Facts", "speed", "facts.fact"),
                    {
                        "title": "Gave way",
                        "icon": "published_with_changes",
                        "link": reverse_lazy("newsroom:figures"),
                        "permission": _sees("facts.add_fact"),
                    },
                    {
                        "title": "Disputed",
                        "icon": "balance",
                        "link": reverse_lazy("newsroom:disputes"),
                        "permission": _sees("facts.add_fact"),
                    },
                    _line("Sources", "menu_book", "facts.source"),
                    _line("Metrics", "straighten", "facts.metric"),
                    _line("Scopes", "crop_free", "facts.scope"),
                ],
            },
            {
                "title": "Records",
                "separator": True,
                "items": [
                    _line("Companies", "apartment", "companies.company"),
                    _line("Products", "apps", "companies.product"),
                    _line("Families", "account_tree", "companies.modelfamily"),
                    _line("Models", "neurology", "companies.aimodel"),
                    _line("Markets", "storefront", "companies.market"),
                    _line("Ownership", "share", "companies.ownership"),
                    {
                        "title": "Mentioned, no record",
                        "icon": "person_search",
                        "link": reverse_lazy("newsroom:mentioned"),
                        "permission": _sees("newsroom.change_unrecorded"),
                    },
                    _line("Merged", "merge", "newsroom.merged"),
                    {
                        "title": "Epoch’s table",
                        "icon": "upload_file",
                        "link": reverse_lazy("newsroom:import_epoch"),
                        "permission": _sees("companies.add_aimodel"),
                    },
                ],
            },
            {
                "title": "Site",
                "separator": True,
                "items": [
                    _line("Pages", "article_shortcut", "articles.standingpage"),
                    _line("Topics", "label", "articles.topic"),
                    _line("Authors", "badge", "articles.author"),
                    _line("Interests", "handshake", "articles.interest"),
                    _line("Declarations", "history_edu", "articles.declaration"),
                    _line("Images", "image", "articles.image"),
                    _line("Editions", "newspaper", "articles.edition"),
                    _line("Published all the same", "gavel", "articles.override"),
                    _line("Changes", "history", "changes.change"),
                    _line("Corrections", "edit_note", "changes.correction"),
                    _line("Webhooks", "webhook", "webhooks.endpoint"),
                    _line("Webhook deliveries", "outbox", "webhooks.delivery"),
                    {"title": "Pieces of the look", "icon": "palette", "link": reverse_lazy("pieces:pieces")},
                    _line("Users", "group", "auth.user"),
                    {
                        "title": "Data of one reader",
                        "icon": "person_remove",
                        "link": reverse_lazy("newsroom:reader_data"),
                        "permission": _looks_after_readers,
                    },
                ],
            },
        ],
    },
}
