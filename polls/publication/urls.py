"""Addresses of the stage: under ``p/`` what everybody reads, under ``polls/`` what its makers do."""

from django.urls import path

from polls.publication.views import compose, offer, preview, public, publications

urlpatterns = [
    path("p/", public.published_all, name="published_all"),
    path("p/<slug:slug>/", public.published, name="published"),
    path("p/<slug:slug>/<int:number>/", public.published, name="published_edition"),
    path("p/<slug:slug>/<int:number>/receipt/", public.published_receipt, name="published_receipt"),
    path("p/<slug:slug>/<int:number>/embed/<str:key>/", public.embedded, name="published_embed"),
    path("p/<slug:slug>/<int:number>/<str:name>", public.published_file, name="published_file"),
    path("polls/<slug:slug>/publications/", publications.publications, name="publications"),
    path("polls/<slug:slug>/publications/<slug:address>/", compose.publication, name="publication"),
    path(
        "polls/<slug:slug>/publications/<slug:address>/preview/",
        preview.publication_preview,
        name="publication_preview",
    ),
    path(
        "polls/<slug:slug>/publications/<slug:address>/edition/", offer.publication_edition, name="publication_edition"
    ),
    path(
        "polls/<slug:slug>/publications/<slug:address>/approval/",
        offer.publication_approval,
        name="publication_approval",
    ),
]
