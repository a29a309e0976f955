"""Pages of the newsroom within the admin: /admin/import/ what decides suggestions, and pictures."""

from django.contrib import admin
from django.urls import path, re_path

from newsroom import views
from newsroom.epoch.views import take_in

app_name = "newsroom"

urlpatterns = [
    path("import/", admin.site.admin_view(views.import_text), name="import"),
    path("import-epoch/", admin.site.admin_view(take_in), name="import_epoch"),
    re_path(
        r"^media/(?P<name>images/[A-Za-z0-9._-]{1,90})\Z",
        admin.site.admin_view(views.picture),
        name="picture",
    ),
    path("suggestions/<int:pk>/", admin.site.admin_view(views.decide), name="decide"),
    path("articles/article/<int:pk>/accept-all/", admin.site.admin_view(views.accept_all), name="accept_all"),
]
