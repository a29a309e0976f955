"""Addresses of facts, sources and comparisons."""

from django.urls import path

from facts.views import comparing, fact, ledger, sources

app_name = "facts"
urlpatterns = [
    path("facts/", ledger.facts, name="facts"),
    path("facts.csv", ledger.csv, name="csv"),
    path("facts/<int:pk>/", fact.fact, name="fact"),
    path("facts/<int:pk>.bib", fact.bibtex, name="bibtex"),
    path("facts/<int:pk>.csl.json", fact.csl, name="csl"),
    path("sources/", sources.sources, name="sources"),
    path("sources/<int:pk>/", sources.source, name="source"),
    path("compare/", comparing.compare, name="compare"),
]
