"""Addresses of the stage. The builder itself lives in the admin."""

from django.urls import path

from polls.questionnaire.views import lifecycle, pictures

urlpatterns = [
    path("pictures/<str:name>", pictures.picture, name="picture"),
    path("polls/<slug:slug>/publish/", lifecycle.publish, name="publish"),
    path("polls/<slug:slug>/close/", lifecycle.close, name="close"),
    path("polls/<slug:slug>/reopen/", lifecycle.reopen, name="reopen"),
    path("polls/<slug:slug>/duplicate/", lifecycle.duplicate, name="duplicate"),
]
