"""Addresses of the demo's mailbox. Included in the demo only."""

from django.urls import path

from ksfsurvey.demo import views

app_name = "mailbox"

urlpatterns = [
    path("", views.mailbox, name="index"),
    path("<str:name>/", views.mail, name="mail"),
    path("<str:name>/html/", views.mail_html, name="mail_html"),
]
