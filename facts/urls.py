"""Addresses of facts, sources and comparisons."""

from django.urls import path, re_path

from facts import feeds
from facts.views import comparing, fact, ledger, sources
from feeds.serving import addresses

app_name = "facts"
urlpatterns = [
    path("facts/", ledger.facts, name="facts"),
    path("facts.csv", ledger.csv, name="csv"),
    path("facts/<int:pk>/", fact.fact, name="fact"),
    path("facts/<int:pk>.bib", fact.bibtex, name="bibtex"),
    path("facts/<int:pk>.csl.json", fact.csl, name="csl"),
    re_path(r"^cards/fact/(?P<pk>[0-9]{1,18})-[0-9a-f]{20}\.png\Z", fact.card, name="card"),
    *addresses("facts/<int:pk>", feeds.of_fact, name="feed"),
    path("sources/", sources.sources, name="sources"),
    path("sources/<int:pk>/", sources.source, name="source"),
    path("compare/", comparing.compare, name="compare"),
]
