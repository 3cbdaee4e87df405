"""Every address of the site, room by room."""

from django.contrib import admin
from django.urls import include, path

from accounts.health import healthz, readyz
from ledger.inspection.api import society_standing

urlpatterns = [
    path("", include("ledger.home.urls")),
    path("accounts/", include("accounts.urls")),
    path("notifications/", include("accounts.notification_urls")),
    path("team/", include("societies.urls")),
    path("filings/", include("filings.urls")),
    path("coverage/", include("ledger.coverage.urls")),
    path("api/societies/<str:slug>/standing/", society_standing, name="api_standing"),
    path("inspection/", include("ledger.inspection.urls")),
    path("admin/", admin.site.urls),
    path("healthz", healthz, name="healthz"),
    path("readyz", readyz, name="readyz"),
]
handler400 = "accounts.views.bad_request"
handler403 = "accounts.views.forbidden"
handler404 = "accounts.views.not_found"
handler500 = "accounts.views.server_error"
