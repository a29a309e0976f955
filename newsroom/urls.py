"""Pages of the newsroom within the admin: the way in, /admin/import/, what decides suggestions, merges, what becomes
of figures, disputes, typed figures, the editor's dialogs, what is kept of what is typed, previews, what falls with a
source, the calendar, names without a record, pictures."""

from django.contrib import admin
from django.urls import path, re_path

from newsroom import media_views
from newsroom.asked import views as asked_views
from newsroom.desk import calendar_views
from newsroom.desk import views as desk_views
from newsroom.epoch.views import take_in
from newsroom.frontpage.views import front_page
from newsroom.importing import deciding_views
from newsroom.importing import views as import_views
from newsroom.ledger import dispute_views, source_views
from newsroom.lists import views as filter_views
from newsroom.readers.views import reader_data
from newsroom.records import views as record_views
from newsroom.rollout import views as rollout_views
from newsroom.staff import views as staff_views
from newsroom.writing import editor_views, keeping_views, preview_views, sharing_views, typed_views

app_name = "newsroom"

urlpatterns = [
    path("login/", staff_views.SignIn.as_view(), name="sign_in"),
    path("login/code/", staff_views.code, name="code"),
    path("two-factor/", staff_views.two_factor, name="two_factor"),
    path(
        "two-factor/recovery/",
        admin.site.admin_view(staff_views.new_recovery_codes),
        name="new_recovery_codes",
    ),
    path("two-factor/off/", admin.site.admin_view(staff_views.turn_off), name="turn_off"),
    path("forgotten/", staff_views.forgotten, name="forgotten"),
    path("new-password/", staff_views.new_password, name="new_password"),
    path("new-password/<str:token>/", staff_views.follow_link, name="follow_link"),
    path("import/", admin.site.admin_view(import_views.import_text), name="import"),
    path("import-epoch/", admin.site.admin_view(take_in), name="import_epoch"),
    re_path(
        r"^media/(?P<name>images/[A-Za-z0-9._-]{1,90})\Z",
        admin.site.admin_view(media_views.picture),
        name="picture",
    ),
    re_path(
        r"^media/renditions/(?P<name>[0-9a-f]{40})/(?P<file>[a-z]+-[0-9]{1,5}\.[a-z]{3,4})\Z",
        admin.site.admin_view(media_views.rendition),
        name="rendition",
    ),
    re_path(
        r"^media/(?P<name>logos/[A-Za-z0-9._-]{1,90})\Z", admin.site.admin_view(media_views.logo), name="logo"
    ),
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
    path("filters/save/", admin.site.admin_view(filter_views.save), name="save_filter"),
    path("filters/<int:pk>/delete/", admin.site.admin_view(filter_views.delete), name="delete_filter"),
    path("calendar/", admin.site.admin_view(calendar_views.calendar), name="calendar"),
    path(
        "calendar/move/<int:pk>/",
        admin.site.admin_view(calendar_views.move_edition),
        name="move_edition",
    ),
    path("calendar/plan/<int:pk>/", admin.site.admin_view(calendar_views.plan_day), name="plan_day"),
    path("front-page/", admin.site.admin_view(front_page), name="front_page"),
    path("reader-data/", admin.site.admin_view(reader_data), name="reader_data"),
    path("reviews/", admin.site.admin_view(desk_views.reviews), name="reviews"),
    path("reviews/<int:pk>/still-right/", admin.site.admin_view(desk_views.still_right), name="still_right"),
    path("troubles/", admin.site.admin_view(desk_views.troubles), name="troubles"),
    path("troubles/<int:pk>/seen/", admin.site.admin_view(desk_views.seen), name="trouble_seen"),
    path("asked/", admin.site.admin_view(asked_views.asked), name="asked"),
    path("asked/<int:pk>/", admin.site.admin_view(asked_views.begin), name="begin"),
    path("typed/", admin.site.admin_view(typed_views.look), name="typed_new"),
    path("typed/<int:pk>/", admin.site.admin_view(typed_views.look), name="typed"),
    path("typed/<int:pk>/decide/", admin.site.admin_view(typed_views.decide), name="typed_decide"),
    path("editor/links/", admin.site.admin_view(editor_views.links), name="editor_links"),
    path("editor/pictures/", admin.site.admin_view(editor_views.pictures), name="editor_pictures"),
    path("editor/make-fact/", admin.site.admin_view(editor_views.make_fact), name="make_fact"),
    path("suggestions/<int:pk>/", admin.site.admin_view(deciding_views.decide), name="decide"),
    path("articles/article/keep/", admin.site.admin_view(keeping_views.keep), name="keep_new"),
    path("articles/article/discard/", admin.site.admin_view(keeping_views.discard), name="discard_new"),
    path("articles/article/<int:pk>/keep/", admin.site.admin_view(keeping_views.keep), name="keep"),
    path("articles/article/<int:pk>/discard/", admin.site.admin_view(keeping_views.discard), name="discard"),
    path("articles/article/<int:pk>/present/", admin.site.admin_view(keeping_views.present), name="present"),
    path("articles/article/preview/", admin.site.admin_view(preview_views.preview), name="preview_new"),
    path("articles/article/<int:pk>/preview/", admin.site.admin_view(preview_views.preview), name="preview"),
    path("articles/article/<int:pk>/share/", admin.site.admin_view(sharing_views.share), name="share"),
    path("articles/shared/<int:pk>/revoke/", admin.site.admin_view(sharing_views.revoke), name="revoke"),
    path("preview/", admin.site.admin_view(preview_views.frame), name="preview_frame"),
    re_path(
        r"^preview/images/(?P<pk>[0-9]{1,18})/(?P<name>[A-Za-z0-9._-]+)\Z",
        admin.site.admin_view(preview_views.preview_picture),
        name="preview_picture",
    ),
    re_path(
        r"^preview/renditions/(?P<name>[0-9a-f]{40})/(?P<file>[a-z]+-[0-9]{1,5}\.[a-z]{3,4})\Z",
        admin.site.admin_view(preview_views.preview_rendition),
        name="preview_rendition",
    ),
    path("articles/article/token/", admin.site.admin_view(keeping_views.token), name="token"),
    path(
        "articles/article/<int:pk>/accept-all/",
        admin.site.admin_view(deciding_views.accept_all),
        name="accept_all",
    ),
]
