from django.urls import path

from newsletter.issues import views as issues
from newsletter.subscribing import views as subscribing

app_name = "newsletter"
urlpatterns = [
    path("newsletter/", subscribing.newsletter, name="newsletter"),
    path("newsletter/thanks/", subscribing.asked, name="asked"),
    path("newsletter/confirm/<str:token>/", subscribing.confirm, name="confirm"),
    path("newsletter/leave/<str:token>/", subscribing.leave, name="leave"),
    path("newsletter/choose/<str:token>/", subscribing.preferences, name="preferences"),
    path("newsletter/<int:number>/", issues.issue, name="issue"),
]
