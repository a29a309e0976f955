"""Every address of the site."""

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.urls import include, path, re_path
from django.views.generic import TemplateView

from aiwatch import api, corrections, home, llms, sitemaps
from api import problems


def healthy(request: HttpRequest) -> HttpResponse:
    """The process answers; nothing else is asked."""
    return HttpResponse("ok", content_type="text/plain")


admin.site.index_title = "Desk"

urlpatterns = [
    path("", home.home, name="home"),
    path("changes/", home.changes, name="changes"),
    path("corrections/", corrections.corrections, name="corrections"),
    path("corrections/<int:pk>/", corrections.correction, name="correction"),
    path("feeds/corrections.rss", corrections.CorrectionsRSS(), name="corrections-rss"),
    path("feeds/corrections.atom", corrections.CorrectionsAtom(), name="corrections-atom"),
    path("feeds/corrections.json", corrections.corrections_json, name="corrections-json"),
    path("", include("articles.urls")),
    path("", include("companies.urls")),
    path("", include("facts.urls")),
    path("", include("questions.urls")),
    path("", include("search.urls")),
    path("preview/", include("newsroom.writing.shared_urls")),
    path("sitemap.xml", sitemaps.sitemap, name="sitemap"),
    path("sitemap-news.xml", sitemaps.news, name="news-sitemap"),
    path("robots.txt", TemplateView.as_view(template_name="robots.txt", content_type="text/plain")),
    path("llms.txt", llms.llms),
    path("healthz", healthy),
    path("api/v1/", include(api.urls)),
    re_path(r"^(?:/*api)(?:/.*)?\Z", problems.no_such_route, name="no-such-route"),
    path("admin/pieces/", include("aiwatch.pieces.urls")),
    path("admin/", include("newsroom.urls")),
    path("admin/", admin.site.urls),
]

handler404 = "aiwatch.errors.not_found"
handler500 = "aiwatch.errors.server_error"
handler400 = "aiwatch.errors.bad_request"
