"""Addresses of questions."""

from django.urls import path, re_path

from feeds.serving import addresses
from questions import feeds, views
from questions.asking import views as asking_views
from questions.letters import views as forgetting_views

app_name = "questions"
urlpatterns = [
    path("questions/", views.questions, name="questions"),
    path("questions/open/", views.open_questions, name="open"),
    path("questions/forget/<str:token>/", forgetting_views.forget, name="forget"),
    path("questions/ask/", asking_views.ask, name="ask"),
    path("questions/ask/thanks/", asking_views.asked, name="asked"),
    path("questions/suggest/", asking_views.suggest, name="suggest"),
    path("questions/join/<int:pk>/", asking_views.join, name="join"),
    path("questions/join/thanks/", asking_views.joined, name="joined"),
    path("questions/<int:pk>-<slug:slug>/", views.question, name="question"),
    re_path(r"^cards/question/(?P<pk>[0-9]{1,18})-[0-9a-f]{20}\.png\Z", views.card, name="card"),
    *addresses("questions", feeds.answers, name="feed"),
    *addresses("questions/<slug:many>/<slug:slug>", feeds.answers_about, name="some-feed"),
]
