"""Where each address leads."""

from django.conf import settings
from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("admin/", admin.site.urls),
    path("nested_admin/", include("nested_admin.urls")),
    path("account/", include("accounts.urls")),
    path("language/", include("django.conf.urls.i18n")),
    path("", include("polls.urls")),
]

if settings.DEMO:
    urlpatterns.append(path("mailbox/", include("ksfsurvey.demo.urls")))
