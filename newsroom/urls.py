"""Pages of the newsroom within the admin: /admin/import/ and what decides suggestions."""

from django.contrib import admin
from django.urls import path

from newsroom import views

app_name = "newsroom"

urlpatterns = [
    path("import/", admin.site.admin_view(views.import_text), name="import"),
    path("suggestions/<int:pk>/", admin.site.admin_view(views.decide), name="decide"),
    path("articles/article/<int:pk>/accept-all/", admin.site.admin_view(views.accept_all), name="accept_all"),
]
