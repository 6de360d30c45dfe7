"""The pages and questions of a poll in short, for the outline beside the page that is being edited."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from polls.codebook.problem import Problem, Severity
from polls.codebook.schema import in_language
from polls.questionnaire.models import Page, Poll, Question


@dataclass(frozen=True)
class Marks:
    """What is wrong at a spot: the most serious kind, and how many."""

    errors: int = 0
    warnings: int = 0

    @property
    def worst(self) -> str:
        return "error" if self.errors else "warning" if self.warnings else ""

    @property
    def count(self) -> int:
        return self.errors or self.warnings


@dataclass(frozen=True)
class OutlineQuestion:
    pk: int
    code: str
    kind: str
    text: str
    is_conditional: bool
    marks: Marks


@dataclass(frozen=True)
class OutlinePage:
    pk: int
    number: int
    code: str
    title: str
    is_conditional: bool
    marks: Marks
    questions: list[OutlineQuestion] = field(default_factory=list)


def outline_of(poll: Poll, problems: Iterable[Problem], *, language: str) -> list[OutlinePage]:
    """Read the outline in two queries, with the problems at their places."""
    marks = _marks_by_position(problems)
    questions: dict[int, list[Question]] = defaultdict(list)
    fields = ("pk", "page_id", "code", "kind", "text", "show_if", "position")
    for question in Question.objects.filter(page__poll=poll).only(*fields):
        questions[question.page_id].append(question)
    return [
        OutlinePage(
            pk=page.pk,
            number=number + 1,
            code=page.code,
            title=in_language(page.title, language),
            is_conditional=bool(page.show_if.strip()),
            marks=marks[(1, number)],
            questions=[
                OutlineQuestion(
                    pk=question.pk,
                    code=question.code,
                    kind=question.kind,
                    text=in_language(question.text, language),
                    is_conditional=bool(question.show_if.strip()),
                    marks=marks[(1, number, place)],
                )
                for place, question in enumerate(questions[page.pk])
            ],
        )
        for number, page in enumerate(Page.objects.filter(poll=poll))
    ]


def _marks_by_position(problems: Iterable[Problem]) -> dict[tuple[int, ...], Marks]:
    """Count the problems per page and per question; those of a choice count with its question."""
    counts: dict[tuple[int, ...], list[int]] = defaultdict(lambda: [0, 0])
    for problem in problems:
        counts[problem.place.position[:3]][0 if problem.severity is Severity.ERROR else 1] += 1
    marks: dict[tuple[int, ...], Marks] = defaultdict(Marks)
    for position, (errors, warnings) in counts.items():
        marks[position] = Marks(errors, warnings)
    return marks
