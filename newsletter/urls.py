from django.conf import settings
from django.urls import include, path, re_path

from feeds.serving import addresses
from newsletter.issues import feeds
from newsletter.issues import views as issues
from newsletter.subscribing import views as subscribing

app_name = "newsletter"
urlpatterns = [
    path("newsletter/", subscribing.newsletter, name="newsletter"),
    path("newsletter/thanks/", subscribing.asked, name="asked"),
    path("newsletter/confirm/<str:token>/", subscribing.confirm, name="confirm"),
    path("newsletter/leave/<str:token>/", subscribing.leave, name="leave"),
    path("newsletter/choose/<str:token>/", subscribing.preferences, name="preferences"),
    path("newsletter/issues/", issues.issues, name="issues"),
    re_path(r"^newsletter/(?P<number>[1-9][0-9]{0,8})/\Z", issues.issue, name="issue"),
    *addresses("newsletter", feeds.issues, name="issues"),
]

# Where providers tell us of bounces: nowhere unless they can show who they are. What comes in as mail is not ours.
if "WEBHOOK_SECRET" in settings.ANYMAIL:
    from anymail.urls import urlpatterns as of_anymail

    told = [one for one in of_anymail if "inbound" not in str(one.name)]
    urlpatterns.append(path("newsletter/events/", include((told, "anymail"))))
