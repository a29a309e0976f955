"""Pages of the newsroom within the admin: /admin/import/, what decides suggestions, merges, what becomes of figures,
disputes, typed figures, what falls with a source, the calendar, names without a record, pictures and logos."""

from django.contrib import admin
from django.urls import path, re_path

from newsroom import calendar_views, desk_views, dispute_views, record_views, source_views, typed_views, views
from newsroom.epoch.views import take_in
from newsroom.rollout import views as rollout_views

app_name = "newsroom"

urlpatterns = [
    path("import/", admin.site.admin_view(views.import_text), name="import"),
    path("import-epoch/", admin.site.admin_view(take_in), name="import_epoch"),
    re_path(
        r"^media/(?P<name>images/[A-Za-z0-9._-]{1,90})\Z",
        admin.site.admin_view(views.picture),
        name="picture",
    ),
    re_path(
        r"^media/renditions/(?P<name>[0-9a-f]{40})/(?P<file>[a-z]+-[0-9]{1,5}\.[a-z]{3,4})\Z",
        admin.site.admin_view(views.rendition),
        name="rendition",
    ),
    re_path(r"^media/(?P<name>logos/[A-Za-z0-9._-]{1,90})\Z", admin.site.admin_view(views.logo), name="logo"),
    path("merge/<int:pk>/into/<int:into>/", admin.site.admin_view(record_views.confirm_merge), name="merge"),
    path(
        "withdraw-source/<int:pk>/",
        admin.site.admin_view(source_views.withdraw_source),
        name="withdraw_source",
    ),
    path("mentioned/", admin.site.admin_view(record_views.mentioned), name="mentioned"),
    path("mentioned/<int:pk>/make/", admin.site.admin_view(record_views.make_record), name="make_record"),
    path("mentioned/<int:pk>/never/", admin.site.admin_view(record_views.never_offer), name="never_offer"),
    path("figures/", admin.site.admin_view(rollout_views.figures), name="figures"),
    path("figures/<int:pk>/", admin.site.admin_view(rollout_views.figure), name="figure"),
    path("figures/<int:pk>/supersede/", admin.site.admin_view(rollout_views.supersede), name="supersede"),
    path("mentioned/<int:pk>/again/", admin.site.admin_view(record_views.offer_again), name="offer_again"),
    path("disputes/", admin.site.admin_view(dispute_views.disputes), name="disputes"),
    path(
        "disputes/<int:pk>/beside/<int:other>/",
        admin.site.admin_view(dispute_views.no_dispute),
        name="no_dispute",
    ),
    path(
        "disputes/settled/<int:pk>/", admin.site.admin_view(dispute_views.dispute_again), name="dispute_again"
    ),
    path(
        "disputes/<int:pk>/withdraw/",
        admin.site.admin_view(dispute_views.withdraw_rival),
        name="withdraw_rival",
    ),
    path("disputes/<int:pk>/use/", admin.site.admin_view(dispute_views.use_rival), name="use_rival"),
    path("calendar/", admin.site.admin_view(calendar_views.calendar), name="calendar"),
    path(
        "calendar/move/<int:pk>/",
        admin.site.admin_view(calendar_views.move_edition),
        name="move_edition",
    ),
    path("calendar/plan/<int:pk>/", admin.site.admin_view(calendar_views.plan_day), name="plan_day"),
    path("reviews/", admin.site.admin_view(desk_views.reviews), name="reviews"),
    path("reviews/<int:pk>/still-right/", admin.site.admin_view(desk_views.still_right), name="still_right"),
    path("troubles/<int:pk>/seen/", admin.site.admin_view(desk_views.seen), name="trouble_seen"),
    path("typed/", admin.site.admin_view(typed_views.look), name="typed_new"),
    path("typed/<int:pk>/", admin.site.admin_view(typed_views.look), name="typed"),
    path("typed/<int:pk>/decide/", admin.site.admin_view(typed_views.decide), name="typed_decide"),
    path("suggestions/<int:pk>/", admin.site.admin_view(views.decide), name="decide"),
    path("articles/article/<int:pk>/accept-all/", admin.site.admin_view(views.accept_all), name="accept_all"),
]
