from django.urls import path, re_path

from feeds.serving import addresses
from newsletter.issues import feeds
from newsletter.issues import views as issues
from newsletter.subscribing import views as subscribing

app_name = "newsletter"
urlpatterns = [
    path("newsletter/confirm/<str:token>/", subscribing.confirm, name="confirm"),
    path("newsletter/leave/<str:token>/", subscribing.leave, name="leave"),
    path("newsletter/choose/<str:token>/", subscribing.preferences, name="preferences"),
    path("newsletter/issues/", issues.issues, name="issues"),
    re_path(r"^newsletter/(?P<number>[1-9][0-9]{0,8})/\Z", issues.issue, name="issue"),
    *addresses("newsletter", feeds.issues, name="issues"),
]
