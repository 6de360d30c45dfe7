"""The questionnaire as results see it: with the variables that coded open answers became."""

from polls.codebook.coding.derived import with_coded
from polls.codebook.schema import Question, Questionnaire
from polls.questionnaire.models import Poll, QuestionnaireVersion
from polls.results.models import CodingEdition


def coded_variables(poll: Poll) -> list[Question]:
    """Give the variables of the newest edition of codes at each place of the poll."""
    newest: dict[int, CodingEdition] = {}
    for edition in CodingEdition.objects.filter(coding__poll=poll).order_by("coding__key", "number"):
        newest[edition.coding_id] = edition
    return [variable for edition in newest.values() for variable in edition.variables()]


def questionnaire_for_results(version: QuestionnaireVersion) -> Questionnaire:
    """Give the questionnaire of a version with what people made of its open answers until now."""
    return with_coded(version.questionnaire, coded_variables(version.poll))
