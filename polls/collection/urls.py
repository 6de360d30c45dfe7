"""Addresses of the stage."""

from django.urls import URLPattern, path

from polls.collection.views import answering, channels, entering, kiosk, person, poll_privacy, preview, receipt, uploads

urlpatterns: list[URLPattern] = [
    path("o/<slug:slug>/", entering.open_link, name="open_link"),
    path("o/<slug:slug>/<slug:code>/", entering.open_link, name="named_link"),
    path("e/<slug:slug>/<slug:code>/", entering.embedded_link, name="embedded_link"),
    path("k/<str:token>/", kiosk.kiosk, name="kiosk"),
    path("k/<str:token>/begin/", kiosk.kiosk_begin, name="kiosk_begin"),
    path("k/<str:token>/leave/", kiosk.kiosk_leave, name="kiosk_leave"),
    path("k/<str:token>/app.webmanifest", kiosk.kiosk_manifest, name="kiosk_manifest"),
    path("g/<str:token>/", entering.organisation_link, name="organisation_link"),
    path("i/<str:token>/", answering.start, name="answer"),
    path("i/<str:token>/check-answers/", answering.review, name="review"),
    path("i/<str:token>/<slug:page_code>/", answering.page, name="answer_page"),
    path("i/<str:token>/<slug:page_code>/file/<str:code>/", answering.take_file, name="take_file"),
    path("i/<str:token>/<slug:page_code>/draft/", answering.autosave, name="autosave"),
    path("r/<slug:slug>/", receipt.receipt, name="receipt"),
    path("polls/<slug:slug>/files/", uploads.files, name="files"),
    path("polls/<slug:slug>/files/<str:upload_id>/", uploads.file, name="file"),
    path("contacts/<int:pk>/history/", person.person, name="person"),
    path("contacts/<int:pk>/history/data.json", person.person_data, name="person_data"),
    path("contacts/<int:pk>/history/erase/", person.person_erase, name="person_erase"),
    path("polls/<slug:slug>/channels/", channels.channels, name="channels"),
    path("polls/<slug:slug>/channels/add/<slug:kind>/", channels.channel_add, name="channel_add"),
    path("polls/<slug:slug>/channels/<int:pk>/", channels.channel, name="channel"),
    path("polls/<slug:slug>/channels/<int:pk>/change/", channels.channel_change, name="channel_change"),
    path("polls/<slug:slug>/channels/<int:pk>/<str:name>", channels.channel_file, name="channel_file"),
    path("polls/<slug:slug>/privacy/", poll_privacy.poll_privacy, name="poll_privacy"),
    path("polls/<slug:slug>/preview/", preview.preview, name="preview"),
    path("polls/<slug:slug>/preview/walk/", preview.walk, name="preview_start"),
    path("polls/<slug:slug>/preview/walk/<slug:page_code>/", preview.walk, name="preview_page"),
]
