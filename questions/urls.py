"""Addresses of questions."""

from django.urls import path

from questions import forgetting_views, views

app_name = "questions"
urlpatterns = [
    path("questions/", views.questions, name="questions"),
    path("questions/forget/<str:token>/", forgetting_views.forget, name="forget"),
    path("questions/<int:pk>-<slug:slug>/", views.question, name="question"),
]
