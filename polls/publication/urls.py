"""Addresses of the stage: under ``p/`` what everybody reads, under ``polls/`` what its makers do."""

from django.urls import path

from polls.publication.views import public

urlpatterns = [
    path("p/<slug:slug>/", public.published, name="published"),
    path("p/<slug:slug>/<int:number>/", public.published, name="published_edition"),
    path("p/<slug:slug>/<int:number>/receipt/", public.published_receipt, name="published_receipt"),
    path("p/<slug:slug>/<int:number>/embed/<str:key>/", public.embedded, name="published_embed"),
    path("p/<slug:slug>/<int:number>/<str:name>", public.published_file, name="published_file"),
]
