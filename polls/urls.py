"""Index of the addresses. Each stage keeps its own."""

from django.urls import include, path

app_name = "polls"

urlpatterns = [
    path("", include("polls.collection.urls")),  # first: respondents come in numbers
    path("", include("polls.publication.urls")),
    path("", include("polls.results.urls")),
    path("", include("polls.api.urls")),
    path("", include("polls.questionnaire.urls")),
    path("", include("polls.invitations.urls")),
]
