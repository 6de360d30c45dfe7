"""Addresses of the stage."""

from django.urls import path

from polls.results.views import (
    answers,
    downloads,
    fieldwork,
    home,
    how,
    response,
    results,
    run,
    run_files,
    waves,
    weights,
)

urlpatterns = [
    path("", home.home, name="home"),
    path("polls/<slug:slug>/fieldwork/", fieldwork.fieldwork, name="fieldwork"),
    path("polls/<slug:slug>/response/", response.response, name="response"),
    path("polls/<slug:slug>/response/response.csv", response.response_csv, name="response_csv"),
    path("polls/<slug:slug>/results/", results.results, name="results"),
    path("polls/<slug:slug>/results/how/<str:question_code>/", how.how, name="how"),
    path("polls/<slug:slug>/results/refresh/", results.refresh_results, name="refresh_results"),
    path("polls/<slug:slug>/results/runs/<uuid:run_id>/", run.run, name="run"),
    path("polls/<slug:slug>/results/runs/<uuid:run_id>/retry/", run.retry, name="run_retry"),
    path("polls/<slug:slug>/answers/", answers.answers, name="answers"),
    path("polls/<slug:slug>/answers/release/", answers.release, name="answers_release"),
    path("polls/<slug:slug>/answers/<int:pk>/withdraw/", answers.withdraw, name="answers_withdraw"),
    path("polls/<slug:slug>/waves/", waves.waves, name="waves"),
    path("polls/<slug:slug>/weights/", weights.weights, name="weights"),
    path("polls/<slug:slug>/weights/<slug:label>/<int:version>/", weights.version, name="weights_version"),
    path("polls/<slug:slug>/weights/<slug:label>/<int:version>/accept/", weights.accept, name="weights_accept"),
    path("polls/<slug:slug>/downloads/", downloads.downloads, name="downloads"),
    path("polls/<slug:slug>/downloads/tables.csv", downloads.tables, {"format_name": "csv"}, name="tables_csv"),
    path("polls/<slug:slug>/downloads/tables.xlsx", downloads.tables, {"format_name": "xlsx"}, name="tables_xlsx"),
    path("polls/<slug:slug>/downloads/files/", run_files.make, name="download_files"),
    path(
        "polls/<slug:slug>/downloads/charts/<str:question_code>.png",
        run_files.chart,
        {"format_name": "png"},
        name="chart_png",
    ),
    path(
        "polls/<slug:slug>/downloads/charts/<str:question_code>.svg",
        run_files.chart,
        {"format_name": "svg"},
        name="chart_svg",
    ),
    path("polls/<slug:slug>/downloads/responses/", downloads.responses, name="download_responses"),
    path("polls/<slug:slug>/downloads/<uuid:export_id>/", downloads.export, name="export"),
    path("polls/<slug:slug>/downloads/<uuid:export_id>/file/", downloads.export_file, name="export_file"),
]
