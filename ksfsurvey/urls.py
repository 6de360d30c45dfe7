"""Where each address leads."""

from collections.abc import Callable

from django.conf import settings
from django.contrib import admin
from django.contrib.auth.decorators import login_not_required
from django.http.response import HttpResponseBase
from django.urls import include, path
from django.views.generic import RedirectView
from django.views.i18n import set_language


def instead(pattern_name: str) -> Callable[..., HttpResponseBase]:
    """Lead to our own page where Django's admin brings one for the same purpose."""
    return login_not_required(RedirectView.as_view(pattern_name=pattern_name, query_string=True))


urlpatterns = [
    path("admin/login/", instead("accounts:login")),
    path("admin/password_change/", instead("accounts:password_change")),
    path("admin/", admin.site.urls),
    path("nested_admin/", include("nested_admin.urls")),
    path("account/", include("accounts.urls")),
    path("language/", login_not_required(set_language), name="set_language"),
    path("", include("polls.urls")),
]

handler500 = "ksfsurvey.outages.failed"

if settings.DEMO:
    urlpatterns.append(path("mailbox/", include("ksfsurvey.demo.urls")))
