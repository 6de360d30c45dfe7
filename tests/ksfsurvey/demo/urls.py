"""The addresses as they are in the demo."""

from django.urls import include, path

from ksfsurvey.urls import urlpatterns as ordinary

urlpatterns = [*ordinary, path("mailbox/", include("ksfsurvey.demo.urls"))]
