"""Every address of the site."""

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.urls import include, path, re_path
from django.views.generic import RedirectView, TemplateView

from aiwatch import api, corrections, home, llms, sheets, well_known
from aiwatch.sitemaps import views as sitemaps
from api import problems
from changes import feeds
from feeds.serving import addresses


def healthy(request: HttpRequest) -> HttpResponse:
    """The process answers; nothing else is asked."""
    return HttpResponse("ok", content_type="text/plain")


admin.site.index_title = "Desk"

urlpatterns = [
    path("api/v1/", include(api.urls)),
    path("", home.home, name="home"),
    path("changes/", home.changes, name="changes"),
    path("corrections/", corrections.corrections, name="corrections"),
    path("corrections/<int:pk>/", corrections.correction, name="correction"),
    *addresses("corrections", feeds.corrections, name="corrections"),
    *addresses("changes", feeds.changes, name="changes"),
    path("", include("articles.urls")),
    path("", include("companies.urls")),
    path("", include("facts.urls")),
    path("", include("questions.urls")),
    path("", include("newsletter.urls")),
    path("", include("search.urls")),
    path("preview/", include("newsroom.writing.shared_urls")),
    path("sitemap.xml", sitemaps.index, name="sitemap"),
    re_path(
        r"^sitemaps/(?P<name>[a-z]+)-(?P<part>[1-9][0-9]{0,8})\.xml\Z", sitemaps.sitemap, name="sitemap-part"
    ),
    path("sitemap-news.xml", sitemaps.news, name="news-sitemap"),
    path("robots.txt", TemplateView.as_view(template_name="robots.txt", content_type="text/plain")),
    path("humans.txt", well_known.humans),
    path(".well-known/security.txt", well_known.security, name="security"),
    path("security.txt", RedirectView.as_view(pattern_name="security", permanent=True)),
    path("llms.txt", llms.llms),
    re_path(r"^styles/(?P<digest>[0-9a-f]{16})\.css\Z", sheets.sheet, name="sheet"),
    path("healthz", healthy),
    re_path(r"^(?:/*api)(?:/.*)?\Z", problems.no_such_route, name="no-such-route"),
    path("admin/pieces/", include("aiwatch.pieces.urls")),
    path("admin/", include("newsroom.urls")),
    path("admin/", admin.site.urls),
]

handler404 = "aiwatch.errors.not_found"
handler500 = "aiwatch.errors.server_error"
handler400 = "aiwatch.errors.bad_request"
