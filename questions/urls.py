"""Addresses of questions."""

from django.urls import path

from questions import views

app_name = "questions"
urlpatterns = [
    path("questions/", views.questions, name="questions"),
    path("questions/<int:pk>-<slug:slug>/", views.question, name="question"),
]
