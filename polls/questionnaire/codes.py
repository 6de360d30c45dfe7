"""The codes of a poll, so that the editor need not think of new ones."""

from polls.codebook.codes import free_code, suggest_code
from polls.codebook.schema import LANGUAGES
from polls.questionnaire.models import Page, Question, SegmentVariable

__all__ = ["codes_of_poll", "free_code", "label_of", "suggest_code"]


def codes_of_poll(poll_id: int | None) -> set[str]:
    """The codes of the poll's pages, questions and segment variables."""
    pages = Page.objects.filter(poll=poll_id).values_list("code")
    questions = Question.objects.filter(page__poll=poll_id).order_by().values_list("code")
    variables = SegmentVariable.objects.filter(poll=poll_id).values_list("code")
    return {code for (code,) in pages.order_by().union(questions, variables.order_by())}


def label_of(line: str) -> dict[str, str]:
    """Read a line of a list: ``Ja | Yes`` gives the label per language, in the product's own order."""
    parts = [part.strip() for part in line.split("|")]
    return {language: part for language, part in zip(LANGUAGES, parts, strict=False) if part}
