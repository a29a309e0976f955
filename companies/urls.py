"""Addresses of records, their indexes and logos, and of releases."""

from django.urls import path, re_path

from companies import feeds
from companies.models import Record
from companies.views import records, releases
from feeds.serving import addresses

PLURALS = {
    Record.Kind.COMPANY: "companies",
    Record.Kind.PRODUCT: "products",
    Record.Kind.FAMILY: "families",
    Record.Kind.MODEL: "models",
    Record.Kind.MARKET: "markets",
}

app_name = "companies"
urlpatterns = [
    path("releases/", releases.releases, name="releases"),
    path("releases.ics", releases.feed, name="feed"),
    *addresses("releases/<slug:slug>", feeds.of_release, name="release"),
    re_path(r"^logos/(?P<pk>[0-9]{1,18})/(?P<name>[A-Za-z0-9._-]+)\Z", records.logo, name="logo"),
    re_path(
        rf"^cards/(?P<kind>{'|'.join(PLURALS)})/(?P<pk>[0-9]{{1,18}})-[0-9a-f]{{20}}\.png\Z",
        records.card,
        name="card",
    ),
    *(
        path(f"{many}/", records.index, {"kind": kind, "many": many}, name=many)
        for kind, many in PLURALS.items()
    ),
    *(
        path(f"{many}/<slug:slug>/", records.record, {"kind": kind, "many": many}, name=kind)
        for kind, many in PLURALS.items()
    ),
]
