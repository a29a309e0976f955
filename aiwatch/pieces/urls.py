"""Its address."""

from django.contrib import admin
from django.urls import path

from aiwatch.pieces.views import pieces

app_name = "pieces"

urlpatterns = [path("", admin.site.admin_view(pieces), name="pieces")]
