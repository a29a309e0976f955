"""Addresses of questions."""

from django.urls import path

from questions import asking_views, views

app_name = "questions"
urlpatterns = [
    path("questions/", views.questions, name="questions"),
    path("questions/ask/", asking_views.ask, name="ask"),
    path("questions/ask/thanks/", asking_views.asked, name="asked"),
    path("questions/suggest/", asking_views.suggest, name="suggest"),
    path("questions/join/<int:pk>/", asking_views.join, name="join"),
    path("questions/join/thanks/", asking_views.joined, name="joined"),
    path("questions/<int:pk>-<slug:slug>/", views.question, name="question"),
]
