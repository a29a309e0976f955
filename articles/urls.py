"""Addresses of articles, topics, authors, pictures and feeds."""

from functools import partial

from django.urls import path, re_path

from articles import archive_views, feeds, views
from companies.urls import PLURALS
from feeds.serving import addresses

app_name = "articles"
urlpatterns = [
    path("articles/", views.articles, name="articles"),
    path("articles/archive/", archive_views.months, name="archive"),
    re_path(r"^articles/(?P<year>[0-9]{4})/(?P<month>0[1-9]|1[0-2])/\Z", archive_views.month, name="month"),
    re_path(r"^(?P<slug>about|privacy|editorial-policy)/\Z", archive_views.standing_page, name="standing"),
    path("articles/<slug:slug>/", views.article, name="article"),
    re_path(
        r"^articles/(?P<slug>[-a-zA-Z0-9_]+)/cite\.(?P<form>bib|ris|json)\Z", views.citation, name="citation"
    ),
    path("topics/<slug:slug>/", views.topic, name="topic"),
    path("authors/<slug:slug>/", views.author, name="author"),
    re_path(r"^images/(?P<pk>[0-9]{1,18})/(?P<name>[A-Za-z0-9._-]+)\Z", views.image, name="image"),
    re_path(
        r"^renditions/(?P<name>[0-9a-f]{40})/(?P<file>[a-z]+-[0-9]{1,5}\.[a-z]{3,4})\Z",
        views.rendition,
        name="rendition",
    ),
    re_path(r"^cards/article/(?P<pk>[0-9]{1,18})-[0-9a-f]{20}\.png\Z", views.card, name="card"),
    *addresses("latest", feeds.latest, name="latest"),
    *addresses("topics/<slug:slug>", feeds.of_topic, name="topic"),
    *addresses("authors/<slug:slug>", feeds.of_author, name="author"),
    *(
        address
        for many in PLURALS.values()
        for address in addresses(f"{many}/<slug:slug>", partial(feeds.of_record, many), name=f"of-{many}")
    ),
]
