"""Addresses of the stage. The builder itself lives in the admin."""

from django.urls import path

from polls.questionnaire.views import (
    files,
    importing,
    library,
    lifecycle,
    pictures,
    translations,
    trying,
    versions,
    waves,
)

urlpatterns = [
    path("polls/import/", importing.questionnaire_import, name="questionnaire_import"),
    path("polls/import/<uuid:pk>/", importing.questionnaire_import_preview, name="questionnaire_import_preview"),
    path("polls/<slug:slug>/recode/", waves.waves, name="recode_maps"),
    path("polls/<slug:slug>/recode/<slug:earlier>/", waves.wave, name="recode_map"),
    path("polls/<slug:slug>/library/", library.library, name="library"),
    path("polls/<slug:slug>/translations/", translations.translations, name="translations"),
    path("polls/<slug:slug>/versions/", versions.poll_versions, name="poll_versions"),
    path("polls/<slug:slug>/questionnaire/", files.poll_files, name="poll_files"),
    path("polls/<slug:slug>/questionnaire/<slug:name>/", files.poll_file, name="poll_file"),
    path("polls/<slug:slug>/pictures/", pictures.add_picture, name="add_picture"),
    path("pictures/<str:name>", pictures.picture, name="picture"),
    path("polls/<slug:slug>/publish/", lifecycle.publish, name="publish"),
    path("polls/<slug:slug>/close/", lifecycle.close, name="close"),
    path("polls/<slug:slug>/reopen/", lifecycle.reopen, name="reopen"),
    path("polls/<slug:slug>/try/", trying.try_out, name="try"),
]
