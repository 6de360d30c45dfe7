"""Two views: an empty one, and one that shows and stores the pages of the benchmark's poll."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import path

from bench.prototype.models import Respondent
from bench.questionnaire import pages

PAGES = pages()
FORMS = [
    [
        {
            "code": question.code,
            "text": question.text["nl"],
            "kind": question.kind.value,
            "options": [(choice.code, choice.label["nl"]) for choice in question.options],
        }
        for question in page.questions
    ]
    for page in PAGES
]


def empty(request: HttpRequest) -> HttpResponse:
    return HttpResponse(b"ok")


def answer(request: HttpRequest, token: str, number: int = 0) -> HttpResponse:
    respondent = get_object_or_404(Respondent, token=token)
    if request.method == "POST":
        for question in PAGES[number].questions:
            values = request.POST.getlist(question.code)
            if question.options and not set(values) <= set(question.choice_by_code):
                return HttpResponse(status=422)
            respondent.answers[question.code] = values
        number += 1
        respondent.is_finished = number == len(PAGES)
        respondent.save(update_fields=["answers", "is_finished"])
        if respondent.is_finished:
            return HttpResponse(b"<h1>thanks</h1>")
    questions = [{**question, "value": respondent.answers.get(question["code"], [])} for question in FORMS[number]]
    return render(request, "page.html", {"questions": questions, "number": number, "token": token})


urlpatterns = [
    path("empty/", empty),
    path("i/<str:token>/", answer),
    path("i/<str:token>/<int:number>/", answer),
]
