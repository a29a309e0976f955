"""Addresses of previews that were shared, open to whoever has the link."""

from django.urls import path, re_path

from newsroom.writing import sharing_views

urlpatterns = [
    path("<str:token>/", sharing_views.read, name="shared_preview"),
    re_path(
        r"^(?P<token>[^/]+)/images/(?P<pk>[0-9]{1,18})/(?P<name>[A-Za-z0-9._-]+)\Z",
        sharing_views.read_picture,
        name="shared_picture",
    ),
    re_path(
        r"^(?P<token>[^/]+)/renditions/(?P<name>[0-9a-f]{40})/(?P<file>[a-z]+-[0-9]{1,5}\.[a-z]{3,4})\Z",
        sharing_views.read_rendition,
        name="shared_rendition",
    ),
]
