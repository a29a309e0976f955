"""Addresses of records and their indexes."""

from django.urls import path

from companies import views
from companies.models import Record

PLURALS = {
    Record.Kind.COMPANY: "companies",
    Record.Kind.PRODUCT: "products",
    Record.Kind.FAMILY: "families",
    Record.Kind.MODEL: "models",
    Record.Kind.MARKET: "markets",
}

app_name = "companies"
urlpatterns = [
    *(
        path(f"{many}/", views.index, {"kind": kind, "many": many}, name=many)
        for kind, many in PLURALS.items()
    ),
    *(
        path(f"{many}/<slug:slug>/", views.record, {"kind": kind}, name=kind)
        for kind, many in PLURALS.items()
    ),
]
