"""Addresses of facts and of comparisons."""

from django.urls import path

from facts import views

app_name = "facts"
urlpatterns = [
    path("facts/", views.facts, name="facts"),
    path("facts/<int:pk>/", views.fact, name="fact"),
    path("sources/<int:pk>/", views.source, name="source"),
    path("compare/", views.compare, name="compare"),
]
